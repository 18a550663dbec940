package fix

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// braces puts { } in place of the ( ) around what should stop the script, so that it stops this shell.
func (t *try) braces(c nest) []*candidate {
	var out []*candidate
	for i := len(c.nodes) - 1; i > 0; i-- {
		if _, ok := c.nodes[i].Node.(*syntax.FuncDecl); ok {
			break
		}
		sub, ok := c.nodes[i].Node.(*syntax.Subshell)
		if !ok || len(sub.Stmts) == 0 {
			continue
		}
		if _, ok := c.nodes[i-1].Node.(*syntax.Stmt); !ok {
			continue
		}
		if i > 1 {
			if _, ok := c.nodes[i-2].Node.(*syntax.FuncDecl); ok {
				continue // it is the body: a return would leave the caller in other variables
			}
		}
		n, last := c.nodes[i], sub.Stmts[len(sub.Stmts)-1]
		open, shut := n.at(sub.Lparen), n.at(sub.Rparen)
		src := c.script.Source
		// A probe tells whether the group runs only where the guard has refused, and so whether it matters what else is in it.
		out = append(out, t.candidate(c, "use { } in place of ( ), so that this stops the script and no subshell only", true, func(stop func(string) string) []edit {
			head := "{"
			if strings.IndexByte(" \t\r\n", src[open+1]) < 0 {
				head += " "
			}
			if w := stop("true"); w != "true" {
				head += " " + w + ";"
				if src[open+1] == '\n' || src[open+1] == '\r' {
					head = "{ " + w
				}
			}
			lastEnd := n.base + int(last.End().Offset())
			gap := string(src[min(lastEnd, shut):shut])
			tail := "}"
			if !last.Semicolon.IsValid() && !strings.Contains(gap, "\n") && !strings.Contains(string(src[open:shut]), "<<") {
				tail = "; }"
				return []edit{{open, open + 1, head}, {lastEnd, shut + 1, tail}}
			}
			if gap == "" || strings.IndexByte(" \t\n", gap[len(gap)-1]) < 0 {
				tail = " }"
			}
			return []edit{{open, open + 1, head}, {shut, shut + 1, tail}}
		}, n))
	}
	return existing(out)
}
