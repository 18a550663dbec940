package domain

// group makes one state of those with the same identity, as far as their proofs let it. The order is that in which they came.
func (x *Space) group(states []*State, rough bool) []*State {
	if len(states) <= fewStates {
		return x.groupFew(states, rough)
	}
	at := make(map[string]int, len(states))
	groups := make([][]*State, 0, len(states))
	for i, st := range states {
		k := x.Identity(st, View{Coarse: rough})
		if g, ok := at[string(k)]; ok {
			groups[g] = append(groups[g], st)
			continue
		}
		at[string(k)] = len(groups)
		groups = append(groups, states[i:i+1:i+1])
	}
	return x.United(states, groups)
}

// fewStates is up to how many states each is compared with each; that is most of what is merged.
const fewStates = 24

// groupFew is group by comparing each state with each, which is less than writing down what they are.
func (x *Space) groupFew(states []*State, rough bool) []*State {
	var groups [fewStates][]*State
	n := 0
next:
	for i, st := range states {
		for g := range n {
			if x.Same(groups[g][0], st, View{Coarse: rough}) {
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
	return x.United(states, groups[:n])
}

// United unites the states of each group.
func (x *Space) United(states []*State, groups [][]*State) []*State {
	if len(groups) == len(states) {
		return states
	}
	out := make([]*State, 0, len(groups))
	for _, g := range groups {
		out = append(out, x.antichain(g)...)
	}
	return out
}
