package symexec

import (
	"regexp"
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
		out = append(out, branch{c, side.ok})
	}
	return out
}

// note records what a comparison says about a query's answer.
func (x *exec) note(st *state, s *Sym, bit saidBits) {
	if s.ask == nil {
		return
	}
	if bit&(saidEmpty|saidNonEmpty) == 0 {
		x.wordy[s.ask.place] = true
	}
	f, ok := st.facts.get(s.ask.id)
	if !ok {
		return
	}
	f.said |= bit
	st.facts = st.facts.set(s.ask.id, f)
}

// meaning says what equality with a word, or a match of a pattern that contains it, says about a query's answer.
func (x *exec) meaning(text string) (same, other saidBits) {
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		if n == 0 {
			return saidIdle, saidNotIdle
		}
		return saidActive, saidNotLiteral
	}
	switch {
	case text == "":
		return saidEmpty, saidNonEmpty
	case x.cat.IdleWord(text):
		return saidIdle, saidNotIdle
	case x.cat.ActiveWord(text):
		return saidActive, saidNotActive
	}
	return saidLiteral, saidNotLiteral
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
		x.note(full, s, saidNonEmpty)
		out = append(out, branch{full, false})
		d = c.clone()
		d.nonempty = no
		cur.setCon(s, d)
		x.note(cur, s, saidEmpty)
	}
	return append(out, branch{cur, true})
}

func neverEmpty(s *Sym) bool {
	return s.kind == symStatus || s.kind == symElem || s.kind == symCount || s.kind == symGlob || s.kind == symScript || s.kind == symDir
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
		n, _ := strconv.Atoi(c)
		return x.decideStatus(st, v, func(m int) bool { return m == n })
	}
	if c == "" {
		return x.decideEmpty(st, v)
	}
	if a, ok := k.ask("~" + pattern.QuoteMeta(c, 0)); ok {
		return []branch{{st.fork(), a}}
	}
	same, other := x.meaning(c)
	a, b := st.fork(), st.fork()
	a.setCon(s, k.withEq(c))
	x.note(a, s, same)
	b.setCon(s, k.withNe(c))
	x.note(b, s, other)
	return []branch{{a, true}, {b, false}}
}

// question forks by something that nothing is known about but earlier answers of the same path.
func (x *exec) question(st *state, s *Sym, q string, same, other saidBits) []branch {
	c := st.con(s)
	if a, ok := c.ask(q); ok {
		return []branch{{st.fork(), a}}
	}
	a, b := st.fork(), st.fork()
	a.setCon(s, c.withSaid(q, true))
	b.setCon(s, c.withSaid(q, false))
	if same != 0 {
		x.note(a, s, same)
		x.note(b, s, other)
	}
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
	if a.key() == b.key() && !a.summary() {
		return []branch{{st.fork(), true}}
	}
	p, q := a.single(), b.single()
	if p != nil && q != nil && (p.kind == symScript && q.kind == symScript || p.kind == symElem && q.kind == symElem && p.list == q.list && !p.summary) {
		return []branch{{st.fork(), false}}
	}
	s, k1, k2 := a.firstSym(), a.key(), b.key()
	if k2 < k1 {
		s, k1, k2 = b.firstSym(), k2, k1
	}
	return x.question(st, s, "=="+k1+"=="+k2, saidLiteral, saidNotLiteral)
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

// A glob is a shell pattern: quoted text in it is escaped. known is false when part of it is not.
type glob struct {
	text  string
	v     Value // the pattern as a value, when part of it is not known
	known bool
}

// plain returns the text that a pattern without special characters stands for.
func (g glob) plain() (string, bool) {
	if !g.known || pattern.HasMeta(g.text, pattern.ExtendedOperators) {
		return "", false
	}
	return unescape(g.text), true
}

// decideMatch forks by whether a text matches a pattern as a whole.
func (x *exec) decideMatch(st *state, v Value, g glob) []branch {
	v = st.resolve(v)
	if !g.known {
		w := st.resolve(g.v)
		if _, ok := w.constant(); !ok {
			if s := v.firstSym(); s != nil {
				return x.question(st, s, "~"+w.key(), saidLiteral, saidNotLiteral)
			}
			return x.question(st, w.firstSym(), "~"+v.key()+"~"+w.key(), 0, 0)
		}
		t, _ := w.constant()
		g = glob{text: t, known: true}
	}
	if t, ok := g.plain(); ok {
		return x.decideEq(st, v, t)
	}
	if strings.Trim(g.text, "*") == "" {
		return []branch{{st.fork(), true}}
	}
	re := x.globRegexp(g.text)
	if re == nil {
		return []branch{{st.fork(), true}, {st.fork(), false}}
	}
	if t, ok := v.constant(); ok {
		return []branch{{st.fork(), re.MatchString(t)}}
	}
	s := v.firstSym()
	if v.single() != nil {
		k := st.con(s)
		if k.dom != nil {
			return x.decideStatus(st, v, func(n int) bool { return re.MatchString(strconv.Itoa(n)) })
		}
		if a, ok := k.ask("~" + g.text); ok {
			return []branch{{st.fork(), a}}
		}
		core := strings.Trim(g.text, "*?[]")
		same, other := x.meaning(core)
		a, b := st.fork(), st.fork()
		ka := k.withSaid("~"+g.text, true)
		if !re.MatchString("") {
			if k.nonempty == no {
				return []branch{{st.fork(), false}}
			}
			ka.nonempty, ka.set = yes, yes
		}
		a.setCon(s, ka)
		x.note(a, s, same)
		kb := k.withSaid("~"+g.text, false)
		if re.MatchString("") {
			kb.nonempty, kb.set = yes, yes
		}
		b.setCon(s, kb)
		x.note(b, s, other)
		return []branch{{a, true}, {b, false}}
	}
	// concatenations: a literal beginning or end that the pattern's own contradicts decides
	if v[0].sym == nil && !prefixFits(v[0].lit, g.text) {
		return []branch{{st.fork(), false}}
	}
	return x.question(st, s, "~"+v.key()+"~"+g.text, 0, 0)
}

// prefixFits reports whether a text that starts with p can match the pattern, as far as the pattern's literal start tells.
func prefixFits(p, g string) bool {
	for i := 0; i < len(p) && i < len(g); i++ {
		if strings.IndexByte(`*?[\+@!(`, g[i]) >= 0 {
			return true
		}
		if g[i] != p[i] {
			return false
		}
	}
	return true
}

func (x *exec) globRegexp(g string) *regexp.Regexp {
	if re, ok := x.globs[g]; ok {
		return re
	}
	var re *regexp.Regexp
	if expr, err := pattern.Regexp(g, pattern.EntireString|pattern.ExtendedOperators); err == nil {
		re, _ = regexp.Compile(expr)
	}
	x.globs[g] = re
	return re
}
