package domain

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A listWatch tells whether more elements of an unknown list than the two that are followed could come to anything new. They
// cannot when the states after the second round are among those after the first, with the second element in the place of
// the first: a third round then starts where the second one did.
type listWatch struct {
	x       *Space
	list    *value.Sym
	vars    []string // the loop's own variables, which each round sets anew
	point   *point
	seen    map[string][]*State // what the first round came to
	differs bool                // the second came to something new, or the elements differed before
}

// listPoint is the place at which a list is followed for two elements.
func (x *Space) listPoint(list *value.Sym) (uint64, *point) {
	return x.pointBit(strconv.Itoa(int(list.Id)), Approximation{Reason: ListLength, At: x.Here(), What: list.Desc, Count: 2})
}

// WatchList begins to watch a loop over a list; nil when it is not one.
func (x *Space) WatchList(list *value.Sym, vars []string, at place.Range, st *State) *listWatch {
	if list == nil {
		return nil
	}
	_, p := x.listPoint(list)
	w := &listWatch{x: x, list: list, vars: vars, point: p}
	if x.Approximated.watched == nil {
		x.Approximated.watched = map[uint32]int{}
	}
	if c := st.Con(list); x.Approximated.watched[list.Id] == 0 && int(c.Count) >= 2 && !c.Final && !c.AtEnd() {
		x.followMore(list, int(c.Count)) // a loop before was left before its end: there may be one that it has not come to
	}
	x.Approximated.watched[list.Id]++
	if list.Kind == value.SymArgs {
		x.Approximated.watchedArgs++
	}
	if !p.watched {
		p.watched, p.loop, p.At = true, at.Start, at
	}
	if second := x.madeElem(list, 1); second != nil && p.loop == at.Start {
		// what is known of the second element before the first loop over it is not known of the third one
		st.Facts.Each(func(k uint32, _ Fact) { w.differs = w.differs || x.AskList[k].Mentions(second) })
		_, known := st.Cons.Get(second.Id)
		w.differs = w.differs || known
	}
	return w
}

// madeElem is an element of a list that some way has come to.
func (x *Space) madeElem(list *value.Sym, i int) *value.Sym {
	if list.Kind == value.SymArgs {
		return x.Elem(list, i, "")
	}
	return x.tab.Syms["elem"+strconv.Itoa(i)+"("+value.SymValue(list).Key()+")"]
}

// InputList is the list that the lines of standard input are.
func (x *Space) InputList(st *State) *value.Sym {
	if st.Stdin == nil {
		return nil
	}
	if t := st.Resolve(st.Stdin.Text); len(t) > 0 && t[0].Sym != nil && t[0].Sym.Lines {
		return ListOf(t[0].Sym)
	}
	return nil
}

// ReadInto are the variables that a loop's condition reads lines into.
func ReadInto(cond []*syntax.Stmt) []string {
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

// Round takes the states after the i-th element's round.
func (w *listWatch) Round(i int, states []*State) {
	if w == nil || w.differs || i > 1 {
		return
	}
	x := w.x
	x.Merges++
	x.LiveArgs = x.Live(effects.ArgsName)
	if w.seen == nil {
		w.seen = map[string][]*State{}
	}
	for _, st := range states {
		c := w.canonical(i, st)
		k := x.Identity(c, View{})
		if slices.ContainsFunc(w.seen[string(k)], func(o *State) bool { return w.within(c, o) }) {
			continue
		}
		w.seen[string(k)] = append(w.seen[string(k)], c)
		w.differs = w.differs || i == 1
	}
}

// Done ends the watch.
func (w *listWatch) Done() {
	if w == nil {
		return
	}
	w.x.Approximated.watched[w.list.Id]--
	if w.list.Kind == value.SymArgs {
		w.x.Approximated.watchedArgs--
	}
	w.point.cut = w.point.cut || w.differs
}

// canonical is the state without what tells which element the last round was about.
func (w *listWatch) canonical(i int, st *State) *State {
	x := w.x
	c := st.Fork()
	for _, v := range w.vars {
		c.Vars = c.Vars.Del(x.tab.Name(v))
	}
	x.DropDead(c)
	if elem := x.madeElem(w.list, i); elem != nil {
		last := x.tab.Sym("last of "+w.list.Key, func(s *value.Sym) { s.Kind, s.List, s.Desc = value.SymElem, w.list, "the last" })
		x.swap(c, elem, last, 0)
	}
	c.Cons = c.Cons.Del(w.list.Id)
	for i := range 2 {
		if e := x.madeElem(w.list, i); e != nil {
			c.Cons = c.Cons.Del(e.Id)
		}
	}
	c.Stdin = nil
	c.Memory.Each(func(k uint32, m *Memo) {
		if w.mine(m.Ask) {
			c.Memory = c.Memory.Del(k)
		}
	})
	return c
}

// mine reports whether a guard was asked about an element of the list.
func (w *listWatch) mine(a *value.Ask) bool {
	for i := range 2 {
		if e := w.x.madeElem(w.list, i); e != nil && a.IsAbout(e, 0) {
			return true
		}
	}
	return false
}

// within reports whether everything that guards may have said in one state they may have said in the other. What they said
// about elements is not compared: each round asks about its own.
func (w *listWatch) within(st, in *State) bool {
	ok := true
	in.Facts.Diff(st.Facts, func(k uint32, f Fact, fok bool, g Fact, gok bool) {
		if w.mine(w.x.AskList[k]) {
			return
		}
		if !fok {
			f.Mask = Unasked
		}
		if !gok {
			g.Mask = Unasked
		}
		ok = ok && g.Resolve()&^f.Resolve() == 0
	})
	return ok
}

// swap puts a symbol in the place of another one, and what is computed from it in the place of what was computed from that.
func (x *Space) swap(st *State, from, to *value.Sym, depth int) {
	x.rename(st, from, to)
	if con, ok := st.Cons.Get(from.Id); ok {
		st.Cons = st.Cons.Del(from.Id).Set(to.Id, con)
	}
	if depth > 3 {
		return // what is computed further stays different, and the loop counts as not settled
	}
	for _, d := range from.Derived {
		n := x.tab.Sym(strings.ReplaceAll(d.Key, value.SymValue(from).Key(), value.SymValue(to).Key()), func(n *value.Sym) {
			id, key := n.Id, n.Key
			*n = *d
			n.Id, n.Key, n.Derived = id, key, nil
		})
		if n != d {
			x.swap(st, d, n, depth+1)
		}
	}
}
