package effects

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

func (x *Program) EndsScript(body *syntax.Stmt) bool {
	block, ok := body.Cmd.(*syntax.Block)
	if !ok || len(block.Stmts) == 0 || len(body.Redirs) > 0 && x.Slice.effect(body) != 0 {
		return false
	}
	last := block.Stmts[len(block.Stmts)-1]
	if c, ok := last.Cmd.(*syntax.CallExpr); !ok || len(c.Args) == 0 || c.Args[0].Lit() != "exit" || len(c.Args) > 2 || last.Background || x.Static.ByName["exit"] != nil {
		return false
	}
	plain := true
	for _, s := range block.Stmts {
		script.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				plain = false
			case *syntax.CallExpr:
				if len(n.Args) > 0 {
					switch name := n.Args[0].Lit(); name {
					case "return", "trap", "break", "continue", "exec", "set", ".", "source", "eval", "command", "builtin", "":
						plain = false
					}
				}
			}
			return plain
		})
	}
	return plain
}
