package symexec

import "slices"

// What identity writes of each part, and the same question asked of two states at once.

// value writes a value that others may follow.
func (b *keyBuilder) value(v Value) {
	v.writeKey(b)
	b.put(2)
}

func writeOpts(_ *exec, b *keyBuilder, st *state, _ view) { b.integer(int(st.opts)) }

func sameOpts(_ *exec, a, b *state, _ view) bool { return a.opts == b.opts }

func writeKilled(_ *exec, b *keyBuilder, st *state, _ view) { b.WriteString(st.killed) }

func sameKilled(_ *exec, a, b *state, _ view) bool { return a.killed == b.killed }

func writeCwd(_ *exec, b *keyBuilder, st *state, _ view) { b.value(st.cwd) }

func sameCwd(_ *exec, a, b *state, _ view) bool { return sameValue(a.cwd, b.cwd) }

func writeFds(_ *exec, b *keyBuilder, st *state, _ view) {
	for i := range len(fdTable{}) {
		if d := st.fd(i); d != (dest{}) {
			b.integer(i)
			b.put('a' + byte(d.kind))
			b.integer(d.level)
			b.WriteString(d.path)
			b.put(2)
		}
	}
}

func sameFds(_ *exec, a, b *state, _ view) bool { return sameTable(a.fds, b.fds) }

func writeVars(x *exec, b *keyBuilder, st *state, how view) {
	vars := st.vars
	if !how.all {
		vars = vars.keep(x.relevantNames)
	}
	b.number(uint64(x.varsID(vars.root)))
}

func sameVars(x *exec, a, b *state, how view) bool { return x.sameHeld(a.vars, b.vars, how.all) }

// writeAttributes writes which variables are readonly, integers or references: what an assignment to them does is decided by that.
func writeAttributes(_ *exec, b *keyBuilder, st *state) {
	st.vars.each(func(k uint32, v *variable) {
		if v != nil && (v.fixed || v.int || v.ref != "") {
			b.numbers(uint64(k), uint64(v.attributes()))
			b.WriteString(v.ref)
		}
	})
}

func writeFrame(x *exec, b *keyBuilder, st *state, _ view) {
	for f := st.frame; f != nil; f = f.up {
		b.put(3)
		f.saved.each(func(k uint32, v *variable) {
			b.numbers(uint64(k))
			if v != nil {
				b.numbers(uint64(x.varID(v)))
			}
		})
	}
}

func sameFrame(x *exec, a, b *state, _ view) bool {
	f, g := a.frame, b.frame
	for ; f != g; f, g = f.up, g.up {
		if f == nil || g == nil || !x.sameHeld(f.saved, g.saved, true) {
			return false
		}
	}
	return true
}

func writeArgs(x *exec, b *keyBuilder, st *state, _ view) {
	if st.args == nil || !x.liveArgs {
		return
	}
	b.integer(st.args.base)
	b.put(',')
	b.integer(st.args.gen)
	if st.args.open {
		b.put('o')
	}
	for _, v := range st.args.known {
		b.put(3)
		b.value(v)
	}
}

func sameArgs(x *exec, a, b *state, _ view) bool {
	return !x.liveArgs || a.args == b.args || sameParams(a.args, b.args)
}

func writeStatus(_ *exec, b *keyBuilder, st *state, _ view) { b.value(st.status.val) }

func sameStatus(_ *exec, a, b *state, _ view) bool { return sameValue(a.status.val, b.status.val) }

func writePipes(_ *exec, b *keyBuilder, st *state, _ view) {
	for _, p := range st.pipes {
		b.put(3)
		b.value(p.val)
	}
}

func samePipes(_ *exec, a, b *state, _ view) bool {
	return slices.EqualFunc(a.pipes, b.pipes, func(s, t status) bool { return sameValue(s.val, t.val) })
}

func writeFuncs(x *exec, b *keyBuilder, st *state, _ view) {
	b.number(uint64(x.funcsID(st.funcs.root)))
}

func sameFuncs(x *exec, a, b *state, _ view) bool {
	return a.funcs.root == b.funcs.root || x.funcsID(a.funcs.root) == x.funcsID(b.funcs.root)
}

func writeAlias(_ *exec, b *keyBuilder, st *state, _ view) {
	st.alias.each(func(k uint32, text string) {
		b.numbers(uint64(k))
		b.WriteString(text)
		b.put(2)
	})
}

func sameAlias(_ *exec, a, b *state, _ view) bool {
	equal := true
	a.alias.diff(b.alias, func(_ uint32, s string, sok bool, t string, tok bool) { equal = equal && sok == tok && s == t })
	return equal
}

func writeTraps(_ *exec, b *keyBuilder, st *state, _ view) {
	if st.traps == nil {
		return
	}
	for i, h := range []*handler{st.traps.exit, st.traps.err} {
		if h != nil {
			b.put('0' + byte(i))
			b.value(h.text)
		}
	}
	for _, t := range st.traps.signals {
		b.put(3)
		b.WriteString(t.signal)
		if t.handler != nil {
			b.put(4)
			b.value(t.text)
		}
	}
}

func sameTrapsOf(_ *exec, a, b *state, _ view) bool { return sameTraps(a.traps, b.traps) }

func writeCaps(_ *exec, b *keyBuilder, st *state, _ view) {
	for _, c := range st.caps {
		b.put(3)
		b.value(c)
	}
}

func sameCaps(_ *exec, a, b *state, _ view) bool { return slices.EqualFunc(a.caps, b.caps, sameValue) }

func writeStdin(_ *exec, b *keyBuilder, st *state, _ view) {
	if st.stdin != nil {
		b.value(st.stdin.text)
	} else if st.elsewhere {
		b.put('e')
	}
}

func sameStdin(_ *exec, a, b *state, _ view) bool {
	return sameInput(a.stdin, b.stdin) && (a.stdin != nil || a.elsewhere == b.elsewhere)
}

func writeFiles(_ *exec, b *keyBuilder, st *state, _ view) {
	st.files.each(func(k uint32, v Value) {
		b.numbers(uint64(k))
		b.value(v)
	})
}

func sameFiles(_ *exec, a, b *state, _ view) bool {
	equal := true
	a.files.diff(b.files, func(_ uint32, v Value, vok bool, w Value, wok bool) { equal = equal && vok == wok && sameValue(v, w) })
	return equal
}

func writeJobs(_ *exec, b *keyBuilder, st *state, _ view) {
	for j := st.jobs; j != nil; j = j.up {
		b.numbers(uint64(j.id))
		for i, is := range []bool{j.open, j.reaped, j.perhaps} {
			if is {
				b.put('a' + byte(i))
			}
		}
		b.value(j.status.val)
	}
}

func sameJobsOf(_ *exec, a, b *state, _ view) bool { return sameJobs(a.jobs, b.jobs) }

func writeMemory(_ *exec, b *keyBuilder, st *state, how view) {
	if how.rough {
		return
	}
	st.memory.each(func(k uint32, m *memo) {
		b.numbers(uint64(k))
		b.value(m.status)
		b.value(m.out)
	})
}

func sameMemory(_ *exec, a, b *state, how view) bool {
	equal := true
	if !how.rough {
		a.memory.diff(b.memory, func(_ uint32, m *memo, mok bool, n *memo, nok bool) { equal = equal && mok == nok && sameMemo(m, n) })
	}
	return equal
}

func sameMemo(m, n *memo) bool {
	return m == n || m != nil && n != nil && sameValue(m.status, n.status) && sameValue(m.out, n.out)
}

// writeCons writes what the state has decided about the symbols that it holds, as useAll has marked them, and drops the rest.
func writeCons(x *exec, b *keyBuilder, st *state, how view) {
	var drop []uint32
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		if s.usedAt != x.epoch && !x.liveSym(st, s) {
			drop = append(drop, k)
			return
		}
		if how.rough && (s.kind != symEnv && s.kind != symArg || c.eq == nil) {
			return
		}
		b.numbers(uint64(k))
		b.WriteString(c.text())
	})
	for _, k := range drop {
		st.cons = st.cons.del(k)
	}
}

// sameCons reports whether two states have decided the same about the symbols that they hold. They are equal in all else, so that
// they hold the same ones.
func sameCons(x *exec, a, b *state, how view) bool {
	equal, marked := true, false
	var drop []uint32
	a.cons.diff(b.cons, func(k uint32, c *con, cok bool, d *con, dok bool) {
		if !equal || cok && dok && c.equal(d) {
			return
		}
		s := x.symList[k]
		if how.rough && (s.kind != symEnv && s.kind != symArg || (c == nil || c.eq == nil) && (d == nil || d.eq == nil)) {
			return
		}
		if !marked {
			x.useAll(a, how)
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
