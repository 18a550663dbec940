package domain

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// joinShiftedAway unites states that differ in the answers of guards only that were about parameters which shifts have left behind. A
// loop over the parameters has one more of these in each round, and each may be there or not.
func (x *Space) joinShiftedAway(states []*State) []*State {
	var out []*State
next:
	for _, st := range states {
		for i, o := range out {
			apart := false
			st.Facts.Diff(o.Facts, func(k uint32, f Fact, fok bool, g Fact, gok bool) {
				apart = apart || (fok && f.Proves()) != (gok && g.Proves()) && !x.shiftedAway(st, x.AskList[k])
			})
			if !apart {
				out[i] = x.JoinOf(o, st, nil)
				continue next
			}
		}
		out = append(out, st)
	}
	return out
}

// shiftedAway reports whether a guard was asked about parameters of the script that nothing names any more. Where a caller still does, its
// answer is lost, which costs a proof and hides nothing.
func (x *Space) shiftedAway(st *State, a *value.Ask) bool {
	if a.Query || len(a.Host) > 0 || len(a.Targets) == 0 || st.Args == nil || st.Args.Base+st.Args.Gen == 0 {
		return false // nothing was shifted away
	}
	return !slices.ContainsFunc(a.Targets, func(t value.Target) bool {
		s := t.V.Single()
		return s == nil || len(t.Host) > 0 || x.named(st, s.Origin())
	})
}

// named reports whether a state can still name a parameter, or what is computed from it.
func (x *Space) named(st *State, arg *value.Sym) bool {
	if arg.Kind != value.SymArg || arg.Summary {
		return true
	}
	if st.Args.Open && st.Args.Gen == arg.Gen && arg.Index > st.Args.Base {
		return true
	}
	found := false
	x.values(st, func(v value.Value) {
		for _, p := range v {
			found = found || p.Sym != nil && (p.Sym.Origin() == arg || p.Sym.Kind == value.SymArgs)
		}
	})
	return found
}

// ForgetLeftWord forgets what guards said about the word that a loop over written words has left behind, unless another variable holds it: a
// loop with a loop in it multiplied the answers of all its hosts. Should the guard be asked about the word again, it may answer
// anything, so nothing is hidden.
func (x *Space) ForgetLeftWord(before, st *State, name string, now value.Value) {
	v, ok := before.Vars.Get(x.tab.Name(name))
	if !ok || v == nil || !v.Each {
		return
	}
	left, ok := v.Val.Constant()
	if t, same := now.Constant(); !ok || left == "" || same && t == left || x.Holders(st, v.Val) != "" {
		return
	}
	about := func(v value.Value) bool {
		t, ok := v.Constant()
		return ok && t == left
	}
	st.Memory.Each(func(k uint32, m *Memo) {
		if about(m.Ask.Host) || slices.ContainsFunc(m.Ask.Words[1:], about) {
			st.Memory = st.Memory.Del(k)
		}
	})
}
