// Package failopen reports destructive commands that run when their guard could not answer: a check that cannot be
// reached and lets the wipe go ahead.
package failopen

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "failopen"

// Rule is WL1005.
var Rule = rule.New(name, "WL1005", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if f.Flaw.Weak {
			f.Weaken() // the guard may well have said idle
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	if by := f.Flaw.Through; f.Flaw.Weak && by != "" {
		return f.Command() + " runs on " + status(f) + " of " + f.Guard() + ", which means idle or that " + by + " failed"
	}
	if f.Flaw.Weak {
		return f.Command() + " runs on " + status(f) + " of " + f.Guard() + ", which means idle or failed"
	}
	return f.Command() + " runs when " + f.Guard() + " " + f.Answer() + ": that is taken for idle"
}

// status names the status that means both.
func status(f *finding.Finding) string {
	if s := f.StatusText(); s != "" {
		return s
	}
	return "one exit status"
}

// advice names the command that can tell the two apart, where the guard itself cannot.
func advice(f *finding.Finding) string {
	if g := f.Flaw.Guard; f.Flaw.Weak && g != nil && g.Instead != "" {
		return "ask a command that tells idle from failed: " + g.Instead
	}
	if by := f.Flaw.Through; f.Flaw.Weak && by != "" {
		return "have what runs there end with 0 when nothing is in use, as `sh -c '…; [ $? -eq " + f.Flaw.Status + " ]'` does: " + by + " never ends with 0 when it fails"
	}
	return f.Stop()
}
