package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// What a state knows of guards' answers and of unknown values is compared and joined at every point, and each site is held against each
// answer. So it knows what came last: what a script of thousands of guards heard long before is forgotten, as if it had not been asked.
const (
	maxAnswers     = 256
	maxConstraints = 512
)

// limitKnown forgets the oldest answers and decisions of states that have too many.
func (x *Space) limitKnown(states []*State) {
	for i, st := range states {
		if st.Facts.Len() <= maxAnswers && st.Cons.Len() <= maxConstraints {
			continue
		}
		c := st.Fork()
		c.Facts = withoutOldest(c.Facts, maxAnswers, func(uint32, Fact) {})
		c.Cons = withoutOldest(c.Cons, maxConstraints, x.mayStillBe)
		x.restAlways(c, x.combinations())
		states[i] = c
	}
}

// withoutOldest takes out the entries with the lowest keys where there are too many: a quarter of what may be kept goes at a time.
func withoutOldest[V any](m value.Pmap[V], most int, gone func(k uint32, v V)) value.Pmap[V] {
	n := m.Len() - most*3/4
	if m.Len() <= most {
		return m
	}
	out := m
	m.Each(func(k uint32, v V) {
		if n--; n >= 0 {
			gone(k, v)
			out = out.Del(k)
		}
	})
	return out
}
