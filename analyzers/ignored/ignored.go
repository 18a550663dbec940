// Package ignored reports destructive commands that run whatever their guard says: its status is never read, it is
// thrown away, or the branch that should abort does not.
package ignored

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "ignored"

// Rule is WL1003.
var Rule = rule.New(name, "WL1003", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	m := f.Command() + " runs even when " + f.Guard() + " " + f.Answer() + ": "
	switch f.Flaw.By {
	case "":
		return m + "nothing acts on it"
	case "|| true", "|| :":
		return m + f.By() + " hides it"
	}
	return m + f.By() + " goes on either way"
}

func advice(f *finding.Finding) string { return f.Stop() }
