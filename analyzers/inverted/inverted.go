// Package inverted reports destructive commands that run when the guard says active, and not when it says idle.
package inverted

import (
	_ "embed"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"golang.org/x/tools/go/analysis"
)

//go:embed doc.md
var doc string

const name = "inverted"

// Rule is WL1002.
var Rule = rule.New(name, "WL1002", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	says := f.Flaw.Says
	switch {
	case f.Flaw.Role == domain.IsRole && says != "":
		return f.Command() + " runs when " + f.Guard() + " " + says + ", a role, not idle: a replica may serve, too"
	case f.Flaw.Role == domain.IsRole:
		return f.Command() + " runs when " + f.Guard() + " names a replica, which is not idle: it may serve, too"
	case f.Flaw.Role == domain.OtherRole:
		return f.Command() + " runs when " + f.Guard() + " names no replica, which is not idle: it may be the master"
	}
	return f.Command() + " runs when " + f.Guard() + " " + f.Answer() + ", and not when it says idle"
}

func advice(f *finding.Finding) string {
	if f.Flaw.Role != domain.NoRole {
		return "ask whether it serves, and not what it is called; " + f.Stop()
	}
	return "turn the test round, so that active and failed both stop the script; " + f.Stop()
}
