// Package strguard reports destructive commands behind a test of a guard's name: [ is-idle ] is true because the word
// is not empty, and the guard never runs.
package strguard

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "strguard"

// Rule is WL1011.
var Rule = rule.New(name, "WL1011", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Command() + " runs whatever is in use: " + tested(f) + " is tested as a word here and never run"
}

func advice(f *finding.Finding) string {
	name, _, _ := strings.Cut(tested(f), " ")
	return "run the guard instead of testing its name, without brackets and quotes: " + finding.Code("if "+name+" …; then")
}

// tested is the text that stands where the guard's call should.
func tested(f *finding.Finding) string {
	if f.Flaw.Guard == nil && f.Flaw.By != "" {
		return f.Flaw.By
	}
	return f.Guard()
}
