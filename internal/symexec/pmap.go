package symexec

import "math/bits"

// A pmap is a persistent map from small numbers to values: a copy shares all that does not change, so that forking a
// state costs nothing and comparing two forks costs what they differ in. It is a trie of 16-way nodes that hold only what
// is there; the zero value is empty.
type pmap[V any] struct {
	root   *pnode[V]
	height uint // levels below the root, 0 for a leaf root
	size   int
}

type pnode[V any] struct {
	has  uint16
	kids []*pnode[V] // inner nodes: one for each bit of has
	vals []V         // leaves: likewise

	// What was found out about the node, which never changes: see identity.go and keep.
	id     uint32
	syms   []*Sym
	kept   *pnode[V]
	keptBy uint16
}

// rank is the place of the entry i among those that are there.
func (n *pnode[V]) rank(i uint32) int { return bits.OnesCount16(n.has & (1<<i - 1)) }

func (n *pnode[V]) kid(i uint32) *pnode[V] {
	if n == nil || n.has&(1<<i) == 0 {
		return nil
	}
	return n.kids[n.rank(i)]
}

func (m pmap[V]) len() int { return m.size }

func (m pmap[V]) get(k uint32) (v V, ok bool) {
	n := m.root
	if n == nil || k>>(4*(m.height+1)) != 0 {
		return v, false
	}
	for h := m.height; h > 0; h-- {
		if n = n.kid(k >> (4 * h) & 15); n == nil {
			return v, false
		}
	}
	if n.has&(1<<(k&15)) == 0 {
		return v, false
	}
	return n.vals[n.rank(k&15)], true
}

func (m pmap[V]) set(k uint32, v V) pmap[V] {
	for m.root != nil && k>>(4*(m.height+1)) != 0 {
		m.root, m.height = &pnode[V]{has: 1, kids: []*pnode[V]{m.root}}, m.height+1
	}
	if m.root == nil {
		m.height = 0
		for k>>(4*(m.height+1)) != 0 {
			m.height++
		}
	}
	var added bool
	m.root, added = pset(m.root, m.height, k, v)
	if added {
		m.size++
	}
	return m
}

func pset[V any](n *pnode[V], h uint, k uint32, v V) (*pnode[V], bool) {
	i := k >> (4 * h) & 15
	if h == 0 {
		if n == nil {
			return &pnode[V]{has: 1 << i, vals: []V{v}}, true
		}
		vals, added := put(n.vals, n.rank(i), n.has&(1<<i) == 0, v)
		return &pnode[V]{has: n.has | 1<<i, vals: vals}, added
	}
	kid, added := pset(n.kid(i), h-1, k, v)
	if n == nil {
		return &pnode[V]{has: 1 << i, kids: []*pnode[V]{kid}}, true
	}
	kids, _ := put(n.kids, n.rank(i), n.has&(1<<i) == 0, kid)
	return &pnode[V]{has: n.has | 1<<i, kids: kids}, added
}

// put copies a list with one element replaced or, if it is new, inserted.
func put[E any](list []E, at int, isNew bool, e E) ([]E, bool) {
	if !isNew {
		out := make([]E, len(list))
		copy(out, list)
		out[at] = e
		return out, false
	}
	out := make([]E, len(list)+1)
	copy(out, list[:at])
	out[at] = e
	copy(out[at+1:], list[at:])
	return out, true
}

func (m pmap[V]) del(k uint32) pmap[V] {
	if _, ok := m.get(k); !ok {
		return m
	}
	m.root = pdel(m.root, m.height, k)
	m.size--
	return m
}

func pdel[V any](n *pnode[V], h uint, k uint32) *pnode[V] {
	i := k >> (4 * h) & 15
	at := n.rank(i)
	if h > 0 {
		if kid := pdel(n.kids[at], h-1, k); kid != nil {
			kids, _ := put(n.kids, at, false, kid)
			return &pnode[V]{has: n.has, kids: kids}
		}
	}
	c := &pnode[V]{has: n.has &^ (1 << i)}
	switch {
	case c.has == 0:
		return nil
	case h > 0:
		c.kids = cut(n.kids, at)
	default:
		c.vals = cut(n.vals, at)
	}
	return c
}

// cut copies a list without one element.
func cut[E any](list []E, at int) []E {
	out := make([]E, len(list)-1)
	copy(out, list[:at])
	copy(out[at:], list[at+1:])
	return out
}

// keep drops the entries that live does not want. It is asked for blocks of 16 keys: of those that are there it tells which
// stay.
func (m pmap[V]) keep(live func(block uint32, has uint16) uint16) pmap[V] {
	if m.root != nil {
		root, gone := pkeep(m.root, m.height, 0, live)
		m.root, m.size = root, m.size-gone
	}
	return m
}

func pkeep[V any](n *pnode[V], h uint, base uint32, live func(uint32, uint16) uint16) (*pnode[V], int) {
	if h == 0 {
		stay := live(base, n.has) & n.has
		gone := bits.OnesCount16(n.has &^ stay)
		switch {
		case gone == 0:
			return n, 0
		case stay == 0:
			return nil, gone
		case n.kept == nil || n.keptBy != stay: // states that share the node go on sharing
			c := &pnode[V]{has: stay, vals: make([]V, 0, bits.OnesCount16(stay))}
			for rest := stay; rest != 0; rest &= rest - 1 {
				c.vals = append(c.vals, n.vals[n.rank(uint32(bits.TrailingZeros16(rest)))])
			}
			n.kept, n.keptBy = c, stay
		}
		return n.kept, gone
	}
	var c *pnode[V]
	gone, at := 0, 0
	for rest := n.has; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		kid, k := pkeep(n.kids[at], h-1, base<<4|i, live)
		if k > 0 && c == nil {
			c = &pnode[V]{kids: append(make([]*pnode[V], 0, len(n.kids)), n.kids[:at]...), has: n.has & (1<<i - 1)}
		}
		if c != nil && kid != nil {
			c.kids = append(c.kids, kid)
			c.has |= 1 << i
		}
		gone += k
		at++
	}
	switch {
	case c == nil:
		return n, 0
	case c.has == 0:
		return nil, gone
	}
	return c, gone
}

// each calls f for every entry in the order of the keys.
func (m pmap[V]) each(f func(k uint32, v V)) {
	if m.root != nil {
		peach(m.root, m.height, 0, f)
	}
}

func peach[V any](n *pnode[V], h uint, base uint32, f func(uint32, V)) {
	at := 0
	for rest := n.has; rest != 0; rest &= rest - 1 {
		k := base<<4 | uint32(bits.TrailingZeros16(rest))
		if h > 0 {
			peach(n.kids[at], h-1, k, f)
		} else {
			f(k, n.vals[at])
		}
		at++
	}
}

// diff calls f for every key whose entry may differ between the two maps; subtrees that they share are passed over.
func (m pmap[V]) diff(o pmap[V], f func(k uint32, a V, aok bool, b V, bok bool)) {
	a, b := m.root, o.root
	ah, bh := m.height, o.height
	for ah < bh && a != nil {
		a, ah = &pnode[V]{has: 1, kids: []*pnode[V]{a}}, ah+1
	}
	for bh < ah && b != nil {
		b, bh = &pnode[V]{has: 1, kids: []*pnode[V]{b}}, bh+1
	}
	pdiff(a, b, max(ah, bh), 0, f)
}

func pdiff[V any](a, b *pnode[V], h uint, base uint32, f func(uint32, V, bool, V, bool)) {
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
		if h > 0 {
			var x, y *pnode[V]
			if aok {
				x = a.kids[ai]
			}
			if bok {
				y = b.kids[bi]
			}
			pdiff(x, y, h-1, k, f)
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
