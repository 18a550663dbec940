package value

import "math/bits"

// Agree reports whether f holds for every key whose entry may differ between the two maps. It stops at the first for which it does not: most
// states that are compared differ in much, and one thing is enough. Subtrees that the maps share are passed over.
func (m Pmap[V]) Agree(o Pmap[V], f func(k uint32, a V, aok bool, b V, bok bool) bool) bool {
	a, b := m.Root, o.Root
	if a == b {
		return true
	}
	height := uint8(0)
	if a != nil {
		height = a.height
	}
	if b != nil {
		height = max(height, b.height)
	}
	return pagree(raise(a, height), raise(b, height), height, 0, f)
}

func pagree[V any](a, b *Pnode[V], height uint8, base uint32, f func(uint32, V, bool, V, bool) bool) bool {
	if a == b {
		return true
	}
	var aHas, bHas uint16
	if a != nil {
		aHas = a.Has
	}
	if b != nil {
		bHas = b.Has
	}
	ai, bi := 0, 0
	for rest := aHas | bHas; rest != 0; rest &= rest - 1 {
		i := uint32(bits.TrailingZeros16(rest))
		aok, bok := aHas&(1<<i) != 0, bHas&(1<<i) != 0
		k := base<<4 | i
		if height > 0 {
			var x, y *Pnode[V]
			if aok {
				x = a.Kids[ai]
			}
			if bok {
				y = b.Kids[bi]
			}
			if !pagree(x, y, height-1, k, f) {
				return false
			}
		} else {
			var x, y V
			if aok {
				x = a.Vals[ai]
			}
			if bok {
				y = b.Vals[bi]
			}
			if !f(k, x, aok, y, bok) {
				return false
			}
		}
		if aok {
			ai++
		}
		if bok {
			bi++
		}
	}
	return true
}
