// Package emptyselector reports destructive commands that act on everything when a variable is empty: all hosts of an
// inventory, or the whole of a system folder.
package emptyselector

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "emptyselector"

// Rule is WL2002.
var Rule = rule.New(name, "WL2002", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if f.Flaw.Weak {
			f.Weaken() // somebody has to give an empty text on purpose
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	e := f.Flaw.Empty
	what := " acts on " + e.Whole
	if e.Whole == "" {
		what = " deletes what is in " + place(e.Becomes)
	}
	switch {
	case e.Default:
		return f.Command() + what + " when " + e.Names + " is not set: its default is " + e.Becomes
	case e.Names == "":
		return f.Command() + what + ": its selector is empty"
	}
	if e.Many {
		return f.Command() + what + " when " + e.Names + " are empty"
	}
	return f.Command() + what + " when " + e.Names + " is empty"
}

// place is a folder's path without what stands for all that is in it.
func place(becomes string) string {
	if becomes == "." {
		return "the current folder"
	}
	if i := strings.IndexAny(becomes, "*?["); i >= 0 {
		becomes = becomes[:i]
	}
	if p := strings.TrimRight(becomes, "/."); p != "" {
		return p
	}
	return "/"
}

func advice(f *finding.Finding) string {
	e := f.Flaw.Empty
	if v, ok := strings.CutPrefix(e.Names, "$"); ok && !e.Many && !strings.HasPrefix(v, "(") && !strings.HasPrefix(v, "{") && !e.Default {
		return "write ${" + v + ":?} for $" + v + ", which ends the script when it is empty, or stop before: `[ -n \"$" + v + "\" ] || exit 1`"
	}
	if e.Many {
		return "write ${x:?} for each, which ends the script when it is empty"
	}
	if e.Default || e.Names == "" {
		return "name what is meant, and stop where nothing is"
	}
	return "keep it in a variable first, and stop when that is empty: `x=$(…) && [ -n \"$x\" ] || exit 1`"
}
