package symexec

import (
	"slices"
	"sort"
)

// merge makes one state of those that agree on everything that can still be read after the current point. Cost must not grow
// with the number of ways, so past a bound it widens: first it forgets what guards would answer again and what was decided
// about values, then the values of variables in which the states differ.
func (x *exec) merge(states []*state) []*state {
	if len(states) < 2 {
		return states
	}
	x.merges++
	x.liveArgs = x.live(argsName)
	for _, st := range states {
		x.dropDead(st)
	}
	if x.idle() {
		return x.onlyEnds(states)
	}
	out := x.group(states, false)
	if len(out) <= x.bounds.States {
		return out
	}
	x.limits["too many combinations of earlier decisions; some were forgotten"] = true
	x.forgotten(out)
	out = x.group(out, true)
	if len(out) <= x.bounds.States {
		return out
	}
	return x.widen(out)
}

// antichain unites the states of a group. Where one is proved by fewer guards than another, what holds for the worse one
// holds for both, so nothing is lost; states proved by different guards stay apart, up to a bound.
func (x *exec) antichain(g []*state) []*state {
	if len(g) == 1 {
		return g
	}
	var out []*state
next:
	for _, st := range g {
		for i, o := range out {
			if c := compareFacts(st, o); c != factsApart {
				out[i] = x.joinOf(o, st, nil)
				continue next
			}
		}
		out = append(out, st)
	}
	if len(out) > x.bounds.FactSets {
		out = x.uniteSpent(out)
	}
	for len(out) > x.bounds.FactSets {
		n := len(out)
		out[n-2] = x.joinOf(out[n-2], out[n-1], nil)
		x.restAlways(out[n-2], x.combinations())
		out = out[:n-1]
	}
	return out
}

type factOrder uint8

const (
	factsEqual factOrder = iota
	factsLess            // the first is proved by fewer guards
	factsMore
	factsApart
)

func compareFacts(a, b *state) factOrder {
	var less, more bool
	a.facts.diff(b.facts, func(_ uint32, f fact, fok bool, g fact, gok bool) {
		p, q := fok && f.proves(), gok && g.proves()
		less = less || !p && q
		more = more || p && !q
	})
	switch {
	case less && more:
		return factsApart
	case less:
		return factsLess
	case more:
		return factsMore
	}
	return factsEqual
}

func uniteFacts(a, b pmap[fact]) pmap[fact] {
	c := a
	a.diff(b, func(k uint32, f fact, fok bool, g fact, gok bool) {
		if !fok {
			f = fact{mask: Unasked}
		}
		if !gok {
			g = fact{mask: Unasked}
		}
		c = c.set(k, f.union(g))
	})
	return c
}

// widen makes the states few by giving up the values in which they differ. States that different guards prove, or that
// different flags lead to, stay apart as long as there are few of those.
func (x *exec) widen(states []*state) []*state {
	x.limits["too many combinations of values; some were taken as unknown"] = true
	defer x.making(x.combinations())()
	keys, groups := x.byProof(states, true, func(a *Ask, f fact) (uint32, bool) { return a.id, f.proves() })
	if len(keys) > x.bounds.Proofs { // by what was said at which place, about whatever thing, and whether some flag is on
		keys, groups = x.byProof(states, false, func(a *Ask, f fact) (uint32, bool) { return a.place.id<<16 | uint32(f.resolve()), true })
	}
	if len(keys) > x.bounds.Proofs {
		keys, groups = nil, map[string][]*state{}
		for _, g := range x.byCode(states) {
			k := itoa(len(keys))
			keys, groups[k] = append(keys, k), g
		}
	}
	out := make([]*state, 0, len(keys))
	for _, k := range keys {
		out = append(out, x.mergeAll(groups[k]))
	}
	return out
}

// byProof groups states by the names that some guards' answers are given, by the flags that are on, or whether one is, and by what may run.
func (x *exec) byProof(states []*state, eachFlag bool, name func(*Ask, fact) (uint32, bool)) (keys []string, groups map[string][]*state) {
	groups = map[string][]*state{}
	for _, st := range states {
		var by []uint32
		st.facts.each(func(k uint32, f fact) {
			if id, counts := name(x.askList[k], f); counts {
				by = append(by, id)
			}
		})
		slices.Sort(by)
		b := &x.keyBuf
		b.Reset()
		for _, id := range slices.Compact(by) {
			b.number(uint64(id))
			b.put(1)
		}
		flags := x.flags(st)
		if !eachFlag && len(flags) > 0 {
			flags = []string{"some"}
		}
		for _, f := range flags {
			b.WriteString(f)
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

// mergeAll makes one state of all, in which every variable that differs is unknown.
func (x *exec) mergeAll(states []*state) *state {
	acc := states[0].fork()
	joined := map[uint32]*variable{}
	for _, st := range states[1:] {
		acc = x.joinOf(acc, st, joined)
	}
	return acc
}

// irrelevant is a variable that cannot matter to a finding: some text, and never the same.
func (x *exec) irrelevant(k uint32, v, w *variable) *variable {
	name := x.nameOf[k]
	s := x.sym("any:"+name, func(s *Sym) { s.kind, s.name, s.lines, s.summary = symWidened, name, true, true })
	n := &variable{set: true, val: symValue(s)}
	if v != nil && (v.array || v.assoc) || w != nil && (w.array || w.assoc) {
		n.array, n.list = true, s
	}
	return n
}

func (x *exec) anyStatusSym(key string) *Sym {
	return x.sym(key+":status", func(s *Sym) { s.kind, s.desc, s.summary = symStatus, "$?", true })
}

func sameVariable(v, w *variable) bool {
	if v == w {
		return true
	}
	if v == nil || w == nil || v.set != w.set || v.array != w.array || v.list != w.list || v.ref != w.ref || v.attributes() != w.attributes() ||
		len(v.elems) != len(w.elems) || len(v.keys) != len(w.keys) || !sameValue(v.val, w.val) {
		return false
	}
	for i := range v.elems {
		if !sameValue(v.elems[i], w.elems[i]) {
			return false
		}
	}
	for k, e := range v.keys {
		f, ok := w.keys[k]
		if !ok || !sameValue(e, f) {
			return false
		}
	}
	return true
}

func sameParams(a, b *params) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.open != b.open || a.base != b.base || a.gen != b.gen || len(a.known) != len(b.known) {
		return false
	}
	for i := range a.known {
		if !sameValue(a.known[i], b.known[i]) {
			return false
		}
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
