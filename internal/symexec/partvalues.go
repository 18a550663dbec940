package symexec

import "slices"

// The values in each part, and a symbol in them replaced by another one.

func cwdValues(st *state, f func(Value)) { f(st.cwd) }

func renameCwd(st *state, from, to *Sym) { st.cwd = st.cwd.replace(from, to) }

func varValues(st *state, f func(Value)) {
	st.vars.each(func(_ uint32, v *variable) { eachValue(v, f) })
}

func renameVars(st *state, from, to *Sym) {
	st.vars.each(func(k uint32, v *variable) {
		if w := v.replace(from, to); w != v {
			st.vars = st.vars.set(k, w)
		}
	})
}

func frameValues(st *state, f func(Value)) {
	for fr := st.frame; fr != nil; fr = fr.up {
		fr.saved.each(func(_ uint32, v *variable) { eachValue(v, f) })
	}
}

// useFrame notes the symbols of what local variables hide.
func (x *exec) useFrame(st *state) {
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
}

func renameFrame(st *state, from, to *Sym) { st.frame = st.frame.replace(from, to) }

func argValues(st *state, f func(Value)) {
	if st.args != nil {
		for _, v := range st.args.known {
			f(v)
		}
	}
}

func renameArgs(st *state, from, to *Sym) {
	if st.args == nil || !slices.ContainsFunc(st.args.known, func(v Value) bool { return v.mentions(from) }) {
		return
	}
	a := *st.args
	a.known = replaceAll(a.known, from, to)
	st.args = &a
}

// replaceAll is a copy of a list of values with a symbol replaced.
func replaceAll(vals []Value, from, to *Sym) []Value {
	out := slices.Clone(vals)
	for i := range out {
		out[i] = out[i].replace(from, to)
	}
	return out
}

func statusValues(st *state, f func(Value)) { f(st.status.val) }

func renameStatus(st *state, from, to *Sym) { st.status.val = st.status.val.replace(from, to) }

func pipeValues(st *state, f func(Value)) {
	for _, p := range st.pipes {
		f(p.val)
	}
}

func renamePipes(st *state, from, to *Sym) {
	for i, p := range st.pipes {
		if p.val.mentions(from) {
			pipes := slices.Clone(st.pipes)
			for ; i < len(pipes); i++ {
				pipes[i].val = pipes[i].val.replace(from, to)
			}
			st.pipes = pipes
			return
		}
	}
}

// handlers are the handlers of traps, nil ones included.
func (t *trapSet) handlers() []*handler {
	if t == nil {
		return nil
	}
	out := []*handler{t.exit, t.err}
	for _, s := range t.signals {
		out = append(out, s.handler)
	}
	return out
}

func trapValues(st *state, f func(Value)) {
	for _, h := range st.traps.handlers() {
		if h != nil {
			f(h.text)
		}
	}
}

func renameTraps(st *state, from, to *Sym) {
	if !slices.ContainsFunc(st.traps.handlers(), func(h *handler) bool { return h != nil && h.text.mentions(from) }) {
		return
	}
	with := func(h *handler) *handler {
		if h == nil {
			return nil
		}
		return &handler{text: h.text.replace(from, to), at: h.at}
	}
	t := trapSet{exit: with(st.traps.exit), err: with(st.traps.err)}
	for _, s := range st.traps.signals {
		t.signals = append(t.signals, signalTrap{s.signal, with(s.handler)})
	}
	st.traps = &t
}

func capValues(st *state, f func(Value)) {
	for _, v := range st.caps {
		f(v)
	}
}

func renameCaps(st *state, from, to *Sym) {
	if slices.ContainsFunc(st.caps, func(v Value) bool { return v.mentions(from) }) {
		st.caps = replaceAll(st.caps, from, to)
	}
}

func stdinValues(st *state, f func(Value)) {
	if st.stdin != nil {
		f(st.stdin.text)
	}
}

func renameStdin(st *state, from, to *Sym) {
	if st.stdin != nil && st.stdin.text.mentions(from) {
		in := *st.stdin
		in.text = in.text.replace(from, to)
		st.stdin = &in
	}
}

func fileValues(st *state, f func(Value)) { st.files.each(func(_ uint32, v Value) { f(v) }) }

func renameFiles(st *state, from, to *Sym) {
	st.files.each(func(k uint32, v Value) {
		if v.mentions(from) {
			st.files = st.files.set(k, v.replace(from, to))
		}
	})
}

func jobValues(st *state, f func(Value)) {
	for j := st.jobs; j != nil; j = j.up {
		f(j.status.val)
	}
}

func renameJobs(st *state, from, to *Sym) {
	for j := st.jobs; j != nil; j = j.up {
		if j.status.val.mentions(from) {
			st.jobs = st.jobs.replace(from, to)
			return
		}
	}
}

func memoryValues(st *state, f func(Value)) {
	st.memory.each(func(_ uint32, m *memo) {
		f(m.status)
		f(m.out)
	})
}
