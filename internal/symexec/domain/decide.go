package domain

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/pattern"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A branch is one side of a decision.
type Branch struct {
	St *State
	Ok bool
}

type Branch3 struct {
	St  *State
	Res value.Verdict3
}

// DecideStatus forks by a property of an exit status.
func (x *Space) DecideStatus(st *State, v value.Value, keep func(int) bool) []Branch {
	v = st.Resolve(v)
	if t, ok := v.Constant(); ok {
		n, err := strconv.Atoi(t)
		return []Branch{{st.Fork(), err == nil && keep(n)}}
	}
	s := v.Single()
	if s == nil {
		return []Branch{{st.Fork(), true}, {st.Fork(), false}}
	}
	d := value.AnyStatus
	if c := st.Con(s); c.Dom != nil {
		d = *c.Dom
	}
	yesDom, noDom := d.Filter(keep)
	if yesDom.Empty() && noDom.Empty() { // what is known of it contradicts itself, and says nothing
		yesDom, noDom = value.AnyStatus.Filter(keep)
	}
	var out []Branch
	for _, side := range []struct {
		d  value.StatusSet
		ok bool
	}{{yesDom, true}, {noDom, false}} {
		if side.d.Empty() {
			continue
		}
		c := st.Fork()
		con := c.Con(s).Clone()
		dom := side.d
		con.Dom, con.Set, con.Nonempty = &dom, value.Yes, value.Yes
		c.SetCon(s, con)
		if !yesDom.Empty() && !noDom.Empty() {
			x.restOnDecision(c, s, side.ok)
		}
		out = append(out, Branch{c, side.ok})
	}
	return out
}

// DecideEmpty forks by whether a text is empty; an unset variable counts as empty.
func (x *Space) DecideEmpty(st *State, v value.Value) []Branch {
	v = st.Resolve(v)
	if v.HasLit() {
		return []Branch{{st.Fork(), false}}
	}
	cur := st.Fork()
	var out []Branch
	for _, p := range v {
		s := p.Sym
		if s == nil {
			continue
		}
		c := cur.Con(s)
		if c.Nonempty == value.Yes || NeverEmpty(s) {
			return append(out, Branch{cur, false})
		}
		full := cur.Fork()
		d := c.Clone()
		d.Nonempty, d.Set = value.Yes, value.Yes
		full.SetCon(s, d)
		x.takesInherited(full, s)
		x.restOnDecision(full, s, false)
		x.recordComparison(full, s, SaidNonEmpty)
		out = append(out, Branch{full, false})
		d = c.Clone()
		d.Nonempty = value.No
		cur.SetCon(s, d)
		x.restOnDecision(cur, s, true)
		x.recordComparison(cur, s, SaidEmpty)
	}
	return append(out, Branch{cur, true})
}

// NeverEmpty reports whether a text certainly has a character. A line may be empty, but of a guard's answer the lines that are
// not are what counts: an answer of empty lines only is an empty one. What a loop collects in an array is taken for words.
func NeverEmpty(s *value.Sym) bool {
	if s.Kind == value.SymElem {
		return s.List != nil && !s.List.Blank && (s.List.Ask != nil || s.List.Said || s.List.Kind == value.SymWidened)
	}
	return s.Filled || s.Kind == value.SymStatus || s.Kind == value.SymCount || s.Kind == value.SymGlob || s.Kind == value.SymScript || s.Kind == value.SymDir
}

// DecideSet forks by whether a variable is set.
func (x *Space) DecideSet(st *State, s *value.Sym) []Branch {
	c := st.Con(s)
	if c.Set == value.Yes || c.Nonempty == value.Yes || c.Eq != nil && *c.Eq != "" {
		return []Branch{{st.Fork(), true}}
	}
	if c.Set == value.No {
		return []Branch{{st.Fork(), false}}
	}
	a, b := st.Fork(), st.Fork()
	d := c.Clone()
	d.Set = value.Yes
	a.SetCon(s, d)
	x.takesInherited(a, s)
	d = c.Clone()
	d.Set, d.Nonempty = value.No, value.No
	b.SetCon(s, d)
	x.restOnDecision(a, s, true)
	x.restOnDecision(b, s, false)
	return []Branch{{a, true}, {b, false}}
}

// DecideEq forks by whether a text equals a constant.
func (x *Space) DecideEq(st *State, v value.Value, c string) []Branch {
	v = st.Resolve(v)
	if t, ok := v.Constant(); ok {
		return []Branch{{st.Fork(), t == c}}
	}
	if v[0].Sym == nil {
		if !strings.HasPrefix(c, v[0].Lit) {
			return []Branch{{st.Fork(), false}}
		}
		c, v = c[len(v[0].Lit):], v[1:]
	}
	if n := len(v) - 1; v[n].Sym == nil {
		if !strings.HasSuffix(c, v[n].Lit) {
			return []Branch{{st.Fork(), false}}
		}
		c, v = c[:len(c)-len(v[n].Lit)], v[:n]
	}
	s := v.Single()
	if s == nil {
		return x.Question(st, v[0].Sym, "="+v.Key()+"="+c, 0, 0)
	}
	k := st.Con(s)
	if k.Refutes(c) || c == "" && NeverEmpty(s) || c != "" && s.Foreign {
		return []Branch{{st.Fork(), false}}
	}
	if k.Dom != nil {
		n, err := strconv.Atoi(c)
		return x.DecideStatus(st, v, func(m int) bool { return err == nil && m == n })
	}
	if n, err := strconv.Atoi(c); s.Of != nil && err == nil && st.Con(s.Of).Dom != nil {
		return x.DecideStatus(st, value.SymValue(s.Of), func(m int) bool { return s.Apply(m) == n })
	}
	if c == "" {
		return x.DecideEmpty(st, v)
	}
	if a, ok := k.Ask("~" + pattern.QuoteMeta(c, 0)); ok {
		return []Branch{{st.Fork(), a}}
	}
	same, other := x.meaning(s, c)
	a, b := st.Fork(), st.Fork()
	a.SetCon(s, k.WithEq(c))
	if s.Kind != value.SymDefault || c != s.Path {
		x.takesInherited(a, s)
	}
	x.recordComparison(a, s, same)
	x.answerIs(a, v, c)
	b.SetCon(s, k.WithNe(c))
	x.recordComparison(b, s, other)
	x.restOnDecision(a, s, true)
	x.restOnDecision(b, s, false)
	return []Branch{{a, true}, {b, false}}
}

// Question forks by something that nothing is known about but earlier answers of the same path.
func (x *Space) Question(st *State, s *value.Sym, q string, same, other Comparisons) []Branch {
	if s == nil { // a question about text that is known, such as a pattern that no regular expression can be made of
		return []Branch{{st.Fork(), true}, {st.Fork(), false}}
	}
	c := st.Con(s)
	if a, ok := c.Ask(q); ok {
		return []Branch{{st.Fork(), a}}
	}
	a, b := st.Fork(), st.Fork()
	a.SetCon(s, c.WithAnswer(q, true))
	b.SetCon(s, c.WithAnswer(q, false))
	x.restOnDecision(a, s, true)
	x.restOnDecision(b, s, false)
	x.recordComparison(a, s, same)
	x.recordComparison(b, s, other)
	return []Branch{{a, true}, {b, false}}
}

// DecideSame forks by whether two texts are equal.
func (x *Space) DecideSame(st *State, a, b value.Value) []Branch {
	a, b = st.Resolve(a), st.Resolve(b)
	if t, ok := b.Constant(); ok {
		return x.DecideEq(st, a, t)
	}
	if t, ok := a.Constant(); ok {
		return x.DecideEq(st, b, t)
	}
	if value.SameValue(a, b) && !a.Summary() {
		return []Branch{{st.Fork(), true}}
	}
	p, q := a.Single(), b.Single()
	if p != nil && q != nil && (p.Kind == value.SymScript && q.Kind == value.SymScript) {
		return []Branch{{st.Fork(), false}}
	}
	s, k1, k2 := a.FirstSym(), a.Key(), b.Key()
	if k2 < k1 {
		s, k1, k2 = b.FirstSym(), k2, k1
	}
	out := x.Question(st, s, "=="+k1+"=="+k2, 0, 0) // what a variable holds is no word of known meaning
	for _, o := range out {
		if o.Ok { // the person typed the very name that the script wants
			x.answered(o.St, a, SaidIdle)
			x.answered(o.St, b, SaidIdle)
		}
	}
	return out
}
