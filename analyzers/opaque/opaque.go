// Package opaque notes commands that cannot be resolved: what they run is known only when the script runs, so they could
// be a guard or destroy data.
package opaque

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "opaque"

// Rule is WL9001.
var Rule = rule.New(name, "WL9001", rule.Note, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	// Almost every script has a command that only the run tells; with nothing destructive in sight, a note about each would be noise, but
	// for text that somebody has encoded.
	none := len(finding.Result(pass).Sites) == 0
	said := map[string]bool{}
	var all []*guardflow.Opaque
	for _, o := range finding.Result(pass).Opaque {
		key := o.At.Script.Path + "\x00" + o.What + "\x00" + o.Reason
		if said[key] || none && !o.Coded {
			continue // one mention of a variable that is run in many places
		}
		said[key] = true
		all = append(all, o)
	}
	if len(all) == 0 {
		return nil, nil
	}
	pos, end := guardflow.Place(pass.Fset, all[0].At)
	d := analysis.Diagnostic{Pos: pos, End: end, Message: message(all)}
	for _, o := range all {
		pos, end := guardflow.Place(pass.Fset, o.At)
		d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, End: end, Message: o.Reason})
	}
	for _, help := range helps(all) {
		d.SuggestedFixes = append(d.SuggestedFixes, analysis.SuggestedFix{Message: help})
	}
	pass.Report(d)
	return nil, nil
}

// message names the first of them; the places beside it say why each is not followed.
func message(all []*guardflow.Opaque) string {
	const room, shorter = 44, 34
	if n := len(all) - 1; n > 0 {
		return fmt.Sprintf("not followed: %s and %d more; they could be guards or destroy data", finding.Cut(balanced(all[0].What), shorter), n)
	}
	return "not followed: " + finding.Cut(balanced(all[0].What), room) + "; it could be a guard or destroy data"
}

// balanced is a word of which the place may show only the beginning, without a quote that nothing closes.
func balanced(what string) string {
	if strings.Count(what, `"`)%2 != 0 {
		return strings.ReplaceAll(what, `"`, "")
	}
	return what
}

// helps say what to write instead, once for each kind.
func helps(all []*guardflow.Opaque) []string {
	var out []string
	add := func(help string) {
		if !slices.Contains(out, help) {
			out = append(out, help)
		}
	}
	for _, o := range all {
		if strings.HasPrefix(o.What, "{{") || strings.HasPrefix(o.What, "{%") || strings.HasPrefix(o.What, "<%") {
			add("check what the template makes, too: render it with the values of one machine, and give the result to `wipelint check`")
		} else if strings.HasPrefix(o.Reason, "that file") || strings.HasPrefix(o.What, "source ") || strings.HasPrefix(o.What, ". ") {
			add("say which file it is with a line `# wipelint source=FILE` above, or name it relative to the script")
		} else if name := finding.Truth(o.At); name != "" {
			add("where $" + name + " holds `true` or `false`, compare it, so that it runs nothing: `[ \"$" + name + "\" = true ]`")
		} else {
			add("write the command out, or choose among written ones with `case`, so that its effect can be read")
		}
	}
	return out
}
