package driver

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// Wanted says which findings to replay.
type Wanted func(f *Finding) bool

// replayTime is how long the findings of a file may be replayed before no other one is.
const replayTime = 4 * time.Second

// replay runs the script in the world of a finding.
func (r *resolver) replay(f *Finding, site *guardflow.Site, flaw *guardflow.Flaw) {
	if wanted := r.run.cfg.Replay; wanted == nil || !wanted(f) {
		return
	}
	if site == nil || flaw.World == nil {
		f.Replay = &replay.Result{Verdict: replay.Unknown, Why: "the finding is about no command of which a way is known"}
		return
	}
	if site.Alone {
		why := "nothing in this file calls the function that the command stands in"
		if site.Called != nil {
			why = "no way was found to a call of the function that the command stands in"
		}
		f.Replay = &replay.Result{Verdict: replay.Unknown, Why: why}
		return
	}
	if r.replayed > replayTime {
		f.Replay = &replay.Result{Verdict: replay.Unknown, Why: "the replays of the script's other findings took all the time that there is for them"}
		return
	}
	defer func(start time.Time) { r.replayed += time.Since(start) }(time.Now())
	res, err := replay.Replay(r.ctx, CaseOf(r.root, r.sources, r.settings.catalog, r.passes.flow, site, flaw))
	if err != nil {
		return // the whole run ends
	}
	f.Replay = res
}

// CaseOf puts together what a replay needs to know of a flaw, which must have a world.
func CaseOf(s *script.Script, sources []*script.Script, cat *catalog.Catalog, flow *guardflow.Result, site *guardflow.Site, flaw *guardflow.Flaw) *replay.Case {
	w := flaw.World
	lineAt := func(r place.Range) int {
		line, _ := r.Script.Position(r.Start)
		return line
	}
	lineOf := func(g *guardflow.Site) int { return lineAt(g.At) }
	c := &replay.Case{
		Script: s, Catalog: cat, Line: lineOf(site), Command: strings.Clone(site.At.Text()),
		Guard: w.Guard, Outcome: replay.Outcome(flaw.Outcome), Answers: map[*catalog.Guard]replay.Outcome{},
		Env: map[string]*string{}, Args: map[int]string{}, Trap: w.Trap,
	}
	if words := strings.Fields(site.Command); len(words) > 0 && (c.Command == "" || strings.ContainsAny(c.Command, " \t\n'\\$")) {
		// Its place is not exact, in quotes inside of quotes or in a file that the script writes, or its name is the value of a variable.
		if _, destroys := cat.Destructive(words); destroys || c.Command == "" {
			c.Command = words[0]
		}
	}
	if words := strings.Fields(site.Command); len(words) > 0 && cat.Selecting(path.Base(words[0])) {
		_, destroys := cat.Destructive(words)
		c.Whatever = !destroys
	}
	for _, src := range sources {
		if src != s {
			c.Sources = append(c.Sources, src)
		}
	}
	for _, other := range flow.Sites {
		if other.At.Text() == site.At.Text() {
			c.Lines = append(c.Lines, lineOf(other))
		}
	}
	for _, a := range w.Answers {
		if a.Outcome != "" {
			c.Answers[a.Entry] = replay.Outcome(a.Outcome) // the last answer counts
		}
	}
	switch flaw.Kind {
	case "emptyselector", "lostcwd", "selectorsplit":
		c.Whatever = true
	case "wrongtarget":
		c.Apart = true
	case "unguarded", "strguard", "bypass":
		c.Unproved = w.Covering
	}
	for _, d := range w.Commands {
		name := path.Base(d.Name)
		c.Decided = append(c.Decided, replay.Decided{Command: name, Line: lineAt(d.At), Fails: !d.Succeeds})
		if !d.Succeeds && !slices.Contains(c.Failing, name) {
			c.Failing = append(c.Failing, name)
		}
	}
	for _, g := range w.Given {
		switch {
		case g.Some:
		case g.Index > 0:
			if !g.Unset {
				c.Args[g.Index] = g.Text
			}
		case g.Unset:
			c.Env[g.Name] = nil
		default:
			text := g.Text
			c.Env[g.Name] = &text
		}
	}
	return c
}
