package script

import (
	"fmt"

	"mvdan.cc/sh/v3/syntax"
)

// Walk visits a piece of a syntax tree in the order of syntax.Walk, and what is in it where visit reports true. A piece that is nil
// has nothing in it. Comments are passed over, and nothing tells where a piece ends: those who look at a script before it runs want to
// know neither. They walk over every script many times, so that it costs little matters, and that what visit captures need not go to
// the heap.
func Walk(n syntax.Node, visit func(syntax.Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	switch n := n.(type) {
	case *syntax.Lit, *syntax.SglQuoted:
	case *syntax.Word:
		walkParts(n.Parts, visit)
	case *syntax.DblQuoted:
		walkParts(n.Parts, visit)
	case *syntax.ParamExp:
		walkParam(n, visit)
	case *syntax.CallExpr:
		walkAll(n.Assigns, visit)
		walkAll(n.Args, visit)
	case *syntax.Stmt:
		Walk(n.Cmd, visit)
		walkAll(n.Redirs, visit)
	case *syntax.CmdSubst:
		walkAll(n.Stmts, visit)
	case *syntax.Assign:
		walkSome(n.Name, visit)
		walkSome(n.Value, visit)
		Walk(n.Index, visit)
		walkSome(n.Array, visit)
	case *syntax.Redirect:
		walkSome(n.N, visit)
		walkSome(n.Word, visit)
		walkSome(n.Hdoc, visit)
	case *syntax.ArrayExpr:
		walkAll(n.Elems, visit)
	case *syntax.ArrayElem:
		Walk(n.Index, visit)
		walkSome(n.Value, visit)
	case *syntax.ProcSubst:
		walkAll(n.Stmts, visit)
	case *syntax.ExtGlob:
		walkSome(n.Pattern, visit)
	default:
		walkCommand(n, visit)
	}
}

// walkCommand walks the commands that have others in them.
func walkCommand(n syntax.Node, visit func(syntax.Node) bool) {
	switch n := n.(type) {
	case *syntax.BinaryCmd:
		walkSome(n.X, visit)
		walkSome(n.Y, visit)
	case *syntax.Block:
		walkAll(n.Stmts, visit)
	case *syntax.Subshell:
		walkAll(n.Stmts, visit)
	case *syntax.IfClause:
		walkAll(n.Cond, visit)
		walkAll(n.Then, visit)
		walkSome(n.Else, visit)
	case *syntax.WhileClause:
		walkAll(n.Cond, visit)
		walkAll(n.Do, visit)
	case *syntax.ForClause:
		Walk(n.Loop, visit)
		walkAll(n.Do, visit)
	case *syntax.WordIter:
		walkSome(n.Name, visit)
		walkAll(n.Items, visit)
	case *syntax.CStyleLoop:
		Walk(n.Init, visit)
		Walk(n.Cond, visit)
		Walk(n.Post, visit)
	case *syntax.CaseClause:
		walkSome(n.Word, visit)
		walkAll(n.Items, visit)
	case *syntax.CaseItem:
		walkAll(n.Patterns, visit)
		walkAll(n.Stmts, visit)
	case *syntax.FuncDecl:
		walkSome(n.Name, visit)
		walkAll(n.Names, visit)
		walkSome(n.Body, visit)
	case *syntax.DeclClause:
		walkAll(n.Args, visit)
	case *syntax.TimeClause:
		walkSome(n.Stmt, visit)
	case *syntax.CoprocClause:
		walkSome(n.Name, visit)
		walkSome(n.Stmt, visit)
	case *syntax.TestDecl:
		walkSome(n.Description, visit)
		walkSome(n.Body, visit)
	default:
		walkExpression(n, visit)
	}
}

// walkExpression walks tests and arithmetic.
func walkExpression(n syntax.Node, visit func(syntax.Node) bool) {
	switch n := n.(type) {
	case *syntax.TestClause:
		Walk(n.X, visit)
	case *syntax.BinaryTest:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case *syntax.UnaryTest:
		Walk(n.X, visit)
	case *syntax.ParenTest:
		Walk(n.X, visit)
	case *syntax.LetClause:
		for _, e := range n.Exprs {
			Walk(e, visit)
		}
	case *syntax.ArithmExp:
		Walk(n.X, visit)
	case *syntax.ArithmCmd:
		Walk(n.X, visit)
	case *syntax.BinaryArithm:
		Walk(n.X, visit)
		Walk(n.Y, visit)
	case *syntax.UnaryArithm:
		Walk(n.X, visit)
	case *syntax.ParenArithm:
		Walk(n.X, visit)
	case *syntax.FlagsArithm:
		walkSome(n.Flags, visit)
		Walk(n.X, visit)
	default:
		panic(fmt.Sprintf("a piece of an unknown kind: %T", n)) // to pass over it would be to miss commands
	}
}

func walkParam(n *syntax.ParamExp, visit func(syntax.Node) bool) {
	walkSome(n.Flags, visit)
	walkSome(n.Param, visit)
	Walk(n.NestedParam, visit)
	Walk(n.Index, visit)
	if n.Slice != nil {
		Walk(n.Slice.Offset, visit)
		Walk(n.Slice.Length, visit)
	}
	if n.Repl != nil {
		walkSome(n.Repl.Orig, visit)
		walkSome(n.Repl.With, visit)
	}
	if n.Exp != nil {
		walkSome(n.Exp.Word, visit)
	}
}

func walkParts(parts []syntax.WordPart, visit func(syntax.Node) bool) {
	for _, p := range parts {
		Walk(p, visit)
	}
}

func walkAll[N syntax.Node](list []N, visit func(syntax.Node) bool) {
	for _, n := range list {
		Walk(n, visit)
	}
}

// walkSome walks a piece that need not be there.
func walkSome[T any, N interface {
	*T
	syntax.Node
}](n N, visit func(syntax.Node) bool) {
	if n != nil {
		Walk(n, visit)
	}
}
