// Package fanout reports commands that destroy several hosts at the same time, or one member of a replica set right after
// another, with nothing to keep one alive.
package fanout

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "fanout"

// Rule is WL2003.
var Rule = rule.New(name, "WL2003", rule.Warning, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	fan := f.Flaw.Fan
	if fan.Other != "" {
		return f.Command() + " goes with " + fan.Other + " of the same set, and nothing is asked in between"
	}
	return f.Command() + " runs on several at once, started by " + finding.Code(fan.By) + ": nothing keeps one of them alive"
}

func advice(f *finding.Finding) string {
	if f.Flaw.Fan.Other != "" {
		return "ask between the two whether the set still serves, and stop unless it does"
	}
	return "destroy one after the other, and ask before each whether the others still serve"
}
