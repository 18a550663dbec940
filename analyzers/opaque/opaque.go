// Package opaque notes commands that cannot be resolved: what they run is known only when the script runs, so they could
// be a guard or destroy data.
package opaque

import (
	_ "embed"

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
	if len(finding.Result(pass).Sites) == 0 {
		// Almost every script has a command that only the run tells; with nothing destructive in sight, a note about each
		// would be noise.
		return nil, nil
	}
	said := map[string]bool{}
	for _, o := range finding.Result(pass).Opaque {
		key := o.At.Script.Path + "\x00" + o.Reason
		if said[key] {
			continue // one note for a variable that is run in many places
		}
		said[key] = true
		pos, end := guardflow.Place(pass.Fset, o.At)
		pass.Report(analysis.Diagnostic{
			Pos:     pos,
			End:     end,
			Message: o.Reason + ", so this could be a guard or destroy data",
			SuggestedFixes: []analysis.SuggestedFix{{
				Message: "write the command out, or choose among written ones with `case`, so that its effect can be read",
			}},
		})
	}
	return nil, nil
}
