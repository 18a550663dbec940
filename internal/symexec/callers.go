package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A mention is a place at which the text may call a function: a command's word, or text that may become one.
type mention struct {
	at    Range
	by    *syntax.FuncDecl // in which function; nil at the top level
	calls bool             // it is a word of a command, and no part of some text
}

// mentions finds where the script and what it sources name its functions. A name in a text, a variable or a handler of a trap may be called
// by what nobody can follow, so that it counts.
func (x *exec) mentions() map[string][]mention {
	found := map[string][]mention{}
	for _, key := range sortedKeys(x.units) {
		u := x.units[key]
		if u.segs != nil {
			continue
		}
		x.unit = u
		for _, s := range u.script.Stmts {
			x.mentionsIn(s, nil, found)
		}
	}
	return found
}

func (x *exec) mentionsIn(n syntax.Node, by *syntax.FuncDecl, found map[string][]mention) {
	note := func(at syntax.Node, text string, calls bool) {
		eachName(text, func(name string) {
			if x.static.byName[name] != nil {
				found[name] = append(found[name], mention{x.span(at), by, calls})
			}
		})
	}
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			if n.Body != nil {
				x.mentionsIn(n.Body, n, found)
			}
			return false
		case *syntax.CallExpr:
			for _, w := range n.Args {
				if t, plain := literal(w); plain && x.static.byName[t] != nil {
					found[t] = append(found[t], mention{x.span(w), by, true})
				}
			}
		case *syntax.Lit:
			note(n, n.Value, false)
		case *syntax.SglQuoted:
			note(n, n.Value, false)
		}
		return true
	})
}

// uncalled are the functions that were not entered: first those that no other one of them calls, so that what these call is judged
// where it is called.
func (x *exec) uncalled() []*function {
	all := x.static.uncalled(x)
	if len(all) == 0 {
		return nil
	}
	defer func(u *unit) { x.unit = u }(x.unit)
	x.mentioned = x.mentions()
	waits := func(f *function) bool {
		return slices.ContainsFunc(x.mentioned[f.name], func(m mention) bool {
			return m.calls && m.by != nil && m.by != f.decl && !x.seen[m.by]
		})
	}
	var first, later []*function
	for _, f := range all {
		if waits(f) {
			later = append(later, f)
		} else {
			first = append(first, f)
		}
	}
	return append(first, later...)
}

// calledAt is where the text may call a function that no way came to; nil if it does so nowhere.
func (x *exec) calledAt(f *function) *Range {
	for _, calls := range []bool{true, false} {
		for _, m := range x.mentioned[f.name] {
			if m.calls == calls && m.by != f.decl {
				return &m.at
			}
		}
	}
	return nil
}

// reachedFrom are a function and those that it may call, by the names in its text.
func (x *exec) reachedFrom(f *function) []*function {
	out := []*function{f}
	for i := 0; i < len(out); i++ {
		script.Walk(out[i].decl.Body, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok {
				for _, w := range c.Args {
					t, plain := literal(w)
					for _, g := range x.static.byName[t] {
						if plain && g.unit != nil && !slices.Contains(out, g) {
							out = append(out, g)
						}
					}
				}
			}
			return true
		})
	}
	return out
}
