// Package subshellexit reports destructive commands that the script tries to prevent in a subshell: exit and return end
// only the ( ), the $( ) or the pipeline element that they stand in, and a variable set there is lost.
package subshellexit

import (
	_ "embed"
	"regexp"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "subshellexit"

// Rule is WL1007.
var Rule = rule.New(name, "WL1007", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	return f.Or(f.Command()+" runs even when "+f.Guard()+" "+f.Answer()+": ", why(f), shortly(f))
}

// variable matches By where the answer was kept in a variable, and not in an exit.
var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// shortly is why in fewer words.
func shortly(f *finding.Finding) string {
	switch by := f.Flaw.By; {
	case by == "|" || by == "pipeline":
		return "exit leaves only the pipeline"
	case variable.MatchString(by):
		return "its answer stays in a subshell"
	}
	return "exit leaves only a subshell"
}

func why(f *finding.Finding) string {
	switch by := f.Flaw.By; {
	case by == "":
		return "the exit leaves only a subshell"
	case by == "|" || by == "pipeline":
		return "the exit leaves only a part of the pipeline"
	case variable.MatchString(by):
		return "$" + by + " is set in a subshell only"
	}
	return "the exit leaves only " + f.By()
}

func advice(f *finding.Finding) string {
	switch by := f.Flaw.By; {
	case by == "( )":
		return "use { } in place of ( ), or stop when the subshell fails: `( … ) || exit 1`"
	case by == "$( )":
		return "stop when the substitution fails: `x=$(…) || exit 1`"
	case by == "|" || by == "pipeline":
		return "read the list from a file or here-document, so that the loop runs in this shell"
	}
	return "stop outside of the subshell; " + f.Stop()
}
