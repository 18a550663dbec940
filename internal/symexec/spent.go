package symexec

import "slices"

// uniteSpent unites states that differ in the answers of guards only that were about parameters which shifts have left behind. A
// loop over the parameters has one more of these in each round, and each may be there or not.
func (x *exec) uniteSpent(states []*state) []*state {
	var out []*state
next:
	for _, st := range states {
		for i, o := range out {
			apart := false
			st.facts.diff(o.facts, func(k uint32, f fact, fok bool, g fact, gok bool) {
				apart = apart || (fok && f.proves()) != (gok && g.proves()) && !x.spent(st, x.askList[k])
			})
			if !apart {
				out[i] = x.joinOf(o, st, nil)
				continue next
			}
		}
		out = append(out, st)
	}
	return out
}

// spent reports whether a guard was asked about parameters of the script that nothing names any more. Where a caller still does, its
// answer is lost, which costs a proof and hides nothing.
func (x *exec) spent(st *state, a *Ask) bool {
	if a.Query || len(a.Host) > 0 || len(a.Targets) == 0 || st.args == nil || st.args.base+st.args.gen == 0 {
		return false // nothing was shifted away
	}
	return !slices.ContainsFunc(a.Targets, func(t Target) bool {
		s := t.V.single()
		return s == nil || len(t.Host) > 0 || x.named(st, s.origin())
	})
}

// named reports whether a state can still name a parameter, or what is computed from it.
func (x *exec) named(st *state, arg *Sym) bool {
	if arg.kind != symArg || arg.summary {
		return true
	}
	if st.args.open && st.args.gen == arg.gen && arg.index > st.args.base {
		return true
	}
	found := false
	x.values(st, func(v Value) {
		for _, p := range v {
			found = found || p.sym != nil && (p.sym.origin() == arg || p.sym.kind == symArgs)
		}
	})
	return found
}

// leftBehind forgets what guards said about the word that a loop over written words has left behind, unless another variable holds it: a
// loop with a loop in it multiplied the answers of all its hosts. Should the guard be asked about the word again, it may answer
// anything, so nothing is hidden.
func (x *exec) leftBehind(before, st *state, name string, now Value) {
	v, ok := before.vars.get(x.name(name))
	if !ok || v == nil || !v.each {
		return
	}
	left, ok := v.val.constant()
	if t, same := now.constant(); !ok || left == "" || same && t == left || x.holders(st, v.val) != "" {
		return
	}
	about := func(v Value) bool {
		t, ok := v.constant()
		return ok && t == left
	}
	st.memory.each(func(k uint32, m *memo) {
		if about(m.ask.Host) || slices.ContainsFunc(m.ask.words[1:], about) {
			st.memory = st.memory.del(k)
		}
	})
}
