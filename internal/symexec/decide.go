package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/pattern"
)

// A branch is one side of a decision.
type branch struct {
	st *state
	ok bool
}

// A verdict3 is the result of a test: true, false, or an error, which shells count as false (status 2).
type verdict3 uint8

const (
	isFalse verdict3 = iota
	isTrue
	isError
)

type branch3 struct {
	st  *state
	res verdict3
}

// decideStatus forks by a property of an exit status.
func (x *exec) decideStatus(st *state, v Value, keep func(int) bool) []branch {
	v = st.resolve(v)
	if t, ok := v.constant(); ok {
		n, err := strconv.Atoi(t)
		return []branch{{st.fork(), err == nil && keep(n)}}
	}
	s := v.single()
	if s == nil {
		return []branch{{st.fork(), true}, {st.fork(), false}}
	}
	d := anyStatus
	if c := st.con(s); c.dom != nil {
		d = *c.dom
	}
	yesDom, noDom := d.filter(keep)
	if yesDom.empty() && noDom.empty() { // what is known of it contradicts itself, and says nothing
		yesDom, noDom = anyStatus.filter(keep)
	}
	var out []branch
	for _, side := range []struct {
		d  domain
		ok bool
	}{{yesDom, true}, {noDom, false}} {
		if side.d.empty() {
			continue
		}
		c := st.fork()
		con := c.con(s).clone()
		dom := side.d
		con.dom, con.set, con.nonempty = &dom, yes, yes
		c.setCon(s, con)
		if !yesDom.empty() && !noDom.empty() {
			x.rest(c, s, side.ok)
		}
		out = append(out, branch{c, side.ok})
	}
	return out
}

// decideEmpty forks by whether a text is empty; an unset variable counts as empty.
func (x *exec) decideEmpty(st *state, v Value) []branch {
	v = st.resolve(v)
	if v.hasLit() {
		return []branch{{st.fork(), false}}
	}
	cur := st.fork()
	var out []branch
	for _, p := range v {
		s := p.sym
		if s == nil {
			continue
		}
		c := cur.con(s)
		if c.nonempty == yes || neverEmpty(s) {
			return append(out, branch{cur, false})
		}
		full := cur.fork()
		d := c.clone()
		d.nonempty, d.set = yes, yes
		full.setCon(s, d)
		x.rest(full, s, false)
		x.note(full, s, saidNonEmpty)
		out = append(out, branch{full, false})
		d = c.clone()
		d.nonempty = no
		cur.setCon(s, d)
		x.rest(cur, s, true)
		x.note(cur, s, saidEmpty)
	}
	return append(out, branch{cur, true})
}

// neverEmpty reports whether a text certainly has a character. A line may be empty, but of a guard's answer the lines that are
// not are what counts: an answer of empty lines only is an empty one. What a loop collects in an array is taken for words.
func neverEmpty(s *Sym) bool {
	if s.kind == symElem {
		return s.list != nil && !s.list.blank && (s.list.ask != nil || s.list.said || s.list.kind == symWidened)
	}
	return s.filled || s.kind == symStatus || s.kind == symCount || s.kind == symGlob || s.kind == symScript || s.kind == symDir
}

// decideSet forks by whether a variable is set.
func (x *exec) decideSet(st *state, s *Sym) []branch {
	c := st.con(s)
	if c.set == yes || c.nonempty == yes || c.eq != nil && *c.eq != "" {
		return []branch{{st.fork(), true}}
	}
	if c.set == no {
		return []branch{{st.fork(), false}}
	}
	a, b := st.fork(), st.fork()
	d := c.clone()
	d.set = yes
	a.setCon(s, d)
	d = c.clone()
	d.set, d.nonempty = no, no
	b.setCon(s, d)
	x.rest(a, s, true)
	x.rest(b, s, false)
	return []branch{{a, true}, {b, false}}
}

// decideEq forks by whether a text equals a constant.
func (x *exec) decideEq(st *state, v Value, c string) []branch {
	v = st.resolve(v)
	if t, ok := v.constant(); ok {
		return []branch{{st.fork(), t == c}}
	}
	if v[0].sym == nil {
		if !strings.HasPrefix(c, v[0].lit) {
			return []branch{{st.fork(), false}}
		}
		c, v = c[len(v[0].lit):], v[1:]
	}
	if n := len(v) - 1; v[n].sym == nil {
		if !strings.HasSuffix(c, v[n].lit) {
			return []branch{{st.fork(), false}}
		}
		c, v = c[:len(c)-len(v[n].lit)], v[:n]
	}
	s := v.single()
	if s == nil {
		return x.question(st, v[0].sym, "="+v.key()+"="+c, 0, 0)
	}
	k := st.con(s)
	if k.refutes(c) || c == "" && neverEmpty(s) || c != "" && s.foreign {
		return []branch{{st.fork(), false}}
	}
	if k.dom != nil {
		n, err := strconv.Atoi(c)
		return x.decideStatus(st, v, func(m int) bool { return err == nil && m == n })
	}
	if n, err := strconv.Atoi(c); s.of != nil && err == nil && st.con(s.of).dom != nil {
		return x.decideStatus(st, symValue(s.of), func(m int) bool { return s.apply(m) == n })
	}
	if c == "" {
		return x.decideEmpty(st, v)
	}
	if a, ok := k.ask("~" + pattern.QuoteMeta(c, 0)); ok {
		return []branch{{st.fork(), a}}
	}
	same, other := x.meaning(s, c)
	a, b := st.fork(), st.fork()
	a.setCon(s, k.withEq(c))
	x.note(a, s, same)
	x.answerIs(a, v, c)
	b.setCon(s, k.withNe(c))
	x.note(b, s, other)
	x.rest(a, s, true)
	x.rest(b, s, false)
	return []branch{{a, true}, {b, false}}
}

// question forks by something that nothing is known about but earlier answers of the same path.
func (x *exec) question(st *state, s *Sym, q string, same, other saidBits) []branch {
	if s == nil { // a question about text that is known, such as a pattern that no regular expression can be made of
		return []branch{{st.fork(), true}, {st.fork(), false}}
	}
	c := st.con(s)
	if a, ok := c.ask(q); ok {
		return []branch{{st.fork(), a}}
	}
	a, b := st.fork(), st.fork()
	a.setCon(s, c.withSaid(q, true))
	b.setCon(s, c.withSaid(q, false))
	x.rest(a, s, true)
	x.rest(b, s, false)
	x.note(a, s, same)
	x.note(b, s, other)
	return []branch{{a, true}, {b, false}}
}

// decideSame forks by whether two texts are equal.
func (x *exec) decideSame(st *state, a, b Value) []branch {
	a, b = st.resolve(a), st.resolve(b)
	if t, ok := b.constant(); ok {
		return x.decideEq(st, a, t)
	}
	if t, ok := a.constant(); ok {
		return x.decideEq(st, b, t)
	}
	if sameValue(a, b) && !a.summary() {
		return []branch{{st.fork(), true}}
	}
	p, q := a.single(), b.single()
	if p != nil && q != nil && (p.kind == symScript && q.kind == symScript) {
		return []branch{{st.fork(), false}}
	}
	s, k1, k2 := a.firstSym(), a.key(), b.key()
	if k2 < k1 {
		s, k1, k2 = b.firstSym(), k2, k1
	}
	out := x.question(st, s, "=="+k1+"=="+k2, 0, 0) // what a variable holds is no word of known meaning
	for _, o := range out {
		if o.ok { // the person typed the very name that the script wants
			x.answered(o.st, a, saidIdle)
			x.answered(o.st, b, saidIdle)
		}
	}
	return out
}

func (v Value) summary() bool {
	for _, p := range v {
		if p.sym != nil && p.sym.summary {
			return true
		}
	}
	return false
}

func (v Value) firstSym() *Sym {
	for _, p := range v {
		if p.sym != nil {
			return p.sym
		}
	}
	return nil
}
