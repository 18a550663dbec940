package prefilter

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// splitsOperand takes in what may split in a call. What stands in a text that another shell runs is not looked into further.
func (c *candidates) splitsOperand(words []string, args []*syntax.Word) bool {
	for i := range args {
		parts := effects.MayTear(c.cat, words[i:], args[i:])
		if len(parts) > 0 && c.inText > 0 {
			return true
		}
		c.mayField = append(c.mayField, parts...)
	}
	return false
}

// given reports whether something that may split holds what the script's user says, or the name of a file.
func (c *candidates) given(files []*script.Script) bool {
	if len(c.mayField) == 0 {
		return false
	}
	into := map[string][]string{} // the variables that a variable's value goes into
	var from []string
	anything := false // a variable is assigned by its name in a text
	source := func(name string) { from = append(from, name) }
	flows := func(name string, n syntax.Node) {
		for _, v := range namesIn(n) {
			into[v] = append(into[v], name)
		}
	}
	for _, s := range files {
		for _, st := range s.Stmts {
			script.Walk(st, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.Assign:
					if n.Name != nil && n.Value != nil {
						flows(n.Name.Value, n.Value)
						if effects.MayListAll(n.Value) {
							source(n.Name.Value)
						}
					} else if n.Name != nil && n.Array != nil {
						flows(n.Name.Value, n.Array)
						source(n.Name.Value) // a pattern may be among its words
					}
				case *syntax.ParamExp:
					if n.Exp != nil && n.Exp.Word != nil && n.Param != nil {
						flows(n.Param.Value, n.Exp.Word)
					}
				case *syntax.ForClause:
					if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
						for _, w := range it.Items {
							flows(it.Name.Value, w)
							if effects.IsGlob(effects.StaticText(w)) {
								source(it.Name.Value)
							}
						}
						if n.Select || !it.InPos.IsValid() {
							source(it.Name.Value)
						}
					}
				case *syntax.CallExpr:
					for i, w := range n.Args {
						if v := effects.AssignedBy(w); v != "" { // sh has export x=$1 for a command like others
							flows(v, w)
						}
						switch name := n.Args[0].Lit(); {
						case name == "eval", name == "printf" && len(n.Args) > 3 && n.Args[1].Lit() == "-v":
							anything = true
						case i > 0 && (name == "read" || name == "mapfile" || name == "readarray"):
							source(w.Lit())
						}
					}
				}
				return true
			})
		}
	}
	known := map[string]bool{}
	for from = append(from, "REPLY", "OPTARG", "MAPFILE", "@", "*", "1", "2", "3", "4", "5", "6", "7", "8", "9"); len(from) > 0; {
		name := from[len(from)-1]
		from = from[:len(from)-1]
		if !known[name] {
			known[name] = true
			from = append(from, into[name]...)
		}
	}
	return anything || slices.ContainsFunc(c.mayField, func(p syntax.WordPart) bool {
		return slices.ContainsFunc(namesIn(p), func(name string) bool { return known[name] || len(name) > 1 && name[0] >= '1' && name[0] <= '9' })
	})
}

// namesIn are the variables and parameters that a piece of a script reads.
func namesIn(n syntax.Node) []string {
	var out []string
	script.Walk(n, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			out = append(out, p.Param.Value)
		}
		return true
	})
	return out
}
