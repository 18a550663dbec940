package effects

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A repeated call is one whose output the script takes at two places at least: what it prints is one list then, as far as nothing has
// changed it in between.

// Repeats reports whether the script takes the output of a call, or of a function that makes it, at several places.
func (x *Program) Repeats(c *syntax.CallExpr, in *syntax.FuncDecl) bool {
	if x.repeatedOf != len(x.StmtsOf) {
		x.repeatedOf, x.repeated = len(x.StmtsOf), map[string]int{}
		for _, stmts := range x.StmtsOf {
			for _, s := range stmts {
				x.countTaken(s)
			}
		}
	}
	return c != nil && x.repeated[callText(c)] > 1 || in != nil && in.Name != nil && x.repeated[in.Name.Value] > 1
}

// countTaken counts the calls, and the names of what is called, in the substitutions of a piece of a script.
func (x *Program) countTaken(n syntax.Node) {
	script.Walk(n, func(n syntax.Node) bool {
		var stmts []*syntax.Stmt
		switch n := n.(type) {
		case *syntax.CmdSubst:
			stmts = n.Stmts
		case *syntax.ProcSubst:
			stmts = n.Stmts
		}
		for _, s := range stmts {
			script.Walk(s, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
					x.repeated[c.Args[0].Lit()]++
					if len(c.Args) > 1 {
						x.repeated[callText(c)]++
					}
				}
				return true
			})
		}
		return true
	})
}

// callText is a call as it is written.
func callText(c *syntax.CallExpr) string {
	var b strings.Builder
	for _, w := range c.Args {
		b.WriteString(Printed(w))
		b.WriteByte(' ')
	}
	return b.String()
}
