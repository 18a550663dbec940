package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// readsStatus reports whether the first thing that a statement does can look at $?.
func (x *exec) readsStatus(s *syntax.Stmt, depth int) bool {
	if s == nil || depth > 8 {
		return true
	}
	for _, r := range s.Redirs {
		if readsStatusIn(r) {
			return true
		}
	}
	first := func(l []*syntax.Stmt) bool { return len(l) == 0 || x.readsStatus(l[0], depth+1) }
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
				if readsStatusIn(w) {
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
		return x.readsStatus(c.X, depth+1) || c.Op == syntax.Pipe || c.Op == syntax.PipeAll
	case *syntax.CaseClause:
		return readsStatusIn(c.Word) || len(c.Items) > 0 && len(c.Items) < 4 && first(c.Items[0].Stmts)
	case *syntax.CallExpr:
		if readsStatusIn(c) {
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
		for _, f := range x.static.byName[name] {
			if x.readsStatus(f.decl.Body, depth+1) {
				return true
			}
		}
		return false
	}
	return readsStatusIn(s.Cmd)
}

func readsStatusIn(n syntax.Node) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && (p.Param.Value == "?" || p.Param.Value == "PIPESTATUS") {
			found = true
		}
		return !found
	})
	return found
}
