package symexec

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// length is ${#x}, ${#a[@]} and ${#@}.
func (x *exec) length(p *syntax.ParamExp, g got, quoted bool, st *state) []segs {
	mk := func(st *state, v Value) segs { return segs{st, []seg{{v: v, quoted: quoted, exp: true}}} }
	if g.many {
		if g.open == nil {
			return []segs{mk(st, number(len(g.list)))}
		}
		var out []segs
		cur := []*state{st}
		for i := 0; i < 3 && len(cur) > 0; i++ {
			var on []*state
			for _, c := range cur {
				for _, b := range x.decideMore(c, g.open, i) {
					if b.ok {
						on = append(on, b.st)
					} else {
						out = append(out, mk(b.st, number(len(g.list)+i)))
					}
				}
			}
			cur = on
		}
		return out
	}
	v := st.resolve(g.v)
	if t, ok := v.constant(); ok {
		return []segs{mk(st, number(utf8.RuneCountInString(t)))}
	}
	var out []segs
	for _, b := range x.decideEmpty(st, v) {
		if b.ok {
			out = append(out, mk(b.st, lit("0")))
			continue
		}
		s := x.derive(v, "length", func(s *Sym) { s.kind, s.ask, s.desc = symCount, nil, "the length of "+v.String() })
		one := 1
		c := b.st.con(s).clone()
		if c.lo == nil {
			c.lo = &one
		}
		b.st.setCon(s, c)
		out = append(out, mk(b.st, symValue(s)))
	}
	return out
}

// modify applies the operators that compute a text from the value.
func (x *exec) modify(p *syntax.ParamExp, v Value, st *state, n syntax.Node) Value {
	v = st.resolve(v)
	t, known := v.constant()
	if p.Slice != nil {
		return x.slice(p, v, st)
	}
	if p.Repl != nil {
		from, to := "", ""
		ok := true
		if p.Repl.Orig == nil { // ${x/}: nothing to replace
			return v
		}
		if g := x.glob(p.Repl.Orig, st); len(g) == 1 && g[0].g.known {
			from = g[0].g.text
		} else {
			ok = false
		}
		if p.Repl.With != nil {
			if w := x.word(p.Repl.With, st); len(w) == 1 {
				var k bool
				to, k = st.resolve(w[0].v).constant()
				ok = ok && k
			} else {
				ok = false
			}
		}
		if ok && known {
			if r, done := x.replacePattern(t, from, to, p.Repl.All); done {
				return lit(r)
			}
			return symValue(x.derive(v, "replace"+x.at(n), unknownLines))
		}
		var replaced func(string) (string, bool)
		if ok {
			replaced = func(t string) (string, bool) { return x.replacePattern(t, from, to, p.Repl.All) }
		}
		r := x.altered(v, "replace"+x.at(n), replaced, nil)
		if to == "" && blankClass(from) {
			return x.sameEmptiness(st, v, r) // what a command prints is more than blanks
		}
		return r
	}
	var pat string
	patKnown := true
	if p.Exp.Word != nil {
		g := x.glob(p.Exp.Word, st)
		if len(g) == 1 && g[0].g.known {
			pat = g[0].g.text
		} else {
			patKnown = false
		}
	}
	op := p.Exp.Op
	switch op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix, syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if !patKnown {
			return x.altered(v, "strip"+x.at(n), nil, nil)
		}
		if known {
			if r, done := x.strip(t, pat, op); done {
				return lit(r)
			}
			return symValue(x.derive(v, "strip"+x.at(n), unknownLines))
		}
		if s := v.single(); s != nil && s.word && strings.ContainsAny(strings.ReplaceAll(pat, "*", ""), " \t") && !strings.Contains(pat, "[") {
			return v // a word has no blank in it
		}
		if s := v.single(); s != nil && s.kind == symScript && pat == "/*" {
			return symValue(x.cutSym(s.path))
		}
		if s := v.single(); s != nil && isCount(s, st.con(s)) {
			if lo := st.con(s).lo; lo != nil && *lo > 0 {
				if r, done := x.stripNumber(s, pat, op); done {
					return r
				}
			}
		}
		return x.altered(v, "strip"+op.String()+pat, func(t string) (string, bool) { return x.strip(t, pat, op) }, func(s *Sym) {
			if of := v.single(); of != nil && of.name != "" && of.desc == "$"+of.name {
				s.desc = "${" + of.name + op.String() + pat + "}"
			}
		})
	case syntax.UpperAll, syntax.LowerAll, syntax.UpperFirst, syntax.LowerFirst:
		if known && t != "" {
			switch op {
			case syntax.UpperAll:
				return lit(strings.ToUpper(t))
			case syntax.LowerAll:
				return lit(strings.ToLower(t))
			case syntax.UpperFirst:
				return lit(strings.ToUpper(t[:1]) + t[1:])
			}
			return lit(strings.ToLower(t[:1]) + t[1:])
		}
		return x.sameEmptiness(st, v, symValue(x.derive(v, "case"+op.String(), nil)))
	}
	if known {
		return v
	}
	return symValue(x.derive(v, "op"+op.String(), nil))
}

// unknownLines is a text that is computed in a way that nobody follows.
func unknownLines(s *Sym) { s.desc, s.lines = "a part of a text", true }

// blankClass reports whether a pattern matches blanks only.
func blankClass(p string) bool {
	switch strings.TrimRight(p, "+*") {
	case " ", "[[:space:]]", "[[:blank:]]", "[ ]":
		return true
	}
	return false
}

// sameEmptiness lets a text that is computed from another one be empty when that is.
func (x *exec) sameEmptiness(st *state, from, to Value) Value {
	s, d := from.single(), to.single()
	if s != nil && d != nil {
		if c := st.con(s); c.nonempty != unknown && st.con(d).nonempty == unknown {
			k := st.con(d).clone()
			k.nonempty = c.nonempty
			st.setCon(d, k)
		}
	}
	return to
}

func (x *exec) slice(p *syntax.ParamExp, v Value, st *state) Value {
	num := func(e syntax.ArithmExpr, def int) (int, bool) {
		if e == nil {
			return def, true
		}
		a := x.arithm(e, st)
		if len(a) != 1 {
			return 0, false
		}
		t, ok := a[0].v.constant()
		n, err := strconv.Atoi(t)
		return n, ok && err == nil
	}
	t, known := v.constant()
	off, ok1 := num(p.Slice.Offset, 0)
	length, ok2 := num(p.Slice.Length, len(t))
	if !known || !ok1 || !ok2 {
		return x.altered(v, "slice"+x.at(p), nil, nil)
	}
	if off < 0 {
		off += len(t)
	}
	if off < 0 || off > len(t) {
		return nil
	}
	end := off + length
	if length < 0 {
		end = len(t) + length
	}
	if end < off {
		return nil
	}
	return lit(t[off:min(end, len(t))])
}

func (x *exec) sliceList(p *syntax.ParamExp, g got, st *state) got {
	h := g
	a := x.arithm(p.Slice.Offset, st)
	n := 0
	if len(a) == 1 {
		if t, ok := a[0].v.constant(); ok {
			n, _ = strconv.Atoi(t)
		}
	}
	if p.Param.Value == "@" || p.Param.Value == "*" {
		n = max(n-1, 0)
	}
	if p.Slice.Length == nil && n >= 0 && n <= len(g.list) {
		h.list = g.list[n:]
		return h
	}
	if p.Slice.Length == nil && g.open != nil && g.open.kind == symArgs && n > len(g.list) {
		h.list = nil
		h.open = x.argsSym(&params{gen: g.open.gen, base: min(g.open.index+n-len(g.list), maxShift)})
		return h
	}
	h.list = nil
	h.open = x.derive(joinSegs([]seg{{isList: true, list: g.list, open: g.open}}), "slice"+x.at(p), nil)
	return h
}
