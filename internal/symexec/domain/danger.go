package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// valueDanger is that of a text in a state.
func (x *Space) valueDanger(st *State, v value.Value) value.Danger {
	v = st.Resolve(v)
	d := value.Danger{Empty: value.MaybeEmpty}
	for _, p := range v {
		if p.Sym == nil {
			d.Empty = value.Filled
			continue
		}
		d.Empty = min(d.Empty, x.Emptiness(st, p.Sym))
		d.Blank = d.Blank || MayHoldBlank(p.Sym)
	}
	if s := v.Single(); s != nil {
		d.Fallback = s.Fallback()
	}
	return d
}

// VariableDanger is that of a variable, which need not be set.
func (x *Space) VariableDanger(st *State, k uint32, v *Variable) value.Danger {
	switch {
	case v == nil:
		return x.valueDanger(st, value.SymValue(x.EnvSym(x.tab.NameOf[k])))
	case !v.Set:
		return value.Danger{Empty: value.MaybeEmpty}
	case v.List != nil:
		return x.valueDanger(st, value.SymValue(v.List))
	case v.Array || v.Assoc:
		d := value.Danger{}
		eachValue(v, func(w value.Value) {
			if len(w) > 0 {
				d = d.Worse(x.valueDanger(st, w))
			}
		})
		if len(v.Elems)+len(v.Keys) == 0 {
			d.Empty = value.MaybeEmpty
		}
		return d
	}
	return x.valueDanger(st, v.Val)
}

// joined is the symbol for a text that a join has made unknown. full says that it is not empty on either side.
func (x *Space) joined(to *State, name string, d value.Danger, full bool) *value.Sym {
	key := "join:" + name + d.Key()
	if full {
		key = "join:" + name + "+" + d.Key()
	}
	s := x.Fresh(to, key, func(s *value.Sym) {
		s.Kind, s.Name, s.Lines, s.Danger, s.Filled = value.SymWidened, name, true, d, full
	})
	s.AddReasons(x.Approximated.Because)
	return s
}

// joinValue is the text that is one of two.
func (x *Space) joinValue(j *joining, name string, v, w value.Value) value.Value {
	d := x.valueDanger(j.a, v).Worse(x.valueDanger(j.b, w))
	return value.SymValue(x.joined(j.to, name, d, j.a.fullValue(v) && j.b.fullValue(w)))
}

// joinVariable is the variable that is one of two. It reports whether it is what the first state has already, where that was made
// unknown for an earlier join: what is unknown has not been looked at since.
func (x *Space) joinVariable(j *joining, k uint32, v, w *Variable) (n *Variable, was bool) {
	d := x.VariableDanger(j.a, k, v).Worse(x.VariableDanger(j.b, k, w))
	loose := MayBeUnset(v) || MayBeUnset(w)
	full := j.a.filled(v) && j.b.filled(w)
	if v != nil && j.made != nil && v == j.made[k] && (v.Array || w == nil || !w.Array && !w.Assoc) {
		if s := v.Val.Single(); s == nil || d.Within(s.Danger) && (!s.Filled || full) && (v.Loose || v.Array || !loose) {
			return v, true
		}
	}
	n = &Variable{Set: true, Val: value.SymValue(x.joined(j.to, x.tab.NameOf[k], d, full)), Loose: loose}
	for _, o := range []*Variable{v, w} {
		if o == nil {
			continue
		}
		n.Fixed, n.Int, n.Each = n.Fixed || o.Fixed, n.Int || o.Int, n.Each || o.Each
		if o.Array || o.Assoc {
			n.Array, n.List, n.Loose = true, n.Val.Single(), false
		}
		n.Ref = o.Ref
	}
	return n, false
}

// MayBeUnset reports whether a variable need not be set.
func MayBeUnset(v *Variable) bool { return v == nil || !v.Set || v.Loose }
