// Package async reports destructive commands that do not wait for their guard: it runs in the background, and nobody
// reads its status.
package async

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "async"

// Rule is WL1009.
var Rule = rule.New(name, "WL1009", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Command() + " does not wait for " + f.Guard() + ", which runs in the background"
}

func advice(f *finding.Finding) string {
	return "ask it in the foreground, or keep its process id and read its status, `pid=$!` and then `wait \"$pid\"`; " + f.Stop()
}
