package domain

import (
	"math/bits"
	"slices"
	"sort"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func NewBody(x *Space, stmts []*syntax.Stmt) *effects.Body {
	b := &effects.Body{Last: map[uint32]int{}}
	w := &effects.ReadWalker{X: x.prog, To: bodyReader{x, b}, Spans: b}
	w.List(stmts)
	for _, l := range b.Spans {
		sort.SliceStable(l, func(i, j int) bool { return l[i].From < l[j].From })
		for i := range l[1:] { // an earlier assignment may reach further than a later one in a branch
			l[i+1].To = max(l[i+1].To, l[i].To)
		}
	}
	return b
}

// A bodyReader takes in what a body reads, also in the functions that it calls.
type bodyReader struct {
	x *Space
	b *effects.Body
}

func (r bodyReader) Read(id uint32, off int) {
	if off > r.b.Last[id] {
		r.b.Last[id] = off
	}
}

func (r bodyReader) Any(off int) { r.b.All = max(r.b.All, off) }

func (r bodyReader) Call(name string, off int) {
	if r.x.prog.Static.AllFn[name] {
		r.Any(off)
	}
	for id := range r.x.prog.Static.Reads[name] {
		r.Read(id, off)
	}
}

// reads reports whether what is left of a running body can read a variable.
func (c *Call) reads(id uint32) bool {
	return c.Body == nil || c.Body.ReadAfter(id, c.Off) ||
		slices.ContainsFunc(c.Opening, func(off int) bool { return c.Body.ReadAfter(id, off) })
}

// A liveBlock keeps what live said about 16 names at a merge.
type liveBlock struct {
	merge       uint32
	asked, live uint16
}

// Live reports whether a variable can still be read after the current point.
func (x *Space) Live(id uint32) bool {
	return x.liveIn(id>>4, 1<<(id&15)) != 0
}

// liveIn reports which of some names can still be read, 16 of them at a time.
func (x *Space) liveIn(block uint32, names uint16) uint16 {
	for int(block) >= len(x.liveNow) {
		x.liveNow = append(x.liveNow, liveBlock{})
	}
	b := &x.liveNow[block]
	if b.merge != x.Merges {
		*b = liveBlock{merge: x.Merges}
	}
	for rest := names &^ b.asked; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros16(rest)
		if x.liveAtAll(block<<4 | uint32(i)) {
			b.live |= 1 << i
		}
	}
	b.asked |= names
	return b.live & names
}

func (x *Space) liveAtAll(id uint32) bool {
	if x.prog.Static.Every || x.prog.Static.Always[id] {
		return true
	}
	for i := range x.Calls {
		c := &x.Calls[i]
		if c.reads(id) {
			return true
		}
	}
	return false
}

func (x *Space) liveSym(st *State, s *value.Sym) bool {
	if s.Kept || x.Approximated.watched[s.Id] > 0 { // a loop over it asks again how long it is
		return true
	}
	switch s.Kind {
	case value.SymEnv:
		id, ok := x.tab.Names[s.Name]
		if !ok {
			return false
		}
		if _, bound := st.Vars.Get(id); bound && st.Frame == nil {
			return false
		}
		return x.Live(id) && x.Matter(id)
	case value.SymArg:
		c := st.Con(s)
		return c.Eq != nil && forceOption(*c.Eq) || x.liveArg(st, s, 1)
	case value.SymDefault:
		return x.prog.ForceLike(s.Name) && st.on(value.SymValue(s)) // ${FORCE:-0}
	case value.SymArgs:
		return x.liveArg(st, s, 0)
	case value.SymCount: // another number than $# is made anew from what it counts
		return s.IsArgCount() && x.liveArg(st, s, 0)
	default: // nothing but what holds it reads it
	}
	return false
}

// liveArg reports whether a parameter of the script can still be read: what was shifted away cannot, unless a caller still
// has it.
func (x *Space) liveArg(st *State, s *value.Sym, first int) bool {
	own := true // the parameters of the call are the present ones
	for i := len(x.Calls) - 1; i >= 0; i-- {
		c := &x.Calls[i]
		present := own
		own = own && c.Borrows
		if c.Body != nil && !c.reads(effects.ArgsName) {
			continue
		}
		if !present || !st.Args.Open || s.Gen > st.Args.Gen || s.Gen == st.Args.Gen && s.Index >= st.Args.Base+first {
			return true
		}
	}
	return x.prog.Static.Every
}

func (x *Space) DropDead(st *State) {
	st.Vars = st.Vars.Keep(x.liveIn)
	st.Lost = st.Lost.Keep(x.liveIn)
	if len(st.Pipes) > 0 && !x.Live(x.PipesName) {
		st.Pipes = nil
	}
	st.Memory.Each(func(k uint32, m *Memo) {
		if !x.Live(m.Ask.AsName) && (m.Ask.Constant == "" || !x.Live(m.Ask.AsConstant)) || x.shiftedAway(st, m.Ask) {
			st.Memory = st.Memory.Del(k)
		}
	})
}
