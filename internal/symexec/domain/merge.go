package domain

import (
	"slices"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// nothingDestroys reports whether nothing that runs from here on may destroy.
func (x *Space) nothingDestroys() bool { return !x.Live(x.prog.ActName) }

// onlyEnds makes one state of those that nothing tells apart any more, for each that runs other code.
func (x *Space) onlyEnds(states []*State) []*State {
	var out []*State
	for _, g := range x.byCode(states) {
		out = append(out, x.MergeAll(g))
	}
	return out
}

// Merge makes one state of those that agree on everything that can still be read after the current point. Cost must not grow
// with the number of ways, so past a bound it widens: first it forgets what guards would answer again and what was decided
// about values, then the values of variables in which the states differ.
func (x *Space) Merge(states []*State) []*State {
	if len(states) < 2 {
		return states
	}
	x.Merges++
	x.LiveArgs = x.Live(effects.ArgsName)
	for _, st := range states {
		x.DropDead(st)
	}
	if x.nothingDestroys() {
		return x.onlyEnds(states)
	}
	x.limitKnown(states)
	out := x.group(states, false)
	if len(out) <= x.prog.Bounds.States {
		return out
	}
	x.Limits["too many combinations of earlier decisions; some were forgotten"] = true
	x.forgotten(out)
	out = x.group(out, true)
	if len(out) <= x.prog.Bounds.States {
		return out
	}
	return x.widen(out)
}

// antichain unites the states of a group. Where one is proved by fewer guards than another, what holds for the worse one
// holds for both, so nothing is lost; states proved by different guards stay apart, up to a bound.
func (x *Space) antichain(g []*State) []*State {
	if len(g) == 1 {
		return g
	}
	var out []*State
next:
	for _, st := range g {
		for i, o := range out {
			if c := CompareFacts(st, o); c != FactsApart {
				out[i] = x.JoinOf(o, st, nil)
				continue next
			}
		}
		out = append(out, st)
	}
	if len(out) > x.prog.Bounds.FactSets {
		out = x.joinShiftedAway(out)
	}
	for len(out) > x.prog.Bounds.FactSets {
		n := len(out)
		out[n-2] = x.JoinOf(out[n-2], out[n-1], nil)
		x.restAlways(out[n-2], x.combinations())
		out = out[:n-1]
	}
	return out
}

type factOrder uint8

const (
	factsEqual factOrder = iota
	factsLess            // the first is proved by fewer guards
	FactsMore
	FactsApart
)

func CompareFacts(a, b *State) factOrder {
	var less, more bool
	a.Facts.Diff(b.Facts, func(_ uint32, f Fact, fok bool, g Fact, gok bool) {
		p, q := fok && f.Proves(), gok && g.Proves()
		less = less || !p && q
		more = more || p && !q
	})
	switch {
	case less && more:
		return FactsApart
	case less:
		return factsLess
	case more:
		return FactsMore
	}
	return factsEqual
}

func UniteFacts(a, b value.Pmap[Fact]) value.Pmap[Fact] {
	c := a
	a.Diff(b, func(k uint32, f Fact, fok bool, g Fact, gok bool) {
		if !fok {
			f = Fact{Mask: Unasked}
		}
		if !gok {
			g = Fact{Mask: Unasked}
		}
		if u := f.union(g); !fok || u != f {
			c = c.Set(k, u)
		}
	})
	return c
}

// widen makes the states few by giving up the values in which they differ. States that different guards prove, or that
// different flags lead to, stay apart as long as there are few of those.
func (x *Space) widen(states []*State) []*State {
	x.Limits["too many combinations of values; some were taken as unknown"] = true
	defer x.blaming(x.combinations())()
	keys, groups := x.byProof(states, true, func(a *value.Ask, f Fact) (uint32, bool) { return a.Id, f.Proves() })
	if len(keys) > x.prog.Bounds.Proofs { // by what was said at which place, about whatever thing, and whether some flag is on
		keys, groups = x.byProof(states, false, func(a *value.Ask, f Fact) (uint32, bool) { return a.PlaceAsk.Id<<16 | uint32(f.Resolve()), true })
	}
	if len(keys) > x.prog.Bounds.Proofs {
		keys, groups = nil, map[string][]*State{}
		for _, g := range x.byCode(states) {
			k := strconv.Itoa(len(keys))
			keys, groups[k] = append(keys, k), g
		}
	}
	out := make([]*State, 0, len(keys))
	for _, k := range keys {
		out = append(out, x.MergeAll(groups[k]))
	}
	return out
}

// byProof groups states by the names that some guards' answers are given, by the flags that are on, or whether one is, and by what may run.
func (x *Space) byProof(states []*State, eachFlag bool, name func(*value.Ask, Fact) (uint32, bool)) (keys []string, groups map[string][]*State) {
	groups = map[string][]*State{}
	for _, st := range states {
		var by []uint32
		st.Facts.Each(func(k uint32, f Fact) {
			if id, counts := name(x.AskList[k], f); counts {
				by = append(by, id)
			}
		})
		slices.Sort(by)
		b := &x.keyBuf
		b.Reset()
		for _, id := range slices.Compact(by) {
			b.Number(uint64(id))
			b.Put(1)
		}
		flags := x.Flags(st)
		if !eachFlag && len(flags) > 0 {
			flags = []string{"some"}
		}
		for _, f := range flags {
			b.WriteString(f)
		}
		if t, ok := st.Status.Val.Constant(); ok { // by which a function hands on what a guard said
			b.WriteString("=" + t)
		}
		if eachFlag {
			writeJobs(x, b, st, View{}) // each status of a job comes with the answer that its guard has given
		}
		x.writeControl(b, st)
		k := b.String()
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], st)
	}
	return keys, groups
}

// MergeAll makes one state of all, in which every variable that differs is unknown.
func (x *Space) MergeAll(states []*State) *State {
	acc := states[0].Fork()
	joined := map[uint32]*Variable{}
	for _, st := range states[1:] {
		acc = x.JoinOf(acc, st, joined)
	}
	return acc
}

// Irrelevant is a variable that cannot matter to a finding: some text, and never the same. It is one and the same each time, so that states
// which forget the same variables again share them.
func (x *Space) Irrelevant(k uint32, v, w *Variable) *Variable {
	array := v != nil && (v.Array || v.Assoc) || w != nil && (w.Array || w.Assoc)
	at := int(k) * 2
	if array {
		at++
	}
	for at >= len(x.irrelevant) {
		x.irrelevant = append(x.irrelevant, nil)
	}
	if n := x.irrelevant[at]; n != nil {
		return n
	}
	name := x.tab.NameOf[k]
	s := x.tab.Sym("any:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Lines, s.Summary = value.SymWidened, name, true, true })
	n := &Variable{Set: true, Val: value.SymValue(s)}
	if array {
		n.Array, n.List = true, s
	}
	x.irrelevant[at] = n
	return n
}

func (x *Space) AnyStatusSym(key string) *value.Sym {
	return x.tab.Sym(key+":status", func(s *value.Sym) { s.Kind, s.Desc, s.Summary = value.SymStatus, "$?", true })
}

func SameVariable(v, w *Variable) bool {
	if v == w {
		return true
	}
	if v == nil || w == nil || v.Set != w.Set || v.Array != w.Array || v.List != w.List || v.Ref != w.Ref || v.attributes() != w.attributes() ||
		len(v.Elems) != len(w.Elems) || len(v.Keys) != len(w.Keys) || !value.SameValue(v.Val, w.Val) {
		return false
	}
	for i := range v.Elems {
		if !value.SameValue(v.Elems[i], w.Elems[i]) {
			return false
		}
	}
	for k, e := range v.Keys {
		f, ok := w.Keys[k]
		if !ok || !value.SameValue(e, f) {
			return false
		}
	}
	return true
}

func sameParams(a, b *Params) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.Open != b.Open || a.Base != b.Base || a.Gen != b.Gen || len(a.Known) != len(b.Known) {
		return false
	}
	for i := range a.Known {
		if !value.SameValue(a.Known[i], b.Known[i]) {
			return false
		}
	}
	return true
}
