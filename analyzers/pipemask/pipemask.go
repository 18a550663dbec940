// Package pipemask reports destructive commands whose guard stands in a pipeline that hides its status: a pipeline
// ends with the status of its last command.
package pipemask

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "pipemask"

// Rule is WL1004.
var Rule = rule.New(name, "WL1004", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Or(f.Command()+" runs even when "+f.Guard()+" "+f.Answer()+": ", last(f), "the pipe hides it")
}

// last names the command whose status is read instead.
func last(f *finding.Finding) string {
	if by := f.Flaw.By; by == "" || by == "|" || by == "pipeline" {
		return "the pipeline hides its status"
	}
	return "the pipeline has the status of " + f.By()
}

// advice differs by shell: dash 0.5.12 knows no pipefail and stops at "set -o pipefail".
func advice(f *finding.Finding) string {
	if f.POSIX() {
		return "ask the guard outside of the pipeline, since sh has no pipefail; " + f.Stop()
	}
	return "ask the guard outside of the pipeline, or `set -o pipefail` before it; " + f.Stop()
}
