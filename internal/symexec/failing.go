package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// expand is param, apart from the ways on which the expansion fails.
func (x *exec) expand(p *syntax.ParamExp, quoted bool, st *domain.State) []segs {
	if x.prog.Dash && p.Param != nil && p.Param.Value == script.BadSubstitution {
		x.exit(st.Fork(), x.prog.Span(p), "bad substitution")
		return nil
	}
	if x.prog.Dash || !effects.MayFail(p) {
		return x.param(p, quoted, st)
	}
	var out []segs
	for _, b := range x.failing(p, st) {
		if b.by == "" {
			out = append(out, x.param(p, quoted, b.st)...)
			continue
		}
		for _, g := range x.giveUp(b.st, x.prog.Span(p), b.by) {
			out = append(out, segs{g, []seg{{quoted: quoted, exp: true}}})
		}
	}
	return out
}

// A failure is a way on which something fails, by what; "" where it does not.
type failure struct {
	st *domain.State
	by string
}

// failing tells the ways apart on which an expansion fails.
func (x *exec) failing(p *syntax.ParamExp, st *domain.State) []failure {
	if p.Param.Value == script.BadSubstitution {
		return []failure{{st, expansion}}
	}
	if p.Excl {
		return x.nameless(p, st)
	}
	if p.Slice == nil {
		if v, _ := st.Vars.Get(x.tab.Name(p.Param.Value)); v == nil || v.Assoc || v.Ref != "" {
			return []failure{{st, ""}} // the key of an associative array is no number
		}
		return x.uncomputed(p.Index, st)
	}
	out := x.uncomputed(p.Slice.Offset, st)
	if p.Slice.Length == nil {
		return out
	}
	if !effects.Negative(p.Slice.Length) {
		var all []failure
		for _, f := range out {
			if f.by != "" {
				all = append(all, f)
			} else {
				all = append(all, x.uncomputed(p.Slice.Length, f.st)...)
			}
		}
		return all
	}
	g := x.get(st, p.Param.Value, p.Index)
	if g.many || len(out) != 1 || out[0].by != "" {
		return out
	}
	return x.shortFails(p.Slice, st, st.Resolve(g.v))
}

// shortFails tells the ways apart on which a text is too short for what is to be left off at its end.
func (x *exec) shortFails(s *syntax.Slice, st *domain.State, v value.Value) []failure {
	number := func(e syntax.ArithmExpr) (int, bool) {
		if e == nil {
			return 0, true
		}
		n := x.arithm(e, st)
		if len(n) != 1 {
			return 0, false
		}
		t, _ := n[0].V.Constant()
		i, err := strconv.Atoi(t)
		return i, err == nil
	}
	from, known := number(s.Offset)
	off, ok := number(s.Length)
	t, constant := v.Constant()
	switch {
	case !known || !ok || from < 0:
	case constant && len(t)+off >= from:
		return []failure{{st, ""}}
	case constant:
		return []failure{{st, expansion}}
	case from-off == 1:
		return x.emptyFails(st, v)
	}
	return []failure{{st.Fork(), ""}, {st.Fork(), expansion}}
}

// emptyFails tells the ways apart on which a text is empty.
func (x *exec) emptyFails(st *domain.State, v value.Value) []failure {
	var out []failure
	for _, b := range x.dom.DecideEmpty(st, v) {
		if b.Ok {
			out = append(out, failure{b.St, expansion})
		} else {
			out = append(out, failure{b.St, ""})
		}
	}
	return out
}

// nameless tells the ways apart on which what ${!name} goes by is no name.
func (x *exec) nameless(p *syntax.ParamExp, st *domain.State) []failure {
	if v, ok := st.Vars.Get(x.tab.Name(p.Param.Value)); ok && v.Ref != "" {
		return []failure{{st, ""}}
	}
	v := st.Resolve(x.get(st, p.Param.Value, nil).v)
	t, ok := v.Constant()
	if !ok {
		return x.emptyFails(st, v)
	}
	name, _, _ := strings.Cut(t, "[")
	if _, err := strconv.Atoi(t); err == nil || syntax.ValidName(name) || len(t) == 1 && strings.Contains("@*#?$!-_", t) {
		return []failure{{st, ""}}
	}
	return []failure{{st, expansion}}
}

// uncomputed tells the ways apart on which a number cannot be computed.
func (x *exec) uncomputed(e syntax.ArithmExpr, st *domain.State) []failure {
	if e == nil || !effects.Uncertain(e) {
		return []failure{{st, ""}}
	}
	var out []failure
	for _, n := range x.arithm(e, st) {
		if n.Err {
			out = append(out, failure{n.St, arithmetic})
		} else {
			out = append(out, failure{n.St, ""})
		}
	}
	return out
}

// placeless tells the ways apart on which a[…]=x has no place in the array: the key of an associative one is empty, or the index is
// before its first element or cannot be computed.
func (x *exec) placeless(a *syntax.Assign, st *domain.State) []failure {
	if x.prog.Dash {
		return []failure{{st, ""}}
	}
	v, _ := st.Vars.Get(x.tab.Name(a.Name.Value))
	if v != nil && v.Assoc {
		w, ok := a.Index.(*syntax.Word)
		if !ok || w.Lit() != "" {
			return []failure{{st, ""}}
		}
		var out []failure
		for _, r := range x.word(w, st) {
			out = append(out, x.emptyFails(r.st, r.st.Resolve(r.v))...)
		}
		return out
	}
	if !effects.Negative(a.Index) {
		return x.uncomputed(a.Index, st)
	}
	n := x.arithm(a.Index, st)
	if len(n) != 1 || v != nil && v.List != nil {
		return []failure{{st, ""}}
	}
	t, _ := n[0].V.Constant()
	have := 0
	if v != nil && v.Set {
		have = max(len(v.Elems), 1)
		if v.Array {
			have = len(v.Elems)
		}
	}
	if i, err := strconv.Atoi(t); err == nil && i < -have {
		return []failure{{st, expansion}}
	}
	return []failure{{st, ""}}
}

// noNumber tells the ways apart on which a text is no number, as what is assigned to a variable of declare -i has to be. Of an unknown
// part it is asked whether it is empty.
func (x *exec) noNumber(st *domain.State, v value.Value) []failure {
	v = st.Resolve(v)
	if _, known := v.Constant(); !known && v.HasLit() {
		var out []failure
		for _, b := range x.dom.DecideEmpty(st, value.SymValue(v.FirstSym())) {
			if w := b.St.Resolve(v); b.Ok && !value.SameValue(w, v) {
				out = append(out, x.noNumber(b.St, w)...)
			} else {
				out = append(out, failure{b.St, ""})
			}
		}
		return out
	}
	if n := x.toNum(st.Fork(), v, 0); len(n) == 1 && n[0].Err {
		return []failure{{st, arithmetic}}
	}
	return []failure{{st, ""}}
}
