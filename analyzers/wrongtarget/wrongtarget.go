// Package wrongtarget reports destructive commands whose guard looked at something else: another host, device or path
// than the one destroyed, the local machine for a remote one, or one of the many that are destroyed.
package wrongtarget

import (
	_ "embed"
	"strings"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/symexec/value"
	"golang.org/x/tools/go/analysis"
)

//go:embed doc.md
var doc string

const name = "wrongtarget"

// Rule is WL1010.
var Rule = rule.New(name, "WL1010", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if _, unquoted := inWords(f.Site.Target); unquoted {
			f.Weaken() // it takes a name with blanks in it
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	m := f.Called() + " destroys " + f.Target() + ", but " + f.Guard()
	if f.Nameless() {
		m = f.Called() + " runs, but " + f.Guard()
	}
	if f.Flaw.Policy == guardflow.PolicyLocal {
		return f.Called() + " runs on another machine than " + f.Guard() + ", which the policy forbids"
	}
	if f.Flaw.Part != "" {
		return m + " asked only about `" + f.Flaw.Part + "`"
	}
	if f.Flaw.Chosen != "" {
		return m + " is heard only through `" + f.Flaw.Chosen + "`"
	}
	looked := strings.TrimPrefix(strings.TrimSpace(f.Flaw.Other), value.WordsOf)
	if looked == "" || strings.ContainsAny(looked, `^[\`) || strings.Trim(looked, "0123456789") == "" { // a pattern says little to a reader
		return m + " did not look at it"
	}
	if looked == f.Target() || strings.HasSuffix(looked, " on "+f.Target()) {
		// The same words for two things: a loop's next element, or two parameters.
		other := "another one"
		if strings.HasPrefix(f.Target(), "$") {
			other = "another value of " + f.Target()
		}
		return m + " looked at " + other
	}
	return m + " looked at " + looked
}

func advice(f *finding.Finding) string {
	if f.Flaw.Policy == guardflow.PolicyLocal {
		return "ask again on the machine that destroys, in the same remote command: what is known here may be old or about another one there"
	}
	if f.Flaw.Chosen != "" {
		return "look at the whole answer: nothing is left by `" + f.Flaw.Chosen + "` also where " + f.Target() + " is in use"
	}
	if f.Flaw.Part != "" {
		return "ask without `" + f.Flaw.Part + "`, which leaves out some of what may use " + f.Target()
	}
	if name, ok := inWords(f.Site.Target); ok {
		if t, _, _ := strings.Cut(f.Target(), " "); strings.HasPrefix(t, "$") {
			name = t // as the command has it
		}
		return "put " + name + " in double quotes, so that the command gets the one name that the guard looked at"
	}
	switch t := f.Target(); {
	case strings.HasPrefix(t, "what "): // no question is put to what a file lists
		return "ask a guard of " + t + ", and stop unless it says idle" + f.Asking()
	case f.Ask() != "" && !finding.AsksProcess(f.Ask()):
		return "ask about " + t + ", with the same variable that the command gets, after its last assignment, as with this question: " + finding.Code(f.Ask())
	}
	return "ask the guard about " + f.Target() + ", with the same variable that the command gets, after its last assignment"
}

// inWords gives the parameter whose words a target consists of, or the host that it is on.
func inWords(target string) (name string, ok bool) {
	before, name, ok := strings.Cut(target, value.WordsOf)
	return name, ok && (before == "" || strings.HasSuffix(before, " on "))
}
