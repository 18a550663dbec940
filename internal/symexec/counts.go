package symexec

import (
	"math"
	"regexp"
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// Counts are numbers of which a path knows bounds, and not samples: whatever number a script lets through is reached.

// some makes a symbol a number above 0.
func (s *Sym) some(st *state) {
	one := 1
	st.setCon(s, &con{set: yes, nonempty: yes, lo: &one})
}

// isCount reports whether a text is certainly a number that is not below 0.
func isCount(s *Sym, k *con) bool { return s.kind == symCount || k.lo != nil && *k.lo >= 0 }

// decideAnswer compares a query's answer, used as a number: there is none, there are some, or, where text that is no number counts as 0,
// it is such text.
func (x *exec) decideAnswer(st *state, s *Sym, op string, n int, strict bool) []branch3 {
	k := st.con(s)
	var out []branch3
	if !k.refutes("0") {
		c := st.fork()
		c.setCon(s, k.withEq("0"))
		same, _ := x.meaning(s, "0")
		x.note(c, s, same)
		out = append(out, branch3{c, truth(holdsInt(0, op, n))})
	}
	if k.eq == nil && k.nonempty != no {
		c := st.fork()
		one := 1
		d := k.withSaid("number", true)
		d.lo, d.set, d.nonempty = &one, yes, yes
		c.setCon(s, d)
		same, _ := x.meaning(s, "1")
		x.note(c, s, same)
		out = append(out, x.decideBound(c, s, op, n, strict)...)
	}
	known, isNumber := k.ask("number")
	if (!strict || s.cast) && !s.ask.Entry.Number && !(isNumber && known) {
		c := st.fork()
		c.setCon(s, k.withSaid("number", false).filled())
		x.note(c, s, saidNotLiteral)
		out = append(out, branch3{c, truth(holdsInt(0, op, n))})
	}
	return out
}

// asNumber is what printf %d makes of a text.
func (x *exec) asNumber(v Value) Value {
	if t, ok := v.constant(); ok {
		if _, err := parseShellInt(t); err != nil {
			return lit("0")
		}
		return v
	}
	if s := v.single(); s != nil && s.ask != nil && !s.ask.Prompt && s.kind == symOutput && !s.ask.Entry.Number {
		return symValue(x.derive(v, "number", func(d *Sym) { d.kind, d.cast, d.lines = symOutput, true, false }))
	}
	return v
}

// sampleNumbers are tried to find out whether a pattern tells numbers apart at all: *[!0-9]* fits none.
var sampleNumbers = []string{"1", "2", "3", "7", "9", "10", "12", "42", "100", "256", "999", "4096", "100000"}

// ofAllNumbers decides a pattern that fits all numbers, or none.
func ofAllNumbers(s *Sym, k *con, re *regexp.Regexp) (fits, ok bool) {
	if !isCount(s, k) {
		return false, false
	}
	n := 0
	for _, t := range sampleNumbers {
		if re.MatchString(t) {
			n++
		}
	}
	zero := re.MatchString("0")
	if k.lo != nil && *k.lo > 0 {
		zero = n > 0
	}
	switch {
	case n == 0 && !zero:
		return false, true
	case n == len(sampleNumbers) && zero:
		return true, true
	}
	return false, false
}

// bounds are the bounds of a number, as far as a path knows them.
func (st *state) bounds(v Value) (lo, hi int, ok bool) {
	if t, isConst := v.constant(); isConst {
		n, err := strconv.Atoi(t)
		return n, n, err == nil
	}
	lo, hi = math.MinInt32, math.MaxInt32
	s := v.single()
	if s == nil {
		return lo, hi, false
	}
	k := st.con(s)
	if k.lo != nil {
		lo = *k.lo
	}
	if k.hi != nil {
		hi = *k.hi
	}
	return lo, hi, k.lo != nil || k.hi != nil
}

// computed is a number that is computed from others, with the bounds that it has because of theirs.
func computed(st *state, a Value, op string, b Value, s *Sym) Value {
	alo, ahi, aok := st.bounds(a)
	blo, bhi, bok := st.bounds(b)
	if !aok || !bok || s.summary {
		return symValue(s)
	}
	lo, hi := math.MinInt32, math.MaxInt32
	switch op {
	case "+":
		lo, hi = alo+blo, ahi+bhi
	case "-":
		lo, hi = alo-bhi, ahi-blo
	case "*":
		if alo < 0 || blo < 0 {
			return symValue(s)
		}
		lo = alo * blo
	default:
		return symValue(s)
	}
	k := st.con(s).clone()
	k.set, k.nonempty = yes, yes
	if lo > math.MinInt32/2 && k.lo == nil && k.eq == nil {
		k.lo = &lo
	}
	if hi < math.MaxInt32/2 && k.hi == nil && k.eq == nil {
		k.hi = &hi
	}
	if k.lo != nil || k.hi != nil {
		st.setCon(s, k)
	}
	return symValue(s)
}

// stripNumber takes a pattern off a number above 0 where that changes none, as ${n#0}, or leaves something of all of them.
func (x *exec) stripNumber(s *Sym, pat string, op syntax.ParExpOperator) (Value, bool) {
	same, filled := true, true
	for _, t := range append(sampleNumbers, "4", "5", "6", "8", "20", "30") {
		r, done := x.strip(t, pat, op)
		if !done {
			return nil, false
		}
		same, filled = same && r == t, filled && r != ""
	}
	if same {
		return symValue(s), true
	}
	if !filled {
		return nil, false
	}
	return symValue(x.derive(symValue(s), "strip"+op.String()+pat, func(d *Sym) { d.kind, d.filled, d.lines = symOther, true, false })), true
}

// leftOpen is a text that is printed without a newline behind it. Where it is what a guard printed, caught by a command substitution,
// its last line has none either: wc -l does not count that line, and read fails on it.
func (x *exec) leftOpen(st *state, v Value) Value {
	n := len(v) - 1
	if n < 0 || v[n].sym == nil {
		return v
	}
	s := v[n].sym
	if s.source == nil || s.unended || s.summary || s.kind != symOutput && s.kind != symElem && s.kind != symOther {
		return v
	}
	d := x.derive(symValue(s), "unended", func(d *Sym) {
		d.kind, d.word, d.filled, d.unended, d.ended, d.foreign, d.said, d.list = s.kind, s.word, s.filled, true, s, s.foreign, s.said, s.list
	})
	st.setCon(d, st.con(s))
	return append(append(Value(nil), v[:n]...), Part{sym: d})
}

// unended reports whether the last line of a text has no newline.
func unended(v Value) bool {
	if len(v) == 0 {
		return false
	}
	s := v[len(v)-1].sym
	return s != nil && s.unended
}
