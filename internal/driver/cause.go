package driver

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

// severity is that of the worst rule that a destructive command violates: the finding names the most specific one, and a warning must not
// hide an error. A rule that is off counts for nothing.
func (r *resolver) severity(d *diagnostic, reporter *rule.Rule, file string) rule.Severity {
	severity := r.settings.severityOf(reporter, d.Category, file)
	site, reported := r.flaw(d)
	if site == nil {
		return severity
	}
	for _, f := range site.Flaws {
		other := r.run.suite.named(f.Kind)
		if f == reported || other == nil {
			continue
		}
		severity = worse(severity, r.settings.severityOf(other, string(lesser(f)), file))
	}
	return severity
}

// lesser is the severity that a rule gives a flaw which is less than its usual one, "" for that.
func lesser(f *guardflow.Flaw) rule.Severity {
	switch {
	case f.Kind == "unguarded" && f.Prompt != nil:
		return rule.Note
	case f.Weak:
		return rule.Warning
	}
	return ""
}

// cause tells what makes a command unsafe: the guard whose answer is lost, the variable that is empty, or, where nothing was asked, the
// question or the undeclared command on the way. It is empty for a command of which nothing is known but that nothing was asked.
func (r *resolver) cause(d *diagnostic, f *Finding) string {
	_, flaw := r.flaw(d)
	if flaw == nil {
		return ""
	}
	var places []string
	add := func(g *guardflow.Guard) {
		if g != nil {
			places = append(places, fmt.Sprint(r.rangePlace(g.At)))
		}
	}
	add(flaw.Guard)
	add(flaw.Prompt)
	f.unasked = flaw.Kind == "unguarded" && flaw.Guard == nil && flaw.Prompt == nil
	if flaw.Guard == nil && flaw.Heard != nil {
		add(flaw.Heard.Guard)
	}
	for _, c := range flaw.Candidates {
		places = append(places, fmt.Sprint(r.rangePlace(c.At)))
	}
	switch {
	case flaw.Empty != nil:
		places = append(places, flaw.Empty.Names, f.identity.function)
	case flaw.Split != nil:
		places = append(places, flaw.Split.Torn, flaw.Split.First, f.identity.function)
	case flaw.Astray != nil:
		places = append(places, flaw.Astray.Cd)
	case flaw.Kind == "bypass" || flaw.Kind == "fanout":
		places = append(places, flaw.By)
	}
	if len(places) == 0 {
		return ""
	}
	return flaw.Kind + " " + strings.Join(places, " ")
}

// betweenCommands is how many lines may stand between two commands of one run.
const betweenCommands = 3

// Grouped puts the findings that one cause has made into the first of them, which lists the others: the same guard that lets them all
// through, the same target, or commands of one run. Their severity is the worst.
func Grouped(findings []*Finding) []*Finding {
	var out []*Finding
	last := map[string]*Finding{} // the last of each group, by file, rule and function
	for _, f := range findings {
		head := groupOf(out, f, last[f.part()])
		if head == nil {
			c := *f
			c.Fixes = slices.Clip(c.Fixes)
			head = &c
			out = append(out, head)
			c.members = []*Finding{f}
		} else {
			head.members = append(head.members, f)
			head.Also = append(head.Also, f.Place)
			head.Severity = worse(head.Severity, f.Severity)
			for _, fix := range f.Fixes {
				if !slices.ContainsFunc(head.Fixes, func(old Fix) bool { return old.Message == fix.Message && slices.Equal(old.Edits, fix.Edits) }) {
					head.Fixes = append(head.Fixes, fix)
				}
			}
		}
		last[f.part()] = f
	}
	return out
}

// part is where commands may form one run.
func (f *Finding) part() string { return f.File + "\x00" + f.Rule + "\x00" + f.identity.function }

// sameEverywhere reports whether the name of the target means the same in all of the script: it is not one of a function that was judged
// by itself, and not what some command printed.
func (f *Finding) sameEverywhere() bool {
	return !f.alone && f.target != "" && !strings.Contains(f.target, " ")
}

// groupOf finds the finding that has the same cause.
func groupOf(out []*Finding, f, before *Finding) *Finding {
	if f.target == "" && f.cause == "" {
		return nil
	}
	for _, head := range slices.Backward(out) {
		if head.File != f.File {
			break
		}
		if head.Rule != f.Rule || head.State != f.State {
			continue
		}
		if head.unasked && f.unasked && f.target != "" && head.target == f.target && (head.part() == f.part() || f.sameEverywhere() && head.sameEverywhere()) {
			return head // whatever else the ways ask: nothing asks about this target
		}
		if f.cause == "" && head.part() != f.part() || head.cause != f.cause {
			continue
		}
		switch {
		case f.cause != "", head.target == f.target:
			return head
		case before != nil && f.Line-before.Line <= betweenCommands && slices.Contains(head.members, before):
			return head
		}
	}
	return nil
}
