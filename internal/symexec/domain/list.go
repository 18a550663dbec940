package domain

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// MostFollowed is for how many elements a list is run at most.
const MostFollowed = 5

// Follows is for how many elements an unknown list is run: for two, of which the second stands for all that come after it, and for one more
// than were asked about one by one, of which the script then says nothing.
func (x *Space) Follows(list *value.Sym) int {
	n := max(x.singled[list.Id], x.Follow[list.Key])
	if list.Kind == value.SymArgs {
		n = x.singledArgs[list.Gen] - list.Index
	}
	return min(max(n+1, 2), MostFollowed)
}

// Laid notes that all elements of a list were laid out at once, for as many as Follows says: set -- $HOSTS. What is asked about one by one
// behind that is learned too late for it, and the script has to be run again.
func (x *Space) Laid(list *value.Sym) {
	if list.Kind == value.SymArgs {
		return
	}
	if x.laid == nil {
		x.laid = map[uint32]int{}
	}
	x.laid[list.Id] = x.Follows(list)
}

// More are the lists that were laid out for fewer elements than guards were asked about one by one and one more, with how many these are;
// nil where there are none.
func (x *Space) More() map[string]int {
	var out map[string]int
	for id, n := range x.laid {
		list := x.tab.SymList[id]
		if x.Follows(list) <= n {
			continue
		}
		if out == nil {
			out = map[string]int{}
		}
		out[list.Key] = x.singled[id]
	}
	return out
}

// followMore lets a list be run for one more than a number of elements.
func (x *Space) followMore(list *value.Sym, n int) {
	if list.Kind == value.SymArgs {
		if n += list.Index; n > x.singledArgs[list.Gen] {
			if x.singledArgs == nil {
				x.singledArgs = map[int]int{}
			}
			x.singledArgs[list.Gen] = n
		}
		return
	}
	if n > x.singled[list.Id] {
		if x.singled == nil {
			x.singled = map[uint32]int{}
		}
		x.singled[list.Id] = n
	}
}

// Single notes that a guard is asked about an element of a list outside of a loop over it.
func (x *Space) Single(v value.Value) {
	for _, p := range v {
		if p.Sym == nil {
			continue
		}
		switch s := p.Sym; {
		case s.Kind == value.SymElem && s.List != nil:
			if s.Index > 0 && x.Approximated.watched[s.List.Id] == 0 && s.Index+1 > x.singled[s.List.Id] {
				if x.singled == nil {
					x.singled = map[uint32]int{}
				}
				x.singled[s.List.Id] = s.Index + 1
			}
		case s.Kind == value.SymArg:
			if s.Index > 1 && x.Approximated.watchedArgs == 0 && s.Index > x.singledArgs[s.Gen] {
				if x.singledArgs == nil {
					x.singledArgs = map[int]int{}
				}
				x.singledArgs[s.Gen] = s.Index
			}
		}
	}
}

// DecideMore forks by whether an unknown list has an element at the index. Lists are run for none, one and as many elements as Follows says.
func (x *Space) DecideMore(st *State, list *value.Sym, index int) []Branch {
	c := st.Con(list)
	if list.Kind == value.SymArgs { // $# may say how many there are
		switch least, most := x.Counted(st, &Params{Gen: list.Gen, Base: list.Index}); {
		case index >= most:
			return []Branch{{st.Fork(), false}}
		case index < least && index < x.Follows(list):
			a, d := st.Fork(), c.Clone()
			d.Count, d.Nonempty, d.Set = int8(max(int(c.Count), index+1)), value.Yes, value.Yes
			a.SetCon(list, d)
			return []Branch{{a, true}}
		}
	}
	switch {
	case int(c.Count) > index:
		return []Branch{{st.Fork(), true}}
	case c.AtEnd() && int(c.Count) == index && index > 0:
		end := st.Fork()
		x.wholeList(end, list, index)
		x.notAmong(end, list, index)
		return []Branch{{end, false}}
	case index >= x.Follows(list) && !c.Final:
		x.Cuts++
		end := st.Fork()
		end.SetCon(list, c.WithAnswer(value.ToItsEnd, true))
		x.wholeList(end, list, index)
		x.notAmong(end, list, index)
		bit, p := x.listPoint(list)
		end.Assumes |= bit
		p.cut = p.cut || x.Approximated.watched[list.Id] == 0
		return []Branch{{end, false}}
	case c.Final || c.Nonempty == value.No || c.Set == value.No || c.Eq != nil && *c.Eq == "":
		end := st.Fork()
		x.wholeList(end, list, index)
		x.notAmong(end, list, index)
		return []Branch{{end, false}}
	case index == 0 && c.Nonempty != value.Yes && x.wasEmpty(st, list):
		end := st.Fork()
		end.SetCon(list, &value.Con{Nonempty: value.No, Final: true})
		return []Branch{{end, false}}
	case index == 0 && (c.Nonempty == value.Yes || list.Kind == value.SymGlob):
		a := st.Fork()
		d := c.Clone()
		d.Count = 1
		a.SetCon(list, d)
		return []Branch{{a, true}}
	}
	a, b := st.Fork(), st.Fork()
	d := c.Clone()
	d.Count, d.Nonempty, d.Set = int8(index+1), value.Yes, value.Yes
	a.SetCon(list, d)
	d = c.Clone()
	d.Final = true
	if index == 0 {
		d.Nonempty = value.No
		x.recordComparison(a, list, SaidNonEmpty)
		x.recordComparison(b, list, SaidEmpty)
	}
	b.SetCon(list, d)
	x.takesInherited(a, list)
	x.restOnDecision(a, list, true)
	x.restOnDecision(b, list, false)
	x.wholeList(b, list, index)
	x.notAmong(b, list, index)
	if index > 0 { // what happens to the second element stands for all that come after it
		bit, _ := x.listPoint(list)
		a.Assumes |= bit
	}
	return []Branch{{a, true}, {b, false}}
}

// LinesOf is a text with each of the script's parameters on a line of its own.
func (x *Space) LinesOf(args *value.Sym) *value.Sym {
	args.Kept = true // how many they are is how many lines the text has
	return x.Derive(value.SymValue(args), "lines", func(s *value.Sym) {
		s.Kind, s.Index, s.Gen, s.Lines = value.SymArgs, args.Index, args.Gen, true
	})
}

// ListOf is the list that a text of lines holds: the parameters themselves, where they were printed one by one.
func ListOf(s *value.Sym) *value.Sym {
	if s.Kind == value.SymArgs && s.Root != nil {
		return s.Root
	}
	return s
}

// WordOf is the i-th word of an unknown text in states that have come to it. Words that were split off are not empty.
func (x *Space) WordOf(f Field, i int, name string, in []*State) *value.Sym {
	e := x.Elem(f.Multi, i, name)
	if e.Kind == value.SymElem && !f.Quoted {
		for _, st := range in {
			st.SetCon(e, st.Con(e).Filled())
		}
	}
	return e
}

// ShiftUnknown is a shift by a number that is not known: by as many as there are, or any fewer.
func (x *Space) ShiftUnknown(c *State) []*State {
	p := *c.Args
	if p.Open {
		p = Params{Open: true, Gen: p.Gen + 1}
		if p.Gen > 3 {
			p.Gen = 3
			x.renewArgs(c, &p)
		}
		c.Args = &p
		return []*State{c}
	}
	var out []*State
	for k := 0; k <= len(p.Known) && k < 16; k++ {
		q := p
		q.Known, q.Src = p.Known[k:], p.Src[min(k, len(p.Src)):]
		n := c.Fork()
		n.Args = &q
		out = append(out, n)
	}
	return out
}

// renewArgs gives the names of the script's parameters to others, where there are not names enough.
func (x *Space) renewArgs(st *State, p *Params) {
	gen := strconv.Itoa(p.Gen)
	for n := p.Base + 1; n <= MaxShift+9; n++ {
		if s := x.tab.Syms["arg:"+gen+":"+strconv.Itoa(n)]; s != nil {
			x.Renew(st, s)
		}
	}
	for _, k := range []string{"args:", "argc:"} {
		if s := x.tab.Syms[k+gen+":"+strconv.Itoa(p.Base)]; s != nil {
			x.Renew(st, s)
		}
	}
}

// Elem is the symbol of a list's element.
func (x *Space) Elem(list *value.Sym, index int, name string) *value.Sym {
	if list.Kind == value.SymArgs {
		return x.ArgSym(list.Gen, list.Index+index+1)
	}
	desc := "$" + name
	if name == "" { // no variable holds it: what xargs hands on
		desc = "a line of " + list.Desc
	}
	return x.Derive(value.SymValue(list), "elem"+strconv.Itoa(index), func(s *value.Sym) {
		s.Kind, s.List, s.Index, s.Name, s.Desc, s.Lines = value.SymElem, list, index, name, desc, false
		s.Partial = true // the others are missing
	})
}
