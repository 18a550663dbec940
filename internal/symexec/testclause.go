package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// testClause is [[ ]].
func (x *exec) testClause(c *syntax.TestClause, st *state) []*state {
	at := x.span(c)
	cl := &callInfo{name: "[[", at: at, whole: at, node: c}
	x.testAt = at
	var out []*state
	for _, b := range x.testExpr(c.X, st, cl) {
		out = append(out, x.testStatus(b, cl))
	}
	return out
}

func (x *exec) testExpr(e syntax.TestExpr, st *state, cl *callInfo) []branch3 {
	switch e := e.(type) {
	case *syntax.Word:
		var out []branch3
		for _, r := range x.word(e, st) {
			s := r.st
			x.nameTested(&s, r.v, cl)
			out = append(out, flip(lift(x.decideEmpty(s, r.v)))...)
		}
		return out
	case *syntax.ParenTest:
		return x.testExpr(e.X, st, cl)
	case *syntax.UnaryTest:
		if e.Op == syntax.TsNot {
			return flip(x.testExpr(e.X, st, cl))
		}
		w, ok := e.X.(*syntax.Word)
		if !ok {
			return []branch3{{st, isError}}
		}
		x.testedAs = printed(w)
		var out []branch3
		for _, r := range x.word(w, st) {
			out = append(out, x.unaryTest(r.st, e.Op.String(), r.v, cl)...)
		}
		return out
	case *syntax.BinaryTest:
		return x.binaryTestExpr(e, st, cl)
	}
	return []branch3{{st, isError}}
}

func (x *exec) binaryTestExpr(e *syntax.BinaryTest, st *state, cl *callInfo) []branch3 {
	var out []branch3
	switch e.Op {
	case syntax.AndTest, syntax.OrTest:
		for _, l := range x.testExpr(e.X, st, cl) {
			if l.res == isError || (l.res == isTrue) == (e.Op == syntax.OrTest) {
				out = append(out, l)
				continue
			}
			out = append(out, x.testExpr(e.Y, l.st, cl)...)
		}
		return out
	}
	xw, ok1 := e.X.(*syntax.Word)
	yw, ok2 := e.Y.(*syntax.Word)
	if !ok1 || !ok2 {
		return []branch3{{st, isError}}
	}
	for _, l := range x.word(xw, st) {
		switch e.Op {
		case syntax.TsMatchShort, syntax.TsMatch, syntax.TsNoMatch:
			for _, g := range x.glob(yw, l.st) {
				b := lift(x.decideMatch(g.st, l.v, g.g))
				if e.Op == syntax.TsNoMatch {
					b = flip(b)
				}
				out = append(out, b...)
			}
		case syntax.TsReMatch:
			for _, g := range x.glob(yw, l.st) {
				out = append(out, x.regexpTest(g.st, l.v, g.g)...)
			}
		case syntax.TsEql, syntax.TsNeq, syntax.TsLss, syntax.TsLeq, syntax.TsGtr, syntax.TsGeq:
			for _, r := range x.word(yw, l.st) {
				for _, n := range x.toNum(r.st, l.v, 0) {
					for _, m := range x.toNum(n.st, r.v, 0) {
						if n.err || m.err {
							out = append(out, branch3{m.st, isFalse}) // bash prints an error and gives 1
							continue
						}
						out = append(out, x.decideInt(m.st, n.v, e.Op.String(), m.v, false)...)
					}
				}
			}
		default:
			for _, r := range x.word(yw, l.st) {
				out = append(out, x.binaryTest(r.st, l.v, e.Op.String(), r.v)...)
			}
		}
	}
	return out
}

func (x *exec) regexpTest(st *state, v Value, g glob) []branch3 {
	v = st.resolve(v)
	set := func(s *state) *state {
		c := s.fork()
		m := x.fresh(c, "rematch", func(s *Sym) { s.kind, s.name = symOther, "BASH_REMATCH" })
		c.vars = c.vars.set(x.name("BASH_REMATCH"), &variable{set: true, array: true, list: m})
		return c
	}
	if t, ok := v.constant(); ok && g.known {
		re := x.matcher(g.text, true)
		if !x.affords(re, t) {
			return []branch3{{set(st), isTrue}, {st, isFalse}}
		}
		m := re.re.FindStringSubmatch(t)
		if m == nil {
			return []branch3{{st, isFalse}}
		}
		c := st.fork()
		var elems []Value
		for _, s := range m {
			elems = append(elems, lit(s))
		}
		c.vars = c.vars.set(x.name("BASH_REMATCH"), &variable{set: true, array: true, elems: elems})
		return []branch3{{c, isTrue}}
	}
	s := v.firstSym()
	if s == nil {
		s = g.v.firstSym()
	}
	if s == nil {
		return []branch3{{set(st), isTrue}, {st, isFalse}}
	}
	if v.single() == s && g.known && isNumberPattern(g.text) {
		// the usual check that a text is a number: what passes is not empty, and compares without an error
		var out []branch3
		for _, b := range x.decideEmpty(st, v) {
			if b.ok {
				out = append(out, branch3{b.st, isFalse})
				continue
			}
			if isCount(s, b.st.con(s)) {
				out = append(out, branch3{set(b.st), isTrue})
				continue
			}
			for _, c := range x.question(b.st, s, "number", 0, 0) {
				if c.ok {
					c.st = set(c.st)
				}
				out = append(out, branch3{c.st, truth(c.ok)})
			}
		}
		return out
	}
	if core, exact := plainPattern(g.text, false); g.known && exact && v.single() == s {
		var out []branch3
		for _, b := range x.decideEq(st, v, core) {
			if b.ok {
				b.st = set(b.st)
			}
			out = append(out, branch3{b.st, truth(b.ok)})
		}
		return out
	}
	core := strings.Trim(g.text, "^$*.?()")
	same, other := x.patternSays(s, core, g.text != "^"+core+"$", core == g.text)
	var out []branch3
	for _, b := range x.question(st, s, "=~"+v.key()+"~"+g.text+g.v.key(), same, other) {
		if b.ok {
			b.st = set(b.st)
			if re := x.matcher(g.text, true).re; re != nil && g.known && v.single() != nil {
				x.answerMatches(b.st, v, re.MatchString)
			}
		}
		out = append(out, branch3{b.st, truth(b.ok)})
	}
	return out
}

func isNumberPattern(t string) bool {
	switch t {
	case "^[0-9]+$", "^[[:digit:]]+$", "^[0-9][0-9]*$", "^-?[0-9]+$":
		return true
	}
	return false
}
