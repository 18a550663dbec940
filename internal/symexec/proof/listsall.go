package proof

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// listsAll reports whether a command may list everything, because what it would look up is the value of a variable without quotes that
// may be empty: getent passwd $SUDO_USER.
func (x *Ledger) listsAll(cl *domain.CallInfo, st *domain.State) bool {
	before, is := effects.Listers[cl.Name]
	if !is {
		return false
	}
	vanishes := false
	for i, f := range cl.Args[1:] {
		v := st.Resolve(f.V)
		if t, known := v.Constant(); known && f.Multi == nil {
			switch {
			case len(t) > 0 && t[0] == '-':
			case before > 0:
				before--
			default:
				return false // it is told what else to look up
			}
			continue
		}
		s := v.Single()
		if before > 0 || s == nil || f.Multi != s || f.Quoted || vanishes || x.dom.Emptiness(st, s) != value.MaybeEmpty {
			return false
		}
		if i > 0 {
			if t, _ := cl.Args[i].V.Constant(); len(t) == 2 && t[0] == '-' && cl.Name != "lsblk" && cl.Name != "getent" && cl.Name != "ls" {
				return false // perhaps an option's value
			}
		}
		vanishes = true
	}
	return vanishes
}
