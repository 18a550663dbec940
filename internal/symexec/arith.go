package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) arithm(e syntax.ArithmExpr, st *domain.State) []domain.Num {
	if x.nest > x.prog.Bounds.Depth {
		return []domain.Num{{St: st, Err: true}}
	}
	x.nest++
	defer func() { x.nest-- }()
	switch e := e.(type) {
	case nil:
		return []domain.Num{{St: st, V: value.Lit("1")}}
	case *syntax.Word:
		var out []domain.Num
		for _, r := range x.word(e, st) {
			out = append(out, x.toNum(r.st, r.v, 0)...)
		}
		return out
	case *syntax.ParenArithm:
		return x.arithm(e.X, st)
	case *syntax.UnaryArithm:
		return x.unaryArithm(e, st)
	case *syntax.BinaryArithm:
		return x.binaryArithm(e, st)
	}
	return []domain.Num{{St: st, V: value.SymValue(x.unknownText(st, e))}}
}

// toNum evaluates text as arithmetic does: nothing is 0, a name is its variable's value.
func (x *exec) toNum(st *domain.State, v value.Value, depth int) []domain.Num {
	v = st.Resolve(v)
	t, ok := v.Constant()
	if !ok {
		if s := v.Single(); s != nil {
			return x.dom.SeveralNumbers(st, s)
		}
		if v.HasLit() && depth < 4 { // let "rc = $?"
			c := st.Fork()
			if e, err := script.ParseArithm(x.textWith(c, v)); err == nil && e != nil {
				if _, isWord := e.(*syntax.Word); !isWord {
					return x.arithm(e, c)
				}
			}
		}
		return []domain.Num{{St: st, V: value.SymValue(x.dom.Derive(v, "number", nil))}}
	}
	t = strings.TrimSpace(t)
	if t == "" {
		return []domain.Num{{St: st, V: value.Lit("0")}}
	}
	if n, err := effects.ParseShellInt(t); err == nil {
		return []domain.Num{{St: st, V: value.Number(n)}}
	}
	if syntax.ValidName(t) {
		g := x.get(st, t, nil)
		if g.set == value.No || depth > 8 {
			if st.Opts&domain.OptNounset != 0 && depth == 0 {
				return []domain.Num{{St: st, Err: true}}
			}
			return []domain.Num{{St: st, V: value.Lit("0")}}
		}
		return x.toNum(st, g.v, depth+1)
	}
	if depth < 4 {
		if e, err := script.ParseArithm(t); err == nil && e != nil {
			if w, isWord := e.(*syntax.Word); !isWord || w.Lit() != t {
				return x.arithm(e, st)
			}
		}
	}
	return []domain.Num{{St: st, Err: true}}
}

func (x *exec) unaryArithm(e *syntax.UnaryArithm, st *domain.State) []domain.Num {
	var out []domain.Num
	switch e.Op {
	case syntax.Inc, syntax.Dec:
		delta := 1
		if e.Op == syntax.Dec {
			delta = -1
		}
		for _, n := range x.arithm(e.X, st) {
			after := x.compute(n.St, n.V, "+", value.Number(delta))
			c := x.assignArithm(n.St, e.X, after)
			if e.Post {
				out = append(out, domain.Num{St: c, V: n.V, Err: n.Err})
			} else {
				out = append(out, domain.Num{St: c, V: after, Err: n.Err})
			}
		}
	case syntax.Not:
		for _, n := range x.arithOperand(e.X, st, false) {
			if n.Err {
				out = append(out, n)
				continue
			}
			for _, b := range x.dom.DecideInt(n.St, n.V, "==", value.Lit("0"), false) {
				out = append(out, domain.Num{St: b.St, V: models.BoolNum(b.Res == value.IsTrue), Err: b.Res == value.IsError})
			}
		}
	default:
		for _, n := range x.arithOperand(e.X, st, false) {
			t, ok := n.V.Constant()
			m, err := strconv.Atoi(t)
			switch {
			case n.Err || !ok || err != nil:
				if !ok {
					n.V = value.SymValue(x.dom.Derive(n.V, e.Op.String(), nil))
				}
				out = append(out, n)
			case e.Op == syntax.Minus:
				out = append(out, domain.Num{St: n.St, V: value.Number(-m), Err: false})
			case e.Op == syntax.BitNegation:
				out = append(out, domain.Num{St: n.St, V: value.Number(^m), Err: false})
			default:
				out = append(out, n)
			}
		}
	}
	return out
}

func (x *exec) compute(st *domain.State, a value.Value, op string, b value.Value) value.Value {
	a, b = st.Resolve(a), st.Resolve(b)
	s, ok1 := a.Constant()
	t, ok2 := b.Constant()
	m, err1 := strconv.Atoi(s)
	n, err2 := strconv.Atoi(t)
	if !ok1 || !ok2 || err1 != nil || err2 != nil {
		if ok2 && t == "0" && (op == "+" || op == "-") {
			return a
		}
		if ok1 && s == "0" && op == "+" {
			return b
		}
		return computed(st, a, op, b, x.dom.Derive(a.Append(value.Lit(op)).Append(b), "compute", func(s *value.Sym) {
			s.Kind, s.Ask, s.Name = value.SymOther, nil, ""
			switch {
			case ok2 && err2 == nil:
				s.Of, s.Apply = statusOf(st, a, func(m int) (int, bool) { return calculate(m, op, n) })
			case ok1 && err1 == nil:
				s.Of, s.Apply = statusOf(st, b, func(n int) (int, bool) { return calculate(m, op, n) })
			}
		}))
	}
	r, ok := calculate(m, op, n)
	if !ok {
		return nil
	}
	return value.Number(r)
}

// statusOf is the exit status that a number is computed from, and how; nil when it is not.
func statusOf(st *domain.State, v value.Value, f func(int) (int, bool)) (*value.Sym, func(int) int) {
	s := v.Single()
	if s == nil {
		return nil, nil
	}
	g := func(n int) int {
		r, _ := f(n)
		return r
	}
	if _, ok := f(1); !ok {
		return nil, nil
	}
	if s.Of != nil {
		return s.Of, func(n int) int { return g(s.Apply(n)) }
	}
	if st.Con(s).Dom == nil {
		return nil, nil
	}
	return s, g
}

// calculate is an operation of two numbers; ok is false for a division by zero.
func calculate(m int, op string, n int) (r int, ok bool) {
	switch op {
	case "+":
		r = m + n
	case "-":
		r = m - n
	case "*":
		r = m * n
	case "/", "%":
		if n == 0 {
			return 0, false
		}
		if op == "/" {
			r = m / n
		} else {
			r = m % n
		}
	case "**":
		r = 1
		for range min(max(n, 0), 64) {
			r *= m
		}
	case "&":
		r = m & n
	case "|":
		r = m | n
	case "^":
		r = m ^ n
	case "<<":
		r = m << min(max(n, 0), 63)
	case ">>":
		r = m >> min(max(n, 0), 63)
	}
	return r, true
}

func (x *exec) binaryArithm(e *syntax.BinaryArithm, st *domain.State) []domain.Num {
	var out []domain.Num
	op := e.Op.String()
	switch e.Op {
	case syntax.AndArit, syntax.OrArit:
		for _, n := range x.arithm(e.X, st) {
			for _, b := range x.truthNum(n) {
				if b.err || b.ok == (e.Op == syntax.OrArit) {
					out = append(out, domain.Num{St: b.st, V: models.BoolNum(b.ok), Err: b.err})
					continue
				}
				for _, m := range x.arithm(e.Y, b.st) {
					for _, c := range x.truthNum(m) {
						out = append(out, domain.Num{St: c.st, V: models.BoolNum(c.ok), Err: c.err})
					}
				}
			}
		}
		return out
	case syntax.TernQuest:
		colon, ok := e.Y.(*syntax.BinaryArithm)
		if !ok {
			return []domain.Num{{St: st, Err: true}}
		}
		for _, n := range x.arithm(e.X, st) {
			for _, b := range x.truthNum(n) {
				if b.err {
					out = append(out, domain.Num{St: b.st, Err: true})
				} else if b.ok {
					out = append(out, x.arithm(colon.X, b.st)...)
				} else {
					out = append(out, x.arithm(colon.Y, b.st)...)
				}
			}
		}
		return out
	case syntax.Comma:
		for _, n := range x.arithm(e.X, st) {
			out = append(out, x.arithm(e.Y, n.St)...)
		}
		return out
	case syntax.Assgn:
		for _, n := range x.arithm(e.Y, st) {
			out = append(out, domain.Num{St: x.assignArithm(n.St, e.X, n.V), V: n.V, Err: n.Err})
		}
		return out
	case syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn, syntax.AndAssgn, syntax.OrAssgn,
		syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		for _, n := range x.arithm(e.X, st) {
			for _, m := range x.arithm(e.Y, n.St) {
				v := x.compute(m.St, n.V, strings.TrimSuffix(op, "="), m.V)
				out = append(out, domain.Num{St: x.assignArithm(m.St, e.X, v), V: v, Err: n.Err || m.Err})
			}
		}
		return out
	}
	sign := e.Op == syntax.Add || e.Op == syntax.Sub
	for _, n := range x.arithOperand(e.X, st, sign) {
		for _, m := range x.arithOperand(e.Y, n.St, false) {
			if n.Err || m.Err {
				out = append(out, domain.Num{St: m.St, Err: true})
				continue
			}
			switch e.Op {
			case syntax.Eql, syntax.Neq, syntax.Lss, syntax.Leq, syntax.Gtr, syntax.Geq:
				for _, b := range x.dom.DecideInt(m.St, n.V, op, m.V, false) {
					out = append(out, domain.Num{St: b.St, V: models.BoolNum(b.Res == value.IsTrue), Err: b.Res == value.IsError})
				}
			default:
				v := x.compute(m.St, n.V, op, m.V)
				out = append(out, domain.Num{St: m.St, V: v, Err: v == nil})
			}
		}
	}
	return out
}

// arithOperand is an operand of an operator. The shell expands the whole text before it reads it, so that an empty expansion leaves the
// operator alone, which is an error, unless it can be a sign: $x + 1.
func (x *exec) arithOperand(e syntax.ArithmExpr, st *domain.State, mayMiss bool) []domain.Num {
	w, ok := e.(*syntax.Word)
	if !ok || mayMiss || w.Lit() != "" {
		return x.arithm(e, st)
	}
	var out []domain.Num
	for _, r := range x.word(w, st) {
		if t, ok := r.st.Resolve(r.v).Constant(); ok && strings.TrimSpace(t) == "" {
			out = append(out, domain.Num{St: r.st, Err: true})
			continue
		}
		for _, b := range x.dom.DecideEmpty(r.st, r.v) {
			if b.Ok {
				out = append(out, domain.Num{St: b.St, Err: true})
			} else {
				out = append(out, x.toNum(b.St, r.v, 0)...)
			}
		}
	}
	return out
}

type truthRes struct {
	st  *domain.State
	ok  bool
	err bool
}

func (x *exec) truthNum(n domain.Num) []truthRes {
	if n.Err {
		return []truthRes{{n.St, false, true}}
	}
	var out []truthRes
	for _, b := range x.dom.DecideInt(n.St, n.V, "!=", value.Lit("0"), false) {
		out = append(out, truthRes{b.St, b.Res == value.IsTrue, b.Res == value.IsError})
	}
	return out
}

func (x *exec) assignArithm(st *domain.State, target syntax.ArithmExpr, v value.Value) *domain.State {
	w, ok := target.(*syntax.Word)
	if !ok {
		return st
	}
	name := w.Lit()
	if !syntax.ValidName(name) {
		if len(w.Parts) == 1 {
			if p, ok := w.Parts[0].(*syntax.ParamExp); ok && p.Index != nil && p.Param != nil {
				return x.assignElement(st, p.Param.Value, p.Index, v, false)
			}
		}
		return st
	}
	return x.assign(st, name, &domain.Variable{Set: true, Val: x.tools.AsNumber(st, v)})
}

// arithmStatus is (( )) and let: status 0 when the value is not 0.
func (x *exec) arithmStatus(e syntax.ArithmExpr, st *domain.State, at place.Range) []*domain.State {
	var out []*domain.State
	cl := &domain.CallInfo{Name: "((", Node: e, At: at, Whole: at}
	for _, n := range x.arithm(e, st) {
		for _, t := range x.truthNum(n) {
			s := domain.Status{Val: value.Lit("1"), At: at}
			if t.ok && !t.err {
				s.Val = value.Lit("0")
			}
			c := x.dom.SetStatus(t.st, s)
			x.tested(c, cl, value.Truth(t.ok && !t.err))
			out = append(out, c)
		}
	}
	return out
}
