package domain

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

func writeOpts(_ *Space, b *value.KeyBuilder, st *State, _ View) { b.Integer(int(st.Opts)) }

func sameOpts(_ *Space, a, b *State, _ View) bool { return a.Opts == b.Opts }

func writeKilled(_ *Space, b *value.KeyBuilder, st *State, _ View) { b.WriteString(st.Killed) }

func sameKilled(_ *Space, a, b *State, _ View) bool { return a.Killed == b.Killed }

func writeCwd(_ *Space, b *value.KeyBuilder, st *State, _ View) { b.Value(st.Cwd) }

func sameCwd(_ *Space, a, b *State, _ View) bool { return value.SameValue(a.Cwd, b.Cwd) }

func writeFds(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	for i := range len(fdTable{}) {
		if d := st.Fd(i); d != (Dest{}) {
			b.Integer(i)
			b.Put('a' + byte(d.Kind))
			b.Integer(d.Level)
			b.WriteString(d.Path)
			b.Put(2)
		}
	}
}

func sameFds(_ *Space, a, b *State, _ View) bool { return sameTable(a.Fds, b.Fds) }

func writeVars(x *Space, b *value.KeyBuilder, st *State, how View) {
	vars := st.Vars
	if !how.All {
		vars = vars.Keep(x.relevantNames)
	}
	b.Number(uint64(x.varsID(vars.Root)))
}

func sameVars(x *Space, a, b *State, how View) bool { return x.sameHeld(a.Vars, b.Vars, how.All) }

// writeAttributes writes which variables are readonly, integers or references: what an assignment to them does is decided by that.
func writeAttributes(_ *Space, b *value.KeyBuilder, st *State) {
	st.Vars.Each(func(k uint32, v *Variable) {
		if v != nil && (v.Fixed || v.Int || v.Cased || v.Ref != "") {
			b.Numbers(uint64(k), uint64(v.attributes()))
			b.WriteString(v.Ref)
		}
	})
}

func writeFrame(x *Space, b *value.KeyBuilder, st *State, _ View) {
	for f := st.Frame; f != nil; f = f.Up {
		b.Put(3)
		f.Saved.Each(func(k uint32, v *Variable) {
			b.Numbers(uint64(k))
			if v != nil {
				b.Numbers(uint64(x.varID(v)))
			}
		})
	}
}

func sameFrame(x *Space, a, b *State, _ View) bool {
	f, g := a.Frame, b.Frame
	for ; f != g; f, g = f.Up, g.Up {
		if f == nil || g == nil || !x.sameHeld(f.Saved, g.Saved, true) {
			return false
		}
	}
	return true
}

func writeArgs(x *Space, b *value.KeyBuilder, st *State, _ View) {
	if st.Args == nil || !x.LiveArgs {
		return
	}
	b.Integer(st.Args.Base)
	b.Put(',')
	b.Integer(st.Args.Gen)
	if st.Args.Open {
		b.Put('o')
	}
	for _, v := range st.Args.Known {
		b.Put(3)
		b.Value(v)
	}
}

func sameArgs(x *Space, a, b *State, _ View) bool {
	return !x.LiveArgs || a.Args == b.Args || sameParams(a.Args, b.Args)
}

func writeStatus(_ *Space, b *value.KeyBuilder, st *State, _ View) { b.Value(st.Status.Val) }

func sameStatus(_ *Space, a, b *State, _ View) bool {
	return value.SameValue(a.Status.Val, b.Status.Val)
}

func writePipes(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	for _, p := range st.Pipes {
		b.Put(3)
		b.Value(p.Val)
	}
}

func samePipes(_ *Space, a, b *State, _ View) bool {
	return slices.EqualFunc(a.Pipes, b.Pipes, func(s, t Status) bool { return value.SameValue(s.Val, t.Val) })
}

func writeFuncs(x *Space, b *value.KeyBuilder, st *State, _ View) {
	b.Number(uint64(x.funcsID(st.Funcs.Root)))
}

func sameFuncs(x *Space, a, b *State, _ View) bool {
	return a.Funcs.Root == b.Funcs.Root || x.funcsID(a.Funcs.Root) == x.funcsID(b.Funcs.Root)
}

func writeAlias(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	st.Alias.Each(func(k uint32, text string) {
		b.Numbers(uint64(k))
		b.WriteString(text)
		b.Put(2)
	})
}

func sameAlias(_ *Space, a, b *State, _ View) bool {
	return a.Alias.Agree(b.Alias, func(_ uint32, s string, sok bool, t string, tok bool) bool { return sok == tok && s == t })
}

func writeTraps(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	if st.Traps == nil {
		return
	}
	for i, h := range []*Handler{st.Traps.Exit, st.Traps.Err} {
		if h != nil {
			b.Put('0' + byte(i))
			b.Value(h.Text)
		}
	}
	for _, t := range st.Traps.Signals {
		b.Put(3)
		b.WriteString(t.Signal)
		if t.Handler != nil {
			b.Put(4)
			b.Value(t.Text)
		}
	}
}

func sameTrapsOf(_ *Space, a, b *State, _ View) bool { return sameTraps(a.Traps, b.Traps) }

func writeCaps(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	for _, c := range st.Caps {
		b.Put(3)
		b.Value(c)
	}
}

func sameCaps(_ *Space, a, b *State, _ View) bool {
	return slices.EqualFunc(a.Caps, b.Caps, value.SameValue)
}

func writeStdin(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	if st.Stdin != nil {
		b.Value(st.Stdin.Text)
	} else if st.Elsewhere {
		b.Put('e')
	}
}

func sameStdin(_ *Space, a, b *State, _ View) bool {
	return sameInput(a.Stdin, b.Stdin) && (a.Stdin != nil || a.Elsewhere == b.Elsewhere)
}

func writeFiles(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	st.Files.Each(func(k uint32, v value.Value) {
		b.Numbers(uint64(k))
		b.Value(v)
	})
}

func sameFiles(_ *Space, a, b *State, _ View) bool {
	return a.Files.Agree(b.Files, func(_ uint32, v value.Value, vok bool, w value.Value, wok bool) bool {
		return vok == wok && value.SameValue(v, w)
	})
}

func writeJobs(_ *Space, b *value.KeyBuilder, st *State, _ View) {
	for j := st.Jobs; j != nil; j = j.Up {
		b.Numbers(uint64(j.Id))
		for i, is := range []bool{j.Open, j.Reaped, j.Perhaps} {
			if is {
				b.Put('a' + byte(i))
			}
		}
		b.Value(j.Status.Val)
	}
}

func sameJobsOf(_ *Space, a, b *State, _ View) bool { return sameJobs(a.Jobs, b.Jobs) }

func writeMemory(_ *Space, b *value.KeyBuilder, st *State, how View) {
	if how.Coarse {
		return
	}
	st.Memory.Each(func(k uint32, m *Memo) {
		b.Numbers(uint64(k))
		b.Value(m.Status)
		b.Value(m.Out)
	})
}

func sameMemory(_ *Space, a, b *State, how View) bool {
	return how.Coarse || a.Memory.Agree(b.Memory, func(_ uint32, m *Memo, mok bool, n *Memo, nok bool) bool { return mok == nok && sameMemo(m, n) })
}

func sameMemo(m, n *Memo) bool {
	return m == n || m != nil && n != nil && value.SameValue(m.Status, n.Status) && value.SameValue(m.Out, n.Out)
}

// writeCons writes what the state has decided about the symbols that it holds, as useAll has marked them, and drops the rest.
func writeCons(x *Space, b *value.KeyBuilder, st *State, how View) {
	var drop []uint32
	st.Cons.Each(func(k uint32, c *value.Con) {
		s := x.tab.SymList[k]
		if s.UsedAt != x.Epoch && !x.liveSym(st, s) {
			drop = append(drop, k)
			return
		}
		if how.Coarse && (s.Kind != value.SymEnv && s.Kind != value.SymArg || c.Eq == nil) {
			return
		}
		b.Numbers(uint64(k))
		b.WriteString(c.Text())
	})
	st.Cons = st.Cons.Without(drop)
}

// sameCons reports whether two states have decided the same about the symbols that they hold. They are equal in all else, so that
// they hold the same ones.
func sameCons(x *Space, a, b *State, how View) bool {
	marked := false
	var drop []uint32
	equal := a.Cons.Agree(b.Cons, func(k uint32, c *value.Con, cok bool, d *value.Con, dok bool) bool {
		if cok && dok && c.Equal(d) {
			return true
		}
		s := x.tab.SymList[k]
		if how.Coarse && (s.Kind != value.SymEnv && s.Kind != value.SymArg || (c == nil || c.Eq == nil) && (d == nil || d.Eq == nil)) {
			return true
		}
		if !marked {
			x.UseAll(a, how)
			marked = true
		}
		if s.UsedAt == x.Epoch || x.liveSym(a, s) || x.liveSym(b, s) {
			return false
		}
		drop = append(drop, k)
		return true
	})
	a.Cons, b.Cons = a.Cons.Without(drop), b.Cons.Without(drop)
	return equal
}
