package driver

import (
	"cmp"
	"context"
	"fmt"
	"go/token"
	"runtime/debug"
	"strings"
	"time"

	"github.com/wipelint/wipelint/analyzers/fix"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"golang.org/x/tools/go/analysis"
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
	caller   func(path string) (sourcedBy, bool)

	scripts map[string]*script.Script // by path, the root and what it sources
	ids     map[string]*identities    // by path
	names   map[string]string         // for display, by path
	prover  *fix.Prover               // nil when no fixes are asked for
	sites   map[*guardflow.Site]*Site
	// replayed is how long that took so far.
	replayed time.Duration
	at       map[token.Pos][]*guardflow.Site
}

// resolve does it all.
func (r *resolver) resolve() {
	r.scripts = map[string]*script.Script{r.root.Path: r.root}
	r.names = map[string]string{r.root.Path: r.root.Path}
	r.ids = map[string]*identities{}
	r.sites = map[*guardflow.Site]*Site{}
	r.at = map[token.Pos][]*guardflow.Site{}
	for _, f := range r.passes.errs {
		r.out.errs = append(r.out.errs, &Error{File: r.root.Path, Message: f.message, Stack: f.stack})
	}
	if flow := r.passes.flow; flow != nil {
		for _, s := range flow.Sites {
			r.site(s, flow)
		}
		for _, o := range flow.Opaque {
			r.script(o.At.Script)
		}
		for _, s := range flow.Files {
			if s.Broken() {
				r.script(s)
			}
		}
		for _, at := range flow.Incomplete {
			p := r.rangePlace(at)
			r.out.errs = append(r.out.errs, &Error{File: p.File, Line: p.Line, Column: p.Column,
				Message: "internal error: the script is not followed past this command, and none of its destructive commands counts as guarded; please report it together with the script"})
		}
		for _, at := range flow.Beyond {
			p := r.rangePlace(at)
			r.out.errs = append(r.out.errs, &Error{File: p.File, Line: p.Line, Column: p.Column,
				Message: "this is nested too deeply, or has too many ways through it, to be followed: what it destroys may be missing; write what it does in a function or file of its own"})
		}
	}
	if r.run.cfg.Fixes && r.passes.flow != nil {
		r.prover = fix.New(r.passes.in, r.passes.flow)
	}
	for i := range r.passes.diagnostics {
		r.diagnostic(&r.passes.diagnostics[i])
	}
	// A sourced file that does not parse hides what it does from this script, too.
	for path, s := range r.scripts {
		if path != r.root.Path {
			r.out.addProblems(s, r.name(path))
			r.run.note(r.out, s, r.name(path), false, r.settings)
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
func (r *resolver) site(s *guardflow.Site, flow *guardflow.Result) {
	r.script(s.At.Script)
	out := &Site{
		Place:   r.rangePlace(s.At),
		Whole:   r.wholePlace(s.Whole, s.At),
		Command: strings.Clone(s.Command),
		Why:     strings.Clone(s.Why),
		Target:  strings.Clone(s.Target),
		Kind:    cmp.Or(string(s.Kind), "machine"),
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
	if len(s.Flaws) > 0 {
		for _, c := range flow.Undeclared(s.Flaws[0]) {
			r.script(c.At.Script)
			out.Candidates = appendNew(out.Candidates, Candidate{r.rangePlace(c.At), strings.Clone(c.Command), c.Zero})
		}
	}
	for _, g := range s.Guards {
		out.Guards = appendNew(out.Guards, r.guard(g))
	}
	for _, f := range s.Flaws {
		if s.Verdict == guardflow.Prompted && f.Prompt != nil {
			out.Questions = appendNew(out.Questions, r.guard(f.Prompt))
		}
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
	for _, a := range s.Assumptions {
		r.script(a.At.Script)
		out.Assumptions = appendNew(out.Assumptions, Assumption{r.rangePlace(a.At), strings.Clone(a.Text)})
	}
	r.sites[s] = out
	pos, _ := guardflow.Place(r.passes.fset, s.At)
	r.at[pos] = append(r.at[pos], s)
	r.out.sites = append(r.out.sites, out)
}

func (r *resolver) guard(g *guardflow.Guard) Guard {
	r.script(g.At.Script)
	return Guard{
		Place: r.rangePlace(g.At), Whole: r.wholePlace(g.Whole, g.At),
		Command: strings.Clone(g.Command), Looks: strings.Clone(g.Looks), Made: g.Made,
	}
}

// diagnostic takes in a rule's diagnostic.
func (r *resolver) diagnostic(d *diagnostic) {
	reporter := r.run.suite.rules[d.by]
	if reporter == nil {
		r.internal(d.by, "reports without being a rule")
		return
	}
	place, ok := r.place(d.Pos, d.End)
	if !ok {
		r.internal(d.by, fmt.Sprintf("reports %q at a place that is in no file", d.Message))
		return
	}
	severity := r.severity(d, reporter, place.File)
	if severity == rule.Off {
		return
	}
	f := &found{Finding: &Finding{
		Rule: reporter.Name(), Code: reporter.Code, Severity: severity, Place: place, Message: rule.PlainText(d.Message), Marked: d.Message,
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
		if flaw.World != nil {
			f.World = strings.Clone(flaw.World.Text)
		}
		r.prove(site, flaw, f.Finding)
		r.replay(f.Finding, site, flaw)
		f.Approximations = append(f.Approximations, f.site.Approximations...)
		f.target, f.alone = f.site.Target, f.site.alone
	}
	f.identity = r.identity(d.Pos, f)
	if f.site != nil {
		f.cause = r.cause(d, f.Finding)
	}
	if f.Replay == nil {
		r.replay(f.Finding, nil, nil)
	}
	if f.site == nil || !f.site.alone { // a function that the script takes in and does not call is no matter of its own
		f.Callers = r.callers(d.Pos)
	}
	r.keepLines(f.Finding)
	r.out.findings = append(r.out.findings, f)
}

// callers is where the script takes in the file of a finding, if that is another one.
func (r *resolver) callers(pos token.Pos) []Place {
	at, ok := r.caller(r.passes.fset.File(pos).Name())
	if !ok || at.script == nil {
		return nil
	}
	out := Place{File: r.root.Path, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
	if at.end > at.start {
		out.Line, out.Column = at.script.Position(at.start)
		out.EndLine, out.EndColumn = at.script.Position(at.end)
	}
	return []Place{out}
}

// identity gives what the finding is known by.
func (r *resolver) identity(pos token.Pos, f *found) identity {
	file := r.passes.fset.File(pos)
	command := ""
	if f.site != nil {
		command = f.site.Command
	}
	s := r.scripts[file.Name()]
	if s == nil {
		return identity{command: normal(command)}
	}
	ids := r.ids[s.Path]
	if ids == nil {
		ids = newIdentities(s)
		r.ids[s.Path] = ids
	}
	return ids.of(file.Offset(pos), command)
}

// fixes takes in the suggestions of a diagnostic: advice, and changes that can be applied.
func (r *resolver) fixes(d *diagnostic, f *Finding) {
next:
	for _, fix := range d.SuggestedFixes {
		if len(fix.TextEdits) == 0 {
			f.Advice = append(f.Advice, rule.PlainText(fix.Message))
			f.MarkedAdvice = append(f.MarkedAdvice, fix.Message)
			continue
		}
		out := Fix{Message: fix.Message}
		for _, edit := range fix.TextEdits {
			place, ok := r.place(edit.Pos, edit.End)
			if !ok {
				r.internal(d.by, fmt.Sprintf("changes a place that is in no file (%q)", fix.Message))
				continue next
			}
			file := r.passes.fset.File(edit.Pos)
			out.Edits = append(out.Edits, Edit{
				Place: place, Start: file.Offset(edit.Pos), End: file.Offset(max(edit.Pos, edit.End)), NewText: string(edit.NewText),
			})
		}
		f.Fixes = append(f.Fixes, out)
	}
}

// prove takes in the change that is proved to mend a flaw. What goes wrong there is an error of its own: the finding stands.
func (r *resolver) prove(site *guardflow.Site, flaw *guardflow.Flaw, f *Finding) {
	if r.prover == nil {
		return
	}
	defer func() {
		if v := recover(); v != nil {
			message := fmt.Sprintf("internal error: no fix of %s could be worked out: %v; please report it together with the script", f.Rule, v)
			r.out.errs = append(r.out.errs, &Error{File: r.root.Path, Message: message, Stack: string(debug.Stack())})
		}
	}()
	proved := r.prover.Fix(site, flaw)
	if proved == nil && r.prover.Spent() {
		f.MarkedAdvice = append(f.MarkedAdvice, notTried)
		f.Advice = append(f.Advice, notTried)
	}
	if proved == nil {
		return
	}
	out := Fix{Message: proved.Message, Safe: proved.Safe}
	for _, e := range proved.Edits {
		r.script(e.At.Script)
		if r.out.texts == nil {
			r.out.texts = map[string][]byte{}
		}
		r.out.texts[r.name(e.At.Script.Path)] = e.At.Script.Source
		out.Edits = append(out.Edits, Edit{Place: r.rangePlace(e.At), Start: e.At.Start, End: e.At.End, NewText: e.New})
	}
	f.Fixes = append(f.Fixes, out)
}

// notTried is the advice where the work for fixes is used up.
const notTried = "whether a change mends this was not tried: the script's other findings took all the work that there is for it"

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
		place := r.rangePlace(step.At)
		if key := (line{place.File, place.Line}); r.out.lines[key] == "" && step.At.Script != nil {
			r.out.lines[key] = step.At.Script.LineText(place.Line)
		}
		var branches []Branch
		for _, b := range step.Branches {
			r.script(b.At.Script)
			branches = append(branches, Branch{Place: r.rangePlace(b.At), Success: b.Success, Pattern: strings.Clone(b.Pattern)})
		}
		steps = append(steps, Step{
			Place: place, Text: strings.Clone(step.Text), Guard: strings.Clone(step.Guard), Answer: step.Answer, Branches: branches,
		})
	}
	return steps
}

// wholePlace resolves the range of a whole command; its first word stands for it where that is all there is.
func (r *resolver) wholePlace(whole, at place.Range) Place {
	if whole.Script == nil {
		whole = at
	}
	return r.rangePlace(whole)
}

// rangePlace resolves a range of the executor's.
func (r *resolver) rangePlace(at place.Range) Place {
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
