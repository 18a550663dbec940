package fix

import (
	"fmt"
	"slices"
	"sync"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// probe is a destructive command that no script has. It stands for what stops the script in runs that ask where that is reached.
const probe = "wipelint-stops-here"

// probing gives the catalogue with the probe in it. The last one is kept: a run has one or few, and making one takes as long as
// checking a script.
var probing = struct {
	sync.Mutex
	base, with *catalog.Catalog
}{}

func withProbe(base *catalog.Catalog) *catalog.Catalog {
	probing.Lock()
	defer probing.Unlock()
	if probing.base != base {
		own, err := catalog.Decode("probe", []byte("[[destructive]]\ncommand = \""+probe+"\"\nwhy = \"stops the script\"\n"))
		if err != nil {
			panic(err)
		}
		probing.base, probing.with = base, base.With(own)
	}
	return probing.with
}

// A try is the search for a fix of one flaw.
type try struct {
	*Prover
	site  *guardflow.Site
	flaw  *guardflow.Flaw
	guard place.Range
}

// input gives the script as it is after a change; nil if it cannot be parsed any more.
func (p *Prover) input(s *script.Script, text []byte) *guardflow.Input {
	in := *p.in
	dialect := s.Dialect
	opts := script.Options{}
	if s != p.in.Script {
		opts.Dialect = &dialect
	}
	now := script.Parse(s.Path, text, opts)
	if now.Err != nil || now.Dialect != dialect || len(now.Problems) != len(s.Problems) {
		return nil
	}
	in.Brief, in.Wordless = true, true
	in.Sources = slices.Clone(in.Sources) // the script itself is among them
	for i, source := range in.Sources {
		if source == s || source.Path == s.Path {
			in.Sources[i] = now
		}
	}
	if s == in.Script {
		in.Script = now
		return &in
	}
	if in.Loader == nil {
		return nil
	}
	in.Loader = in.Loader.With(s.Path, text)
	return &in
}

// mends reports whether the flaw is gone after a change, and nothing else is worse.
func (t *try) mends(c *candidate) bool {
	edits := c.made(plainly)
	text, ok := changed(c.script.Source, edits)
	if !ok {
		return false
	}
	after := t.outcome(c.script, text)
	if after == nil || len(after.Opaque) > len(t.before.Opaque) {
		return false
	}
	gone := 0
	for _, old := range t.before.Sites {
		now := find(after, old, c.script, edits)
		if now == nil && old == t.site && (t.flaw.Kind == "emptyselector" || t.flaw.Kind == "lostcwd" || t.flaw.Split != nil && t.flaw.Split.Torn != "") {
			gone = 1 // it destroyed nothing but what was not meant
			continue
		}
		if now == nil || !t.noWorse(old, now) {
			return false
		}
		if old != t.site {
			continue
		}
		if slices.ContainsFunc(now.Flaws, func(f *guardflow.Flaw) bool { return f.Kind == t.flaw.Kind }) {
			return false
		}
		if now.Verdict == guardflow.Guarded && len(now.Guards) == 0 {
			return false
		}
	}
	return len(after.Sites)+gone == len(t.before.Sites)
}

// outcome runs the executor on a changed text; nil if that is not parsed.
func (p *Prover) outcome(s *script.Script, text []byte) *guardflow.Result {
	key := s.Path + "\x00" + string(text)
	if r, ok := p.known[key]; ok {
		return r
	}
	p.runs++
	var r *guardflow.Result
	if in := p.input(s, text); in != nil {
		r = guardflow.Analyze(p.ctx(), in)
		p.steps += cost(r)
	}
	if p.ctx().Err() != nil {
		return nil
	}
	p.known[key] = r
	return r
}

// find gives a site after a change.
func find(after *guardflow.Result, old *guardflow.Site, s *script.Script, edits []edit) *guardflow.Site {
	start := old.At.Start
	if old.At.Script.Path == s.Path {
		start = moved(start, edits)
	}
	for _, site := range after.Sites {
		if site.At.Script.Path == old.At.Script.Path && site.At.Start == start {
			return site
		}
	}
	return nil
}

// noWorse reports whether a site has no flaw that it had not before, and nothing more has to be believed of it. Where an active answer
// is not lost any more, a failure of the guard may still be: that is left for another fix.
func (t *try) noWorse(old, now *guardflow.Site) bool {
	for _, f := range now.Flaws {
		if old == t.site && t.flaw.Outcome == "active" && f.Kind == "failopen" && f.Outcome == "error" {
			continue
		}
		if !slices.ContainsFunc(old.Flaws, func(g *guardflow.Flaw) bool {
			return g.Kind == f.Kind && (g.Outcome == "active" || f.Outcome != "active")
		}) {
			return false
		}
	}
	if old.Verdict == guardflow.Guarded && now.Verdict != guardflow.Guarded || old.Alone != now.Alone {
		return false
	}
	return !slices.ContainsFunc(now.Approximations, func(a guardflow.Approximation) bool {
		return (a.Reason == domain.Separately || a.Reason == domain.Incomplete) && !slices.ContainsFunc(old.Approximations, func(b guardflow.Approximation) bool { return b.Reason == a.Reason })
	})
}

// onlyRefuses reports whether what a change adds to stop the script is reached only where the guard has not said idle.
func (t *try) onlyRefuses(c *candidate) bool {
	stops := 0
	edits := c.made(func(word string) string {
		stops++
		return fmt.Sprintf("{ %s; %s; }", probe, word)
	})
	if stops == 0 {
		return true
	}
	text, ok := changed(c.script.Source, edits)
	if !ok || t.guard.Script == nil {
		return false
	}
	t.runs++
	t.steps += cost(t.before) // about
	in := t.input(c.script, text)
	if in == nil {
		return false
	}
	in.Catalog = withProbe(t.in.Catalog)
	guard := t.guard
	if guard.Script.Path == c.script.Path {
		guard.Start = moved(guard.Start, edits)
	}
	return guardflow.OnlyRefused(t.ctx(), in, probe, guard) && t.ctx().Err() == nil
}
