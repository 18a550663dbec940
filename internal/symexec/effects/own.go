package effects

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// OwnName reports whether a variable is one of the script's own: its name is in lower case, the script assigns it, and nowhere from what
// it had before, so that nobody is meant to set it when the script is started.
func (x *Program) OwnName(name string) bool {
	if x.ownOf != len(x.StmtsOf) {
		x.ownOf, x.own = len(x.StmtsOf), map[string]bool{}
		for _, stmts := range x.StmtsOf {
			for _, s := range stmts {
				x.noteOwn(s)
			}
		}
	}
	return x.own[name] && name == strings.ToLower(name) && !x.ForceLike(name)
}

// noteOwn notes the names that a piece of a script assigns.
func (x *Program) noteOwn(n syntax.Node) {
	note := func(name string, own bool) {
		if before, seen := x.own[name]; !seen || before {
			x.own[name] = own
		}
	}
	assigns := func(l []*syntax.Assign) {
		for _, a := range l {
			if a.Name != nil && !(a.Naked && a.Array == nil) {
				note(a.Name.Value, !readsOwn(a))
			}
		}
	}
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.DeclClause:
			if n.Variant.Value == "export" {
				for _, a := range n.Args {
					if a.Name != nil {
						note(a.Name.Value, false) // others are told of it, and may tell it
					}
				}
				return true
			}
			assigns(n.Args)
		case *syntax.WordIter:
			note(n.Name.Value, true)
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				assigns(n.Assigns)
				return true
			}
			switch n.Args[0].Lit() {
			case "read", "mapfile", "readarray", "getopts":
				for _, w := range n.Args[1:] {
					if t := w.Lit(); syntax.ValidName(t) {
						note(t, true)
					}
				}
			}
		case *syntax.ParamExp:
			if e := n.Exp; e != nil && (e.Op == syntax.AssignUnset || e.Op == syntax.AssignUnsetOrNull) && n.Param != nil {
				note(n.Param.Value, false)
			}
		}
		return true
	})
}

// readsOwn reports whether an assignment takes what the variable had before, or a default: x=${x:-1}.
func readsOwn(a *syntax.Assign) bool {
	found := false
	if a.Value != nil {
		script.Walk(a.Value, func(n syntax.Node) bool {
			if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && p.Param.Value == a.Name.Value && p.Exp != nil {
				found = true
			}
			return !found
		})
	}
	return found
}
