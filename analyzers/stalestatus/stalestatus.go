// Package stalestatus reports destructive commands whose guard was asked, but whose status was another command's by the
// time the script read it: $? is set by every command, and local, export, declare and readonly have a status of their own.
package stalestatus

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "stalestatus"

// Rule is WL1006.
var Rule = rule.New(name, "WL1006", rule.Error, doc, run, finding.Requires...)

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
	by, _, _ := strings.Cut(f.Flaw.By, " ")
	if by == "" || len(by) > len("local.readonly") || strings.ContainsAny(by, "`$\"'(") {
		return "its status is lost"
	}
	return "$? is that of " + finding.Code(by)
}

func why(f *finding.Finding) string {
	switch f.Flaw.By {
	case "":
		return "another command's status is read instead"
	case "local", "export", "declare", "typeset", "readonly":
		return f.By() + " hides its status"
	}
	return "by then $? is the status of " + f.By()
}

func advice(f *finding.Finding) string {
	switch by := f.Flaw.By; by {
	case "local", "declare", "typeset":
		return "declare first and assign then, `" + by + " x; x=$(…) || exit 1`; " + f.Stop()
	case "export", "readonly":
		return "assign first, `x=$(…) || exit 1; " + by + " x`; " + f.Stop()
	}
	return "read the status in the next command, or in the same one; " + f.Stop()
}
