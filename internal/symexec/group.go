package symexec

import "bytes"

// group makes one state of those with the same identity, as far as their proofs let it. The order is that in which they came.
func (x *exec) group(states []*state, rough bool) []*state {
	if len(states) <= fewStates {
		return x.groupFew(states, rough)
	}
	at := make(map[string]int, len(states))
	groups := make([][]*state, 0, len(states))
	for i, st := range states {
		k := x.identity(st, rough, false)
		if g, ok := at[k]; ok {
			groups[g] = append(groups[g], st)
			continue
		}
		at[k] = len(groups)
		groups = append(groups, states[i:i+1:i+1])
	}
	return x.joined(states, groups, rough)
}

// fewStates is up to how many states each is compared with each; that is most of what is merged.
const fewStates = 8

// groupFew is group without a map, whose keys would be copied.
func (x *exec) groupFew(states []*state, rough bool) []*state {
	var ends [fewStates + 1]int // of the identities, in the buffer
	var groups [fewStates][]*state
	var first [fewStates]int // the state that a group began with
	n := 0
	x.keyBuf.Reset()
next:
	for i, st := range states {
		x.writeIdentity(&x.keyBuf, st, rough, false)
		ends[i+1] = len(x.keyBuf.buf)
		own := x.keyBuf.buf[ends[i]:]
		for g := range n {
			if k := first[g]; bytes.Equal(x.keyBuf.buf[ends[k]:ends[k+1]], own) {
				groups[g] = append(groups[g], st)
				continue next
			}
		}
		groups[n], first[n] = states[i:i+1:i+1], i
		n++
	}
	if n == len(states) {
		return states
	}
	return x.joined(states, groups[:n], rough)
}

// joined unites the states of each group.
func (x *exec) joined(states []*state, groups [][]*state, rough bool) []*state {
	if len(groups) == len(states) {
		return states
	}
	out := make([]*state, 0, len(groups))
	for _, g := range groups {
		out = append(out, x.antichain(g, rough)...)
	}
	return out
}
