package domain

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// The values in each part, and a symbol in them replaced by another one.

func cwdValues(st *State, f func(value.Value)) { f(st.Cwd) }

func renameCwd(st *State, from, to *value.Sym) { st.Cwd = st.Cwd.Replace(from, to) }

func varValues(st *State, f func(value.Value)) {
	st.Vars.Each(func(_ uint32, v *Variable) { eachValue(v, f) })
}

func renameVars(st *State, from, to *value.Sym) {
	st.Vars.Each(func(k uint32, v *Variable) {
		if w := v.replace(from, to); w != v {
			st.Vars = st.Vars.Set(k, w)
		}
	})
}

func frameValues(st *State, f func(value.Value)) {
	for fr := st.Frame; fr != nil; fr = fr.Up {
		fr.Saved.Each(func(_ uint32, v *Variable) { eachValue(v, f) })
	}
}

// useFrame notes the symbols of what local variables hide.
func (x *Space) useFrame(st *State) {
	for f := st.Frame; f != nil; f = f.Up {
		f.Saved.Each(func(_ uint32, v *Variable) {
			if v != nil {
				x.varID(v)
				for _, s := range v.Syms {
					x.use(s)
				}
			}
		})
	}
}

func renameFrame(st *State, from, to *value.Sym) { st.Frame = st.Frame.replace(from, to) }

func argValues(st *State, f func(value.Value)) {
	if st.Args != nil {
		for _, v := range st.Args.Known {
			f(v)
		}
	}
}

func renameArgs(st *State, from, to *value.Sym) {
	if st.Args == nil || !slices.ContainsFunc(st.Args.Known, func(v value.Value) bool { return v.Mentions(from) }) {
		return
	}
	a := *st.Args
	a.Known = replaceAll(a.Known, from, to)
	st.Args = &a
}

// replaceAll is a copy of a list of values with a symbol replaced.
func replaceAll(vals []value.Value, from, to *value.Sym) []value.Value {
	out := slices.Clone(vals)
	for i := range out {
		out[i] = out[i].Replace(from, to)
	}
	return out
}

func statusValues(st *State, f func(value.Value)) { f(st.Status.Val) }

func renameStatus(st *State, from, to *value.Sym) { st.Status.Val = st.Status.Val.Replace(from, to) }

func pipeValues(st *State, f func(value.Value)) {
	for _, p := range st.Pipes {
		f(p.Val)
	}
}

func renamePipes(st *State, from, to *value.Sym) {
	for i, p := range st.Pipes {
		if p.Val.Mentions(from) {
			pipes := slices.Clone(st.Pipes)
			for ; i < len(pipes); i++ {
				pipes[i].Val = pipes[i].Val.Replace(from, to)
			}
			st.Pipes = pipes
			return
		}
	}
}

// handlers are the handlers of traps, nil ones included.
func (t *Traps) handlers() []*Handler {
	if t == nil {
		return nil
	}
	out := []*Handler{t.Exit, t.Err}
	for _, s := range t.Signals {
		out = append(out, s.Handler)
	}
	return out
}

func trapValues(st *State, f func(value.Value)) {
	for _, h := range st.Traps.handlers() {
		if h != nil {
			f(h.Text)
		}
	}
}

func renameTraps(st *State, from, to *value.Sym) {
	if !slices.ContainsFunc(st.Traps.handlers(), func(h *Handler) bool { return h != nil && h.Text.Mentions(from) }) {
		return
	}
	with := func(h *Handler) *Handler {
		if h == nil {
			return nil
		}
		return &Handler{Text: h.Text.Replace(from, to), At: h.At}
	}
	t := Traps{Exit: with(st.Traps.Exit), Err: with(st.Traps.Err)}
	for _, s := range st.Traps.Signals {
		t.Signals = append(t.Signals, SignalTrap{s.Signal, with(s.Handler)})
	}
	st.Traps = &t
}

func capValues(st *State, f func(value.Value)) {
	for _, v := range st.Caps {
		f(v)
	}
}

func renameCaps(st *State, from, to *value.Sym) {
	if slices.ContainsFunc(st.Caps, func(v value.Value) bool { return v.Mentions(from) }) {
		st.Caps = replaceAll(st.Caps, from, to)
	}
}

func stdinValues(st *State, f func(value.Value)) {
	if st.Stdin != nil {
		f(st.Stdin.Text)
	}
}

func renameStdin(st *State, from, to *value.Sym) {
	if st.Stdin != nil && st.Stdin.Text.Mentions(from) {
		in := *st.Stdin
		in.Text = in.Text.Replace(from, to)
		st.Stdin = &in
	}
}

func fileValues(st *State, f func(value.Value)) {
	st.Files.Each(func(_ uint32, v value.Value) { f(v) })
}

func renameFiles(st *State, from, to *value.Sym) {
	st.Files.Each(func(k uint32, v value.Value) {
		if v.Mentions(from) {
			st.Files = st.Files.Set(k, v.Replace(from, to))
		}
	})
}

func jobValues(st *State, f func(value.Value)) {
	for j := st.Jobs; j != nil; j = j.Up {
		f(j.Status.Val)
	}
}

func renameJobs(st *State, from, to *value.Sym) {
	for j := st.Jobs; j != nil; j = j.Up {
		if j.Status.Val.Mentions(from) {
			st.Jobs = st.Jobs.replace(from, to)
			break
		}
	}
	if st.Jobs.find(int(from.Id)) != nil { // its number is one of several in an array: pids+=($!)
		st.Jobs = st.Jobs.renumbered(int(from.Id), to)
	}
}

func memoryValues(st *State, f func(value.Value)) {
	st.Memory.Each(func(_ uint32, m *Memo) {
		f(m.Status)
		f(m.Out)
	})
}
