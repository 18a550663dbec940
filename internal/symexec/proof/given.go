package proof

import (
	"sort"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Given is what a way decides about a variable of the environment, or about a parameter of the script.
type Given struct {
	Name  string // of the variable; "" for a parameter
	Index int    // of the parameter, from 1
	Text  string
	Unset bool // it is not set, or there are fewer parameters
	Some  bool // it is not empty, and Text is not known
}

// startedWith collects what a state says of what the script is started with. Where ways have met it is what all of them agree on.
func (x *Ledger) startedWith(st *domain.State) []Given {
	var out []Given
	st.Cons.Each(func(k uint32, c *value.Con) {
		s := x.tab.SymList[k]
		if s.Kind != value.SymEnv && s.Kind != value.SymArg || s.Summary || s.Gen != 0 || s.Root != nil {
			return
		}
		g := Given{Name: s.Name}
		if s.Kind == value.SymArg {
			g.Name, g.Index = "", s.Index
		}
		switch {
		case c.Eq != nil:
			g.Text = *c.Eq
		case c.Set == value.No:
			g.Unset = true
		case c.Nonempty == value.No:
		case c.Nonempty == value.Yes || c.Set == value.Yes && len(c.Ne) > 0:
			g.Some = true
		default:
			return
		}
		out = append(out, g)
	})
	sort.Slice(out, func(i, j int) bool {
		if out[i].Name != out[j].Name {
			return out[i].Name < out[j].Name
		}
		return out[i].Index < out[j].Index
	})
	return out
}
