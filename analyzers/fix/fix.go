// Package fix works out changes of a script that mend a flaw, and proves each.
//
// A flaw names two places: where its guard was asked, and the step at which the answer was lost. From there a handful of
// changes are tried that a person would make, the closest to the rule's advice first: they are candidates, made from the
// statements around the two places, and nothing more. What is offered is decided by running the executor on the changed script, as
// it was run on the script itself. The change has to parse; the command's flaw has to be gone, with none in its place; the command
// must still run where the guard says idle; and no other command of the script may be worse off. So a candidate that stands in
// the wrong branch, ends only a subshell, or that set -e was not told of is dropped, and no reasoning about the shell has to be
// written a second time. Rules stay what they are, filters over guardflow's result; they neither know of syntax nor of fixes.
//
// A fix is safe if it changes nothing where the guard says idle. That, too, is asked of the executor: what stops the script
// is replaced by a command that it looks out for, and which must be reached only where the guard has not said idle.
package fix

import (
	"bytes"
	"context"
	"regexp"
	"slices"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// A Fix is a change that mends a flaw.
type Fix struct {
	Message string // what the change does: "stop unless the guard succeeds, with `|| exit 1`"
	// Safe says that nothing changes where the guard says idle.
	Safe  bool
	Edits []Edit // in the order of their places, in one file
}

// An Edit replaces the text of a range.
type Edit struct {
	At  place.Range
	New string
}

const (
	// mostTries bounds how often the executor runs for one flaw, mostRuns for one script.
	mostTries = 24
	mostRuns  = 96
	// mostSteps bounds the work of all these runs for one script: some hundred lines are executed as often as mostRuns allows, and a
	// script of thousands a few times. Scripts of an installer took minutes.
	mostSteps = 100_000
	// sitesPerStep is how many pairs of a site and another one take as long as a step.
	sitesPerStep = 4
)

// A Prover works out the fixes of one script.
type Prover struct {
	in     *guardflow.Input
	before *guardflow.Result
	runs   int
	steps  int
	known  map[string]*guardflow.Result // what changed texts came to
	spent  bool                         // the work for the script is used up
}

// cost is about what a run takes that comes to a result: each site is judged by the answers of all before it.
func cost(r *guardflow.Result) int { return r.Steps + len(r.Sites)*len(r.Sites)/sitesPerStep }

// New gives a Prover for a script and what guardflow found out about it.
func New(in *guardflow.Input, before *guardflow.Result) *Prover {
	return &Prover{in: in, before: before, known: map[string]*guardflow.Result{}, spent: cost(before) > mostSteps}
}

// Fix gives a change that mends a flaw of a site, a safe one if there is any; nil if none is proved to. The site and the flaw are
// of the result that the Prover was made with.
func (p *Prover) Fix(site *guardflow.Site, flaw *guardflow.Flaw) *Fix {
	if p.in.Script.Err != nil || site.At.Script == nil || site.At.Script.Err != nil {
		return nil // what could not be parsed may do anything
	}
	if slices.ContainsFunc(site.Approximations, func(a guardflow.Approximation) bool {
		return a.Reason == domain.Separately || a.Reason == domain.Incomplete
	}) {
		return nil // a script that is not followed to its end proves nothing of a change
	}
	if p.spent {
		return nil // looking for candidates is work, too
	}
	t := &try{Prover: p, site: site, flaw: flaw}
	if g := flaw.Guard; g != nil {
		t.guard = g.At
	}
	var unsafe *Fix
	most := min(p.runs+mostTries, mostRuns)
	for _, c := range t.candidates() {
		if unsafe != nil && !c.safe {
			continue
		}
		if p.runs >= mostRuns || p.steps >= mostSteps {
			p.spent = true
		}
		if p.runs >= most || p.spent || p.ctx().Err() != nil {
			break
		}
		if !t.mends(c) {
			continue
		}
		f := &Fix{Message: c.message, Safe: c.safe && t.onlyRefuses(c), Edits: c.ranges()}
		if f.Safe {
			return f
		}
		if unsafe == nil {
			unsafe = f
		}
	}
	return unsafe
}

// Spent reports whether changes were left untried because others of the script have taken all the work that there is for it.
func (p *Prover) Spent() bool { return p.spent }

func (p *Prover) ctx() context.Context {
	if p.in.Context == nil {
		return context.Background()
	}
	return p.in.Context
}

// A candidate is a change that may mend a flaw.
type candidate struct {
	message string
	script  *script.Script
	// safe says that by its kind the change does nothing where the guard says idle, if what it adds to stop the script is reached
	// only where the guard does not.
	safe bool
	// edits makes the change. In place of what stops the script it may be given something else that does.
	edits func(stop func(word string) string) []edit
}

// An edit replaces the text between two offsets.
type edit struct {
	from, to int
	text     string
}

// plainly gives what stops the script as it is.
func plainly(word string) string { return word }

// ranges are the edits of a candidate with what they are in.
func (c *candidate) ranges() []Edit {
	var out []Edit
	for _, e := range sorted(c.made(plainly)) {
		out = append(out, Edit{place.Range{Script: c.script, Start: e.from, End: e.to}, e.text})
	}
	return out
}

// made are the edits with all carriage returns left to the line ends that they belong to; for the parser they end the last word.
func (c *candidate) made(stop func(word string) string) []edit {
	edits := slices.Clone(c.edits(stop))
	for i := range edits {
		e := &edits[i]
		e.to = max(beforeReturn(c.script.Source, e.to), min(e.from, beforeReturn(c.script.Source, e.from)))
		e.from = min(e.from, e.to)
	}
	return edits
}

// beforeReturn is where a line's text ends that is followed by a carriage return and the end of the line.
func beforeReturn(src []byte, at int) int {
	if at > 0 && at <= len(src) && src[at-1] == '\r' && (at == len(src) || src[at] == '\n') {
		return at - 1
	}
	return at
}

func sorted(edits []edit) []edit {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	return edits
}

// changed gives a text with edits; false if they run into each other or change nothing.
func changed(src []byte, edits []edit) ([]byte, bool) {
	var b bytes.Buffer
	at := 0
	for _, e := range sorted(edits) {
		if e.from < at || e.to < e.from || e.to > len(src) {
			return nil, false
		}
		b.Write(src[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.Write(src[at:])
	return b.Bytes(), !bytes.Equal(b.Bytes(), src)
}

// moved tells where an offset is after edits.
func moved(offset int, edits []edit) int {
	out := offset
	for _, e := range edits {
		if e.to <= offset {
			out += len(e.text) - (e.to - e.from)
		}
	}
	return out
}

// uses reports whether a name stands in any text of the script and what it may source.
func (p *Prover) uses(name string) bool {
	word := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
	return slices.ContainsFunc(append([]*script.Script{p.in.Script}, p.in.Sources...), func(s *script.Script) bool { return word.Match(s.Source) })
}

// fresh gives a name that no variable has yet; "" if that takes too long.
func (p *Prover) fresh(name string) string {
	for _, suffix := range []string{"", "_guard", "_idle", "_asked"} {
		if !p.uses(name + suffix) {
			return name + suffix
		}
	}
	return ""
}
