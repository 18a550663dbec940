package value

import "math/bits"

// A pmap is a persistent map from small numbers to values: a copy shares all that does not change, so that forking a
// state costs nothing and comparing two forks costs what they differ in. It is a trie of 16-way nodes that hold only what
// is there; the zero value is empty.
type Pmap[V any] struct {
	Root *Pnode[V]
}

type Pnode[V any] struct {
	Has    uint16
	height uint8 // levels below, 0 for a leaf
	size   uint32
	Kids   []*Pnode[V] // inner nodes: one for each bit of has
	Vals   []V         // leaves: likewise
	Notes  *notes[V]
}

// Notes are what was found out about a node, which never changes: see identity.go and keep.
type notes[V any] struct {
	Id     uint32
	Syms   []*Sym
	kept   *Pnode[V]
	keptBy uint16
}

func (n *Pnode[V]) Note() *notes[V] {
	if n.Notes == nil {
		n.Notes = &notes[V]{}
	}
	return n.Notes
}

// leafOf makes a leaf for some values, in one piece with room for them if they are few, as they mostly are.
func leafOf[V any](has uint16) *Pnode[V] {
	var n *Pnode[V]
	size := bits.OnesCount16(has)
	switch {
	case size == 1:
		l := &struct {
			Pnode[V]
			room [1]V
		}{}
		n = &l.Pnode
		n.Vals = l.room[:]
	case size == 2:
		l := &struct {
			Pnode[V]
			room [2]V
		}{}
		n = &l.Pnode
		n.Vals = l.room[:]
	case size <= 4:
		l := &struct {
			Pnode[V]
			room [4]V
		}{}
		n = &l.Pnode
		n.Vals = l.room[:size]
	default:
		n = &Pnode[V]{Vals: make([]V, size)}
	}
	n.Has, n.size = has, uint32(size)
	return n
}

// innerOf makes a node with room for its kids in the same way. They are put in with counted.
func innerOf[V any](has uint16) *Pnode[V] {
	var n *Pnode[V]
	size := bits.OnesCount16(has)
	switch {
	case size <= 2:
		l := &struct {
			Pnode[V]
			room [2]*Pnode[V]
		}{}
		n = &l.Pnode
		n.Kids = l.room[:size]
	default:
		n = &Pnode[V]{Kids: make([]*Pnode[V], size)}
	}
	n.Has = has
	return n
}

// counted finds out what a node knows of its kids.
func (n *Pnode[V]) counted() *Pnode[V] {
	n.height = n.Kids[0].height + 1
	for _, kid := range n.Kids {
		n.size += kid.size
	}
	return n
}

// over is a node with one kid.
func over[V any](has uint16, kid *Pnode[V]) *Pnode[V] {
	n := innerOf[V](has)
	n.Kids[0] = kid
	return n.counted()
}

// rank is the place of the entry i among those that are there.
func (n *Pnode[V]) rank(i uint32) int { return bits.OnesCount16(n.Has & (1<<i - 1)) }

func (n *Pnode[V]) kid(i uint32) *Pnode[V] {
	if n == nil || n.Has&(1<<i) == 0 {
		return nil
	}
	return n.Kids[n.rank(i)]
}

func (m Pmap[V]) Len() int {
	if m.Root == nil {
		return 0
	}
	return int(m.Root.size)
}

func (m Pmap[V]) Get(k uint32) (v V, ok bool) {
	n := m.Root
	if n == nil || k>>(4*(n.height+1)) != 0 {
		return v, false
	}
	for n.height > 0 {
		if n = n.kid(k >> (4 * n.height) & 15); n == nil {
			return v, false
		}
	}
	if n.Has&(1<<(k&15)) == 0 {
		return v, false
	}
	return n.Vals[n.rank(k&15)], true
}

func (m Pmap[V]) Set(k uint32, v V) Pmap[V] {
	if m.Root == nil {
		height := uint8(0)
		for k>>(4*(height+1)) != 0 {
			height++
		}
		return Pmap[V]{pset(nil, height, k, v)}
	}
	for k>>(4*(m.Root.height+1)) != 0 {
		m.Root = over(1, m.Root)
	}
	return Pmap[V]{pset(m.Root, m.Root.height, k, v)}
}

func pset[V any](n *Pnode[V], height uint8, k uint32, v V) *Pnode[V] {
	i := k >> (4 * height) & 15
	switch {
	case height > 0 && n == nil:
		return over(1<<i, pset[V](nil, height-1, k, v))
	case height > 0:
		m := innerOf[V](n.Has | 1<<i)
		put(m.Kids, n.Kids, n.rank(i), pset(n.kid(i), height-1, k, v))
		return m.counted()
	case n == nil:
		m := leafOf[V](1 << i)
		m.Vals[0] = v
		return m
	}
	m := leafOf[V](n.Has | 1<<i)
	put(m.Vals, n.Vals, n.rank(i), v)
	return m
}

// put copies a list with one element replaced or, if there is one more, inserted.
func put[E any](to, from []E, at int, e E) {
	copy(to, from[:at])
	to[at] = e
	copy(to[at+1:], from[at+1-(len(to)-len(from)):])
}

func (m Pmap[V]) Del(k uint32) Pmap[V] {
	if _, ok := m.Get(k); !ok {
		return m
	}
	return Pmap[V]{pdel(m.Root, k)}
}

func pdel[V any](n *Pnode[V], k uint32) *Pnode[V] {
	i := k >> (4 * n.height) & 15
	at := n.rank(i)
	if n.height > 0 {
		if kid := pdel(n.Kids[at], k); kid != nil {
			m := innerOf[V](n.Has)
			put(m.Kids, n.Kids, at, kid)
			return m.counted()
		}
	}
	has := n.Has &^ (1 << i)
	switch {
	case has == 0:
		return nil
	case n.height > 0:
		m := innerOf[V](has)
		cut(m.Kids, n.Kids, at)
		return m.counted()
	}
	m := leafOf[V](has)
	cut(m.Vals, n.Vals, at)
	return m
}

// cut copies a list without one element.
func cut[E any](to, from []E, at int) {
	copy(to, from[:at])
	copy(to[at:], from[at+1:])
}

// Keep drops the entries that live does not want. It is asked for blocks of 16 keys: of those that are there it tells which
// stay.
func (m Pmap[V]) Keep(live func(block uint32, has uint16) uint16) Pmap[V] {
	if m.Root == nil {
		return m
	}
	return Pmap[V]{pkeep(m.Root, 0, live)}
}

// Update changes the values for which f gives another one.
func (m Pmap[V]) Update(f func(k uint32, v V) (V, bool)) Pmap[V] {
	if m.Root == nil {
		return m
	}
	return Pmap[V]{pupdate(m.Root, 0, f)}
}

func pupdate[V any](n *Pnode[V], base uint32, f func(uint32, V) (V, bool)) *Pnode[V] {
	m, at := n, 0
	for rest := n.Has; rest != 0; rest &= rest - 1 {
		k := base<<4 | uint32(bits.TrailingZeros16(rest))
		if n.height > 0 {
			if kid := pupdate(n.Kids[at], k, f); kid != n.Kids[at] {
				if m == n {
					m = innerOf[V](n.Has)
					m.height, m.size = n.height, n.size
					copy(m.Kids, n.Kids)
				}
				m.Kids[at] = kid
			}
		} else if v, changed := f(k, n.Vals[at]); changed {
			if m == n {
				m = leafOf[V](n.Has)
				copy(m.Vals, n.Vals)
			}
			m.Vals[at] = v
		}
		at++
	}
	return m
}

// Without leaves out keys, which are in ascending order.
func (m Pmap[V]) Without(keys []uint32) Pmap[V] {
	if len(keys) == 0 {
		return m
	}
	return m.Keep(func(block uint32, _ uint16) uint16 {
		stay := ^uint16(0)
		for len(keys) > 0 && keys[0]>>4 <= block {
			if keys[0]>>4 == block {
				stay &^= 1 << (keys[0] & 15)
			}
			keys = keys[1:]
		}
		return stay
	})
}

func pkeep[V any](n *Pnode[V], base uint32, live func(uint32, uint16) uint16) *Pnode[V] {
	if n.height == 0 {
		stay := live(base, n.Has) & n.Has
		switch stay {
		case n.Has:
			return n
		case 0:
			return nil
		}
		if note := n.Note(); note.kept == nil || note.keptBy != stay { // states that share the node go on sharing
			kept := leafOf[V](stay)
			vals := kept.Vals[:0]
			for rest := stay; rest != 0; rest &= rest - 1 {
				vals = append(vals, n.Vals[n.rank(uint32(bits.TrailingZeros16(rest)))])
			}
			note.kept, note.keptBy = kept, stay
		}
		return n.Notes.kept
	}
	var kids [16]*Pnode[V]
	has, changed, at, stay := uint16(0), false, 0, 0
	for rest := n.Has; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		kid := pkeep(n.Kids[at], base<<4|i, live)
		changed = changed || kid != n.Kids[at]
		if kid != nil {
			kids[stay] = kid
			has |= 1 << i
			stay++
		}
		at++
	}
	switch {
	case !changed:
		return n
	case has == 0:
		return nil
	}
	m := innerOf[V](has)
	copy(m.Kids, kids[:stay])
	return m.counted()
}

// Each calls f for every entry in the order of the keys.
func (m Pmap[V]) Each(f func(k uint32, v V)) {
	if m.Root != nil {
		peach(m.Root, 0, f)
	}
}

func peach[V any](n *Pnode[V], base uint32, f func(uint32, V)) {
	at := 0
	for rest := n.Has; rest != 0; rest &= rest - 1 {
		k := base<<4 | uint32(bits.TrailingZeros16(rest))
		if n.height > 0 {
			peach(n.Kids[at], k, f)
		} else {
			f(k, n.Vals[at])
		}
		at++
	}
}

// Diff calls f for every key whose entry may differ between the two maps; subtrees that they share are passed over.
func (m Pmap[V]) Diff(o Pmap[V], f func(k uint32, a V, aok bool, b V, bok bool)) {
	a, b := m.Root, o.Root
	if a == b {
		return
	}
	height := uint8(0)
	if a != nil {
		height = a.height
	}
	if b != nil {
		height = max(height, b.height)
	}
	pdiff(raise(a, height), raise(b, height), height, 0, f)
}

// raise gives a node the height of another one.
func raise[V any](n *Pnode[V], height uint8) *Pnode[V] {
	for n != nil && n.height < height {
		n = over(1, n)
	}
	return n
}

func pdiff[V any](a, b *Pnode[V], height uint8, base uint32, f func(uint32, V, bool, V, bool)) {
	if a == b {
		return
	}
	var zero Pnode[V]
	if a == nil {
		a = &zero
	}
	if b == nil {
		b = &zero
	}
	ai, bi := 0, 0
	for rest := a.Has | b.Has; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		aok, bok := a.Has&(1<<i) != 0, b.Has&(1<<i) != 0
		k := base<<4 | i
		if height > 0 {
			var x, y *Pnode[V]
			if aok {
				x = a.Kids[ai]
			}
			if bok {
				y = b.Kids[bi]
			}
			pdiff(x, y, height-1, k, f)
		} else {
			var x, y V
			if aok {
				x = a.Vals[ai]
			}
			if bok {
				y = b.Vals[bi]
			}
			f(k, x, aok, y, bok)
		}
		if aok {
			ai++
		}
		if bok {
			bi++
		}
	}
}
