package effects

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// reads are the variables that a piece of the script reads; "?" is a status.
func (r *Slice) reads(n syntax.Node) []string {
	var out []string
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			if n.Param != nil {
				out = append(out, n.Param.Value)
			}
		case *syntax.ArithmExp:
			out = arithmNames(n.X, out)
		case *syntax.ArithmCmd:
			out = arithmNames(n.X, out)
		case *syntax.CStyleLoop:
			out = arithmNames(n.Post, arithmNames(n.Cond, arithmNames(n.Init, out)))
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				out = arithmNames(e, out)
			}
		case *syntax.BinaryTest:
			for _, e := range []syntax.TestExpr{n.X, n.Y} {
				if w, ok := e.(*syntax.Word); ok {
					out = append(out, w.Lit()) // [[ n -gt 3 ]]
				}
			}
		}
		return true
	})
	return once(out)
}

// once leaves out what stands in a list twice.
func once(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// arithmNames adds the names of an arithmetic expression to a list.
func arithmNames(e syntax.ArithmExpr, out []string) []string {
	if e == nil {
		return out
	}
	script.Walk(e, func(n syntax.Node) bool {
		if l, ok := n.(*syntax.Lit); ok {
			eachVariable(l.Value, func(f string) { out = append(out, f) })
		}
		return true
	})
	return out
}

// arithm reads the names of an arithmetic expression, any of which it may assign too.
func (r *Slice) arithm(e syntax.ArithmExpr, in *region) {
	if e == nil {
		return
	}
	r.computed(e)
	used := r.reads(e)
	for _, v := range once(arithmNames(e, nil)) {
		r.read(v, in)
		in.assigns = append(in.assigns, v)
		for _, u := range used { // ((rc = $?))
			r.edge(v, u)
		}
	}
}
