// Package inverted reports destructive commands that run when the guard says active, and not when it says idle.
package inverted

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "inverted"

// Rule is WL1002.
var Rule = rule.New(name, "WL1002", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message(f), advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Command() + " runs when " + f.Guard() + " " + f.Answer() + ", and not when it says idle"
}

func advice(f *finding.Finding) string {
	return "turn the test round, so that active and failed both stop the script; " + f.Stop()
}
