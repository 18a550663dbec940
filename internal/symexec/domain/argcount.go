package domain

import (
	"math"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// ArgCount is $#.
func (x *Space) ArgCount(p *Params) *value.Sym {
	return x.tab.Sym("argc:"+strconv.Itoa(p.Gen)+":"+strconv.Itoa(p.Base), func(s *value.Sym) {
		s.Kind, s.Desc, s.Index, s.Gen = value.SymCount, "$#", p.Base, p.Gen
	})
}

// Counted gives how many of the parameters that nobody knows there are at least and at most, as far as the script has found out.
func (x *Space) Counted(st *State, p *Params) (least, most int) {
	most = math.MaxInt
	if p.Gen > 2 { // after that shifts of unknown width are not told apart
		return 0, most
	}
	c := st.Con(x.ArgCount(p))
	if c.Eq != nil {
		if k, err := value.ParseInt(*c.Eq); err == nil {
			return k, k
		}
	}
	if c.Lo != nil {
		least = *c.Lo
	}
	if c.Hi != nil {
		most = *c.Hi
	}
	return least, most
}
