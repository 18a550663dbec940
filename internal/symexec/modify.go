package symexec

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// length is ${#x}, ${#a[@]} and ${#@}.
func (x *exec) length(p *syntax.ParamExp, g got, quoted bool, st *domain.State) []segs {
	mk := func(st *domain.State, v value.Value) segs { return segs{st, []seg{{v: v, quoted: quoted, exp: true}}} }
	if g.many {
		if g.open == nil {
			return []segs{mk(st, value.Number(len(g.list)))}
		}
		var out []segs
		cur := []*domain.State{st}
		for i := 0; i < 3 && len(cur) > 0; i++ {
			var on []*domain.State
			for _, c := range cur {
				for _, b := range x.dom.DecideMore(c, g.open, i) {
					if b.Ok {
						on = append(on, b.St)
					} else {
						out = append(out, mk(b.St, value.Number(len(g.list)+i)))
					}
				}
			}
			cur = on
		}
		return out
	}
	v := st.Resolve(g.v)
	if t, ok := v.Constant(); ok {
		return []segs{mk(st, value.Number(utf8.RuneCountInString(t)))}
	}
	var out []segs
	for _, b := range x.dom.DecideEmpty(st, v) {
		if b.Ok {
			out = append(out, mk(b.St, value.Lit("0")))
			continue
		}
		s := x.dom.Derive(v, "length", func(s *value.Sym) { s.Kind, s.Ask, s.Desc = value.SymCount, nil, "the length of "+v.String() })
		one := 1
		c := b.St.Con(s).Clone()
		if c.Lo == nil {
			c.Lo = &one
		}
		b.St.SetCon(s, c)
		out = append(out, mk(b.St, value.SymValue(s)))
	}
	return out
}

// modify applies the operators that compute a text from the value.
func (x *exec) modify(p *syntax.ParamExp, v value.Value, st *domain.State, n syntax.Node) value.Value {
	v = st.Resolve(v)
	t, known := v.Constant()
	if p.Slice != nil {
		return x.slice(p, v, st)
	}
	if p.Repl != nil {
		if p.Repl.Orig == nil { // ${x/}: nothing to replace
			return v
		}
		from, to, ok := "", "", false
		var taken domain.Glob
		key := "replace" + x.prog.At(n) // with what is replaced, which need not be the same each time
		if g := x.glob(p.Repl.Orig, st); len(g) == 1 {
			taken, from, ok = g[0].g, g[0].g.Text, g[0].g.Known
			key += "\x01" + taken.Text + "\x01" + taken.V.Key()
		}
		if p.Repl.With != nil {
			if w := x.word(p.Repl.With, st); len(w) == 1 {
				var k bool
				to, k = st.Resolve(w[0].v).Constant()
				ok = ok && k
				key += "\x01" + w[0].v.Key()
			} else {
				ok = false
			}
		}
		if ok && known {
			if r, done := x.replacePattern(t, from, to, p.Repl.All); done {
				return value.Lit(r)
			}
			return value.SymValue(x.dom.Derive(v, key, unknownLines))
		}
		var replaced func(string) (string, bool)
		if ok {
			replaced = func(t string) (string, bool) { return x.replacePattern(t, from, to, p.Repl.All) }
		}
		r := x.dom.Altered(v, key, replaced, nil)
		if !ok || from != "" && !strings.ContainsAny(from[:1], "#%") {
			x.takenOut(r, v, taken, "*", "*")
		}
		if to == "" && blankClass(from) {
			return x.tools.SameEmptiness(st, v, r) // what a command prints is more than blanks
		}
		return r
	}
	var pat string
	var taken domain.Glob
	patKnown := true
	if p.Exp.Word != nil {
		g := x.glob(p.Exp.Word, st)
		if len(g) == 1 {
			taken = g[0].g
		}
		if len(g) == 1 && g[0].g.Known {
			pat = g[0].g.Text
		} else {
			patKnown = false
		}
	}
	op := p.Exp.Op
	switch op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix, syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if !patKnown {
			r := x.dom.Altered(v, "strip"+op.String()+x.prog.At(n)+taken.V.Key(), nil, nil)
			x.takenOff(r, v, taken, op)
			return r
		}
		if known {
			if r, done := x.strip(t, pat, op); done {
				return value.Lit(r)
			}
			return value.SymValue(x.dom.Derive(v, "strip"+x.prog.At(n), unknownLines))
		}
		if s := v.Single(); s != nil && s.Word && strings.ContainsAny(strings.ReplaceAll(pat, "*", ""), " \t") && !strings.Contains(pat, "[") {
			return v // a word has no blank in it
		}
		if s := v.Single(); s != nil && s.Kind == value.SymScript && pat == "/*" {
			return value.SymValue(x.cutSym(s.Path))
		}
		if s := v.Single(); s != nil && domain.IsCount(s, st.Con(s)) {
			if lo := st.Con(s).Lo; lo != nil && *lo > 0 {
				if r, done := x.stripNumber(s, pat, op); done {
					return r
				}
			}
		}
		r := x.dom.Altered(v, "strip"+op.String()+pat, func(t string) (string, bool) { return x.strip(t, pat, op) }, func(s *value.Sym) {
			if of := v.Single(); of != nil && of.Name != "" && of.Desc == "$"+of.Name {
				s.Desc = "${" + of.Name + op.String() + pat + "}"
			}
		})
		x.takenOff(r, v, taken, op)
		return r
	case syntax.UpperAll, syntax.LowerAll, syntax.UpperFirst, syntax.LowerFirst:
		if known && t != "" {
			switch op {
			case syntax.UpperAll:
				return value.Lit(strings.ToUpper(t))
			case syntax.LowerAll:
				return value.Lit(strings.ToLower(t))
			case syntax.UpperFirst:
				return value.Lit(strings.ToUpper(t[:1]) + t[1:])
			}
			return value.Lit(strings.ToLower(t[:1]) + t[1:])
		}
		return x.tools.SameEmptiness(st, v, value.SymValue(x.dom.Derive(v, "case"+op.String(), func(s *value.Sym) {
			s.Partial = s.Partial || op == syntax.UpperAll || op == syntax.UpperFirst // names of devices and the like are in lower case
		})))
	}
	if known && op == syntax.OtherParamOps {
		switch p.Exp.Word.Lit() {
		case "Q":
			if q, ok := models.InQuotes(v); ok {
				return q
			}
		case "E":
			return value.Lit(value.AnsiC(t))
		case "P":
			if !strings.ContainsAny(t, "\\$`") { // a prompt with nothing in it to replace
				return v
			}
		case "U":
			return value.Lit(strings.ToUpper(t))
		case "L":
			return value.Lit(strings.ToLower(t))
		}
	}
	return value.SymValue(x.dom.Derive(v, "op"+op.String()+x.prog.At(n), unknownLines)) // ${x@Q}, ${x@U} and others
}

// unknownLines is a text that is computed in a way that nobody follows.
func unknownLines(s *value.Sym) { s.Desc, s.Lines = "a part of a text", true }

// blankClass reports whether a pattern matches blanks only.
func blankClass(p string) bool {
	switch strings.TrimRight(p, "+*") {
	case " ", "[[:space:]]", "[[:blank:]]", "[ ]":
		return true
	}
	return false
}

func (x *exec) slice(p *syntax.ParamExp, v value.Value, st *domain.State) value.Value {
	num := func(e syntax.ArithmExpr, def int) (int, bool) {
		if e == nil {
			return def, true
		}
		a := x.arithm(e, st)
		if len(a) != 1 {
			return 0, false
		}
		t, ok := a[0].V.Constant()
		n, err := strconv.Atoi(t)
		return n, ok && err == nil
	}
	t, known := v.Constant()
	off, ok1 := num(p.Slice.Offset, 0)
	length, ok2 := num(p.Slice.Length, len(t))
	if !known || !ok1 || !ok2 {
		return x.dom.Altered(v, "slice"+x.prog.At(p), nil, nil)
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
	return value.Lit(t[off:min(end, len(t))])
}

// isZeroOf reports whether a slice of the positional parameters begins with $0, which is none of them.
func isZeroOf(p *syntax.ParamExp, names string) bool {
	return strings.Contains(names, p.Param.Value) && isZero(p.Slice.Offset)
}

func (x *exec) sliceList(p *syntax.ParamExp, g got, st *domain.State) got {
	h := g
	a := x.arithm(p.Slice.Offset, st)
	n := 0
	if len(a) == 1 {
		if t, ok := a[0].V.Constant(); ok {
			n, _ = strconv.Atoi(t)
		}
	}
	if n < 0 && g.open == nil { // from the end
		n = max(n+len(g.list), 0)
	} else if p.Param.Value == "@" || p.Param.Value == "*" {
		n = max(n-1, 0)
	}
	if p.Slice.Length != nil && g.open == nil && n >= 0 && !isZeroOf(p, "@*") {
		if a := x.arithm(p.Slice.Length, st); len(a) == 1 {
			if t, ok := a[0].V.Constant(); ok {
				if m, err := strconv.Atoi(t); err == nil && m >= 0 {
					n = min(n, len(g.list))
					h.list = g.list[n:min(n+m, len(g.list))]
					return h
				}
			}
		}
	}
	if p.Slice.Length == nil && n >= 0 && n <= len(g.list) {
		h.list = g.list[n:]
		return h
	}
	if p.Slice.Length == nil && g.open != nil && g.open.Kind == value.SymArgs && n > len(g.list) {
		h.list = nil
		h.open = x.argsSym(&domain.Params{Gen: g.open.Gen, Base: min(g.open.Index+n-len(g.list), domain.MaxShift)})
		return h
	}
	h.list = nil
	h.open = x.dom.Derive(joinSegs([]seg{{isList: true, list: g.list, open: g.open}}), "slice"+x.prog.At(p), nil)
	return h
}
