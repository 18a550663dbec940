package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (r *relevance) edge(name, madeOf string) {
	r.made[name] = append(r.made[name], madeOf)
	r.into[madeOf] = append(r.into[madeOf], name)
	if madeOf == "?" || madeOf == "PIPESTATUS" {
		r.pending = append(r.pending, name)
	}
}

// assignment notes what a variable's value is made of.
func (r *relevance) assignment(a *syntax.Assign, in *region) {
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

func (r *relevance) assigned(name string, value syntax.Node, in *region) {
	in.assigns = append(in.assigns, name)
	for _, v := range r.reads(value) {
		r.edge(name, v)
	}
	if r.heat(value)&asks != 0 {
		r.pending = append(r.pending, name)
	}
}

// assignedBy is the variable of a word such as x=$y.
func assignedBy(w *syntax.Word) string {
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
