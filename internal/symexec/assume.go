package symexec

import "math/bits"

// An Assumption is what an engineer takes for granted and no proof shows. A verdict that rests on it stays what it is, and names it.
type Assumption struct {
	Text string // one plain clause: "$bmc is the machine of $host: both come from one line"
	At   Range  // where the script makes one assume it
}

// maxSuppositions is how many assumptions of ways are told apart; the last bit stands for all others.
const maxSuppositions = 63

// suppose notes that a way goes on only where an assumption holds. Like what a way rests on it is no part of a state's identity.
func (x *exec) suppose(st *state, a Assumption) {
	i, ok := x.supposedAt[a]
	if !ok {
		if i = len(x.supposed); i > maxSuppositions {
			i = maxSuppositions
		} else {
			x.supposed = append(x.supposed, a)
		}
		if x.supposedAt == nil {
			x.supposedAt = map[Assumption]int{}
		}
		x.supposedAt[a] = i
	}
	st.supposes |= 1 << i
}

// suppositions names the assumptions of a way.
func (x *exec) suppositions(set uint64) []Assumption {
	var out []Assumption
	for ; set != 0; set &= set - 1 {
		out = append(out, x.supposed[bits.TrailingZeros64(set)])
	}
	return out
}
