package domain

import (
	"slices"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// forceOption reports whether a word is an option that leads past checks.
func forceOption(word string) bool {
	if !strings.HasPrefix(word, "-") {
		return false
	}
	return word == "-f" || word == "-y" || effects.ForceLike(strings.TrimLeft(word, "-"))
}

// Flags are the force-like variables and options that are on in a state.
func (x *Space) Flags(st *State) []string {
	var out []string
	st.Vars.Each(func(k uint32, v *Variable) {
		if x.forceLike(k) && v.Set && st.on(v.Val) {
			out = append(out, "$"+x.tab.NameOf[k])
		}
	})
	st.Cons.Each(func(k uint32, c *value.Con) {
		s := x.tab.SymList[k]
		switch {
		case (s.Kind == value.SymEnv || s.Kind == value.SymDefault) && x.prog.ForceLike(s.Name):
			if id, ok := x.tab.Names[s.Name]; ok && HasVar(st, id) {
				return
			}
			if st.on(value.SymValue(s)) {
				out = append(out, "$"+s.Name)
			}
		case (s.Kind == value.SymArg || s.Kind == value.SymElem || s.Kind == value.SymOther) && c.Eq != nil && forceOption(*c.Eq):
			out = append(out, *c.Eq)
		}
	})
	sort.Strings(out)
	return out
}

// forceLike reports whether the name of a variable says that it leads past checks. It is asked of each variable of a state, in many states.
func (x *Space) forceLike(k uint32) bool {
	for int(k) >= len(x.forces) {
		x.forces = append(x.forces, value.Unknown)
	}
	if x.forces[k] == value.Unknown {
		x.forces[k] = value.No
		if x.prog.ForceLike(x.tab.NameOf[k]) {
			x.forces[k] = value.Yes
		}
	}
	return x.forces[k] == value.Yes
}

// on reports whether the path knows a flag's value to be one that switches it on.
func (st *State) on(v value.Value) bool {
	v = st.Resolve(v)
	if t, ok := v.Constant(); ok {
		return !offWord(t)
	}
	s := v.Single()
	if s == nil {
		return true
	}
	c := st.Con(s)
	if slices.ContainsFunc(c.Ne, func(t string) bool { return !offWord(t) }) {
		return false
	}
	if number, asked := c.Ask("number"); s.Kind == value.SymWidened && (asked && !number || len(c.Ne) > 0) {
		return true // [ "$force" -eq 0 ] of a variable that a loop over the options sets
	}
	return c.Nonempty == value.Yes || c.Lo != nil && *c.Lo > 0
}

// offWord reports whether a flag's value says that it is off.
func offWord(t string) bool {
	switch strings.ToLower(t) {
	case "", "0", "no", "false", "off", "n":
		return true
	}
	return false
}
