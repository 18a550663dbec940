// Package assumed reports guarded commands whose guard is one only if something is taken for granted.
package assumed

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "assumed"

// Rule is WL9003. It is off unless somebody asks for it: what it reports is in order for most.
var Rule = rule.New(name, "WL9003", rule.Off, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for _, s := range finding.Result(pass).Sites {
		if len(s.Assumptions) == 0 {
			continue
		}
		pos, end := guardflow.Place(pass.Fset, s.At)
		d := analysis.Diagnostic{
			Pos: pos, End: end,
			Message:        finding.Short(s.Command) + " is guarded if " + s.Assumptions[0].Text,
			SuggestedFixes: []analysis.SuggestedFix{{Message: "let the script make sure of that, or ask the guard about " + target(s) + " itself"}},
		}
		if n := len(s.Assumptions) - 1; n > 0 {
			d.Message += fmt.Sprintf(", and if %d more hold", n)
		}
		for _, a := range s.Assumptions {
			if pos, end := guardflow.Place(pass.Fset, a.At); pos.IsValid() {
				d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, End: end, Message: a.Text})
			}
		}
		pass.Report(d)
	}
	return nil, nil
}

func target(s *guardflow.Site) string {
	if s.Target == "" {
		return "what is destroyed"
	}
	return s.Target
}
