package effects

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A flag is a variable that the script gives words only which stand in it as they are, none of them empty: force=0, force=yes. Where a
// loop over options makes one unknown, it is still not empty. r.loose are the variables that are none.

// given notes an assignment's value.
func (r *Slice) given(a *syntax.Assign) {
	if a.Append || a.Naked || a.Array != nil || a.Index != nil || a.Value == nil {
		r.loose[a.Name.Value] = true
		return
	}
	if t, known := WordText(a.Value); !known || t == "" {
		r.loose[a.Name.Value] = true
	}
}

// computed notes the variables that an arithmetic expression assigns.
func (r *Slice) computed(e syntax.ArithmExpr) {
	if e == nil {
		return
	}
	name := func(e syntax.ArithmExpr) {
		if w, ok := e.(*syntax.Word); ok && w.Lit() != "" {
			r.loose[w.Lit()] = true
		} else {
			r.All = true
		}
	}
	script.Walk(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.BinaryArithm:
			switch n.Op {
			case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn, syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
				name(n.X)
			}
		case *syntax.UnaryArithm:
			if n.Op == syntax.Inc || n.Op == syntax.Dec {
				name(n.X)
			}
		}
		return true
	})
}

func (r *Slice) edge(name, madeOf string) {
	r.dependsOn[name] = append(r.dependsOn[name], madeOf)
	r.flowsInto[madeOf] = append(r.flowsInto[madeOf], name)
	if madeOf == "?" || madeOf == "PIPESTATUS" {
		r.pending = append(r.pending, name)
	}
}

// assignment notes what a variable's value is made of.
func (r *Slice) assignment(a *syntax.Assign, in *region) {
	if a.Name == nil {
		return
	}
	name := a.Name.Value
	r.given(a)
	in.assigns = append(in.assigns, name)
	var value syntax.Node
	switch {
	case a.Value != nil:
		value = a.Value
	case a.Array != nil:
		value = a.Array
	default:
		return
	}
	r.assigned(name, value, in)
}

func (r *Slice) assigned(name string, value syntax.Node, in *region) {
	in.assigns = append(in.assigns, name)
	for _, v := range r.reads(value) {
		r.edge(name, v)
	}
	if r.effect(value)&asks != 0 {
		r.pending = append(r.pending, name)
	}
}

// AssignedBy is the variable of a word such as x=$y.
func AssignedBy(w *syntax.Word) string {
	if len(w.Parts) == 0 {
		return ""
	}
	l, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return ""
	}
	name, _, ok := strings.Cut(l.Value, "=")
	if name = strings.TrimSuffix(name, "+"); !ok || !syntax.ValidName(name) {
		return ""
	}
	return name
}
