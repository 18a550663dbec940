// Package trapwipe reports destructive commands in a trap that also runs when the guard stops the script.
package trapwipe

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "trapwipe"

// Rule is WL1013.
var Rule = rule.New(name, "WL1013", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	by := f.Flaw.By
	if by == "" {
		by = "EXIT"
	}
	when := f.Guard() + " " + f.Answer()
	return f.Or(f.Command()+" is in a ", "trap on "+by+", which also runs when "+when, by+" trap, run also when "+when)
}

func advice(f *finding.Finding) string {
	return "set the trap after the guard has said idle, or keep the command out of it"
}
