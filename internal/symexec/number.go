package symexec

import (
	"strconv"
	"strings"
)

func holdsInt(a int, op string, b int) bool {
	switch op {
	case "-eq", "==":
		return a == b
	case "-ne", "!=":
		return a != b
	case "-lt", "<":
		return a < b
	case "-le", "<=":
		return a <= b
	case "-gt", ">":
		return a > b
	case "-ge", ">=":
		return a >= b
	}
	return false
}

var flipped = map[string]string{"-eq": "-eq", "-ne": "-ne", "-lt": "-gt", "-gt": "-lt", "-le": "-ge", "-ge": "-le",
	"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// decideInt forks by a comparison of numbers. strict is what [ does: text that is no number is an error. Without it the
// texts have been evaluated as arithmetic.
func (x *exec) decideInt(st *state, a Value, op string, b Value, strict bool) []branch3 {
	a, b = st.resolve(a), st.resolve(b)
	at, aok := a.constant()
	bt, bok := b.constant()
	if aok && !bok {
		return x.decideInt(st, b, flipped[op], a, strict)
	}
	if bok {
		n, err := parseInt(bt)
		if err != nil {
			return []branch3{{st.fork(), isError}}
		}
		if aok {
			m, err := parseInt(at)
			if err != nil {
				return []branch3{{st.fork(), isError}}
			}
			return []branch3{{st.fork(), truth(holdsInt(m, op, n))}}
		}
		if s := a.single(); s != nil {
			return x.decideBound(st, s, op, n, strict)
		}
		if strict && (op == "-eq" || op == "-ne") && !endsLike(a, n) {
			// whatever stands before its last digits: "$noise"1 is not 0
			return []branch3{{st.fork(), truth(op == "-ne")}, {st.fork(), isError}}
		}
	}
	if sameValue(a, b) && !a.summary() {
		return []branch3{{st.fork(), truth(holdsInt(0, op, 0))}}
	}
	s := a.firstSym()
	var out []branch3
	for _, br := range x.question(st, s, a.key()+op+b.key(), 0, 0) {
		out = append(out, branch3{br.st, truth(br.ok)})
	}
	if strict {
		out = append(out, branch3{st.fork(), isError})
	}
	return out
}

// endsLike reports whether a number that a value may stand for can be n, as far as the digits at the value's end tell.
func endsLike(v Value, n int) bool {
	last := v[len(v)-1]
	if last.sym != nil {
		return true
	}
	text := strings.TrimRight(last.lit, " \t\n")
	digits := text[len(strings.TrimRight(text, "0123456789")):]
	want := strconv.Itoa(max(n, -n))
	for len(want) < len(digits) {
		want = "0" + want
	}
	return strings.HasSuffix(want, digits)
}

func truth(b bool) verdict3 {
	if b {
		return isTrue
	}
	return isFalse
}

func parseInt(s string) (int, error) {
	return strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(s), "+"))
}

func (x *exec) decideBound(st *state, s *Sym, op string, n int, strict bool) []branch3 {
	k := st.con(s)
	if s.of != nil && st.con(s.of).dom != nil {
		var out []branch3
		for _, b := range x.decideStatus(st, symValue(s.of), func(m int) bool { return holdsInt(s.apply(m), op, n) }) {
			out = append(out, branch3{b.st, truth(b.ok)})
		}
		return out
	}
	if k.dom != nil {
		var out []branch3
		for _, b := range x.decideStatus(st, symValue(s), func(m int) bool { return holdsInt(m, op, n) }) {
			out = append(out, branch3{b.st, truth(b.ok)})
		}
		return out
	}
	if s.ask != nil && !s.ask.Prompt && s.kind != symElem && k.lo == nil {
		return x.decideAnswer(st, s, op, n, strict)
	}
	if a, ok := k.ask("number"); ok && !a {
		return []branch3{{st.fork(), isError}}
	}
	if k.lo == nil && s.isArgCount() {
		k = k.clone()
		k.lo = new(int) // there are no fewer parameters than none
	}
	numeric := k.lo != nil || k.hi != nil || s.kind == symCount || s.kind == symStatus
	if a, ok := k.ask("number"); ok && a {
		numeric = true
	}
	var out []branch3
	// what a guard prints beside its status is not taken for the very number that the script waits for
	if yesCon, ok := bounded(k, op, n); ok && !(s.foreign && (op == "-eq" || op == "==")) {
		c := st.fork()
		c.setCon(s, yesCon)
		if op == "-eq" || op == "==" {
			x.answerIs(c, symValue(s), strconv.Itoa(n))
		}
		out = append(out, branch3{c, isTrue})
	}
	if noCon, ok := bounded(k, negated[op], n); ok && !(s.foreign && (op == "-ne" || op == "!=")) {
		c := st.fork()
		c.setCon(s, noCon)
		out = append(out, branch3{c, isFalse})
	}
	if !numeric && strict {
		c := st.fork()
		c.setCon(s, k.withSaid("number", false))
		out = append(out, branch3{c, isError})
	}
	if len(out) > 1 {
		for _, b := range out {
			x.rest(b.st, s, b.res == isTrue)
		}
	}
	return out
}

var negated = map[string]string{"-eq": "-ne", "-ne": "-eq", "-lt": "-ge", "-ge": "-lt", "-gt": "-le", "-le": "-gt",
	"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

// bounded adds a bound to what is known of a number; ok is false when that is impossible.
func bounded(k *con, op string, n int) (*con, bool) {
	c := k.clone()
	c.nonempty, c.set = yes, yes
	low := func(v int) {
		if c.lo == nil || *c.lo < v {
			c.lo = &v
		}
	}
	high := func(v int) {
		if c.hi == nil || *c.hi > v {
			c.hi = &v
		}
	}
	switch op {
	case "-eq", "==":
		low(n)
		high(n)
	case "-ne", "!=":
		if k.lo != nil && k.hi != nil && *k.lo == n && *k.hi == n {
			return nil, false
		}
		if k.lo != nil && *k.lo == n {
			low(n + 1)
		} else if k.hi != nil && *k.hi == n {
			high(n - 1)
		} else {
			c = c.withNe(strconv.Itoa(n)).withSaid("number", true)
		}
	case "-lt", "<":
		high(n - 1)
	case "-le", "<=":
		high(n)
	case "-gt", ">":
		low(n + 1)
	case "-ge", ">=":
		low(n)
	}
	if c.lo != nil && c.hi != nil && *c.lo > *c.hi || k.nonempty == no {
		return nil, false
	}
	if c.lo != nil && c.hi != nil && *c.lo == *c.hi {
		if k.refutes(strconv.Itoa(*c.lo)) {
			return nil, false
		}
		return c.withEq(strconv.Itoa(*c.lo)), true
	}
	return c, true
}
