package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// library reports whether a script is nothing but functions for other scripts, which say what happens when something fails: it runs
// nothing itself, and sets no -e or +e.
func library(s *script.Script) bool {
	functions := false
	for _, stmt := range s.Stmts {
		switch c := stmt.Cmd.(type) {
		case *syntax.FuncDecl:
			functions = true
		case *syntax.DeclClause, *syntax.TestClause, *syntax.ArithmCmd, nil:
		case *syntax.CallExpr:
			if len(c.Args) > 0 {
				return false
			}
		default:
			return false
		}
	}
	if !functions {
		return false
	}
	says := false
	for _, stmt := range s.Stmts {
		script.Walk(stmt, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 1 {
				if name, plain := effects.Literal(c.Args[0]); plain && (name == "set" || name == "shopt") {
					says = says || setsErrexit(c.Args[1:])
				}
			}
			return !says
		})
	}
	return !says
}

// setsErrexit reports whether the operands of set may turn errexit on or off.
func setsErrexit(args []*syntax.Word) bool {
	for _, w := range args {
		t, plain := effects.Literal(w)
		if !plain || t == "errexit" || strings.HasPrefix(t, "-") && strings.Contains(t, "e") || strings.HasPrefix(t, "+") && strings.Contains(t, "e") {
			return true
		}
		if t == "--" {
			return false
		}
	}
	return false
}
