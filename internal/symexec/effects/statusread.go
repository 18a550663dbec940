package effects

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// ReadsStatus reports whether the first thing that a statement does can look at $?.
func (x *Program) ReadsStatus(s *syntax.Stmt, depth int) bool {
	if s == nil || depth > 8 {
		return true
	}
	for _, r := range s.Redirs {
		if ReadsStatusIn(r) {
			return true
		}
	}
	first := func(l []*syntax.Stmt) bool { return len(l) == 0 || x.ReadsStatus(l[0], depth+1) }
	switch c := s.Cmd.(type) {
	case nil:
		return false
	case *syntax.FuncDecl:
		return true // a definition leaves $? at 0, but a trap may stand there; cheap to keep
	case *syntax.IfClause:
		return first(c.Cond)
	case *syntax.WhileClause:
		return first(c.Cond)
	case *syntax.ForClause:
		if it, ok := c.Loop.(*syntax.WordIter); ok {
			for _, w := range it.Items {
				if ReadsStatusIn(w) {
					return true
				}
			}
		}
		return first(c.Do)
	case *syntax.Block:
		return first(c.Stmts)
	case *syntax.Subshell:
		return first(c.Stmts)
	case *syntax.BinaryCmd:
		return x.ReadsStatus(c.X, depth+1) || c.Op == syntax.Pipe || c.Op == syntax.PipeAll
	case *syntax.CaseClause:
		return ReadsStatusIn(c.Word) || len(c.Items) > 0 && len(c.Items) < 4 && first(c.Items[0].Stmts)
	case *syntax.CallExpr:
		if ReadsStatusIn(c) {
			return true
		}
		if len(c.Args) == 0 {
			return false
		}
		name := c.Args[0].Lit()
		switch name {
		case "return", "exit", "":
			return true
		}
		for _, f := range x.Static.ByName[name] {
			if x.ReadsStatus(f.Decl.Body, depth+1) {
				return true
			}
		}
		return false
	}
	return ReadsStatusIn(s.Cmd)
}

func ReadsStatusIn(n syntax.Node) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && (p.Param.Value == "?" || p.Param.Value == "PIPESTATUS") {
			found = true
		}
		return !found
	})
	return found
}
