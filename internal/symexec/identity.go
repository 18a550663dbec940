package symexec

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"
)

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
	for i, is := range []bool{v.fixed, v.int, v.assoc, v.loose, v.perhaps} {
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
