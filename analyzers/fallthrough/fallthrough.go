// Package fallthroughrule reports destructive commands after a retry loop that gives up: it ends without an idle answer,
// and the script goes on.
//
// The folder and the analyzer are called fallthrough, as the rule is; only the package clause cannot be, since that is
// a keyword. analysis.Validate accepts the name: it asks for letters and digits, not for an identifier of the language.
package fallthroughrule

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "fallthrough"

// Rule is WL1014.
var Rule = rule.New(name, "WL1014", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Command() + " runs when the loop of " + f.Guard() + " gives up: it still " + f.Answer()
}

func advice(f *finding.Finding) string {
	return "stop when the loop ends without success, `exit 1` after it, and go on only from inside; " + f.Stop()
}
