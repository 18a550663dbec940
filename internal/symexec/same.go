package symexec

import (
	"slices"
)

// same reports whether two states have the same identity, without writing it down: forks share most of what they hold, and what is
// shared is equal. Dead variables must have been dropped. rough leaves out what the first stage of widening gives up.
func (x *exec) same(a, b *state, rough bool) bool {
	if a.opts != b.opts || a.killed != b.killed || !sameValue(a.status.val, b.status.val) || !sameValue(a.cwd, b.cwd) ||
		!x.sameHeld(a.vars, b.vars, false) || x.liveArgs && a.args != b.args && !sameParams(a.args, b.args) ||
		!slices.EqualFunc(a.pipes, b.pipes, func(s, t status) bool { return sameValue(s.val, t.val) }) ||
		!slices.EqualFunc(a.caps, b.caps, sameValue) || !sameInput(a.stdin, b.stdin) || !sameTable(a.fds, b.fds) ||
		!sameJobs(a.jobs, b.jobs) || !sameTraps(a.traps, b.traps) {
		return false
	}
	if a.funcs.root != b.funcs.root && x.funcsID(a.funcs.root) != x.funcsID(b.funcs.root) {
		return false
	}
	equal := true
	a.alias.diff(b.alias, func(_ uint32, s string, sok bool, t string, tok bool) { equal = equal && sok == tok && s == t })
	a.files.diff(b.files, func(_ uint32, v Value, vok bool, w Value, wok bool) { equal = equal && vok == wok && sameValue(v, w) })
	for f, g := a.frame, b.frame; equal && f != g; f, g = f.up, g.up {
		if f == nil || g == nil || !x.sameHeld(f.saved, g.saved, true) {
			return false
		}
	}
	if !rough {
		a.memory.diff(b.memory, func(_ uint32, m *memo, mok bool, n *memo, nok bool) {
			equal = equal && mok == nok && (m == n || sameValue(m.status, n.status) && sameValue(m.out, n.out))
		})
	}
	return equal && x.sameCons(a, b, rough)
}

// sameHeld reports whether variables have the same contents: all of them, or those that can matter to a finding.
func (x *exec) sameHeld(a, b pmap[*variable], all bool) bool {
	equal := true
	a.diff(b, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if !equal || vok == wok && v == w || !all && !x.matter(k) {
			return
		}
		equal = vok && wok && v != nil && w != nil && x.varID(v) == x.varID(w)
	})
	return equal
}

// sameCons reports whether two states have decided the same about the symbols that they hold. They are equal in all else, so that
// they hold the same ones.
func (x *exec) sameCons(a, b *state, rough bool) bool {
	equal, marked := true, false
	var drop []uint32
	a.cons.diff(b.cons, func(k uint32, c *con, cok bool, d *con, dok bool) {
		if !equal || cok && dok && c.equal(d) {
			return
		}
		s := x.symList[k]
		if rough && (s.kind != symEnv && s.kind != symArg || (c == nil || c.eq == nil) && (d == nil || d.eq == nil)) {
			return
		}
		if !marked {
			x.useAll(a, rough)
			marked = true
		}
		equal = s.usedAt != x.epoch && !x.liveSym(a, s) && !x.liveSym(b, s)
		if equal {
			drop = append(drop, k)
		}
	})
	for _, k := range drop {
		a.cons, b.cons = a.cons.del(k), b.cons.del(k)
	}
	return equal
}

// useAll notes the symbols that a state holds where they can matter.
func (x *exec) useAll(st *state, rough bool) {
	x.epoch++
	value := func(v Value) {
		for _, p := range v {
			if p.sym != nil {
				x.use(p.sym)
			}
		}
	}
	vars := st.vars.keep(x.relevantNames)
	x.varsID(vars.root)
	x.useVars(vars.root)
	if st.args != nil && x.liveArgs {
		for _, v := range st.args.known {
			value(v)
		}
	}
	value(st.status.val)
	for _, p := range st.pipes {
		value(p.val)
	}
	if st.traps != nil {
		for _, h := range []*handler{st.traps.exit, st.traps.err} {
			if h != nil {
				value(h.text)
			}
		}
		for _, t := range st.traps.signals {
			value(t.text)
		}
	}
	for _, c := range st.caps {
		value(c)
	}
	if st.stdin != nil {
		value(st.stdin.text)
	}
	st.files.each(func(_ uint32, v Value) { value(v) })
	value(st.cwd)
	for j := st.jobs; j != nil; j = j.up {
		value(j.status.val)
	}
	for f := st.frame; f != nil; f = f.up {
		f.saved.each(func(_ uint32, v *variable) {
			if v != nil {
				x.varID(v)
				for _, s := range v.syms {
					x.use(s)
				}
			}
		})
	}
	if !rough {
		st.memory.each(func(_ uint32, m *memo) {
			value(m.status)
			value(m.out)
		})
	}
}

// sameValue reports whether two values are the same text, wherever the literal parts of it were cut.
func sameValue(v, w Value) bool {
	if len(v) == len(w) && (len(v) == 0 || &v[0] == &w[0] || slices.Equal(v, w)) {
		return true
	}
	var a, b string // what is left of the literal parts that are compared
	for {
		for a == "" && len(v) > 0 && v[0].sym == nil {
			a, v = v[0].lit, v[1:]
		}
		for b == "" && len(w) > 0 && w[0].sym == nil {
			b, w = w[0].lit, w[1:]
		}
		n := min(len(a), len(b))
		switch {
		case n > 0:
			if a[:n] != b[:n] {
				return false
			}
			a, b = a[n:], b[n:]
		case a != "" || b != "":
			return false // a symbol, or nothing, stands against text
		case len(v) == 0 || len(w) == 0:
			return len(v) == len(w)
		case v[0].sym != w[0].sym:
			return false
		default:
			v, w = v[1:], w[1:]
		}
	}
}

func sameInput(a, b *input) bool {
	return a == b || a != nil && b != nil && sameValue(a.text, b.text)
}

func sameTable(a, b *fdTable) bool {
	if a == b {
		return true
	}
	var none fdTable
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	return *a == *b
}

func sameJobs(a, b *job) bool {
	for ; a != b; a, b = a.up, b.up {
		if a == nil || b == nil || a.id != b.id || a.open != b.open || a.reaped != b.reaped || a.perhaps != b.perhaps ||
			!sameValue(a.status.val, b.status.val) {
			return false
		}
	}
	return true
}

func sameTraps(a, b *trapSet) bool {
	if a == b {
		return true
	}
	var none trapSet
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	return sameHandler(a.exit, b.exit) && sameHandler(a.err, b.err) && slices.EqualFunc(a.signals, b.signals, func(s, t signalTrap) bool {
		return s.signal == t.signal && sameHandler(s.handler, t.handler)
	})
}

func sameHandler(a, b *handler) bool {
	return a == b || a != nil && b != nil && sameValue(a.text, b.text)
}
