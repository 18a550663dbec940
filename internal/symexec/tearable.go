package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// What may split is looked for in the text first, so that only scripts are run in which somebody may give what splits.

// mayTear gives the expansions that stand without quotes in the operands of a call that deletes each of its operands, beside
// something else.
func mayTear(cat *catalog.Catalog, words []string, args []*syntax.Word) []syntax.WordPart {
	if !cat.Selecting(baseName(words[0])) {
		return nil
	}
	sel, ok := cat.Selection(words)
	if !ok || !sel.Each {
		return nil
	}
	var out []syntax.WordPart
	for _, o := range sel.Operands {
		if o.Word < len(args) && o.Skip == 0 && len(args[o.Word].Parts) > 1 {
			for _, p := range args[o.Word].Parts {
				switch p := p.(type) {
				case *syntax.ParamExp:
					if !p.Length && p.Param != nil && strings.Trim(p.Param.Value, "$#?!-") != "" {
						out = append(out, p)
					}
				case *syntax.CmdSubst:
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// tears takes in what may split in a call. What stands in a text that another shell runs is not looked into further.
func (c *candidates) tears(words []string, args []*syntax.Word) bool {
	for i := range args {
		parts := mayTear(c.cat, words[i:], args[i:])
		if len(parts) > 0 && c.inText > 0 {
			return true
		}
		c.torn = append(c.torn, parts...)
	}
	return false
}

// given reports whether something that may split holds what the script's user says, or the name of a file.
func (c *candidates) given(files []*script.Script) bool {
	if len(c.torn) == 0 {
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
							if isGlob(staticText(w)) {
								source(it.Name.Value)
							}
						}
						if n.Select || !it.InPos.IsValid() {
							source(it.Name.Value)
						}
					}
				case *syntax.CallExpr:
					for i, w := range n.Args {
						if v := assignedBy(w); v != "" { // sh has export x=$1 for a command like others
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
	return anything || slices.ContainsFunc(c.torn, func(p syntax.WordPart) bool {
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
