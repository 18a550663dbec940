// Package selectorsplit reports fleet commands whose selector ends early, so that they act on more than was meant and the
// rest of the selector becomes the command, or an assignment in front of it, and deletions of a path that splits at a blank.
package selectorsplit

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "selectorsplit"

// Rule is WL2001.
var Rule = rule.New(name, "WL2001", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if f.Flaw.Weak {
			f.Weaken() // somebody has to give a name with a blank in it
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	s := f.Flaw.Split
	if s.Torn != "" {
		return f.Command() + " deletes something else when " + s.Torn + " has a blank in it"
	}
	as, _, _ := strings.Cut(s.As, " in front of ")
	rest := s.First + " alone: " + s.Text + " is taken for " + as
	if m := "the selector of " + f.Command() + " is " + rest; f.Fits(m) {
		return m
	}
	if m := "the selector of " + f.Name() + " is " + rest; f.Fits(m) || as == "the command" {
		return m
	}
	return f.Name() + " goes to " + rest
}

func advice(f *finding.Finding) string {
	s := f.Flaw.Split
	if s.Torn != "" {
		return "put " + s.Torn + " in double quotes, so that all of it is one operand, also with a name such as \"" + s.Value + "\""
	}
	if s.Variable {
		return "put the variable in double quotes, so that all of it is the selector"
	}
	return "put the whole selector in quotes: '" + s.First + " " + s.Text + "'"
}
