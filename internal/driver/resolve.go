package driver

import (
	"context"
	"fmt"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// A resolver turns what the analyzers gave for one script into an outcome: positions and text only.
type resolver struct {
	run      *run
	out      *outcome
	settings *settings
	root     *script.Script
	passes   *passes
	ctx      context.Context
	sources  []*script.Script

	scripts map[string]*script.Script // by path, the root and what it sources
	names   map[string]string         // for display, by path
	sites   map[*guardflow.Site]*Site
	at      map[token.Pos][]*guardflow.Site
}

// resolve does it all.
func (r *resolver) resolve() {
	r.scripts = map[string]*script.Script{r.root.Path: r.root}
	r.names = map[string]string{r.root.Path: r.root.Path}
	r.sites = map[*guardflow.Site]*Site{}
	r.at = map[token.Pos][]*guardflow.Site{}
	for _, f := range r.passes.errs {
		r.out.errs = append(r.out.errs, &Error{File: r.root.Path, Message: f.message, Stack: f.stack})
	}
	if flow := r.passes.flow; flow != nil {
		for _, s := range flow.Sites {
			r.site(s)
		}
		for _, o := range flow.Opaque {
			r.script(o.At.Script)
		}
	}
	for i := range r.passes.diagnostics {
		r.diagnostic(&r.passes.diagnostics[i])
	}
	// A sourced file that does not parse hides what it does from this script, too.
	for path, s := range r.scripts {
		if path != r.root.Path {
			r.out.addProblems(s, r.name(path))
		}
	}
}

// script makes a script known that findings may be about.
func (r *resolver) script(s *script.Script) {
	if s != nil {
		r.scripts[s.Path] = s
	}
}

// name gives a file's name for display.
func (r *resolver) name(path string) string {
	name, ok := r.names[path]
	if !ok {
		name = r.run.name(path)
		r.names[path] = name
	}
	return name
}

// site takes in a destructive command.
func (r *resolver) site(s *guardflow.Site) {
	r.script(s.At.Script)
	out := &Site{
		Place:   r.rangePlace(s.At),
		Command: strings.Clone(s.Command),
		Verdict: string(s.Verdict),
		alone:   s.Alone,
	}
	for _, f := range s.Flaws {
		out.Rules = appendNew(out.Rules, f.Kind)
		if f.Guard != nil {
			r.script(f.Guard.At.Script)
		}
		if f.Lost != nil {
			r.script(f.Lost.At.Script)
		}
	}
	for _, g := range s.Guards {
		r.script(g.At.Script)
		out.Guards = appendNew(out.Guards, Guard{Place: r.rangePlace(g.At), Command: strings.Clone(g.Command), Made: g.Made})
	}
	for _, a := range s.Approximations {
		r.script(a.At.Script)
		place := r.rangePlace(a.At)
		where := fmt.Sprintf("line %d", place.Line)
		if place.File != out.File {
			where += " of " + place.File
		}
		out.Approximations = append(out.Approximations, Approximation{place, string(a.Reason), strings.ReplaceAll(a.Text, guardflow.Here, where)})
	}
	r.sites[s] = out
	pos, _ := guardflow.Place(r.passes.fset, s.At)
	r.at[pos] = append(r.at[pos], s)
	r.out.sites = append(r.out.sites, out)
}

// diagnostic takes in a rule's diagnostic.
func (r *resolver) diagnostic(d *diagnostic) {
	reporter := r.run.suite.rules[d.by]
	if reporter == nil {
		r.internal(d.by, "reports without being a rule")
		return
	}
	severity := r.settings.severityOf(reporter, d.Category)
	if severity == rule.Off {
		return
	}
	place, ok := r.place(d.Pos, d.End)
	if !ok {
		r.internal(d.by, fmt.Sprintf("reports %q at a place that is in no file", d.Message))
		return
	}
	f := &found{Finding: &Finding{
		Rule: reporter.Name(), Code: reporter.Code, Severity: severity, Place: place, Message: d.Message,
	}}
	for _, rel := range d.Related {
		place, ok := r.place(rel.Pos, rel.End)
		if !ok {
			r.internal(d.by, fmt.Sprintf("relates %q to a place that is in no file", rel.Message))
			continue
		}
		f.Related = append(f.Related, Related{Place: place, Message: rel.Message})
	}
	r.fixes(d, f.Finding)
	if site, flaw := r.flaw(d); site != nil {
		f.site = r.sites[site]
		f.Witness = r.witness(flaw)
		r.replay(f.Finding, site, flaw)
		for _, a := range f.site.Approximations {
			if a.Reason != string(symexec.Uncalled) { // the message has said so
				f.Approximations = append(f.Approximations, a)
			}
		}
	}
	if f.Replay == nil {
		r.replay(f.Finding, nil, nil)
	}
	r.keepLines(f.Finding)
	r.out.findings = append(r.out.findings, f)
}

// fixes takes in the suggestions of a diagnostic: advice, and changes that can be applied.
func (r *resolver) fixes(d *diagnostic, f *Finding) {
next:
	for _, fix := range d.SuggestedFixes {
		if len(fix.TextEdits) == 0 {
			f.Advice = append(f.Advice, fix.Message)
			continue
		}
		out := Fix{Message: fix.Message}
		for _, edit := range fix.TextEdits {
			place, ok := r.place(edit.Pos, edit.End)
			if !ok {
				r.internal(d.by, fmt.Sprintf("changes a place that is in no file (%q)", fix.Message))
				continue next
			}
			out.Edits = append(out.Edits, Edit{Place: place, NewText: string(edit.NewText)})
		}
		f.Fixes = append(f.Fixes, out)
	}
}

// flaw finds the site that a diagnostic is about, and what of it the rule reports.
func (r *resolver) flaw(d *diagnostic) (*guardflow.Site, *guardflow.Flaw) {
	for _, s := range r.at[d.Pos] {
		for _, f := range s.Flaws {
			if f.Kind == d.by.Name {
				return s, f
			}
		}
	}
	return nil, nil
}

// witness takes in the way to a site.
func (r *resolver) witness(f *guardflow.Flaw) []Step {
	steps := make([]Step, 0, len(f.Witness))
	for _, step := range f.Witness {
		r.script(step.At.Script)
		steps = append(steps, Step{Place: r.rangePlace(step.At), Text: strings.Clone(step.Text)})
	}
	return steps
}

// rangePlace resolves a range of the executor's.
func (r *resolver) rangePlace(at symexec.Range) Place {
	place, _ := r.place(guardflow.Place(r.passes.fset, at))
	return place
}

// place resolves positions; false when they are in no file or not in the same one.
func (r *resolver) place(pos, end token.Pos) (Place, bool) {
	if !pos.IsValid() {
		return Place{}, false
	}
	if !end.IsValid() {
		end = pos
	}
	f := r.passes.fset.File(pos)
	if f == nil || end < pos || int(end) > f.Base()+f.Size() {
		return Place{}, false
	}
	from, to := f.PositionFor(pos, false), f.PositionFor(end, false)
	return Place{
		File: r.name(f.Name()), Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column,
	}, true
}

// keepLines keeps the lines that a report shows of a finding: those of its places and the ones next to them.
func (r *resolver) keepLines(f *Finding) {
	r.keep(f.Place)
	for _, rel := range f.Related {
		r.keep(rel.Place)
	}
}

func (r *resolver) keep(p Place) {
	for path, s := range r.scripts {
		if r.name(path) != p.File {
			continue
		}
		for n := max(1, p.Line-1); n <= min(s.LineCount(), p.Line+1); n++ {
			key := line{p.File, n}
			if _, ok := r.out.lines[key]; !ok {
				r.out.lines[key] = s.LineText(n)
			}
		}
	}
}

// internal reports a rule's own fault.
func (r *resolver) internal(a *analysis.Analyzer, message string) {
	r.out.fail(r.root.Path, fmt.Sprintf("internal error: %s %s; please report it together with the script", a.Name, message))
}

// appendNew appends what is not there yet.
func appendNew[E comparable](list []E, e E) []E {
	for _, old := range list {
		if old == e {
			return list
		}
	}
	return append(list, e)
}
