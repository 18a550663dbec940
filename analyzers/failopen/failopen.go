// Package failopen reports destructive commands that run when their guard could not answer: a check that cannot be
// reached and lets the wipe go ahead.
package failopen

import (
	_ "embed"
	"strings"

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
		f.Report(message(f), advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	if by := f.Flaw.Through; f.Flaw.Weak && by != "" {
		return f.Command() + " runs on an answer of " + f.Guard() + " that means two things: " +
			status(f) + " is given both when nothing is in use and when " + by + " itself fails"
	}
	if f.Flaw.Weak {
		return f.Command() + " runs on an answer of " + f.Guard() + " that means two things: " +
			status(f) + " is given both when nothing is in use and when it could not look"
	}
	return f.Command() + " runs when " + f.Guard() + " cannot answer: its failure" + details(f) + " is taken for idle"
}

// status names the status that means both.
func status(f *finding.Finding) string {
	if s := f.StatusText(); s != "" {
		return s
	}
	return "one exit status"
}

// details are what the script sees of the failure.
func details(f *finding.Finding) string {
	var seen []string
	if s := f.StatusText(); s != "" {
		seen = append(seen, s)
	}
	if f.ReadsOutput() {
		seen = append(seen, "empty output")
	}
	if len(seen) == 0 {
		return ""
	}
	return " (" + strings.Join(seen, ", ") + ")"
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
