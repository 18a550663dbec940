package catalog

import (
	"slices"
	"strings"
)

// A Restriction is an option of a guard's call that leaves some of what uses a target out of the answer.
type Restriction struct {
	Operand // its value
	Option  string
	// All are the words of a restriction that stands in the operands: those of ss.
	All []int
	// Owner says that what is left in is what one user runs.
	Owner bool
}

// Restrictions are the options by which a call asks about a part of what there is. The same option twice restricts twice.
func (g *Guard) Restrictions(words []string) []Restriction {
	if g.narrowing == nil {
		return nil
	}
	a, ok := g.narrowing.call(words)
	if !ok {
		return nil
	}
	var out []Restriction
	if g.OperandsNarrow && len(a.operands) > 0 {
		out = append(out, Restriction{Operand: Operand{Word: a.operands[0], Kind: g.Kind}, All: a.operands})
	}
	for _, o := range a.options {
		narrows, owner := slices.Contains(g.Narrows, o.name), slices.Contains(g.Ownership, o.name)
		if o.value >= 0 && (narrows || owner) {
			out = append(out, Restriction{Operand: Operand{Word: o.value, Skip: o.skip, Kind: g.Kind}, Option: o.name, Owner: owner})
		}
	}
	return out
}

// Restricted is what a restriction's value leaves in, without the name of what is compared: "Running" of status.phase=Running. not says
// that it is what is left out.
func Restricted(value string) (left string, not bool) {
	left = value
	if i := strings.LastIndexByte(value, '='); i >= 0 {
		left, not = value[i+1:], i > 0 && value[i-1] == '!'
	}
	return strings.Trim(left, `"' ()`), not
}

// always stands in the place of an option where it makes no difference which ones there are.
const always = "always"

// Headed reports whether a call may print a heading above its rows.
func (g *Guard) Headed(words []string) bool {
	if slices.Contains(g.Headless, always) {
		return false
	}
	return len(g.Headless) == 0 || !g.calledWith(words, g.Headless)
}

// Bare reports whether the answer to a call names devices without the folder /dev.
func (g *Guard) Bare(words []string) bool {
	return slices.Contains(g.BareDevices, always) || len(g.BareDevices) > 0 && g.calledWith(words, g.BareDevices)
}

// ByProcess reports whether a call compares its operand with the names of processes as a whole.
func (g *Guard) ByProcess(words []string) bool {
	return slices.Contains(g.ProcessNames, always) || len(g.ProcessNames) > 0 && g.calledWith(words, g.ProcessNames)
}

func (g *Guard) calledWith(words, names []string) bool {
	if g.narrowing == nil {
		return false
	}
	a, ok := g.narrowing.call(words)
	return ok && a.has(names)
}
