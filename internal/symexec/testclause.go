package symexec

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// testClause is [[ ]].
func (x *exec) testClause(c *syntax.TestClause, st *domain.State) []*domain.State {
	at := x.prog.Span(c)
	cl := &domain.CallInfo{Name: "[[", At: at, Whole: at, Node: c}
	x.testAt = at
	var out []*domain.State
	for _, b := range x.testExpr(c.X, st, cl) {
		out = append(out, x.testStatus(b, cl))
	}
	return out
}

func (x *exec) testExpr(e syntax.TestExpr, st *domain.State, cl *domain.CallInfo) []domain.Branch3 {
	switch e := e.(type) {
	case *syntax.Word:
		var out []domain.Branch3
		for _, r := range x.word(e, st) {
			s := r.st
			x.nameTested(&s, r.v, cl)
			out = append(out, flip(lift(x.dom.DecideEmpty(s, r.v)))...)
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
			return []domain.Branch3{{St: st, Res: value.IsError}}
		}
		x.testedAs = effects.Printed(w)
		var out []domain.Branch3
		for _, r := range x.word(w, st) {
			out = append(out, x.unaryTest(r.st, e.Op.String(), r.v, cl)...)
		}
		return out
	case *syntax.BinaryTest:
		return x.binaryTestExpr(e, st, cl)
	}
	return []domain.Branch3{{St: st, Res: value.IsError}}
}

func (x *exec) binaryTestExpr(e *syntax.BinaryTest, st *domain.State, cl *domain.CallInfo) []domain.Branch3 {
	var out []domain.Branch3
	switch e.Op {
	case syntax.AndTest, syntax.OrTest:
		for _, l := range x.testExpr(e.X, st, cl) {
			if l.Res == value.IsError || (l.Res == value.IsTrue) == (e.Op == syntax.OrTest) {
				out = append(out, l)
				continue
			}
			out = append(out, x.testExpr(e.Y, l.St, cl)...)
		}
		return out
	}
	xw, ok1 := e.X.(*syntax.Word)
	yw, ok2 := e.Y.(*syntax.Word)
	if !ok1 || !ok2 {
		return []domain.Branch3{{St: st, Res: value.IsError}}
	}
	for _, l := range x.word(xw, st) {
		switch e.Op {
		case syntax.TsMatchShort, syntax.TsMatch, syntax.TsNoMatch:
			for _, g := range x.glob(yw, l.st) {
				b := lift(x.matches(g.st, l.v, g.g))
				if e.Op == syntax.TsNoMatch {
					b = flip(b)
				}
				out = append(out, b...)
			}
		case syntax.TsReMatch:
			for _, g := range x.quotedAs(yw, l.st, regexp.QuoteMeta) {
				out = append(out, x.regexpTest(g.st, l.v, g.g)...)
			}
		case syntax.TsEql, syntax.TsNeq, syntax.TsLss, syntax.TsLeq, syntax.TsGtr, syntax.TsGeq:
			for _, r := range x.word(yw, l.st) {
				for _, n := range x.toNum(r.st, l.v, 0) {
					for _, m := range x.toNum(n.St, r.v, 0) {
						if n.Err || m.Err {
							out = append(out, domain.Branch3{St: m.St, Res: value.IsFalse}) // bash prints an error and gives 1
							continue
						}
						out = append(out, x.dom.DecideInt(m.St, n.V, e.Op.String(), m.V, false)...)
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

func (x *exec) regexpTest(st *domain.State, v value.Value, g domain.Glob) []domain.Branch3 {
	v = st.Resolve(v)
	set := func(s *domain.State) *domain.State {
		c := s.Fork()
		m := x.dom.Fresh(c, "rematch", func(s *value.Sym) { s.Kind, s.Name = value.SymOther, "BASH_REMATCH" })
		c.Vars = c.Vars.Set(x.tab.Name("BASH_REMATCH"), &domain.Variable{Set: true, Array: true, List: m})
		return c
	}
	if t, ok := v.Constant(); ok && g.Known {
		re := x.dom.Matcher(g.Text, true)
		if !x.dom.Affords(re, t) {
			return []domain.Branch3{{St: set(st), Res: value.IsTrue}, {St: st, Res: value.IsFalse}}
		}
		m := re.Re.FindStringSubmatch(t)
		if m == nil {
			return []domain.Branch3{{St: st, Res: value.IsFalse}}
		}
		c := st.Fork()
		var elems []value.Value
		for _, s := range m {
			elems = append(elems, value.Lit(s))
		}
		c.Vars = c.Vars.Set(x.tab.Name("BASH_REMATCH"), &domain.Variable{Set: true, Array: true, Elems: elems})
		return []domain.Branch3{{St: c, Res: value.IsTrue}}
	}
	s := v.FirstSym()
	if s == nil {
		s = g.V.FirstSym()
	}
	if s == nil {
		return []domain.Branch3{{St: set(st), Res: value.IsTrue}, {St: st, Res: value.IsFalse}}
	}
	if v.Single() == s && g.Known && isNumberPattern(g.Text) {
		// the usual check that a text is a number: what passes is not empty, and compares without an error
		var out []domain.Branch3
		for _, b := range x.dom.DecideEmpty(st, v) {
			if b.Ok {
				out = append(out, domain.Branch3{St: b.St, Res: value.IsFalse})
				continue
			}
			if domain.IsCount(s, b.St.Con(s)) {
				out = append(out, domain.Branch3{St: set(b.St), Res: value.IsTrue})
				continue
			}
			for _, c := range x.dom.Question(b.St, s, "number", 0, 0) {
				if c.Ok {
					c.St = set(c.St)
				}
				out = append(out, domain.Branch3{St: c.St, Res: value.Truth(c.Ok)})
			}
		}
		return out
	}
	if core, exact := models.PlainPattern(g.Text, false); g.Known && exact && v.Single() == s {
		var out []domain.Branch3
		for _, b := range x.dom.DecideEq(st, v, core) {
			if b.Ok {
				b.St = set(b.St)
			}
			out = append(out, domain.Branch3{St: b.St, Res: value.Truth(b.Ok)})
		}
		return out
	}
	if re := x.dom.Matcher(g.Text, true).Re; v.Single() == s && g.Known && re != nil && domain.FitsFilled(re.MatchString) {
		var out []domain.Branch3
		for _, b := range x.dom.DecideEmpty(st, v) {
			if !b.Ok {
				b.St = set(b.St)
			}
			out = append(out, domain.Branch3{St: b.St, Res: value.Truth(!b.Ok)})
		}
		return out
	}
	core := strings.Trim(g.Text, "^$*.?()")
	same, other := x.dom.PatternSays(s, core, g.Text != "^"+core+"$", core == g.Text)
	if pat, ok := soughtByRegexp(st, g); ok {
		if x.dom.LookFor = x.searchedFor(st, v, pat); x.dom.LookFor != 0 {
			same, other = domain.SearchSays(s)
			defer func() { x.dom.LookFor = 0 }()
		}
	}
	var out []domain.Branch3
	for _, b := range x.dom.Question(st, s, "=~"+v.Key()+"~"+g.Text+g.V.Key(), same, other) {
		if b.Ok {
			b.St = set(b.St)
			if re := x.dom.Matcher(g.Text, true).Re; re != nil && g.Known && v.Single() != nil {
				x.dom.AnswerMatches(b.St, v, re.MatchString)
			}
		}
		out = append(out, domain.Branch3{St: b.St, Res: value.Truth(b.Ok)})
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
