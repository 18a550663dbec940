package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A num is the result of an arithmetic expression: a number, or a symbol for one.
type num struct {
	st  *state
	v   Value
	err bool
}

func (x *exec) arithm(e syntax.ArithmExpr, st *state) []num {
	if x.nest > x.bounds.Depth {
		return []num{{st: st, err: true}}
	}
	x.nest++
	defer func() { x.nest-- }()
	switch e := e.(type) {
	case nil:
		return []num{{st: st, v: lit("1")}}
	case *syntax.Word:
		var out []num
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
	return []num{{st: st, v: symValue(x.unknownText(st, e))}}
}

// toNum evaluates text as arithmetic does: nothing is 0, a name is its variable's value.
func (x *exec) toNum(st *state, v Value, depth int) []num {
	v = st.resolve(v)
	t, ok := v.constant()
	if !ok {
		if s := v.single(); s != nil {
			return x.severalNumbers(st, s)
		}
		if v.hasLit() && depth < 4 { // let "rc = $?"
			c := st.fork()
			if e, err := script.ParseArithm(x.textWith(c, v)); err == nil && e != nil {
				if _, isWord := e.(*syntax.Word); !isWord {
					return x.arithm(e, c)
				}
			}
		}
		return []num{{st: st, v: symValue(x.derive(v, "number", nil))}}
	}
	t = strings.TrimSpace(t)
	if t == "" {
		return []num{{st: st, v: lit("0")}}
	}
	if n, err := parseShellInt(t); err == nil {
		return []num{{st: st, v: number(n)}}
	}
	if syntax.ValidName(t) {
		g := x.get(st, t, nil)
		if g.set == no || depth > 8 {
			if st.opts&optNounset != 0 && depth == 0 {
				return []num{{st: st, err: true}}
			}
			return []num{{st: st, v: lit("0")}}
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
	return []num{{st: st, err: true}}
}

func parseShellInt(t string) (int, error) {
	if i := strings.IndexByte(t, '#'); i > 0 {
		base, err := strconv.Atoi(t[:i])
		if err != nil || base < 2 || base > 36 {
			return 0, strconv.ErrSyntax
		}
		n, err := strconv.ParseInt(t[i+1:], base, 64)
		return int(n), err
	}
	if strings.ContainsAny(t, "_oObB") && !strings.HasPrefix(t, "0x") {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.ParseInt(t, 0, 64)
	return int(n), err
}

func (x *exec) unaryArithm(e *syntax.UnaryArithm, st *state) []num {
	var out []num
	switch e.Op {
	case syntax.Inc, syntax.Dec:
		delta := 1
		if e.Op == syntax.Dec {
			delta = -1
		}
		for _, n := range x.arithm(e.X, st) {
			after := x.compute(n.st, n.v, "+", number(delta))
			c := x.assignArithm(n.st, e.X, after)
			if e.Post {
				out = append(out, num{c, n.v, n.err})
			} else {
				out = append(out, num{c, after, n.err})
			}
		}
	case syntax.Not:
		for _, n := range x.arithOperand(e.X, st, false) {
			if n.err {
				out = append(out, n)
				continue
			}
			for _, b := range x.decideInt(n.st, n.v, "==", lit("0"), false) {
				out = append(out, num{b.st, boolNum(b.res == isTrue), b.res == isError})
			}
		}
	default:
		for _, n := range x.arithOperand(e.X, st, false) {
			t, ok := n.v.constant()
			m, err := strconv.Atoi(t)
			switch {
			case n.err || !ok || err != nil:
				if !ok {
					n.v = symValue(x.derive(n.v, e.Op.String(), nil))
				}
				out = append(out, n)
			case e.Op == syntax.Minus:
				out = append(out, num{n.st, number(-m), false})
			case e.Op == syntax.BitNegation:
				out = append(out, num{n.st, number(^m), false})
			default:
				out = append(out, n)
			}
		}
	}
	return out
}

func boolNum(b bool) Value {
	if b {
		return lit("1")
	}
	return lit("0")
}

func (x *exec) compute(st *state, a Value, op string, b Value) Value {
	a, b = st.resolve(a), st.resolve(b)
	s, ok1 := a.constant()
	t, ok2 := b.constant()
	m, err1 := strconv.Atoi(s)
	n, err2 := strconv.Atoi(t)
	if !ok1 || !ok2 || err1 != nil || err2 != nil {
		if ok2 && t == "0" && (op == "+" || op == "-") {
			return a
		}
		if ok1 && s == "0" && op == "+" {
			return b
		}
		return computed(st, a, op, b, x.derive(a.append(lit(op)).append(b), "compute", func(s *Sym) {
			s.kind, s.ask, s.name = symOther, nil, ""
			switch {
			case ok2 && err2 == nil:
				s.of, s.apply = statusOf(st, a, func(m int) (int, bool) { return calculate(m, op, n) })
			case ok1 && err1 == nil:
				s.of, s.apply = statusOf(st, b, func(n int) (int, bool) { return calculate(m, op, n) })
			}
		}))
	}
	r, ok := calculate(m, op, n)
	if !ok {
		return nil
	}
	return number(r)
}

// statusOf is the exit status that a number is computed from, and how; nil when it is not.
func statusOf(st *state, v Value, f func(int) (int, bool)) (*Sym, func(int) int) {
	s := v.single()
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
	if s.of != nil {
		return s.of, func(n int) int { return g(s.apply(n)) }
	}
	if st.con(s).dom == nil {
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

func (x *exec) binaryArithm(e *syntax.BinaryArithm, st *state) []num {
	var out []num
	op := e.Op.String()
	switch e.Op {
	case syntax.AndArit, syntax.OrArit:
		for _, n := range x.arithm(e.X, st) {
			for _, b := range x.truthNum(n) {
				if b.err || b.ok == (e.Op == syntax.OrArit) {
					out = append(out, num{b.st, boolNum(b.ok), b.err})
					continue
				}
				for _, m := range x.arithm(e.Y, b.st) {
					for _, c := range x.truthNum(m) {
						out = append(out, num{c.st, boolNum(c.ok), c.err})
					}
				}
			}
		}
		return out
	case syntax.TernQuest:
		colon, ok := e.Y.(*syntax.BinaryArithm)
		if !ok {
			return []num{{st: st, err: true}}
		}
		for _, n := range x.arithm(e.X, st) {
			for _, b := range x.truthNum(n) {
				if b.err {
					out = append(out, num{st: b.st, err: true})
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
			out = append(out, x.arithm(e.Y, n.st)...)
		}
		return out
	case syntax.Assgn:
		for _, n := range x.arithm(e.Y, st) {
			out = append(out, num{x.assignArithm(n.st, e.X, n.v), n.v, n.err})
		}
		return out
	case syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn, syntax.AndAssgn, syntax.OrAssgn,
		syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		for _, n := range x.arithm(e.X, st) {
			for _, m := range x.arithm(e.Y, n.st) {
				v := x.compute(m.st, n.v, strings.TrimSuffix(op, "="), m.v)
				out = append(out, num{x.assignArithm(m.st, e.X, v), v, n.err || m.err})
			}
		}
		return out
	}
	sign := e.Op == syntax.Add || e.Op == syntax.Sub
	for _, n := range x.arithOperand(e.X, st, sign) {
		for _, m := range x.arithOperand(e.Y, n.st, false) {
			if n.err || m.err {
				out = append(out, num{st: m.st, err: true})
				continue
			}
			switch e.Op {
			case syntax.Eql, syntax.Neq, syntax.Lss, syntax.Leq, syntax.Gtr, syntax.Geq:
				for _, b := range x.decideInt(m.st, n.v, op, m.v, false) {
					out = append(out, num{b.st, boolNum(b.res == isTrue), b.res == isError})
				}
			default:
				v := x.compute(m.st, n.v, op, m.v)
				out = append(out, num{m.st, v, v == nil})
			}
		}
	}
	return out
}

// arithOperand is an operand of an operator. The shell expands the whole text before it reads it, so that an empty expansion leaves the
// operator alone, which is an error, unless it can be a sign: $x + 1.
func (x *exec) arithOperand(e syntax.ArithmExpr, st *state, mayMiss bool) []num {
	w, ok := e.(*syntax.Word)
	if !ok || mayMiss || w.Lit() != "" {
		return x.arithm(e, st)
	}
	var out []num
	for _, r := range x.word(w, st) {
		if t, ok := r.st.resolve(r.v).constant(); ok && strings.TrimSpace(t) == "" {
			out = append(out, num{st: r.st, err: true})
			continue
		}
		for _, b := range x.decideEmpty(r.st, r.v) {
			if b.ok {
				out = append(out, num{st: b.st, err: true})
			} else {
				out = append(out, x.toNum(b.st, r.v, 0)...)
			}
		}
	}
	return out
}

type truthRes struct {
	st  *state
	ok  bool
	err bool
}

func (x *exec) truthNum(n num) []truthRes {
	if n.err {
		return []truthRes{{n.st, false, true}}
	}
	var out []truthRes
	for _, b := range x.decideInt(n.st, n.v, "!=", lit("0"), false) {
		out = append(out, truthRes{b.st, b.res == isTrue, b.res == isError})
	}
	return out
}

func (x *exec) assignArithm(st *state, target syntax.ArithmExpr, v Value) *state {
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
	return x.assign(st, name, &variable{set: true, val: v})
}

// arithmStatus is (( )) and let: status 0 when the value is not 0.
func (x *exec) arithmStatus(e syntax.ArithmExpr, st *state, at Range) []*state {
	var out []*state
	cl := &callInfo{name: "((", node: e, at: at, whole: at}
	for _, n := range x.arithm(e, st) {
		for _, t := range x.truthNum(n) {
			s := status{val: lit("1"), at: at}
			if t.ok && !t.err {
				s.val = lit("0")
			}
			c := x.setStatus(t.st, s)
			x.tested(c, cl, truth(t.ok && !t.err))
			out = append(out, c)
		}
	}
	return out
}
