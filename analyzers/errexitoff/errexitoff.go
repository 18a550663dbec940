// Package errexitoff reports destructive commands that rely on set -e to stop the script, in a place where the shell
// ignores it.
package errexitoff

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "errexitoff"

// Rule is WL1008.
var Rule = rule.New(name, "WL1008", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Or(f.Command()+" runs even when "+f.Guard()+" "+f.Answer()+": ", why(f), shortly(f))
}

// shortly is why in fewer words.
func shortly(f *finding.Finding) string {
	if by := f.Flaw.By; by != "" && len(by) <= len("while") {
		return "set -e is off in " + finding.Code(by)
	}
	return "set -e is off here"
}

func why(f *finding.Finding) string {
	switch by := f.Flaw.By; by {
	case "":
		return "set -e does not act here"
	case "!":
		return "set -e does not act behind `!`"
	case "&&", "||":
		return "set -e does not act before `" + by + "`"
	case "$( )":
		return "set -e does not act inside `$( )`"
	case "if", "elif", "while", "until":
		return "set -e does not act in a condition of `" + by + "`"
	case "|":
		return "set -e only sees the last of a pipeline"
	}
	return "set -e does not act in " + f.By()
}

func advice(f *finding.Finding) string {
	return "do not leave it to set -e; " + f.Stop()
}
