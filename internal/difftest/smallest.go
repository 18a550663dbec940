package difftest

import (
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// smallest are bounds at which the executor keeps 1 to 4 states apart at a point. Half of the scripts have loops and lists cut off
// after a round or two. What is lost then may only make a verdict worse.
func smallest(seed uint64) effects.Bounds {
	b := effects.Bounds{States: 1 + int(seed%4), FactSets: 1 + int(seed/4%2)}
	if seed/8%2 == 1 {
		b.Rounds, b.OpenRounds, b.Items = 1+int(seed/16%2), 1, 1+int(seed/32%2)
	}
	return b
}
