package domain

import (
	"math"
	"regexp"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Counts are numbers of which a path knows bounds, and not samples: whatever number a script lets through is reached.

// Some makes a symbol a number above 0.
func (st *State) Some(s *value.Sym) {
	one := 1
	st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes, Lo: &one})
}

// IsCount reports whether a text is certainly a number that is not below 0.
func IsCount(s *value.Sym, k *value.Con) bool {
	return s.Kind == value.SymCount || k.Lo != nil && *k.Lo >= 0
}

// decideAnswer compares a query's answer, used as a number: there is none, there are some, or, where text that is no number counts as 0,
// it is such text.
func (x *Space) decideAnswer(st *State, s *value.Sym, op string, n int, strict bool) []Branch3 {
	k := st.Con(s)
	var out []Branch3
	if !k.Refutes("0") {
		c := st.Fork()
		c.SetCon(s, k.WithEq("0"))
		same, _ := x.meaning(s, "0")
		x.recordComparison(c, s, same)
		out = append(out, Branch3{c, value.Truth(value.HoldsInt(0, op, n))})
	}
	if k.Eq == nil && k.Nonempty != value.No {
		c := st.Fork()
		one := 1
		d := k.WithAnswer("number", true)
		d.Lo, d.Set, d.Nonempty = &one, value.Yes, value.Yes
		c.SetCon(s, d)
		same, _ := x.meaning(s, "1")
		x.recordComparison(c, s, same)
		out = append(out, x.decideBound(c, s, op, n, strict)...)
	}
	known, isNumber := k.Ask("number")
	if (!strict || s.Cast) && !s.Ask.Entry.Number && !(isNumber && known) {
		c := st.Fork()
		c.SetCon(s, k.WithAnswer("number", false).Filled())
		x.recordComparison(c, s, saidNotLiteral)
		out = append(out, Branch3{c, value.Truth(value.HoldsInt(0, op, n))})
	}
	return out
}

// SampleNumbers are tried to find out whether a pattern tells numbers apart at all: *[!0-9]* fits none.
var SampleNumbers = []string{"1", "2", "3", "7", "9", "10", "12", "42", "100", "256", "999", "4096", "100000"}

// ofAllNumbers decides a pattern that fits all numbers, or none.
func ofAllNumbers(s *value.Sym, k *value.Con, re *regexp.Regexp) (fits, ok bool) {
	if !IsCount(s, k) {
		return false, false
	}
	n := 0
	for _, t := range SampleNumbers {
		if re.MatchString(t) {
			n++
		}
	}
	zero := re.MatchString("0")
	if k.Lo != nil && *k.Lo > 0 {
		zero = n > 0
	}
	switch {
	case n == 0 && !zero:
		return false, true
	case n == len(SampleNumbers) && zero:
		return true, true
	}
	return false, false
}

// Bounds are the bounds of a number, as far as a path knows them.
func (st *State) Bounds(v value.Value) (lo, hi int, ok bool) {
	if t, isConst := v.Constant(); isConst {
		n, err := strconv.Atoi(t)
		return n, n, err == nil
	}
	lo, hi = math.MinInt32, math.MaxInt32
	s := v.Single()
	if s == nil {
		return lo, hi, false
	}
	k := st.Con(s)
	if k.Lo != nil {
		lo = *k.Lo
	}
	if k.Hi != nil {
		hi = *k.Hi
	}
	return lo, hi, k.Lo != nil || k.Hi != nil
}
