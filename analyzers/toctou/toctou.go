// Package toctou reports destructive commands that act on an answer which is no longer about what they destroy: the script has
// waited since the guard was asked, or has given the target another value.
//
// It is a warning: how long an answer holds is for the owner of the machine to say.
package toctou

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "toctou"

// Rule is WL1015.
var Rule = rule.New(name, "WL1015", rule.Warning, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	if f.Flaw.Other != "" {
		text := f.Called() + " destroys " + f.Target() + ", but " + f.Guard() + " looked at its old value"
		if whole := text + " " + f.Flaw.Other; f.Fits(whole) || !f.Tight() {
			return whole
		}
		return text
	}
	return f.Command() + " runs on an old answer of " + f.Guard() + ", from before " + f.By()
}

func advice(f *finding.Finding) string {
	if f.Flaw.Other != "" {
		return "ask the guard after the last assignment to " + f.Flaw.By
	}
	return "ask the guard again after the wait, right before the command"
}
