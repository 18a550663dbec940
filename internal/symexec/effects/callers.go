package effects

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// A mention is a place at which the text may call a function: a command's word, or text that may become one.
type mention struct {
	at    place.Range
	by    *syntax.FuncDecl // in which function; nil at the top level
	calls bool             // it is a word of a command, and no part of some text
}

// mentions finds where the script and what it sources name its functions. A name in a text, a variable or a handler of a trap may be called
// by what nobody can follow, so that it counts.
func (x *Program) mentions() map[string][]mention {
	found := map[string][]mention{}
	for _, key := range SortedKeys(x.Units) {
		u := x.Units[key]
		if u.Segs != nil {
			continue
		}
		x.Unit = u
		for _, s := range u.Script.Stmts {
			x.mentionsIn(s, nil, found)
		}
	}
	return found
}

func (x *Program) mentionsIn(n syntax.Node, by *syntax.FuncDecl, found map[string][]mention) {
	note := func(at syntax.Node, text string, calls bool) {
		EachName(text, func(name string) {
			if x.Static.ByName[name] != nil {
				found[name] = append(found[name], mention{x.Span(at), by, calls})
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
				if t, plain := Literal(w); plain && x.Static.ByName[t] != nil {
					found[t] = append(found[t], mention{x.Span(w), by, true})
				}
			}
		case *syntax.Lit:
			note(n, n.Value, false)
		case *syntax.SglQuoted:
			note(n, SglText(n), false)
		}
		return true
	})
}

// Uncalled are the functions that were not entered: first those that no other one of them calls, so that what these call is judged
// where it is called.
func (x *Program) Uncalled() []*Function {
	all := x.Static.uncalled(x)
	if len(all) == 0 {
		return nil
	}
	defer func(u *Unit) { x.Unit = u }(x.Unit)
	x.mentioned = x.mentions()
	waits := func(f *Function) bool {
		return slices.ContainsFunc(x.mentioned[f.Name], func(m mention) bool {
			return m.calls && m.by != nil && m.by != f.Decl && !x.Seen[m.by]
		})
	}
	var first, later []*Function
	for _, f := range all {
		if waits(f) {
			later = append(later, f)
		} else {
			first = append(first, f)
		}
	}
	return append(first, later...)
}

// CalledAt is where the text may call a function that no way came to; nil if it does so nowhere.
func (x *Program) CalledAt(f *Function) *place.Range {
	for _, calls := range []bool{true, false} {
		for _, m := range x.mentioned[f.Name] {
			if m.calls == calls && m.by != f.Decl {
				return &m.at
			}
		}
	}
	return nil
}
