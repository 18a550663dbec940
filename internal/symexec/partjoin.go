package symexec

import "slices"

// How each part of two states becomes one that allows what either does. A part in which they differ becomes the worst of both: what
// may be empty, unset or several words in one of them may be so after it (danger.go).

func joinFacts(_ *exec, j *joining) { j.to.facts = uniteFacts(j.a.facts, j.b.facts) }

func joinCands(_ *exec, j *joining) {
	j.a.cands.diff(j.b.cands, func(k uint32, m candMask, mok bool, n candMask, nok bool) {
		if !mok {
			m = candUnasked
		}
		if !nok {
			n = candUnasked
		}
		j.to.cands = j.to.cands.set(k, m|n)
	})
}

func joinLost(_ *exec, j *joining) {
	j.a.lost.diff(j.b.lost, func(k uint32, r Range, rok bool, s Range, _ bool) {
		if !rok {
			r = s
		}
		j.to.lost = j.to.lost.set(k, r)
	})
}

func joinMade(_ *exec, j *joining) {
	j.a.made.diff(j.b.made, func(k uint32, m int, _ bool, n int, _ bool) { j.to.made = j.to.made.set(k, max(m, n)) })
}

// joinMemory forgets what a guard answered in one of the states only: asked again it may answer anything.
func joinMemory(_ *exec, j *joining) {
	j.a.memory.diff(j.b.memory, func(k uint32, m *memo, _ bool, n *memo, _ bool) {
		if !sameMemo(m, n) {
			j.to.memory = j.to.memory.del(k)
		}
	})
}

func joinCons(_ *exec, j *joining) {
	j.a.cons.diff(j.b.cons, func(k uint32, p *con, pok bool, q *con, qok bool) {
		if !pok || !qok {
			j.to.cons = j.to.cons.del(k)
			return
		}
		j.to.cons = j.to.cons.set(k, p.join(q))
	})
}

// joinOpts is for states in which too much differs to keep apart what runs: errexit, pipefail and nounset stop things, and without them
// more is reached.
func joinOpts(_ *exec, j *joining) {
	j.to.opts = j.a.opts&j.b.opts | (j.a.opts|j.b.opts)&(optForeign|optExecfail)
}

func joinKilled(_ *exec, j *joining) {
	if j.a.killed != j.b.killed {
		j.to.killed = ""
	}
}

func joinFds(_ *exec, j *joining) {
	for i := range len(fdTable{}) {
		if j.a.fd(i) != j.b.fd(i) {
			j.to.setFd(i, dest{kind: toUnknown})
		}
	}
}

func joinFuncs(_ *exec, j *joining) {
	j.a.funcs.diff(j.b.funcs, func(k uint32, f *function, fok bool, g *function, _ bool) {
		if !fok || f == nil || g != nil && g.doubted != nil {
			j.to.funcs = j.to.funcs.set(k, g)
		}
	})
}

func joinAlias(_ *exec, j *joining) {
	j.a.alias.diff(j.b.alias, func(k uint32, v string, vok bool, w string, wok bool) {
		if vok != wok || v != w {
			j.to.alias = j.to.alias.del(k)
		}
	})
}

func joinTraps(_ *exec, j *joining) {
	if j.to.traps == nil {
		j.to.traps = j.b.traps
	}
}

func joinCwd(x *exec, j *joining) {
	if sameValue(j.a.cwd, j.b.cwd) {
		return
	}
	j.to.cwd = x.joinValue(j, "PWD", x.pwd(j.a), x.pwd(j.b))
}

// joinVars makes unknown the variables in which the states differ; those that cannot matter to a finding more so than others.
func joinVars(x *exec, j *joining) {
	j.a.vars.diff(j.b.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if vok == wok && sameVariable(v, w) {
			return
		}
		if !x.matter(k) {
			j.to.vars = j.to.vars.set(k, x.irrelevant(k, v, w))
			return
		}
		n, was := x.joinVariable(j, k, v, w)
		x.inherit(j.to, n, x.saidOf(j.a, v), x.saidOf(j.b, w))
		if was {
			return
		}
		if j.made != nil {
			j.made[k] = n
		}
		j.to.vars = j.to.vars.set(k, n)
	})
}

// joinFrame joins what local variables hide. What is local in one of the states only may or may not come back when the function returns.
func joinFrame(x *exec, j *joining) {
	f, g := j.a.frame, j.b.frame
	if f == g || f == nil || g == nil {
		return
	}
	top := *j.to.frame
	f.saved.diff(g.saved, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		switch {
		case vok && wok && sameVariable(v, w):
			return
		case vok && wok:
			n, _ := x.joinVariable(&joining{a: j.a, b: j.b, to: j.to}, k, v, w)
			if v != nil && v.perhaps || w != nil && w.perhaps {
				n.perhaps = true
			}
			top.saved = top.saved.set(k, n)
		default:
			if !vok {
				v = w
			}
			n := x.binding(k, v).changed()
			n.perhaps = true
			top.saved = top.saved.set(k, n)
		}
	})
	if !x.sameHeld(f.saved, g.saved, true) {
		j.to.frame = &top
	}
}

// binding is one that reads as the variable does: one that the script has not assigned is that of the environment.
func (x *exec) binding(k uint32, v *variable) *variable {
	if v != nil {
		return v
	}
	return &variable{set: true, loose: true, val: symValue(x.envSym(x.nameOf[k]))}
}

// returned is what a variable is when a function returns that may have made it local: what it was, or what the function left.
func (x *exec) returned(st *state, k uint32, saved *variable) *variable {
	was := saved.changed()
	was.perhaps = false
	now, _ := st.vars.get(k)
	if sameVariable(was, now) {
		return was
	}
	n, _ := x.joinVariable(&joining{a: st, b: st, to: st}, k, was, now)
	return n
}

func joinArgs(x *exec, j *joining) {
	p, q := j.a.args, j.b.args
	if p == nil || q == nil || sameParams(p, q) {
		return
	}
	if !p.open && !q.open && len(p.known) == len(q.known) {
		n := *j.to.args
		n.known = slices.Clone(n.known)
		for i := range n.known {
			if !sameValue(p.known[i], q.known[i]) {
				n.known[i] = x.joinValue(j, itoa(i+1), p.known[i], q.known[i])
			}
		}
		j.to.args = &n
		return
	}
	n := params{open: true, gen: max(p.gen, q.gen) + 1}
	if n.gen > maxShift {
		n.gen = maxShift
		x.renewArgs(j.to, &n)
	}
	j.to.args = &n
}

func joinStatus(x *exec, j *joining) {
	a, b := j.a.status, j.b.status
	if !sameValue(a.val, b.val) {
		j.to.status = status{val: symValue(x.joinedStatus()), stale: a.stale || b.stale}
	}
	if j.to.status.ask == nil {
		j.to.status.ask = b.ask
	}
}

// joinedStatus stands for any exit status.
func (x *exec) joinedStatus() *Sym {
	s := x.anyStatusSym("join")
	s.unmade(x.rests.because)
	return s
}

// joinPipes keeps the place of each status: one that is missing would be unset.
func joinPipes(x *exec, j *joining) {
	p, q := j.a.pipes, j.b.pipes
	if samePipes(x, j.a, j.b, view{}) {
		return
	}
	if len(p) == 0 {
		p = []status{j.a.status}
	}
	if len(q) == 0 {
		q = []status{j.b.status}
	}
	out := make([]status, max(len(p), len(q)))
	for i := range out {
		if i < len(p) && i < len(q) && sameValue(p[i].val, q[i].val) {
			out[i] = p[i] // a status is never renamed by a join
		} else {
			out[i] = status{val: symValue(x.joinedStatus())}
		}
	}
	j.to.pipes = out
}

func joinCaps(x *exec, j *joining) {
	if len(j.a.caps) != len(j.b.caps) || sameCaps(x, j.a, j.b, view{}) {
		return
	}
	caps := slices.Clone(j.to.caps)
	for i := range caps {
		if !sameValue(j.a.caps[i], j.b.caps[i]) {
			d := x.valueDanger(j.a, j.a.caps[i]).worse(x.valueDanger(j.b, j.b.caps[i]))
			caps[i] = symValue(x.sym("join:cap"+itoa(i)+d.key(), func(s *Sym) {
				s.kind, s.desc, s.summary, s.lines, s.danger = symWidened, "output", true, true, d
			}))
		}
	}
	j.to.caps = caps
}

func joinStdin(_ *exec, j *joining) {
	if !sameInput(j.a.stdin, j.b.stdin) {
		j.to.stdin, j.to.elsewhere = nil, true
	}
	j.to.elsewhere = j.to.elsewhere || j.b.elsewhere && j.to.stdin == nil
}

// joinFiles forgets what is in a file of which the states think differently.
func joinFiles(_ *exec, j *joining) {
	j.a.files.diff(j.b.files, func(k uint32, v Value, vok bool, w Value, wok bool) {
		if vok != wok || !sameValue(v, w) {
			j.to.files = j.to.files.del(k)
		}
	})
}

// joinJobs keeps all jobs. One that is there in one of the states only may have any status, as there is none in the other; one that may
// not have ended in one of them has, in so far as a wait for it comes back.
func joinJobs(x *exec, j *joining) {
	if j.a.jobs == j.b.jobs {
		return
	}
	var out []*job
	unsure := func(k *job) *job {
		c := *k
		c.open, c.perhaps = false, true
		c.status = status{val: symValue(x.joinedStatus()), ask: k.status.ask}
		return &c
	}
	for k := j.to.jobs; k != nil; k = k.up {
		o := j.b.jobs.find(k.id)
		if o == nil {
			out = append(out, unsure(k))
			continue
		}
		c := *k
		c.perhaps = k.perhaps || o.perhaps || k.reaped != o.reaped
		c.reaped = k.reaped && o.reaped
		switch {
		case k.open && !o.open:
			c.status, c.open = o.status, false
		case k.open == o.open && !sameValue(j.a.jobs.find(k.id).status.val, o.status.val):
			c.status = status{val: symValue(x.joinedStatus()), ask: k.status.ask}
		}
		if c.status.ask == nil {
			c.status.ask = o.status.ask
		}
		c.wipes = slices.Concat(k.wipes[:len(k.wipes):len(k.wipes)], o.wipes)
		if len(o.wipes) == 0 || len(k.wipes) > 8 || sameWipes(k.wipes, o.wipes) {
			c.wipes = k.wipes
		}
		out = append(out, &c)
	}
	for k := j.b.jobs; k != nil; k = k.up {
		if j.a.jobs.find(k.id) == nil {
			out = append(out, unsure(k))
		}
	}
	slices.SortStableFunc(out, func(a, b *job) int { return b.id - a.id })
	var list *job
	for _, c := range slices.Backward(out) {
		c.up, list = list, c
	}
	j.to.jobs = list
}

func sameWipes(a, b []wipe) bool {
	return slices.EqualFunc(a, b, func(v, w wipe) bool { return v.at == w.at })
}

// find is the job of a number.
func (j *job) find(id int) *job {
	for ; j != nil; j = j.up {
		if j.id == id {
			return j
		}
	}
	return nil
}

func joinPend(_ *exec, j *joining) {
	if j.to.pend == nil {
		j.to.pend = j.b.pend
	}
}

func joinTrace(_ *exec, j *joining) { j.to.trace = join(j.a.trace, j.b.trace) }

func joinRests(_ *exec, j *joining) { uniteRests(j.to, j.a, j.b, j.order) }

// widenState makes what a loop can make larger without end as unknown as the join with the state before the loop.
func (x *exec) widenState(before, st *state) {
	j := &joining{a: st.fork(), b: before, to: st}
	for i := range parts {
		if parts[i].grows {
			parts[i].join(x, j)
		}
	}
}
