// Package bypass reports destructive commands that are guarded but for a flag or a variable which leads past the guard.
//
// It is a warning: an override may be wanted. It should then be noticed, and not be set once in an environment.
package bypass

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "bypass"

// Rule is WL1012.
var Rule = rule.New(name, "WL1012", rule.Warning, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	by := f.Flaw.By
	if by == "" {
		by = "a flag or an environment variable"
	}
	if f.Flaw.Prompt != nil {
		return f.Command() + " runs with nobody asked when " + by + " says so"
	}
	return f.Command() + " runs with no guard asked when " + by + " says so"
}

func advice(f *finding.Finding) string {
	if f.Flaw.Prompt != nil {
		return "ask a guard of " + f.Target() + " on every way here, also where the question to a person is skipped" + f.Asking()
	}
	return "let the override skip the question to a person, not the guard, or have it name what may be destroyed"
}
