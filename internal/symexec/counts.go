package symexec

import (
	"math"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// computed is a number that is computed from others, with the bounds that it has because of theirs.
func computed(st *domain.State, a value.Value, op string, b value.Value, s *value.Sym) value.Value {
	alo, ahi, aok := st.Bounds(a)
	blo, bhi, bok := st.Bounds(b)
	if !aok || !bok || s.Summary {
		return value.SymValue(s)
	}
	lo, hi := math.MinInt32, math.MaxInt32
	switch op {
	case "+":
		lo, hi = alo+blo, ahi+bhi
	case "-":
		lo, hi = alo-bhi, ahi-blo
	case "*":
		if alo < 0 || blo < 0 {
			return value.SymValue(s)
		}
		lo = alo * blo
	default:
		return value.SymValue(s)
	}
	k := st.Con(s).Clone()
	k.Set, k.Nonempty = value.Yes, value.Yes
	if lo > math.MinInt32/2 && k.Lo == nil && k.Eq == nil {
		k.Lo = &lo
	}
	if hi < math.MaxInt32/2 && k.Hi == nil && k.Eq == nil {
		k.Hi = &hi
	}
	if k.Lo != nil || k.Hi != nil {
		st.SetCon(s, k)
	}
	return value.SymValue(s)
}

// stripNumber takes a pattern off a number above 0 where that changes none, as ${n#0}, or leaves something of all of them.
func (x *exec) stripNumber(s *value.Sym, pat string, op syntax.ParExpOperator) (value.Value, bool) {
	same, filled := true, true
	for _, t := range append(domain.SampleNumbers, "4", "5", "6", "8", "20", "30") {
		r, done := x.strip(t, pat, op)
		if !done {
			return nil, false
		}
		same, filled = same && r == t, filled && r != ""
	}
	if same {
		return value.SymValue(s), true
	}
	if !filled {
		return nil, false
	}
	return value.SymValue(x.dom.Derive(value.SymValue(s), "strip"+op.String()+pat, func(d *value.Sym) { d.Kind, d.Filled, d.Lines = value.SymOther, true, false })), true
}
