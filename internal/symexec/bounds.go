package symexec

import (
	"context"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// An Input is what RunWith executes, and how far.
type Input struct {
	Script  *script.Script
	Catalog *catalog.Catalog
	Loader  *script.Loader
	// Sources are the files that the script may source, as far as they are known before: what they read is then kept from the start.
	Sources []*script.Script
	// Anew lets a guard that is asked again answer anything.
	Anew   bool
	Bounds effects.Bounds
	// Bash runs a script for sh as bash does by that name; else it is run as dash does.
	Bash bool
	// Rung is how many of the finer bounds are passed over for the main part: those that were too fine for the same script in a like run.
	Rung int
	// Whole has everything be run and kept apart, also what the look at the words says can neither destroy nor matter: what is found
	// then has to be found without it too.
	Whole bool
	// Foreseen says that Sources are all files that it may source.
	Foreseen bool
	// Sited says that it is known to have a site, or that it does not matter how long it takes to see that it has none.
	Sited bool
}

// Run is RunWith with the default bounds.
func Run(ctx context.Context, s *script.Script, cat *catalog.Catalog, loader *script.Loader, sources ...*script.Script) *Result {
	return RunWith(ctx, Input{Script: s, Catalog: cat, Loader: loader, Sources: sources})
}
