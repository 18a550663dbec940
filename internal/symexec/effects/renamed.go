package effects

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Renamed are the names that a call, or an assignment, has stand for other commands: alias x='wipefs -a', hash -p /sbin/wipefs x,
// BASH_ALIASES[x]='wipefs -a', BASH_CMDS[x]=/sbin/wipefs.
func Renamed(n syntax.Node) []string {
	var out []string
	switch n := n.(type) {
	case *syntax.CallExpr:
		if len(n.Args) == 0 {
			return nil
		}
		switch n.Args[0].Lit() {
		case "alias":
			for _, w := range n.Args[1:] {
				name, _, _ := strings.Cut(StaticText(w), "=")
				out = append(out, name)
			}
		case "hash":
			if len(n.Args) > 2 {
				for _, w := range n.Args[2:] {
					out = append(out, StaticText(w))
				}
			}
		}
	case *syntax.Assign:
		if n.Name == nil || n.Name.Value != "BASH_ALIASES" && n.Name.Value != "BASH_CMDS" {
			return nil
		}
		if w, ok := n.Index.(*syntax.Word); ok {
			out = append(out, StaticText(w))
		}
		if n.Array != nil {
			for _, e := range n.Array.Elems {
				if w, ok := e.Index.(*syntax.Word); ok {
					out = append(out, StaticText(w))
				}
			}
		}
	}
	return out
}
