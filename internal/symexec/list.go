package symexec

import (
	"strconv"
)

// decideMore forks by whether an unknown list has an element at the index. Lists are run for none, one and two elements.
func (x *exec) decideMore(st *state, list *Sym, index int) []branch {
	c := st.con(list)
	switch {
	case int(c.count) > index:
		return []branch{{st.fork(), true}}
	case index >= 2 && !c.final:
		x.cuts++
		end := st.fork()
		bit, p := x.listPoint(list)
		end.assumes |= bit
		p.cut = p.cut || x.rests.watched[list.id] == 0
		return []branch{{end, false}}
	case c.final || c.nonempty == no || c.set == no || c.eq != nil && *c.eq == "":
		return []branch{{st.fork(), false}}
	case index == 0 && (c.nonempty == yes || list.kind == symGlob):
		a := st.fork()
		d := c.clone()
		d.count = 1
		a.setCon(list, d)
		return []branch{{a, true}}
	}
	a, b := st.fork(), st.fork()
	d := c.clone()
	d.count, d.nonempty, d.set = int8(index+1), yes, yes
	a.setCon(list, d)
	d = c.clone()
	d.final = true
	if index == 0 {
		d.nonempty = no
		x.note(a, list, saidNonEmpty)
		x.note(b, list, saidEmpty)
	}
	b.setCon(list, d)
	x.rest(a, list, true)
	x.rest(b, list, false)
	if index > 0 { // what happens to the second element stands for all that come after it
		bit, _ := x.listPoint(list)
		a.assumes |= bit
	}
	return []branch{{a, true}, {b, false}}
}

// wordOf is the i-th word of an unknown text in states that have come to it. Words that were split off are not empty.
func (x *exec) wordOf(f Field, i int, name string, in []*state) *Sym {
	e := x.elem(f.multi, i, name)
	if e.kind == symElem && !f.quoted {
		for _, st := range in {
			st.setCon(e, st.con(e).filled())
		}
	}
	return e
}

// shiftUnknown is a shift by a number that is not known: by as many as there are, or any fewer.
func (x *exec) shiftUnknown(c *state) []*state {
	p := *c.args
	if p.open {
		p = params{open: true, gen: p.gen + 1}
		if p.gen > 3 {
			p.gen = 3
			x.renewArgs(c, &p)
		}
		c.args = &p
		return []*state{c}
	}
	var out []*state
	for k := 0; k <= len(p.known) && k < 16; k++ {
		q := p
		q.known, q.src = p.known[k:], p.src[min(k, len(p.src)):]
		n := c.fork()
		n.args = &q
		out = append(out, n)
	}
	return out
}

// renewArgs gives the names of the script's parameters to others, where there are not names enough.
func (x *exec) renewArgs(st *state, p *params) {
	gen := strconv.Itoa(p.gen)
	for n := p.base + 1; n <= maxShift+9; n++ {
		if s := x.syms["arg:"+gen+":"+strconv.Itoa(n)]; s != nil {
			x.renew(st, s)
		}
	}
	for _, k := range []string{"args:", "argc:"} {
		if s := x.syms[k+gen+":"+strconv.Itoa(p.base)]; s != nil {
			x.renew(st, s)
		}
	}
}

// elem is the symbol of a list's element.
func (x *exec) elem(list *Sym, index int, name string) *Sym {
	if list.kind == symArgs {
		return x.argSym(list.gen, list.index+index+1)
	}
	return x.derive(symValue(list), "elem"+strconv.Itoa(index), func(s *Sym) {
		s.kind, s.list, s.index, s.name, s.desc, s.lines = symElem, list, index, name, "$"+name, false
	})
}
