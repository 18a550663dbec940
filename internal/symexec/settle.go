package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// A listWatch tells whether more elements of an unknown list than the two that are followed could come to anything new. They
// cannot when the states after the second round are among those after the first, with the second element in the place of
// the first: a third round then starts where the second one did.
type listWatch struct {
	x       *exec
	list    *Sym
	vars    []string // the loop's own variables, which each round sets anew
	point   *point
	seen    map[string][]*state // what the first round came to
	differs bool                // the second came to something new, or the elements differed before
}

// listPoint is the place at which a list is followed for two elements.
func (x *exec) listPoint(list *Sym) (uint64, *point) {
	return x.pointBit(itoa(int(list.id)), Approximation{Reason: ListLength, At: x.here(), What: list.desc, Count: 2})
}

// watchList begins to watch a loop over a list; nil when it is not one.
func (x *exec) watchList(list *Sym, vars []string, at Range, st *state) *listWatch {
	if list == nil {
		return nil
	}
	_, p := x.listPoint(list)
	w := &listWatch{x: x, list: list, vars: vars, point: p}
	if x.rests.watched == nil {
		x.rests.watched = map[uint32]int{}
	}
	x.rests.watched[list.id]++
	if !p.watched {
		p.watched, p.loop, p.At = true, at.Start, at
	}
	if second := x.madeElem(list, 1); second != nil && p.loop == at.Start {
		// what is known of the second element before the first loop over it is not known of the third one
		st.facts.each(func(k uint32, _ fact) { w.differs = w.differs || x.askList[k].mentions(second) })
		_, known := st.cons.get(second.id)
		w.differs = w.differs || known
	}
	return w
}

// madeElem is an element of a list that some way has come to.
func (x *exec) madeElem(list *Sym, i int) *Sym {
	if list.kind == symArgs {
		return x.elem(list, i, "")
	}
	return x.syms["elem"+itoa(i)+"("+symValue(list).key()+")"]
}

// inputList is the list that the lines of standard input are.
func (x *exec) inputList(st *state) *Sym {
	if st.stdin == nil {
		return nil
	}
	if t := st.resolve(st.stdin.text); len(t) > 0 && t[0].sym != nil && t[0].sym.lines {
		return t[0].sym
	}
	return nil
}

// readInto are the variables that a loop's condition reads lines into.
func readInto(cond []*syntax.Stmt) []string {
	var names []string
	for _, s := range cond {
		script.Walk(s, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 && c.Args[0].Lit() == "read" {
				for _, w := range c.Args[1:] {
					if t := w.Lit(); syntax.ValidName(t) {
						names = append(names, t)
					}
				}
			}
			return true
		})
	}
	return names
}

// round takes the states after the i-th element's round.
func (w *listWatch) round(i int, states []*state) {
	if w == nil || w.differs || i > 1 {
		return
	}
	x := w.x
	x.merges++
	x.liveArgs = x.live(argsName)
	if w.seen == nil {
		w.seen = map[string][]*state{}
	}
	for _, st := range states {
		c := w.canonical(i, st)
		k := x.identity(c, view{})
		if slices.ContainsFunc(w.seen[string(k)], func(o *state) bool { return w.within(c, o) }) {
			continue
		}
		w.seen[string(k)] = append(w.seen[string(k)], c)
		w.differs = w.differs || i == 1
	}
}

// done ends the watch.
func (w *listWatch) done() {
	if w == nil {
		return
	}
	w.x.rests.watched[w.list.id]--
	w.point.cut = w.point.cut || w.differs
}

// canonical is the state without what tells which element the last round was about.
func (w *listWatch) canonical(i int, st *state) *state {
	x := w.x
	c := st.fork()
	for _, v := range w.vars {
		c.vars = c.vars.del(x.name(v))
	}
	x.dropDead(c)
	if elem := x.madeElem(w.list, i); elem != nil {
		last := x.sym("last of "+w.list.key, func(s *Sym) { s.kind, s.list, s.desc = symElem, w.list, "the last" })
		x.swap(c, elem, last, 0)
	}
	c.cons = c.cons.del(w.list.id)
	for i := range 2 {
		if e := x.madeElem(w.list, i); e != nil {
			c.cons = c.cons.del(e.id)
		}
	}
	c.stdin = nil
	c.memory.each(func(k uint32, m *memo) {
		if w.mine(m.ask) {
			c.memory = c.memory.del(k)
		}
	})
	return c
}

// mine reports whether a guard was asked about an element of the list.
func (w *listWatch) mine(a *Ask) bool {
	for i := range 2 {
		if e := w.x.madeElem(w.list, i); e != nil && a.isAbout(e, 0) {
			return true
		}
	}
	return false
}

func (a *Ask) isAbout(s *Sym, depth int) bool {
	return a.mentions(s) || depth < 4 && slices.ContainsFunc(s.derived, func(d *Sym) bool { return a.isAbout(d, depth+1) })
}

// within reports whether everything that guards may have said in one state they may have said in the other. What they said
// about elements is not compared: each round asks about its own.
func (w *listWatch) within(st, in *state) bool {
	ok := true
	in.facts.diff(st.facts, func(k uint32, f fact, fok bool, g fact, gok bool) {
		if w.mine(w.x.askList[k]) {
			return
		}
		if !fok {
			f.mask = Unasked
		}
		if !gok {
			g.mask = Unasked
		}
		ok = ok && g.resolve()&^f.resolve() == 0
	})
	return ok
}

// swap puts a symbol in the place of another one, and what is computed from it in the place of what was computed from that.
func (x *exec) swap(st *state, from, to *Sym, depth int) {
	x.rename(st, from, to)
	if con, ok := st.cons.get(from.id); ok {
		st.cons = st.cons.del(from.id).set(to.id, con)
	}
	if depth > 3 {
		return // what is computed further stays different, and the loop counts as not settled
	}
	for _, d := range from.derived {
		n := x.sym(strings.ReplaceAll(d.key, symValue(from).key(), symValue(to).key()), func(n *Sym) {
			id, key := n.id, n.key
			*n = *d
			n.id, n.key, n.derived = id, key, nil
		})
		if n != d {
			x.swap(st, d, n, depth+1)
		}
	}
}
