// Package lostcwd reports destructive commands that act on the folder that the script is in, where that may be another one than was
// meant: a cd has failed, or had nothing to go to.
package lostcwd

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "lostcwd"

// Rule is WL2004.
var Rule = rule.New(name, "WL2004", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if f.Flaw.Weak {
			f.Weaken() // somebody has to give an empty text on purpose, or only some files are deleted
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	a := f.Flaw.Astray
	switch {
	case a.Start:
		return f.Command() + " runs in whatever folder the script is started in"
	case a.Names == "":
		return f.Or(f.Command()+" runs where the script was before when ", "`"+a.Cd+"` fails", "`cd` fails")
	case a.Home:
		return f.Command() + " runs in the home folder when " + a.Names + " is empty"
	}
	return f.Command() + " runs where the script was before when " + a.Names + " is empty"
}

func advice(f *finding.Finding) string {
	a := f.Flaw.Astray
	if a.Start {
		return "begin with `cd \"$(dirname \"$0\")\" || exit 1`, or name the folder in the command itself"
	}
	if v, ok := strings.CutPrefix(a.Names, "$"); ok && !strings.ContainsAny(v, "( {") {
		return "write `cd \"${" + v + ":?}\" || exit 1`, or name the folder in the command itself"
	}
	return "write `" + a.Cd + " || exit 1`, or name the folder in the command itself"
}
