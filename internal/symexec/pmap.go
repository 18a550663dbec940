package symexec

import "math/bits"

// A pmap is a persistent map from small numbers to values: a copy shares all that does not change, so that forking a
// state costs nothing and comparing two forks costs what they differ in. It is a trie of 16-way nodes that hold only what
// is there; the zero value is empty.
type pmap[V any] struct {
	root *pnode[V]
}

type pnode[V any] struct {
	has    uint16
	height uint8 // levels below, 0 for a leaf
	size   uint32
	kids   []*pnode[V] // inner nodes: one for each bit of has
	vals   []V         // leaves: likewise
	notes  *notes[V]
}

// Notes are what was found out about a node, which never changes: see identity.go and keep.
type notes[V any] struct {
	id     uint32
	syms   []*Sym
	kept   *pnode[V]
	keptBy uint16
}

func (n *pnode[V]) note() *notes[V] {
	if n.notes == nil {
		n.notes = &notes[V]{}
	}
	return n.notes
}

// leafOf makes a leaf for some values, in one piece with room for them if they are few, as they mostly are.
func leafOf[V any](has uint16) *pnode[V] {
	var n *pnode[V]
	size := bits.OnesCount16(has)
	switch {
	case size == 1:
		l := &struct {
			pnode[V]
			room [1]V
		}{}
		n = &l.pnode
		n.vals = l.room[:]
	case size == 2:
		l := &struct {
			pnode[V]
			room [2]V
		}{}
		n = &l.pnode
		n.vals = l.room[:]
	case size <= 4:
		l := &struct {
			pnode[V]
			room [4]V
		}{}
		n = &l.pnode
		n.vals = l.room[:size]
	default:
		n = &pnode[V]{vals: make([]V, size)}
	}
	n.has, n.size = has, uint32(size)
	return n
}

// innerOf makes a node with room for its kids in the same way. They are put in with counted.
func innerOf[V any](has uint16) *pnode[V] {
	var n *pnode[V]
	size := bits.OnesCount16(has)
	switch {
	case size <= 2:
		l := &struct {
			pnode[V]
			room [2]*pnode[V]
		}{}
		n = &l.pnode
		n.kids = l.room[:size]
	default:
		n = &pnode[V]{kids: make([]*pnode[V], size)}
	}
	n.has = has
	return n
}

// counted finds out what a node knows of its kids.
func (n *pnode[V]) counted() *pnode[V] {
	n.height = n.kids[0].height + 1
	for _, kid := range n.kids {
		n.size += kid.size
	}
	return n
}

// over is a node with one kid.
func over[V any](has uint16, kid *pnode[V]) *pnode[V] {
	n := innerOf[V](has)
	n.kids[0] = kid
	return n.counted()
}

// rank is the place of the entry i among those that are there.
func (n *pnode[V]) rank(i uint32) int { return bits.OnesCount16(n.has & (1<<i - 1)) }

func (n *pnode[V]) kid(i uint32) *pnode[V] {
	if n == nil || n.has&(1<<i) == 0 {
		return nil
	}
	return n.kids[n.rank(i)]
}

func (m pmap[V]) len() int {
	if m.root == nil {
		return 0
	}
	return int(m.root.size)
}

func (m pmap[V]) get(k uint32) (v V, ok bool) {
	n := m.root
	if n == nil || k>>(4*(n.height+1)) != 0 {
		return v, false
	}
	for n.height > 0 {
		if n = n.kid(k >> (4 * n.height) & 15); n == nil {
			return v, false
		}
	}
	if n.has&(1<<(k&15)) == 0 {
		return v, false
	}
	return n.vals[n.rank(k&15)], true
}

func (m pmap[V]) set(k uint32, v V) pmap[V] {
	if m.root == nil {
		height := uint8(0)
		for k>>(4*(height+1)) != 0 {
			height++
		}
		return pmap[V]{pset(nil, height, k, v)}
	}
	for k>>(4*(m.root.height+1)) != 0 {
		m.root = over(1, m.root)
	}
	return pmap[V]{pset(m.root, m.root.height, k, v)}
}

func pset[V any](n *pnode[V], height uint8, k uint32, v V) *pnode[V] {
	i := k >> (4 * height) & 15
	switch {
	case height > 0 && n == nil:
		return over(1<<i, pset[V](nil, height-1, k, v))
	case height > 0:
		m := innerOf[V](n.has | 1<<i)
		put(m.kids, n.kids, n.rank(i), pset(n.kid(i), height-1, k, v))
		return m.counted()
	case n == nil:
		m := leafOf[V](1 << i)
		m.vals[0] = v
		return m
	}
	m := leafOf[V](n.has | 1<<i)
	put(m.vals, n.vals, n.rank(i), v)
	return m
}

// put copies a list with one element replaced or, if there is one more, inserted.
func put[E any](to, from []E, at int, e E) {
	copy(to, from[:at])
	to[at] = e
	copy(to[at+1:], from[at+1-(len(to)-len(from)):])
}

func (m pmap[V]) del(k uint32) pmap[V] {
	if _, ok := m.get(k); !ok {
		return m
	}
	return pmap[V]{pdel(m.root, k)}
}

func pdel[V any](n *pnode[V], k uint32) *pnode[V] {
	i := k >> (4 * n.height) & 15
	at := n.rank(i)
	if n.height > 0 {
		if kid := pdel(n.kids[at], k); kid != nil {
			m := innerOf[V](n.has)
			put(m.kids, n.kids, at, kid)
			return m.counted()
		}
	}
	has := n.has &^ (1 << i)
	switch {
	case has == 0:
		return nil
	case n.height > 0:
		m := innerOf[V](has)
		cut(m.kids, n.kids, at)
		return m.counted()
	}
	m := leafOf[V](has)
	cut(m.vals, n.vals, at)
	return m
}

// cut copies a list without one element.
func cut[E any](to, from []E, at int) {
	copy(to, from[:at])
	copy(to[at:], from[at+1:])
}

// keep drops the entries that live does not want. It is asked for blocks of 16 keys: of those that are there it tells which
// stay.
func (m pmap[V]) keep(live func(block uint32, has uint16) uint16) pmap[V] {
	if m.root == nil {
		return m
	}
	return pmap[V]{pkeep(m.root, 0, live)}
}

func pkeep[V any](n *pnode[V], base uint32, live func(uint32, uint16) uint16) *pnode[V] {
	if n.height == 0 {
		stay := live(base, n.has) & n.has
		switch stay {
		case n.has:
			return n
		case 0:
			return nil
		}
		if note := n.note(); note.kept == nil || note.keptBy != stay { // states that share the node go on sharing
			kept := leafOf[V](stay)
			vals := kept.vals[:0]
			for rest := stay; rest != 0; rest &= rest - 1 {
				vals = append(vals, n.vals[n.rank(uint32(bits.TrailingZeros16(rest)))])
			}
			note.kept, note.keptBy = kept, stay
		}
		return n.notes.kept
	}
	var kids [16]*pnode[V]
	has, changed, at, stay := uint16(0), false, 0, 0
	for rest := n.has; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		kid := pkeep(n.kids[at], base<<4|i, live)
		changed = changed || kid != n.kids[at]
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
	copy(m.kids, kids[:stay])
	return m.counted()
}

// each calls f for every entry in the order of the keys.
func (m pmap[V]) each(f func(k uint32, v V)) {
	if m.root != nil {
		peach(m.root, 0, f)
	}
}

func peach[V any](n *pnode[V], base uint32, f func(uint32, V)) {
	at := 0
	for rest := n.has; rest != 0; rest &= rest - 1 {
		k := base<<4 | uint32(bits.TrailingZeros16(rest))
		if n.height > 0 {
			peach(n.kids[at], k, f)
		} else {
			f(k, n.vals[at])
		}
		at++
	}
}

// diff calls f for every key whose entry may differ between the two maps; subtrees that they share are passed over.
func (m pmap[V]) diff(o pmap[V], f func(k uint32, a V, aok bool, b V, bok bool)) {
	a, b := m.root, o.root
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
func raise[V any](n *pnode[V], height uint8) *pnode[V] {
	for n != nil && n.height < height {
		n = over(1, n)
	}
	return n
}

func pdiff[V any](a, b *pnode[V], height uint8, base uint32, f func(uint32, V, bool, V, bool)) {
	if a == b {
		return
	}
	var zero pnode[V]
	if a == nil {
		a = &zero
	}
	if b == nil {
		b = &zero
	}
	ai, bi := 0, 0
	for rest := a.has | b.has; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		aok, bok := a.has&(1<<i) != 0, b.has&(1<<i) != 0
		k := base<<4 | i
		if height > 0 {
			var x, y *pnode[V]
			if aok {
				x = a.kids[ai]
			}
			if bok {
				y = b.kids[bi]
			}
			pdiff(x, y, height-1, k, f)
		} else {
			var x, y V
			if aok {
				x = a.vals[ai]
			}
			if bok {
				y = b.vals[bi]
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
