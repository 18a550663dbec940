package symexec

import (
	"math/bits"
	"slices"
	"sort"

	"mvdan.cc/sh/v3/syntax"
)

// Pseudo variables make the one question "can this still be read?" serve for more than variables: the positional
// parameters, remembered answers of file tests, and remembered answers of guards.
const (
	argsPseudo  = "@"
	testPseudo  = "\x01" // + the test as written
	guardPseudo = "\x02" // + the guard's name
)

// A body is a list of statements that share positions: a script, a function, text that a command runs. It tells where each
// variable is read for the last time. A read in a loop counts to the end of the outermost loop around it.
type body struct {
	last map[uint32]int
	// spans are where a variable is live between an assignment that certainly runs and the reads that it reaches, in the
	// order of their starts.
	spans map[uint32][]span
	all   int // up to here everything may be read: source, eval of unknown text, indirect expansion
}

type span struct{ from, to int }

// readAfter reports whether a variable can be read after an offset, before it is assigned anew.
func (b *body) readAfter(id uint32, off int) bool {
	if b.all > off || b.last[id] > off {
		return true
	}
	l := b.spans[id]
	i := sort.Search(len(l), func(i int) bool { return l[i].from > off })
	return i > 0 && l[i-1].to > off
}

func newBody(x *exec, stmts []*syntax.Stmt) *body {
	b := &body{last: map[uint32]int{}}
	w := &readWalker{x: x, to: bodyReader{x, b}, spans: b}
	w.list(stmts)
	for _, l := range b.spans {
		sort.SliceStable(l, func(i, j int) bool { return l[i].from < l[j].from })
		for i := range l[1:] { // an earlier assignment may reach further than a later one in a branch
			l[i+1].to = max(l[i+1].to, l[i].to)
		}
	}
	return b
}

// A bodyReader takes in what a body reads, also in the functions that it calls.
type bodyReader struct {
	x *exec
	b *body
}

func (r bodyReader) read(id uint32, off int) {
	if off > r.b.last[id] {
		r.b.last[id] = off
	}
}

func (r bodyReader) any(off int) { r.b.all = max(r.b.all, off) }

func (r bodyReader) call(name string, off int) {
	if r.x.static.allFn[name] {
		r.any(off)
	}
	for id := range r.x.static.reads[name] {
		r.read(id, off)
	}
}

// span notes that a variable is live from an assignment on.
func (b *body) span(id uint32, s span) {
	l := b.spans[id]
	if n := len(l); n > 0 && l[n-1].from == s.from {
		l[n-1].to = max(l[n-1].to, s.to)
		return
	}
	if b.spans == nil {
		b.spans = map[uint32][]span{}
	}
	b.spans[id] = append(l, s)
}

// reads reports whether what is left of a running body can read a variable.
func (c *call) reads(id uint32) bool {
	return c.body == nil || c.body.readAfter(id, c.off) ||
		slices.ContainsFunc(c.opening, func(off int) bool { return c.body.readAfter(id, off) })
}

// past is where the text goes on behind a statement: in front of the text of its here-documents, which may have more commands before it.
func past(s *syntax.Stmt) int {
	if s.Semicolon.IsValid() {
		return int(s.End().Offset())
	}
	end := int(s.Pos().Offset())
	switch c := s.Cmd.(type) {
	case nil:
	case *syntax.BinaryCmd:
		end = past(c.Y)
	default:
		end = int(c.End().Offset())
	}
	for _, r := range s.Redirs {
		if r.Word != nil {
			end = max(end, int(r.Word.End().Offset()))
		}
	}
	return end
}

// A liveBlock keeps what live said about 16 names at a merge.
type liveBlock struct {
	merge       uint32
	asked, live uint16
}

// live reports whether a variable can still be read after the current point.
func (x *exec) live(id uint32) bool {
	return x.liveIn(id>>4, 1<<(id&15)) != 0
}

// liveIn reports which of some names can still be read, 16 of them at a time.
func (x *exec) liveIn(block uint32, names uint16) uint16 {
	for int(block) >= len(x.liveNow) {
		x.liveNow = append(x.liveNow, liveBlock{})
	}
	b := &x.liveNow[block]
	if b.merge != x.merges {
		*b = liveBlock{merge: x.merges}
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

func (x *exec) liveAtAll(id uint32) bool {
	if x.static.every || x.static.always[id] {
		return true
	}
	for i := range x.calls {
		c := &x.calls[i]
		if c.reads(id) {
			return true
		}
	}
	return false
}

func (x *exec) liveSym(st *state, s *Sym) bool {
	if s.kept || x.rests.watched[s.id] > 0 { // a loop over it asks again how long it is
		return true
	}
	switch s.kind {
	case symEnv:
		id, ok := x.names[s.name]
		if !ok {
			return false
		}
		if _, bound := st.vars.get(id); bound && st.frame == nil {
			return false
		}
		return x.live(id) && x.matter(id)
	case symArg:
		c := st.con(s)
		return c.eq != nil && forceOption(*c.eq) || x.liveArg(st, s, 1)
	case symDefault:
		return x.forceLike(s.name) && st.on(symValue(s)) // ${FORCE:-0}
	case symArgs:
		return x.liveArg(st, s, 0)
	case symCount: // another number than $# is made anew from what it counts
		return s.isArgCount() && x.liveArg(st, s, 0)
	}
	return false
}

// liveArg reports whether a parameter of the script can still be read: what was shifted away cannot, unless a caller still
// has it.
func (x *exec) liveArg(st *state, s *Sym, first int) bool {
	own := true // the parameters of the call are the present ones
	for i := len(x.calls) - 1; i >= 0; i-- {
		c := &x.calls[i]
		present := own
		own = own && c.borrows
		if c.body != nil && !c.reads(argsName) {
			continue
		}
		if !present || !st.args.open || s.gen > st.args.gen || s.gen == st.args.gen && s.index >= st.args.base+first {
			return true
		}
	}
	return x.static.every
}

func (x *exec) dropDead(st *state) {
	st.vars = st.vars.keep(x.liveIn)
	st.lost = st.lost.keep(x.liveIn)
	if len(st.pipes) > 0 && !x.live(x.pipesName) {
		st.pipes = nil
	}
	st.memory.each(func(k uint32, m *memo) {
		if !x.live(m.ask.asName) && (m.ask.constant == "" || !x.live(m.ask.asConstant)) || x.spent(st, m.ask) {
			st.memory = st.memory.del(k)
		}
	})
}
