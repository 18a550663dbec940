package symexec

// A pmap is a persistent map from small numbers to values: a copy shares all that does not change, so that forking a
// state costs nothing and comparing two forks costs what they differ in. It is a trie of 16-way nodes; the zero value is
// empty.
type pmap[V any] struct {
	root   *pnode[V]
	height uint // levels below the root, 0 for a leaf root
	size   int
}

type pnode[V any] struct {
	has  uint16
	kids [16]*pnode[V] // inner nodes
	vals []V           // leaves: 16 values
}

func (m pmap[V]) len() int { return m.size }

func (m pmap[V]) get(k uint32) (v V, ok bool) {
	n := m.root
	if n == nil || k>>(4*(m.height+1)) != 0 {
		return v, false
	}
	for h := m.height; h > 0; h-- {
		n = n.kids[k>>(4*h)&15]
		if n == nil {
			return v, false
		}
	}
	if n.has&(1<<(k&15)) == 0 {
		return v, false
	}
	return n.vals[k&15], true
}

func (m pmap[V]) set(k uint32, v V) pmap[V] {
	for m.root != nil && k>>(4*(m.height+1)) != 0 {
		up := &pnode[V]{}
		up.kids[0] = m.root
		m.root, m.height = up, m.height+1
	}
	if m.root == nil {
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
	c := &pnode[V]{}
	if n != nil {
		*c = *n
	}
	if h > 0 {
		i := k >> (4 * h) & 15
		var added bool
		c.kids[i], added = pset(c.kids[i], h-1, k, v)
		return c, added
	}
	vals := make([]V, 16)
	if n != nil {
		copy(vals, n.vals)
	}
	c.vals = vals
	added := c.has&(1<<(k&15)) == 0
	c.vals[k&15] = v
	c.has |= 1 << (k & 15)
	return c, added
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
	c := *n
	if h > 0 {
		i := k >> (4 * h) & 15
		c.kids[i] = pdel(c.kids[i], h-1, k)
		return &c
	}
	var zero V
	c.vals = append([]V(nil), n.vals...)
	c.vals[k&15] = zero
	c.has &^= 1 << (k & 15)
	return &c
}

// each calls f for every entry in the order of the keys.
func (m pmap[V]) each(f func(k uint32, v V)) {
	if m.root != nil {
		peach(m.root, m.height, 0, f)
	}
}

func peach[V any](n *pnode[V], h uint, base uint32, f func(uint32, V)) {
	if h > 0 {
		for i, kid := range n.kids {
			if kid != nil {
				peach(kid, h-1, base|uint32(i)<<(4*h), f)
			}
		}
		return
	}
	for i := range uint32(16) {
		if n.has&(1<<i) != 0 {
			f(base|i, n.vals[i])
		}
	}
}

// diff calls f for every key whose entry may differ between the two maps; subtrees that they share are passed over.
func (m pmap[V]) diff(o pmap[V], f func(k uint32, a V, aok bool, b V, bok bool)) {
	a, b := m.root, o.root
	ah, bh := m.height, o.height
	for ah < bh && a != nil {
		up := &pnode[V]{}
		up.kids[0] = a
		a, ah = up, ah+1
	}
	for bh < ah && b != nil {
		up := &pnode[V]{}
		up.kids[0] = b
		b, bh = up, bh+1
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
	if h > 0 {
		for i := range a.kids {
			pdiff(a.kids[i], b.kids[i], h-1, base|uint32(i)<<(4*h), f)
		}
		return
	}
	for i := range uint32(16) {
		aok, bok := a.has&(1<<i) != 0, b.has&(1<<i) != 0
		if !aok && !bok {
			continue
		}
		var av, bv V
		if aok {
			av = a.vals[i]
		}
		if bok {
			bv = b.vals[i]
		}
		f(base|i, av, aok, bv, bok)
	}
}
