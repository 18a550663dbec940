package domain

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A growth watches the numbers that a loop over an unknown list changes. Such a list runs for none, one and two elements,
// which shows what its elements do, and not what a counter does that goes on: [ "$failed" -gt 5 ] would never hold.
type growth struct {
	x      *Space
	before *State
	seen   map[uint32]*numbers
	names  []uint32 // those of seen, in the order in which they were met
	last   []*State // those that entered the body in the last round
}

// numbers are the values that a variable had before the last round, and which way it left their range in it.
type numbers struct {
	start     int
	lo, hi    int
	low, high int // what lo and hi were before the round
	up, down  bool
}

func (x *Space) Watch(before *State) *growth { return &growth{x: x, before: before} }

// Round takes the states that entered the body and those that left it. Only what the loop has changed is looked at, so that
// its cost does not grow with the script around it.
func (g *growth) Round(on, after []*State) {
	g.last = on
	for _, n := range g.seen {
		n.up, n.down = false, false
		n.low, n.high = n.lo, n.hi
	}
	for _, st := range after {
		g.before.Vars.Diff(st.Vars, func(k uint32, v *Variable, _ bool, w *Variable, _ bool) {
			start, ok1 := plainNumber(v)
			m, ok2 := plainNumber(w)
			if !ok1 || !ok2 {
				return
			}
			n := g.seen[k]
			if n == nil {
				n = &numbers{start: start, lo: start, hi: start, low: start, high: start}
				if g.seen == nil {
					g.seen = map[uint32]*numbers{}
				}
				g.seen[k] = n
				g.names = append(g.names, k)
			}
			n.up, n.down = n.up || m > n.high, n.down || m < n.low
			n.lo, n.hi = min(n.lo, m), max(n.hi, m)
		})
	}
}

// More are the states that enter the body in some later round, where a number has gone on as far as nobody knows.
func (g *growth) More() []*State {
	var out []*State
	for _, st := range g.last {
		if c := g.widened(st, false); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// After are the states behind such rounds.
func (g *growth) After(states []*State) []*State {
	for i, st := range states {
		if c := g.widened(st, true); c != nil {
			states[i] = c
		}
	}
	return states
}

// widened gives the growing numbers of a state up, but for the bound that they have passed; nil when it has none. What the
// body has computed from a number that was given up is given up as well.
func (g *growth) widened(st *State, computed bool) *State {
	var c *State
	for _, k := range g.names {
		n := g.seen[k]
		if n.up == n.down && !n.up || !g.x.Matter(k) {
			continue
		}
		v, ok := st.Vars.Get(k)
		if !ok || v == nil || v.Array || v.Assoc {
			continue
		}
		_, plain := plainNumber(v)
		if !plain && (!computed || v.Val.Single() != nil && v.Val.Single().Kind == value.SymCount) {
			continue
		}
		if c == nil {
			c = st.Fork()
		}
		s := g.x.Fresh(c, "grown:"+g.x.tab.NameOf[k], func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymCount, g.x.tab.NameOf[k], "$"+g.x.tab.NameOf[k] })
		d := &value.Con{Set: value.Yes, Nonempty: value.Yes}
		// The same bound everywhere: states that differ in bounds would be merged to one that has none.
		if m := n.start + 1; !n.down {
			d.Lo = &m
		}
		if m := n.start - 1; !n.up {
			d.Hi = &m
		}
		c.SetCon(s, d)
		w := v.Changed()
		w.Set, w.Val = true, value.SymValue(s)
		c.Vars = c.Vars.Set(k, w)
	}
	return c
}

// plainNumber is the value of a variable that holds a whole number.
func plainNumber(v *Variable) (int, bool) {
	if v == nil || !v.Set || v.Array || v.Assoc || v.Ref != "" {
		return 0, false
	}
	t, ok := v.Val.Constant()
	if !ok || t == "" || len(t) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(t)
	return n, err == nil
}
