package symexec

import "sort"

// A Given is what a way decides about a variable of the environment, or about a parameter of the script.
type Given struct {
	Name  string // of the variable; "" for a parameter
	Index int    // of the parameter, from 1
	Text  string
	Unset bool // it is not set, or there are fewer parameters
	Some  bool // it is not empty, and Text is not known
}

// startedWith collects what a state says of what the script is started with. Where ways have met it is what all of them agree on.
func (x *exec) startedWith(st *state) []Given {
	var out []Given
	st.cons.each(func(k uint32, c *con) {
		s := x.symList[k]
		if s.kind != symEnv && s.kind != symArg || s.summary || s.gen != 0 || s.root != nil {
			return
		}
		g := Given{Name: s.name}
		if s.kind == symArg {
			g.Name, g.Index = "", s.index
		}
		switch {
		case c.eq != nil:
			g.Text = *c.eq
		case c.set == no:
			g.Unset = true
		case c.nonempty == no:
		case c.nonempty == yes || c.set == yes && len(c.ne) > 0:
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
