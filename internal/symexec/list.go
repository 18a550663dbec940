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
	case c.final || index >= 2 || c.nonempty == no || c.set == no || c.eq != nil && *c.eq == "":
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
	return []branch{{a, true}, {b, false}}
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
