package symexec

import (
	"context"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// Bounds make the cost of a run about linear in the length of the script. What they cut off is widened to "unknown", never
// dropped, so that a run with small bounds knows less and is as sound. A zero stands for the default.
type Bounds struct {
	States     int // states kept apart at one point
	FactSets   int // states kept apart there that differ in guards' answers only
	Proofs     int // combinations of what guards have proved that are kept apart where values are given up
	Rounds     int // rounds of a counting loop that run concretely
	OpenRounds int // rounds of a loop whose end is not known, before what it changes is taken as unknown
	Items      int // elements of a known list that run one by one
	Calls      int // functions inside functions
	Recursion  int // the same function inside itself
	Steps      int // steps for each statement of the script, on average
	MinSteps   int // and at least
	AloneSteps int // steps for a function that nothing calls
	Text       int // bytes of text for another shell
	Depth      int // statements inside statements, expansions inside expansions
}

// DefaultBounds are those of a run that is not given others.
func DefaultBounds() Bounds {
	return Bounds{
		States: 24, FactSets: 6, Proofs: 12, Rounds: 70, OpenRounds: 3, Items: 70, Calls: 100, Recursion: 4,
		Steps: 12, MinSteps: 8000, AloneSteps: 1000, Text: maxText, Depth: 400,
	}
}

// maxText is also how much text is looked at before the run.
const maxText = 1 << 16

// orDefault puts the defaults in the place of zeros.
func (b Bounds) orDefault() Bounds {
	d := DefaultBounds()
	for _, f := range []struct{ is, or *int }{
		{&b.States, &d.States}, {&b.FactSets, &d.FactSets}, {&b.Proofs, &d.Proofs}, {&b.Rounds, &d.Rounds}, {&b.OpenRounds, &d.OpenRounds},
		{&b.Items, &d.Items}, {&b.Calls, &d.Calls}, {&b.Recursion, &d.Recursion}, {&b.Steps, &d.Steps},
		{&b.MinSteps, &d.MinSteps}, {&b.AloneSteps, &d.AloneSteps}, {&b.Text, &d.Text}, {&b.Depth, &d.Depth},
	} {
		if *f.is <= 0 {
			*f.is = *f.or
		}
	}
	return b
}

// An Input is what RunWith executes, and how far.
type Input struct {
	Script  *script.Script
	Catalog *catalog.Catalog
	Loader  *script.Loader
	// Sources are the files that the script may source, as far as they are known before: what they read is then kept from the start.
	Sources []*script.Script
	// Anew lets a guard that is asked again answer anything.
	Anew   bool
	Bounds Bounds
	// Bash runs a script for sh as bash does by that name; else it is run as dash does.
	Bash bool
}

// Run is RunWith with the default bounds.
func Run(ctx context.Context, s *script.Script, cat *catalog.Catalog, loader *script.Loader, sources ...*script.Script) *Result {
	return RunWith(ctx, Input{Script: s, Catalog: cat, Loader: loader, Sources: sources})
}
