package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// quits reports whether a function does nothing that matters to a finding and then ends the script: usage, die, help. Every
// way through it is the same, so it is not run; scripts call such functions from everywhere, and they print line after line.
func (x *exec) quits(f *function, st *state) bool {
	if x.sc.sub != "" || st.alias.len() > 0 || st.traps != nil && st.traps.exit != nil {
		return false // what is printed, or the status, may be looked at
	}
	quits, ok := x.quitting[f.decl]
	if !ok {
		quits = x.relevant.hot[f.name] == 0 && x.endsScript(f.decl.Body)
		x.quitting[f.decl] = quits
	}
	return quits
}

func (x *exec) endsScript(body *syntax.Stmt) bool {
	block, ok := body.Cmd.(*syntax.Block)
	if !ok || len(block.Stmts) == 0 || len(body.Redirs) > 0 && x.relevant.heat(body) != 0 {
		return false
	}
	last := block.Stmts[len(block.Stmts)-1]
	if c, ok := last.Cmd.(*syntax.CallExpr); !ok || len(c.Args) == 0 || c.Args[0].Lit() != "exit" || len(c.Args) > 2 || last.Background || x.static.byName["exit"] != nil {
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
