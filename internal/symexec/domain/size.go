package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// Kept is a value that a variable or a file keeps. Long texts have room up to a bound for the whole run.
func (x *Space) Kept(v value.Value) value.Value {
	n := v.Size()
	if n < value.LongValue {
		return v
	}
	if x.keptBytes > value.MaxKept-n {
		return value.SymValue(value.TooLong)
	}
	x.keptBytes += n
	return v
}

// Bounded gives a variable that is about to be bound, with the elements unknown where there are too many of them.
func (x *Space) Bounded(v *Variable) *Variable {
	if v == nil {
		return nil
	}
	if len(v.Elems) > value.MaxElements || len(v.Keys) > value.MaxKeys {
		c := v.Changed()
		c.Elems, c.Keys, c.List = nil, nil, value.TooLong
		return c
	}
	if len(v.Val) > 0 && !v.Array && !v.Assoc {
		if k := x.Kept(v.Val); k.IsTooLong() && !v.Val.IsTooLong() {
			c := v.Changed()
			c.Val = k
			return c
		}
	}
	return v
}

// Bounded gives positional parameters, or those of which nobody knows how many there are.
func (p *Params) Bounded() *Params {
	if len(p.Known) <= value.MaxElements {
		return p
	}
	return UnknownParams()
}

// UnknownParams are positional parameters of which neither the number nor the text is known.
func UnknownParams() *Params { return &Params{Open: true, Gen: 3} }
