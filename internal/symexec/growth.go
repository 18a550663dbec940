package symexec

import "strconv"

// A growth watches the numbers that a loop over an unknown list changes. Such a list runs for none, one and two elements,
// which shows what its elements do, and not what a counter does that goes on: [ "$failed" -gt 5 ] would never hold.
type growth struct {
	x      *exec
	before *state
	seen   map[uint32]*numbers
	names  []uint32 // those of seen, in the order in which they were met
	last   []*state // those that entered the body in the last round
}

// numbers are the values that a variable had before the last round, and which way it left their range in it.
type numbers struct {
	start     int
	lo, hi    int
	low, high int // what lo and hi were before the round
	up, down  bool
}

func (x *exec) watch(before *state) *growth { return &growth{x: x, before: before} }

// round takes the states that entered the body and those that left it. Only what the loop has changed is looked at, so that
// its cost does not grow with the script around it.
func (g *growth) round(on, after []*state) {
	g.last = on
	for _, n := range g.seen {
		n.up, n.down = false, false
		n.low, n.high = n.lo, n.hi
	}
	for _, st := range after {
		g.before.vars.diff(st.vars, func(k uint32, v *variable, _ bool, w *variable, _ bool) {
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

// more are the states that enter the body in some later round, where a number has gone on as far as nobody knows.
func (g *growth) more() []*state {
	var out []*state
	for _, st := range g.last {
		if c := g.widened(st, false); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// after are the states behind such rounds.
func (g *growth) after(states []*state) []*state {
	for i, st := range states {
		if c := g.widened(st, true); c != nil {
			states[i] = c
		}
	}
	return states
}

// widened gives the growing numbers of a state up, but for the bound that they have passed; nil when it has none. What the
// body has computed from a number that was given up is given up as well.
func (g *growth) widened(st *state, computed bool) *state {
	var c *state
	for _, k := range g.names {
		n := g.seen[k]
		if n.up == n.down && !n.up || !g.x.matter(k) {
			continue
		}
		v, ok := st.vars.get(k)
		if !ok || v == nil || v.array || v.assoc {
			continue
		}
		_, plain := plainNumber(v)
		if !plain && (!computed || v.val.single() != nil && v.val.single().kind == symCount) {
			continue
		}
		if c == nil {
			c = st.fork()
		}
		s := g.x.fresh(c, "grown:"+g.x.nameOf[k], func(s *Sym) { s.kind, s.name, s.desc = symCount, g.x.nameOf[k], "$"+g.x.nameOf[k] })
		d := &con{set: yes, nonempty: yes}
		// The same bound everywhere: states that differ in bounds would be merged to one that has none.
		if m := n.start + 1; !n.down {
			d.lo = &m
		}
		if m := n.start - 1; !n.up {
			d.hi = &m
		}
		c.setCon(s, d)
		w := v.changed()
		w.set, w.val = true, symValue(s)
		c.vars = c.vars.set(k, w)
	}
	return c
}

// plainNumber is the value of a variable that holds a whole number.
func plainNumber(v *variable) (int, bool) {
	if v == nil || !v.set || v.array || v.assoc || v.ref != "" {
		return 0, false
	}
	t, ok := v.val.constant()
	if !ok || t == "" || len(t) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(t)
	return n, err == nil
}
