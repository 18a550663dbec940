package symexec

import "slices"

// Whether a part of one state allows all that the same part of another one does.

func coversFacts(_ *exec, in, st *state) bool {
	ok := true
	in.facts.diff(st.facts, func(_ uint32, f fact, fok bool, g fact, gok bool) {
		if !fok {
			f = fact{mask: Unasked}
		}
		if !gok {
			g = fact{mask: Unasked}
		}
		ok = ok && g.resolve()&^f.resolve() == 0
	})
	return ok
}

func coversCands(_ *exec, in, st *state) bool {
	ok := true
	in.cands.diff(st.cands, func(_ uint32, m candMask, mok bool, n candMask, nok bool) {
		if !mok {
			m = candUnasked
		}
		if !nok {
			n = candUnasked
		}
		ok = ok && n&^m == 0
	})
	return ok
}

func coversLost(_ *exec, in, st *state) bool {
	ok := true
	in.lost.diff(st.lost, func(_ uint32, _ Range, rok bool, _ Range, _ bool) { ok = ok && rok })
	return ok
}

func coversMade(_ *exec, in, st *state) bool {
	ok := true
	in.made.diff(st.made, func(_ uint32, m int, _ bool, n int, _ bool) { ok = ok && m >= n })
	return ok
}

// coversMemory: what is not remembered may be anything.
func coversMemory(_ *exec, in, st *state) bool {
	ok := true
	in.memory.diff(st.memory, func(_ uint32, m *memo, mok bool, n *memo, _ bool) { ok = ok && (!mok || sameMemo(m, n)) })
	return ok
}

// coversCons: what is not decided may be either way.
func coversCons(_ *exec, in, st *state) bool {
	ok := true
	in.cons.diff(st.cons, func(_ uint32, c *con, cok bool, d *con, dok bool) {
		ok = ok && (!cok || dok && c.join(d).equal(c))
	})
	return ok
}

// coversValue reports whether one text may be another one: the same, or any. A symbol that was renamed since is the same text.
func coversValue(v, w Value) bool {
	if sameValue(v, w) {
		return true
	}
	if s := v.single(); s != nil && (s.kind == symWidened || s.kind == symStatus && s.summary) {
		return true
	}
	if len(v) != len(w) {
		return false
	}
	for i, p := range v {
		q := w[i]
		if p != q && (p.sym == nil || q.sym == nil || p.sym.key != q.sym.key+"'" && p.sym.key != q.sym.key+"\"" && p.sym.key != q.sym.key+"'\"") {
			return false
		}
	}
	return true
}

func coversValues(l, m []Value) bool { return slices.EqualFunc(l, m, coversValue) }

func coversVariable(v, w *variable) bool {
	switch {
	case v == w:
		return true
	case v == nil:
		return false
	case v.list != nil && v.list.kind == symWidened, !v.array && !v.assoc && v.set && v.val.single() != nil && v.val.single().kind == symWidened:
		return v.loose || v.list != nil || !mayBeUnset(w)
	}
	return w != nil && v.set == w.set && v.array == w.array && v.assoc == w.assoc && v.list == w.list && v.ref == w.ref && coversValue(v.val, w.val) &&
		coversValues(v.elems, w.elems) && len(v.keys) == len(w.keys) && !slices.ContainsFunc(sortedKeys(v.keys), func(k string) bool { return !coversValue(v.keys[k], w.keys[k]) })
}

func coversVars(x *exec, in, st *state) bool {
	ok := true
	in.vars.diff(st.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) { ok = ok && vok && coversVariable(v, w) })
	return ok
}

func coversFrame(_ *exec, in, st *state) bool {
	f, g := in.frame, st.frame
	for ; f != g; f, g = f.up, g.up {
		if f == nil || g == nil {
			return false
		}
		ok := true
		f.saved.diff(g.saved, func(_ uint32, v *variable, vok bool, w *variable, wok bool) {
			ok = ok && vok && (v != nil && v.perhaps || wok && coversVariable(v, w))
		})
		if !ok {
			return false
		}
	}
	return true
}

func coversArgs(_ *exec, in, st *state) bool {
	p, q := in.args, st.args
	if p == q || p == nil || q == nil {
		return p == q
	}
	return p.open && p.gen > q.gen || p.open && p.gen == maxShift || p.open == q.open && p.base == q.base && p.gen == q.gen && coversValues(p.known, q.known)
}

func coversStatus(_ *exec, in, st *state) bool { return coversValue(in.status.val, st.status.val) }

func coversPipes(_ *exec, in, st *state) bool {
	if len(in.pipes) < len(st.pipes) {
		return false
	}
	for i, p := range st.pipes {
		if !coversValue(in.pipes[i].val, p.val) {
			return false
		}
	}
	return true
}

func coversCwd(_ *exec, in, st *state) bool { return coversValue(in.cwd, st.cwd) }

func coversCaps(_ *exec, in, st *state) bool { return coversValues(in.caps, st.caps) }

func coversStdin(_ *exec, in, st *state) bool {
	return in.stdin == nil && in.elsewhere || sameInput(in.stdin, st.stdin) && in.elsewhere == st.elsewhere
}

// coversFiles: what is in a file of which nothing is known may be anything.
func coversFiles(_ *exec, in, st *state) bool {
	ok := true
	in.files.diff(st.files, func(_ uint32, v Value, vok bool, w Value, wok bool) { ok = ok && (!vok || wok && coversValue(v, w)) })
	return ok
}

// coversJobs: a job that perhaps is there covers one, and none.
func coversJobs(_ *exec, in, st *state) bool {
	for j := st.jobs; j != nil; j = j.up {
		k := in.jobs.find(j.id)
		if k == nil || !k.perhaps && k.reaped != j.reaped || k.open && !j.open || !j.open && !coversValue(k.status.val, j.status.val) {
			return false
		}
	}
	for j := in.jobs; j != nil; j = j.up {
		if st.jobs.find(j.id) == nil && !j.perhaps {
			return false
		}
	}
	return true
}

func coversRests(_ *exec, in, st *state) bool {
	return st.assumes&^in.assumes == 0 && (!in.odd || st.odd)
}

// Of what decides what runs, only the same covers.

func sameOptsIn(_ *exec, in, st *state) bool { return in.opts == st.opts }

func sameKilledIn(_ *exec, in, st *state) bool { return in.killed == st.killed }

func sameFdsIn(_ *exec, in, st *state) bool { return sameTable(in.fds, st.fds) }

func sameFuncsIn(x *exec, in, st *state) bool { return sameFuncs(x, in, st, view{}) }

func sameAliasIn(x *exec, in, st *state) bool { return sameAlias(x, in, st, view{}) }

func sameTrapsIn(_ *exec, in, st *state) bool { return sameTraps(in.traps, st.traps) }
