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
func (x *exec) antichain(g []*state, rough bool) []*state {
	if len(g) == 1 {
		return g
	}
	var out []*state
next:
	for _, st := range g {
		for i, o := range out {
			if c := compareFacts(st, o); c != factsApart {
				out[i] = x.unite(o, st, rough)
				continue next
			}
		}
		out = append(out, st)
	}
	if len(out) > x.bounds.FactSets {
		out = x.uniteSpent(out, rough)
	}
	for len(out) > x.bounds.FactSets {
		n := len(out)
		out[n-2] = x.unite(out[n-2], out[n-1], rough)
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

// unite makes one state of two that are equal but for what their guards answered. The result is reached by both ways.
func (x *exec) unite(a, b *state, rough bool) *state {
	order := compareFacts(a, b)
	if order == factsMore {
		a, b = b, a
	}
	c := a.fork()
	uniteRests(c, a, b, order)
	c.facts = uniteFacts(a.facts, b.facts)
	a.cands.diff(b.cands, func(k uint32, m candMask, mok bool, n candMask, nok bool) {
		if !mok {
			m = candUnasked
		}
		if !nok {
			n = candUnasked
		}
		c.cands = c.cands.set(k, m|n)
	})
	a.lost.diff(b.lost, func(k uint32, r Range, rok bool, s Range, sok bool) {
		if !rok {
			r = s
		}
		c.lost = c.lost.set(k, r)
	})
	a.made.diff(b.made, func(k uint32, m int, _ bool, n int, _ bool) { c.made = c.made.set(k, max(m, n)) })
	if rough {
		c.memory = pmap[*memo]{}
		a.memory.each(func(k uint32, m *memo) {
			if o, ok := b.memory.get(k); ok && o == m {
				c.memory = c.memory.set(k, m)
			}
		})
	}
	a.vars.diff(b.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if !x.matter(k) && !(vok && wok && sameVariable(v, w)) {
			c.vars = c.vars.set(k, x.irrelevant(k, v, w))
		}
	})
	a.cons.diff(b.cons, func(k uint32, p *con, pok bool, q *con, qok bool) {
		if !pok || !qok {
			c.cons = c.cons.del(k)
			return
		}
		c.cons = c.cons.set(k, p.join(q))
	})
	if c.status.ask == nil {
		c.status.ask = b.status.ask
	}
	if c.pend == nil {
		c.pend = b.pend
	}
	c.elsewhere = a.elsewhere || b.elsewhere
	c.trace = join(a.trace, b.trace)
	return c
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
	if len(keys) > max(x.bounds.States/2, 1) { // by what was said at which place, about whatever thing, and whether some flag is on
		keys, groups = x.byProof(states, false, func(a *Ask, f fact) (uint32, bool) { return a.place.id<<16 | uint32(f.resolve()), true })
	}
	if len(keys) > max(x.bounds.States/2, 1) {
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
		x.writeCode(b, st)
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
		acc = x.joinStates(acc, st, joined)
	}
	return acc
}

// joinStates makes one state of two. joined are the variables that are taken as unknown already.
func (x *exec) joinStates(a, b *state, joined map[uint32]*variable) *state {
	if compareFacts(b, a) == factsLess {
		a, b = b, a // as unite does, whose result begins as its first state
	}
	c := x.unite(a, b, true)
	a.vars.diff(b.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if !x.matter(k) || vok && wok && sameVariable(v, w) {
			return
		}
		if vok && v != nil && v == joined[k] && (v.array || w == nil || !w.array && !w.assoc) {
			if s := v.val.single(); s == nil || !s.filled || b.filled(w) {
				x.inherit(c, v, x.saidOf(a, v), x.saidOf(b, w))
				return // it is unknown already, and what is unknown has not been looked at since
			}
		}
		n := x.anyFlag(c, k, v, w, a, b)
		if n == nil {
			n = x.anyVariable(c, k, v, w)
		}
		x.inherit(c, n, x.saidOf(a, v), x.saidOf(b, w))
		joined[k] = n
		c.vars = c.vars.set(k, n)
	})
	if !sameParams(a.args, b.args) {
		c.args = &params{open: true, base: maxShift}
	}
	if !sameValue(a.status.val, b.status.val) {
		c.status = status{val: symValue(x.anyStatusSym("join"))}
		c.status.val[0].sym.unmade(x.rests.because)
	}
	c.pipes = nil
	if a.opts != b.opts {
		// errexit, pipefail and nounset stop things; without them more is reached
		c.opts = a.opts & b.opts
	}
	if a.stdin != b.stdin {
		c.stdin, c.elsewhere = nil, true
	}
	if len(a.caps) == len(b.caps) {
		caps := slices.Clone(a.caps)
		for i := range caps {
			if !sameValue(caps[i], b.caps[i]) {
				caps[i] = symValue(x.sym("join:cap"+string(rune('0'+i)), func(s *Sym) {
					s.kind, s.desc, s.summary, s.lines = symWidened, "output", true, true
				}))
			}
		}
		c.caps = caps
	}
	a.files.diff(b.files, func(k uint32, _ Value, _ bool, _ Value, _ bool) { c.files = c.files.del(k) })
	a.funcs.diff(b.funcs, func(k uint32, f *function, fok bool, g *function, gok bool) {
		if !fok || f == nil {
			c.funcs = c.funcs.set(k, g)
		}
	})
	if a.traps != b.traps && a.traps == nil {
		c.traps = b.traps
	}
	return c
}

// anyVariable is a variable of which only the name is left: one unknown text, another one than at the last time.
func (x *exec) anyVariable(st *state, k uint32, v, w *variable) *variable {
	name := x.nameOf[k]
	s := x.fresh(st, "join:"+name, func(s *Sym) { s.kind, s.name, s.lines = symWidened, name, true })
	s.unmade(x.rests.because)
	n := &variable{set: true, val: symValue(s)}
	if v != nil && (v.array || v.assoc) || w != nil && (w.array || w.assoc) {
		n.array, n.list = true, s
	}
	return n
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
