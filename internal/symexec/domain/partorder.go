package domain

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Whether a part of one state allows all that the same part of another one does.

func coversFacts(_ *Space, in, st *State) bool {
	ok := true
	in.Facts.Diff(st.Facts, func(_ uint32, f Fact, fok bool, g Fact, gok bool) {
		if !fok {
			f = Fact{Mask: Unasked}
		}
		if !gok {
			g = Fact{Mask: Unasked}
		}
		ok = ok && g.Resolve()&^f.Resolve() == 0
	})
	return ok
}

func coversCands(_ *Space, in, st *State) bool {
	ok := true
	in.Cands.Diff(st.Cands, func(_ uint32, m CandMask, mok bool, n CandMask, nok bool) {
		if !mok {
			m = CandUnasked
		}
		if !nok {
			n = CandUnasked
		}
		ok = ok && n&^m == 0
	})
	return ok
}

func coversLost(_ *Space, in, st *State) bool {
	ok := true
	in.Lost.Diff(st.Lost, func(_ uint32, _ place.Range, rok bool, _ place.Range, _ bool) { ok = ok && rok })
	return ok
}

func coversMade(_ *Space, in, st *State) bool {
	ok := true
	in.Made.Diff(st.Made, func(_ uint32, m int, _ bool, n int, _ bool) { ok = ok && m >= n })
	return ok
}

// coversMemory: what is not remembered may be anything.
func coversMemory(_ *Space, in, st *State) bool {
	ok := true
	in.Memory.Diff(st.Memory, func(_ uint32, m *Memo, mok bool, n *Memo, _ bool) { ok = ok && (!mok || sameMemo(m, n)) })
	return ok
}

// coversCons: what is not decided may be either way.
func coversCons(_ *Space, in, st *State) bool {
	ok := true
	in.Cons.Diff(st.Cons, func(_ uint32, c *value.Con, cok bool, d *value.Con, dok bool) {
		ok = ok && (!cok || dok && c.Join(d).Equal(c))
	})
	return ok
}

// coversValue reports whether one text may be another one: the same, or any. A symbol that was renamed since is the same text.
func coversValue(v, w value.Value) bool {
	if value.SameValue(v, w) {
		return true
	}
	if s := v.Single(); s != nil && (s.Kind == value.SymWidened || s.Kind == value.SymStatus && s.Summary) {
		return true
	}
	if len(v) != len(w) {
		return false
	}
	for i, p := range v {
		q := w[i]
		if p != q && (p.Sym == nil || q.Sym == nil || p.Sym.Key != q.Sym.Key+"'" && p.Sym.Key != q.Sym.Key+"\"" && p.Sym.Key != q.Sym.Key+"'\"") {
			return false
		}
	}
	return true
}

func coversValues(l, m []value.Value) bool { return slices.EqualFunc(l, m, coversValue) }

func coversVariable(v, w *Variable) bool {
	switch {
	case v == w:
		return true
	case v == nil:
		return false
	case v.List != nil && v.List.Kind == value.SymWidened, !v.Array && !v.Assoc && v.Set && v.Val.Single() != nil && v.Val.Single().Kind == value.SymWidened:
		return v.Loose || v.List != nil || !MayBeUnset(w)
	}
	return w != nil && v.Set == w.Set && v.Array == w.Array && v.Assoc == w.Assoc && v.List == w.List && v.Ref == w.Ref && coversValue(v.Val, w.Val) &&
		coversValues(v.Elems, w.Elems) && len(v.Keys) == len(w.Keys) && !slices.ContainsFunc(effects.SortedKeys(v.Keys), func(k string) bool { return !coversValue(v.Keys[k], w.Keys[k]) })
}

func coversVars(x *Space, in, st *State) bool {
	ok := true
	in.Vars.Diff(st.Vars, func(k uint32, v *Variable, vok bool, w *Variable, wok bool) { ok = ok && vok && coversVariable(v, w) })
	return ok
}

func coversFrame(_ *Space, in, st *State) bool {
	f, g := in.Frame, st.Frame
	for ; f != g; f, g = f.Up, g.Up {
		if f == nil || g == nil {
			return false
		}
		ok := true
		f.Saved.Diff(g.Saved, func(_ uint32, v *Variable, vok bool, w *Variable, wok bool) {
			ok = ok && vok && (v != nil && v.Perhaps || wok && coversVariable(v, w))
		})
		if !ok {
			return false
		}
	}
	return true
}

func coversArgs(_ *Space, in, st *State) bool {
	p, q := in.Args, st.Args
	if p == q || p == nil || q == nil {
		return p == q
	}
	return p.Open && p.Gen > q.Gen || p.Open && p.Gen == MaxShift || p.Open == q.Open && p.Base == q.Base && p.Gen == q.Gen && coversValues(p.Known, q.Known)
}

func coversStatus(_ *Space, in, st *State) bool { return coversValue(in.Status.Val, st.Status.Val) }

func coversPipes(_ *Space, in, st *State) bool {
	if len(in.Pipes) < len(st.Pipes) {
		return false
	}
	for i, p := range st.Pipes {
		if !coversValue(in.Pipes[i].Val, p.Val) {
			return false
		}
	}
	return true
}

func coversCwd(_ *Space, in, st *State) bool { return coversValue(in.Cwd, st.Cwd) }

func coversCaps(_ *Space, in, st *State) bool { return coversValues(in.Caps, st.Caps) }

func coversStdin(_ *Space, in, st *State) bool {
	return in.Stdin == nil && in.Elsewhere || sameInput(in.Stdin, st.Stdin) && in.Elsewhere == st.Elsewhere
}

// coversFiles: what is in a file of which nothing is known may be anything.
func coversFiles(_ *Space, in, st *State) bool {
	ok := true
	in.Files.Diff(st.Files, func(_ uint32, v value.Value, vok bool, w value.Value, wok bool) {
		ok = ok && (!vok || wok && coversValue(v, w))
	})
	return ok
}

// coversJobs: a job that perhaps is there covers one, and none.
func coversJobs(_ *Space, in, st *State) bool {
	for j := st.Jobs; j != nil; j = j.Up {
		k := in.Jobs.find(j.Id)
		if k == nil {
			k = in.Jobs.find(othersJob)
		}
		if k == nil || !k.Perhaps && k.Reaped != j.Reaped || k.Open && !j.Open || !j.Open && !coversValue(k.Status.Val, j.Status.Val) {
			return false
		}
	}
	for j := in.Jobs; j != nil; j = j.Up {
		if st.Jobs.find(j.Id) == nil && !j.Perhaps {
			return false
		}
	}
	return true
}

func coversRests(_ *Space, in, st *State) bool {
	return st.Assumes&^in.Assumes == 0 && (!in.Odd || st.Odd)
}

// Of what decides what runs, only the same covers.

func sameOptsIn(_ *Space, in, st *State) bool { return in.Opts == st.Opts }

func sameKilledIn(_ *Space, in, st *State) bool { return in.Killed == st.Killed }

func sameFdsIn(_ *Space, in, st *State) bool { return sameTable(in.Fds, st.Fds) }

func sameFuncsIn(x *Space, in, st *State) bool { return sameFuncs(x, in, st, View{}) }

func sameAliasIn(x *Space, in, st *State) bool { return sameAlias(x, in, st, View{}) }

func sameTrapsIn(_ *Space, in, st *State) bool { return sameTraps(in.Traps, st.Traps) }
