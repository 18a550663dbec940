package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// mayFail reports whether an expansion may be one that bash gives the line up for: ${!name} without a name in it, ${x:0:-1} of an
// empty text, a place in ${a[…]} or ${x:…} that cannot be computed.
func mayFail(p *syntax.ParamExp) bool {
	switch {
	case p.Param == nil:
		return false
	case p.Param.Value == script.BadSubstitution:
		return true
	case p.Excl:
		return p.Names == 0 && p.Index == nil
	case p.Slice != nil:
		return negative(p.Slice.Length) || uncertain(p.Slice.Offset) || p.Slice.Length != nil && uncertain(p.Slice.Length)
	}
	return p.Index != nil && !isAll(p.Index) && uncertain(p.Index)
}

// maybeGivenUp reports whether bash may give a line up for what stands here.
func maybeGivenUp(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.ArithmExp:
		return n.X != nil && !writtenNumber(n.X)
	case *syntax.ParamExp:
		return mayFail(n)
	case *syntax.Assign:
		return n.Index != nil && (negative(n.Index) || uncertain(n.Index))
	case *syntax.CallExpr:
		switch {
		case len(n.Args) < 3:
			return false
		case n.Args[0].Lit() == "exit", n.Args[0].Lit() == "return", n.Args[0].Lit() == "break", n.Args[0].Lit() == "continue":
			return true
		}
	case *syntax.DeclClause:
		return declaredFor(n, "ri") != nil
	}
	return false
}

// writtenNumber reports whether a number is written as one.
func writtenNumber(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && !uncertain(w) && w.Lit() != ""
}

// negative reports whether a number is written with a sign.
func negative(e syntax.ArithmExpr) bool {
	u, ok := e.(*syntax.UnaryArithm)
	return ok && u.Op == syntax.Minus
}

// expand is param, apart from the ways on which the expansion fails.
func (x *exec) expand(p *syntax.ParamExp, quoted bool, st *state) []segs {
	if x.dash && p.Param != nil && p.Param.Value == script.BadSubstitution {
		x.exit(st.fork(), x.span(p), "bad substitution")
		return nil
	}
	if x.dash || !mayFail(p) {
		return x.param(p, quoted, st)
	}
	var out []segs
	for _, b := range x.failing(p, st) {
		if b.by == "" {
			out = append(out, x.param(p, quoted, b.st)...)
			continue
		}
		for _, g := range x.giveUp(b.st, x.span(p), b.by) {
			out = append(out, segs{g, []seg{{quoted: quoted, exp: true}}})
		}
	}
	return out
}

// A failure is a way on which something fails, by what; "" where it does not.
type failure struct {
	st *state
	by string
}

// failing tells the ways apart on which an expansion fails.
func (x *exec) failing(p *syntax.ParamExp, st *state) []failure {
	if p.Param.Value == script.BadSubstitution {
		return []failure{{st, expansion}}
	}
	if p.Excl {
		return x.nameless(p, st)
	}
	if p.Slice == nil {
		if v, _ := st.vars.get(x.name(p.Param.Value)); v == nil || v.assoc || v.ref != "" {
			return []failure{{st, ""}} // the key of an associative array is no number
		}
		return x.uncomputed(p.Index, st)
	}
	out := x.uncomputed(p.Slice.Offset, st)
	if p.Slice.Length == nil {
		return out
	}
	if !negative(p.Slice.Length) {
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
	return x.shortFails(p.Slice, st, st.resolve(g.v))
}

// shortFails tells the ways apart on which a text is too short for what is to be left off at its end.
func (x *exec) shortFails(s *syntax.Slice, st *state, v Value) []failure {
	number := func(e syntax.ArithmExpr) (int, bool) {
		if e == nil {
			return 0, true
		}
		n := x.arithm(e, st)
		if len(n) != 1 {
			return 0, false
		}
		t, _ := n[0].v.constant()
		i, err := strconv.Atoi(t)
		return i, err == nil
	}
	from, known := number(s.Offset)
	off, ok := number(s.Length)
	t, constant := v.constant()
	switch {
	case !known || !ok || from < 0:
	case constant && len(t)+off >= from:
		return []failure{{st, ""}}
	case constant:
		return []failure{{st, expansion}}
	case from-off == 1:
		return x.emptyFails(st, v)
	}
	return []failure{{st.fork(), ""}, {st.fork(), expansion}}
}

// emptyFails tells the ways apart on which a text is empty.
func (x *exec) emptyFails(st *state, v Value) []failure {
	var out []failure
	for _, b := range x.decideEmpty(st, v) {
		if b.ok {
			out = append(out, failure{b.st, expansion})
		} else {
			out = append(out, failure{b.st, ""})
		}
	}
	return out
}

// nameless tells the ways apart on which what ${!name} goes by is no name.
func (x *exec) nameless(p *syntax.ParamExp, st *state) []failure {
	if v, ok := st.vars.get(x.name(p.Param.Value)); ok && v.ref != "" {
		return []failure{{st, ""}}
	}
	v := st.resolve(x.get(st, p.Param.Value, nil).v)
	t, ok := v.constant()
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
func (x *exec) uncomputed(e syntax.ArithmExpr, st *state) []failure {
	if e == nil || !uncertain(e) {
		return []failure{{st, ""}}
	}
	var out []failure
	for _, n := range x.arithm(e, st) {
		if n.err {
			out = append(out, failure{n.st, arithmetic})
		} else {
			out = append(out, failure{n.st, ""})
		}
	}
	return out
}

// placeless tells the ways apart on which a[…]=x has no place in the array: the key of an associative one is empty, or the index is
// before its first element or cannot be computed.
func (x *exec) placeless(a *syntax.Assign, st *state) []failure {
	if x.dash {
		return []failure{{st, ""}}
	}
	v, _ := st.vars.get(x.name(a.Name.Value))
	if v != nil && v.assoc {
		w, ok := a.Index.(*syntax.Word)
		if !ok || w.Lit() != "" {
			return []failure{{st, ""}}
		}
		var out []failure
		for _, r := range x.word(w, st) {
			out = append(out, x.emptyFails(r.st, r.st.resolve(r.v))...)
		}
		return out
	}
	if !negative(a.Index) {
		return x.uncomputed(a.Index, st)
	}
	n := x.arithm(a.Index, st)
	if len(n) != 1 || v != nil && v.list != nil {
		return []failure{{st, ""}}
	}
	t, _ := n[0].v.constant()
	have := 0
	if v != nil && v.set {
		have = max(len(v.elems), 1)
		if v.array {
			have = len(v.elems)
		}
	}
	if i, err := strconv.Atoi(t); err == nil && i < -have {
		return []failure{{st, expansion}}
	}
	return []failure{{st, ""}}
}

// noNumber tells the ways apart on which a text is no number, as what is assigned to a variable of declare -i has to be. Of an unknown
// part it is asked whether it is empty.
func (x *exec) noNumber(st *state, v Value) []failure {
	v = st.resolve(v)
	if _, known := v.constant(); !known && v.hasLit() {
		var out []failure
		for _, b := range x.decideEmpty(st, symValue(v.firstSym())) {
			if w := b.st.resolve(v); b.ok && !sameValue(w, v) {
				out = append(out, x.noNumber(b.st, w)...)
			} else {
				out = append(out, failure{b.st, ""})
			}
		}
		return out
	}
	if n := x.toNum(st.fork(), v, 0); len(n) == 1 && n[0].err {
		return []failure{{st, arithmetic}}
	}
	return []failure{{st, ""}}
}
