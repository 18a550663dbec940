package domain

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// relevantNames reports which of some names can matter to a finding, 16 of them at a time.
func (x *Space) relevantNames(block uint32, names uint16) uint16 {
	for int(block) >= len(x.sliceCache) {
		x.sliceCache = append(x.sliceCache, sliceBlock{})
	}
	b := &x.sliceCache[block]
	if b.of != x.prog.Slice {
		*b = sliceBlock{of: x.prog.Slice}
	}
	for rest := names &^ b.asked; rest != 0; rest &= rest - 1 {
		i := bits.TrailingZeros16(rest)
		if x.prog.Slice.Has(x.tab.NameOf[block<<4|uint32(i)]) {
			b.yes |= 1 << i
		}
	}
	b.asked |= names
	return b.yes & names
}

// A relevantBlock keeps what a relevance said about 16 names.
type sliceBlock struct {
	of         *effects.Slice
	asked, yes uint16
}

func (x *Space) Matter(id uint32) bool { return x.relevantNames(id>>4, 1<<(id&15)) != 0 }

// use notes that the state holds a symbol; an element keeps what is known of its list.
func (x *Space) use(s *value.Sym) {
	for ; s != nil && s != value.TooLong && s.UsedAt != x.Epoch; s = s.List {
		s.UsedAt = x.Epoch
	}
}

// useVars notes the symbols of variables.
func (x *Space) useVars(n *value.Pnode[*Variable]) {
	if n == nil {
		return
	}
	if n.Notes != nil {
		for _, s := range n.Notes.Syms {
			x.use(s)
		}
	}
	for _, kid := range n.Kids {
		x.useVars(kid)
	}
}

// varsID numbers the contents of a map of variables: equal maps have equal numbers. Nodes keep theirs, so that what states
// share is looked at once.
func (x *Space) varsID(n *value.Pnode[*Variable]) uint32 {
	if n == nil {
		return 0
	}
	note := n.Note()
	if note.Id != 0 {
		return note.Id
	}
	var buf [16]uint32
	ids := buf[:0]
	for _, kid := range n.Kids {
		ids = append(ids, x.varsID(kid))
	}
	var syms symbolSet
	for _, v := range n.Vals {
		ids = append(ids, x.varID(v))
		for _, s := range v.Syms {
			syms.add(s)
		}
	}
	note.Syms = syms.list
	note.Id = nodeID(x, n, ids)
	return note.Id
}

// nodeID numbers a node by the numbers of what is in it.
func nodeID[V any](x *Space, n *value.Pnode[V], ids []uint32) uint32 {
	if n.Has == 1 && n.Vals == nil {
		return ids[0] // a map that is higher than it has to be
	}
	var buf [80]byte
	key := append(buf[:0], byte(n.Has), byte(n.Has>>8), byte(len(n.Kids)))
	for _, id := range ids {
		key = binary.LittleEndian.AppendUint32(key, id)
	}
	return x.intern(key)
}

// varID numbers the contents of a variable.
func (x *Space) varID(v *Variable) uint32 {
	if v.Id != 0 {
		return v.Id
	}
	b := &x.varBuf
	b.Reset()
	var syms symbolSet
	for _, s := range v.Syms {
		syms.add(s)
	}
	value := func(w value.Value) {
		for _, p := range w {
			if p.Sym != nil {
				syms.add(p.Sym)
			}
		}
		w.WriteKey(b)
		b.Put(2)
	}
	b.WriteString("\x03v")
	b.WriteString(v.Ref)
	b.Put(v.attributes())
	if v.Set {
		value(v.Val)
		if v.Array || v.Assoc {
			b.Put('a')
			for _, e := range v.Elems {
				value(e)
			}
			for _, k := range effects.SortedKeys(v.Keys) {
				b.WriteString(k + "\x04")
				value(v.Keys[k])
			}
			if v.List != nil {
				syms.add(v.List)
				b.WriteString("L" + v.List.Key)
			}
		}
	} else {
		b.Put('u')
	}
	v.Id, v.Syms = x.intern(b.Buf), syms.list
	return v.Id
}

// attributes are what a variable is besides its text, as one byte.
func (v *Variable) attributes() byte {
	c := byte(0x80)
	for i, is := range []bool{v.Fixed, v.Int, v.Assoc, v.Loose, v.Perhaps, v.Cased, v.Holes} {
		if is {
			c |= 1 << i
		}
	}
	return c
}

// intern numbers texts, from 1.
func (x *Space) intern(key []byte) uint32 {
	id, ok := x.Interned[string(key)]
	if !ok {
		id = uint32(len(x.Interned)) + 1
		x.Interned[string(key)] = id
	}
	return id
}

// A symbolSet has each symbol once. Most have few; an array may have thousands.
type symbolSet struct {
	list []*value.Sym
	in   map[*value.Sym]bool
}

func (l *symbolSet) add(s *value.Sym) {
	const few = 16
	switch {
	case len(l.list) < few:
		if slices.Contains(l.list, s) {
			return
		}
	case l.in == nil:
		l.in = make(map[*value.Sym]bool, 2*few)
		for _, t := range l.list {
			l.in[t] = true
		}
		fallthrough
	default:
		if l.in[s] {
			return
		}
		l.in[s] = true
	}
	l.list = append(l.list, s)
}
