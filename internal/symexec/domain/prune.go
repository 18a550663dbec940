package domain

import (
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// manyCons is how much a state may know of texts before it is looked at what of that can still be asked for.
const manyCons = 512

// Prune forgets what a state knows of texts that nothing holds any more. Where states meet that is done in any case; a script without a
// branch has one state from its beginning to its end, which learns something of each command.
func (x *Space) Prune(st *State) {
	n := st.Cons.Len()
	if n < max(manyCons, x.pruneAt) {
		return
	}
	x.Merges++
	x.LiveArgs = x.Live(effects.ArgsName)
	x.UseAll(st, View{All: true})
	var drop []uint32
	st.Cons.Each(func(k uint32, _ *value.Con) {
		switch s := x.tab.SymList[k]; s.Kind {
		case value.SymStatus, value.SymOutput:
			if s.UsedAt != x.Epoch && !x.liveSym(st, s) {
				drop = append(drop, k)
			}
		default: // what the script is started with is told of the way, too
		}
	})
	st.Cons = st.Cons.Without(drop)
	x.pruneAt = 2 * st.Cons.Len()
}
