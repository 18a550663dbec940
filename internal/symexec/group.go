package symexec

// group makes one state of those with the same identity, as far as their proofs let it. The order is that in which they came.
func (x *exec) group(states []*state, rough bool) []*state {
	if len(states) <= fewStates {
		return x.groupFew(states, rough)
	}
	at := make(map[string]int, len(states))
	groups := make([][]*state, 0, len(states))
	for i, st := range states {
		k := x.identity(st, view{rough: rough})
		if g, ok := at[string(k)]; ok {
			groups[g] = append(groups[g], st)
			continue
		}
		at[string(k)] = len(groups)
		groups = append(groups, states[i:i+1:i+1])
	}
	return x.united(states, groups)
}

// fewStates is up to how many states each is compared with each; that is most of what is merged.
const fewStates = 24

// groupFew is group by comparing each state with each, which is less than writing down what they are.
func (x *exec) groupFew(states []*state, rough bool) []*state {
	var groups [fewStates][]*state
	n := 0
next:
	for i, st := range states {
		for g := range n {
			if x.same(groups[g][0], st, view{rough: rough}) {
				groups[g] = append(groups[g], st)
				continue next
			}
		}
		groups[n] = states[i : i+1 : i+1]
		n++
	}
	if n == len(states) {
		return states
	}
	return x.united(states, groups[:n])
}

// united unites the states of each group.
func (x *exec) united(states []*state, groups [][]*state) []*state {
	if len(groups) == len(states) {
		return states
	}
	out := make([]*state, 0, len(groups))
	for _, g := range groups {
		out = append(out, x.antichain(g)...)
	}
	return out
}
