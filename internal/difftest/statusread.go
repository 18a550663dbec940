package difftest

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// A statusReader tells which statements look at the status that the command before them left.
type statusReader struct {
	bodies map[string][]*syntax.Stmt // of the script's functions, by name
	open   map[string]bool           // functions that are being looked at
}

func newStatusReader(f *syntax.File) *statusReader {
	s := &statusReader{bodies: map[string][]*syntax.Stmt{}, open: map[string]bool{}}
	syntax.Walk(f, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.FuncDecl); ok {
			s.bodies[d.Name.Value] = append(s.bodies[d.Name.Value], d.Body)
		}
		return true
	})
	return s
}

// first looks at the statement of a list that runs first: each leaves a status of its own to the next.
func (s *statusReader) first(list []*syntax.Stmt) bool { return len(list) > 0 && s.stmt(list[0]) }

// stmt errs on the side of yes.
func (s *statusReader) stmt(stmt *syntax.Stmt) bool {
	for _, r := range stmt.Redirs {
		if s.words(r) {
			return true
		}
	}
	switch c := stmt.Cmd.(type) {
	case nil, *syntax.FuncDecl:
		return false
	case *syntax.CallExpr:
		return s.words(c) || s.call(c)
	case *syntax.DeclClause, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
		return s.words(c)
	case *syntax.BinaryCmd:
		// All commands of a pipeline start with the status before it.
		return s.stmt(c.X) || (c.Op == syntax.Pipe || c.Op == syntax.PipeAll) && s.stmt(c.Y)
	case *syntax.Block:
		return s.first(c.Stmts)
	case *syntax.Subshell:
		return s.first(c.Stmts)
	case *syntax.IfClause:
		return s.first(c.Cond)
	case *syntax.WhileClause:
		return s.first(c.Cond)
	case *syntax.ForClause:
		return s.words(c.Loop) || s.first(c.Do)
	case *syntax.CaseClause:
		return s.words(c.Word) || slices.ContainsFunc(c.Items, func(i *syntax.CaseItem) bool {
			return s.first(i.Stmts) || slices.ContainsFunc(i.Patterns, func(w *syntax.Word) bool { return s.words(w) })
		})
	}
	return true
}

// words looks at what is expanded before a command runs.
func (s *statusReader) words(n syntax.Node) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			found = found || n.Param != nil && slices.Contains([]string{"?", "PIPESTATUS", "_"}, n.Param.Value)
		case *syntax.CmdSubst:
			found = found || s.first(n.Stmts)
			return false
		case *syntax.ProcSubst:
			found = found || s.first(n.Stmts)
			return false
		}
		return !found
	})
	return found
}

// call looks into what a command runs.
func (s *statusReader) call(c *syntax.CallExpr) bool {
	if len(c.Args) == 0 {
		return false
	}
	switch name := c.Args[0].Lit(); name {
	case "", "eval": // anything
		return true
	default:
		// Without an operand these take the last status, also after "command".
		if last := c.Args[len(c.Args)-1].Lit(); last == "exit" || last == "return" {
			return true
		}
		if s.open[name] {
			return false // the body that is being looked at tells
		}
		s.open[name] = true
		defer delete(s.open, name)
		return slices.ContainsFunc(s.bodies[name], s.stmt)
	}
}
