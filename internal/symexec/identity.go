package symexec

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"
)

// identity is a text that is equal for states that agree on everything that can still be read. Dead variables must have
// been dropped. rough leaves out what the first stage of widening gives up. all takes in the variables that cannot matter to
// a finding. The next call writes over it: it is mostly looked up, and not kept.
func (x *exec) identity(st *state, rough, all bool) []byte {
	x.keyBuf.Reset()
	x.writeIdentity(&x.keyBuf, st, rough, all)
	return x.keyBuf.buf
}

// writeIdentity appends the identity of a state to a buffer.
func (x *exec) writeIdentity(b *keyBuilder, st *state, rough, all bool) {
	x.epoch++
	value := func(v Value) {
		for _, p := range v {
			if p.sym != nil {
				x.use(p.sym)
			}
		}
		v.writeKey(b)
		b.put(2)
	}
	vars := st.vars
	if !all {
		vars = vars.keep(x.relevantNames)
	}
	b.number(uint64(x.varsID(vars.root)))
	x.useVars(vars.root)
	if st.args != nil && x.liveArgs {
		b.put(5)
		b.integer(st.args.base)
		b.put(',')
		b.integer(st.args.gen)
		if st.args.open {
			b.put('o')
		}
		for _, v := range st.args.known {
			value(v)
		}
	}
	b.WriteString("\x06")
	value(st.status.val)
	for _, p := range st.pipes {
		value(p.val)
	}
	b.integer(int(st.opts))
	b.put(7)
	b.number(uint64(x.funcsID(st.funcs.root)))
	if st.traps != nil {
		for _, h := range []*handler{st.traps.exit, st.traps.err} {
			b.put(8)
			if h != nil {
				value(h.text)
			}
		}
		for _, t := range st.traps.signals {
			b.put(8)
			b.WriteString(t.signal)
			value(t.text)
		}
	}
	if st.killed != "" {
		b.put(9)
		b.WriteString(st.killed)
	}
	for i := range 10 {
		if d := st.fd(i); d != (dest{}) {
			b.put(0x0e)
			b.integer(i)
			b.put('a' + byte(d.kind))
			b.integer(d.level)
			b.WriteString(d.path)
		}
	}
	for _, c := range st.caps {
		b.put(0x0f)
		value(c)
	}
	if st.stdin != nil {
		b.WriteString("\x10")
		value(st.stdin.text)
	}
	st.files.each(func(k uint32, v Value) {
		b.WriteString("\x11")
		b.number(uint64(k))
		value(v)
	})
	value(st.cwd)
	for j := st.jobs; j != nil; j = j.up {
		b.WriteString("\x12")
		b.number(uint64(j.id))
		if j.open {
			b.put('o')
		}
		if j.reaped {
			b.put('r')
		}
		if j.perhaps {
			b.put('p')
		}
		value(j.status.val)
	}
	for f := st.frame; f != nil; f = f.up {
		f.saved.each(func(k uint32, v *variable) {
			b.WriteString("\x13")
			b.number(uint64(k))
			if v != nil {
				b.number(uint64(x.varID(v)))
				for _, s := range v.syms {
					x.use(s)
				}
			}
		})
	}
	if !rough {
		st.memory.each(func(k uint32, m *memo) {
			b.WriteString("\x14")
			b.number(uint64(k))
			value(m.status)
			value(m.out)
		})
	}
	var drop []uint32
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		if s.usedAt != x.epoch && !x.liveSym(st, s) {
			drop = append(drop, k)
			return
		}
		if rough && (s.kind != symEnv && s.kind != symArg || c.eq == nil) {
			return
		}
		b.WriteString("\x15")
		b.number(uint64(k))
		b.WriteString(c.text())
	})
	for _, k := range drop {
		st.cons = st.cons.del(k)
	}
}

// relevantNames reports which of some names can matter to a finding, 16 of them at a time.
func (x *exec) relevantNames(block uint32, names uint16) uint16 {
	for int(block) >= len(x.matters) {
		x.matters = append(x.matters, relevantBlock{})
	}
	b := &x.matters[block]
	if b.of != x.relevant {
		*b = relevantBlock{of: x.relevant}
	}
	for rest := names &^ b.asked; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros16(rest)
		if x.relevant.has(x.nameOf[block<<4|uint32(i)]) {
			b.yes |= 1 << i
		}
	}
	b.asked |= names
	return b.yes & names
}

// A relevantBlock keeps what a relevance said about 16 names.
type relevantBlock struct {
	of         *relevance
	asked, yes uint16
}

func (x *exec) matter(id uint32) bool { return x.relevantNames(id>>4, 1<<(id&15)) != 0 }

// use notes that the state holds a symbol; an element keeps what is known of its list.
func (x *exec) use(s *Sym) {
	for ; s != nil && s != tooLong && s.usedAt != x.epoch; s = s.list {
		s.usedAt = x.epoch
	}
}

// useVars notes the symbols of variables.
func (x *exec) useVars(n *pnode[*variable]) {
	if n == nil {
		return
	}
	if n.notes != nil {
		for _, s := range n.notes.syms {
			x.use(s)
		}
	}
	for _, kid := range n.kids {
		x.useVars(kid)
	}
}

// varsID numbers the contents of a map of variables: equal maps have equal numbers. Nodes keep theirs, so that what states
// share is looked at once.
func (x *exec) varsID(n *pnode[*variable]) uint32 {
	if n == nil {
		return 0
	}
	note := n.note()
	if note.id != 0 {
		return note.id
	}
	var buf [16]uint32
	ids := buf[:0]
	for _, kid := range n.kids {
		ids = append(ids, x.varsID(kid))
	}
	for _, v := range n.vals {
		ids = append(ids, x.varID(v))
		for _, s := range v.syms {
			if !slices.Contains(note.syms, s) {
				note.syms = append(note.syms, s)
			}
		}
	}
	note.id = nodeID(x, n, ids)
	return note.id
}

// nodeID numbers a node by the numbers of what is in it.
func nodeID[V any](x *exec, n *pnode[V], ids []uint32) uint32 {
	if n.has == 1 && n.vals == nil {
		return ids[0] // a map that is higher than it has to be
	}
	var buf [80]byte
	key := append(buf[:0], byte(n.has), byte(n.has>>8), byte(len(n.kids)))
	for _, id := range ids {
		key = binary.LittleEndian.AppendUint32(key, id)
	}
	return x.intern(key)
}

// varID numbers the contents of a variable.
func (x *exec) varID(v *variable) uint32 {
	if v.id != 0 {
		return v.id
	}
	b := &x.varBuf
	b.Reset()
	value := func(w Value) {
		for _, p := range w {
			if p.sym != nil && !slices.Contains(v.syms, p.sym) {
				v.syms = append(v.syms, p.sym)
			}
		}
		w.writeKey(b)
		b.put(2)
	}
	b.WriteString("\x03v")
	b.WriteString(v.ref)
	b.put(v.attributes())
	if v.set {
		value(v.val)
		if v.array || v.assoc {
			b.put('a')
			for _, e := range v.elems {
				value(e)
			}
			for _, k := range sortedKeys(v.keys) {
				b.WriteString(k + "\x04")
				value(v.keys[k])
			}
			if v.list != nil {
				v.syms = append(v.syms, v.list)
				b.WriteString("L" + v.list.key)
			}
		}
	} else {
		b.put('u')
	}
	v.id = x.intern(b.buf)
	return v.id
}

// attributes are what a variable is besides its text, as one byte.
func (v *variable) attributes() byte {
	c := byte('0')
	for i, is := range []bool{v.fixed, v.int, v.assoc, v.loose} {
		if is {
			c |= 1 << i
		}
	}
	return c
}

// intern numbers texts, from 1.
func (x *exec) intern(key []byte) uint32 {
	id, ok := x.interned[string(key)]
	if !ok {
		id = uint32(len(x.interned)) + 1
		x.interned[string(key)] = id
	}
	return id
}

// A keyBuilder is a strings.Builder that keeps its memory.
type keyBuilder struct{ buf []byte }

func (b *keyBuilder) Reset() { b.buf = b.buf[:0] }

func (b *keyBuilder) WriteString(s string) { b.buf = append(b.buf, s...) }

// text writes a text, of a very long one a hash: a run keeps the keys of all the states that it has seen.
func (b *keyBuilder) text(s string) {
	if len(s) < hashedText {
		b.WriteString(s)
		return
	}
	sum := sha256.Sum256([]byte(s))
	b.put(2)
	b.integer(len(s))
	b.buf = append(b.buf, sum[:]...)
}

const hashedText = 4 << 10

func (b *keyBuilder) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	return len(p), nil
}

func (b *keyBuilder) put(c byte) { b.buf = append(b.buf, c) }

func (b *keyBuilder) String() string { return string(b.buf) }

func (b *keyBuilder) number(n uint64) { b.buf = strconv.AppendUint(b.buf, n, 36) }

// numbers writes numbers that belong together.
func (b *keyBuilder) numbers(ns ...uint64) {
	for i, n := range ns {
		if i == 0 {
			b.put('|')
		} else {
			b.put(':')
		}
		b.number(n)
	}
}

func (b *keyBuilder) integer(n int) { b.buf = strconv.AppendInt(b.buf, int64(n), 10) }
