package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// A flag is a variable that the script gives words only which stand in it as they are, none of them empty: force=0, force=yes. Where a
// loop over options makes one unknown, it is still not empty. r.loose are the variables that are none.

// given notes an assignment's value.
func (r *relevance) given(a *syntax.Assign) {
	if a.Append || a.Naked || a.Array != nil || a.Index != nil || a.Value == nil {
		r.loose[a.Name.Value] = true
		return
	}
	if t, known := wordText(a.Value); !known || t == "" {
		r.loose[a.Name.Value] = true
	}
}

// computed notes the variables that an arithmetic expression assigns.
func (r *relevance) computed(e syntax.ArithmExpr) {
	if e == nil {
		return
	}
	name := func(e syntax.ArithmExpr) {
		if w, ok := e.(*syntax.Word); ok && w.Lit() != "" {
			r.loose[w.Lit()] = true
		} else {
			r.all = true
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

// filled reports whether a variable is certainly not empty.
func (st *state) filled(v *variable) bool {
	return v != nil && v.set && !v.loose && !v.array && !v.assoc && st.fullValue(v.val)
}

// fullValue reports whether a text is certainly not empty.
func (st *state) fullValue(v Value) bool {
	v = st.resolve(v)
	if v.hasLit() {
		return true
	}
	s := v.single()
	return s != nil && (neverEmpty(s) || st.con(s).nonempty == yes)
}
