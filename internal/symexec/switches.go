package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// A switch is a variable that holds true or false, and is run: $verbose && echo …. What may have given it another text (a file that is
// sourced, the environment) gives it one of these two.

// isSwitch reports whether a call is that of such a variable: all that the script assigns to it are names of commands that do nothing.
func (x *exec) isSwitch(cl *domain.CallInfo) bool {
	w := cl.Args[0].Word
	if len(cl.Args) != 1 || w == nil || len(w.Parts) != 1 {
		return false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || !syntax.ValidName(p.Param.Value) || p.Excl || p.Index != nil || p.Repl != nil || p.Slice != nil {
		return false
	}
	given := false
	if p.Exp != nil {
		if t, known := effects.Literal(p.Exp.Word); !known || !doesNothing(t) {
			return false
		} else if t == "false" { // ${reboot:-false}; true and : are what stands for a hook that is not given
			given = true
		}
	}
	if x.switches == nil {
		x.switches = map[string]bool{}
	}
	name := p.Param.Value
	is, looked := x.switches[name]
	if !looked {
		is = x.onlySwitched(name, given)
		x.switches[name] = is
	}
	return is
}

func doesNothing(t string) bool { return t == "true" || t == "false" || t == ":" || t == "" }

// onlySwitched looks through the script for what a variable is given.
func (x *exec) onlySwitched(name string, some bool) bool {
	other := false
	lists := append([][]*syntax.Stmt{x.mainStmts}, x.prog.StmtsOf...)
	for _, list := range lists {
		for _, s := range list {
			script.Walk(s, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.Assign:
					if n.Name == nil || n.Name.Value != name || n.Naked {
						return true
					}
					t, known := effects.Literal(n.Value)
					other = other || !known || !doesNothing(t) || n.Append || n.Array != nil || n.Index != nil
					some = some || known && (t == "true" || t == "false")
				case *syntax.WordIter:
					other = other || n.Name != nil && n.Name.Value == name
				case *syntax.CallExpr:
					if len(n.Args) < 2 {
						return true
					}
					switch n.Args[0].Lit() {
					case "read", "mapfile", "readarray", "getopts", "printf", "eval", "unset":
						for _, w := range n.Args[1:] {
							other = other || w.Lit() == name
						}
					}
				}
				return !other
			})
		}
	}
	return some && !other
}
