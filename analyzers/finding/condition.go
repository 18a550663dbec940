package finding

import (
	"regexp"
	"slices"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// truthName matches a command that is one variable, as if $reboot and if ${reboot:-false} have it.
var truthName = regexp.MustCompile(`^\$\{?([A-Za-z_]\w*)(:?-(true|false))?\}?$`)

// Truth is the variable that a condition runs as a command, "" where what stands there is something else: one that holds true or false.
func Truth(at place.Range) string {
	m := truthName.FindStringSubmatch(at.Text())
	if m == nil {
		return ""
	}
	if call := callAround(at); call == nil || len(call.Args) != 1 || len(call.Assigns) > 0 {
		return ""
	}
	decides := func(s *syntax.Stmt) bool {
		return s != nil && int(s.Pos().Offset()) <= at.Start && at.Start < int(s.End().Offset())
	}
	found := false
	for _, s := range at.Script.Stmts {
		if !decides(s) {
			continue
		}
		script.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.IfClause:
				found = found || slices.ContainsFunc(n.Cond, decides)
			case *syntax.WhileClause:
				found = found || slices.ContainsFunc(n.Cond, decides)
			case *syntax.BinaryCmd:
				found = found || (n.Op == syntax.AndStmt || n.Op == syntax.OrStmt) && decides(n.X)
			}
			return n != nil && !found
		})
	}
	if !found {
		return ""
	}
	return m[1]
}
