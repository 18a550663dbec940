package domain

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A num is the result of an arithmetic expression: a number, or a symbol for one.
type Num struct {
	St  *State
	V   value.Value
	Err bool
}

// StatusCon is what is known of any exit status. Its text is found at the start, since all runs share it.
var StatusCon = func() *value.Con {
	all := value.AnyStatus
	c := &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &all}
	c.Text()
	return c
}()

// DecideInt forks by a comparison of numbers. strict is what [ does: text that is no number is an error. Without it the
// texts have been evaluated as arithmetic.
func (x *Space) DecideInt(st *State, a value.Value, op string, b value.Value, strict bool) []Branch3 {
	a, b = st.Resolve(a), st.Resolve(b)
	at, aok := a.Constant()
	bt, bok := b.Constant()
	if aok && !bok {
		return x.DecideInt(st, b, value.Flipped[op], a, strict)
	}
	if s := a.Single(); bok && s != nil && s.Ask != nil && isCode(s.Ask.Entry, bt) && (op == "-eq" || op == "-ne" || op == "==" || op == "!=") {
		var out []Branch3
		for _, d := range x.DecideEq(st, a, bt) {
			out = append(out, Branch3{d.St, value.Truth(d.Ok == (op == "-eq" || op == "=="))})
		}
		return out
	}
	if bok {
		n, err := value.ParseInt(bt)
		if err != nil {
			return []Branch3{{st.Fork(), value.IsError}}
		}
		if aok {
			m, err := value.ParseInt(at)
			if err != nil {
				return []Branch3{{st.Fork(), value.IsError}}
			}
			return []Branch3{{st.Fork(), value.Truth(value.HoldsInt(m, op, n))}}
		}
		if s := a.Single(); s != nil {
			return x.decideBound(st, s, op, n, strict)
		}
		if strict && (op == "-eq" || op == "-ne") && !value.EndsLike(a, n) {
			// whatever stands before its last digits: "$noise"1 is not 0
			return []Branch3{{st.Fork(), value.Truth(op == "-ne")}, {st.Fork(), value.IsError}}
		}
	}
	if value.SameValue(a, b) && !a.Summary() {
		return []Branch3{{st.Fork(), value.Truth(value.HoldsInt(0, op, 0))}}
	}
	s := a.FirstSym()
	var out []Branch3
	for _, br := range x.Question(st, s, a.Key()+op+b.Key(), 0, 0) {
		out = append(out, Branch3{br.St, value.Truth(br.Ok)})
	}
	if strict {
		out = append(out, Branch3{st.Fork(), value.IsError})
	}
	return out
}

func (x *Space) decideBound(st *State, s *value.Sym, op string, n int, strict bool) []Branch3 {
	k := st.Con(s)
	if s.Of != nil && st.Con(s.Of).Dom != nil {
		var out []Branch3
		for _, b := range x.DecideStatus(st, value.SymValue(s.Of), func(m int) bool { return value.HoldsInt(s.Apply(m), op, n) }) {
			out = append(out, Branch3{b.St, value.Truth(b.Ok)})
		}
		return out
	}
	if k.Dom != nil {
		var out []Branch3
		for _, b := range x.DecideStatus(st, value.SymValue(s), func(m int) bool { return value.HoldsInt(m, op, n) }) {
			out = append(out, Branch3{b.St, value.Truth(b.Ok)})
		}
		return out
	}
	if s.Ask != nil && !s.Ask.Prompt && s.Kind != value.SymElem && k.Lo == nil {
		return x.decideAnswer(st, s, op, n, strict)
	}
	if a, ok := k.Ask("number"); ok && !a {
		return []Branch3{{st.Fork(), value.IsError}}
	}
	if k.Lo == nil && s.IsArgCount() {
		k = k.Clone()
		k.Lo = new(int) // there are no fewer parameters than none
	}
	numeric := k.Lo != nil || k.Hi != nil || s.Kind == value.SymCount || s.Kind == value.SymStatus
	if a, ok := k.Ask("number"); ok && a {
		numeric = true
	}
	var out []Branch3
	// what a guard prints beside its status is not taken for the very number that the script waits for
	if yesCon, ok := value.Bounded(k, op, n); ok && !(s.Foreign && (op == "-eq" || op == "==")) {
		c := st.Fork()
		c.SetCon(s, yesCon)
		if op == "-eq" || op == "==" {
			x.answerIs(c, value.SymValue(s), strconv.Itoa(n))
		}
		x.noteEnough(c, s)
		out = append(out, Branch3{c, value.IsTrue})
	}
	if noCon, ok := value.Bounded(k, value.Negated[op], n); ok && !(s.Foreign && (op == "-ne" || op == "!=")) {
		c := st.Fork()
		c.SetCon(s, noCon)
		x.noteEnough(c, s)
		out = append(out, Branch3{c, value.IsFalse})
	}
	if !numeric && strict {
		c := st.Fork()
		c.SetCon(s, k.WithAnswer("number", false))
		out = append(out, Branch3{c, value.IsError})
	}
	if len(out) > 1 {
		for _, b := range out {
			x.restOnDecision(b.St, s, b.Res == value.IsTrue)
		}
	}
	return out
}
