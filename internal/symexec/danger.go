package symexec

import "strconv"

// A danger is what a text that a join made unknown has from the texts that it may be: whoever asks whether a command acts on everything
// gets the answer for the worst of them.
type danger struct {
	empty emptiness
	// blank says that somebody may give a text with a blank.
	blank bool
	// fallback is the text that stands where a variable is not set: ${hosts:-all}.
	fallback string
}

// key tells symbols with different dangers apart.
func (d danger) key() string {
	if d == (danger{}) {
		return ""
	}
	k := "!" + strconv.Itoa(int(d.empty))
	if d.blank {
		k += "b"
	}
	return k + d.fallback
}

// worse is the danger of a text that may be one of two.
func (d danger) worse(o danger) danger {
	d.empty = max(d.empty, o.empty)
	d.blank = d.blank || o.blank
	if d.fallback == "" {
		d.fallback = o.fallback
	}
	return d
}

// within reports whether one is no worse than another one.
func (d danger) within(o danger) bool { return o.worse(d) == o }

// valueDanger is that of a text in a state.
func (x *exec) valueDanger(st *state, v Value) danger {
	v = st.resolve(v)
	d := danger{empty: maybeEmpty}
	for _, p := range v {
		if p.sym == nil {
			d.empty = filled
			continue
		}
		d.empty = min(d.empty, x.emptiness(st, p.sym))
		d.blank = d.blank || mayHoldBlank(p.sym)
	}
	if s := v.single(); s != nil {
		d.fallback = s.fallback()
	}
	return d
}

// fallback is the text that a symbol is where the variable that it comes from is not set.
func (s *Sym) fallback() string {
	if s.kind == symDefault {
		return s.path
	}
	return s.danger.fallback
}

// variableDanger is that of a variable, which need not be set.
func (x *exec) variableDanger(st *state, k uint32, v *variable) danger {
	switch {
	case v == nil:
		return x.valueDanger(st, symValue(x.envSym(x.nameOf[k])))
	case !v.set:
		return danger{empty: maybeEmpty}
	case v.list != nil:
		return x.valueDanger(st, symValue(v.list))
	case v.array || v.assoc:
		d := danger{}
		eachValue(v, func(w Value) {
			if len(w) > 0 {
				d = d.worse(x.valueDanger(st, w))
			}
		})
		if len(v.elems)+len(v.keys) == 0 {
			d.empty = maybeEmpty
		}
		return d
	}
	return x.valueDanger(st, v.val)
}

// joined is the symbol for a text that a join has made unknown. full says that it is not empty on either side.
func (x *exec) joined(to *state, name string, d danger, full bool) *Sym {
	key := "join:" + name + d.key()
	if full {
		key = "join:" + name + "+" + d.key()
	}
	s := x.fresh(to, key, func(s *Sym) { s.kind, s.name, s.lines, s.danger, s.filled = symWidened, name, true, d, full })
	s.unmade(x.rests.because)
	return s
}

// joinValue is the text that is one of two.
func (x *exec) joinValue(j *joining, name string, v, w Value) Value {
	d := x.valueDanger(j.a, v).worse(x.valueDanger(j.b, w))
	return symValue(x.joined(j.to, name, d, j.a.fullValue(v) && j.b.fullValue(w)))
}

// joinVariable is the variable that is one of two. It reports whether it is what the first state has already, where that was made
// unknown for an earlier join: what is unknown has not been looked at since.
func (x *exec) joinVariable(j *joining, k uint32, v, w *variable) (n *variable, was bool) {
	d := x.variableDanger(j.a, k, v).worse(x.variableDanger(j.b, k, w))
	loose := mayBeUnset(v) || mayBeUnset(w)
	full := j.a.filled(v) && j.b.filled(w)
	if v != nil && j.made != nil && v == j.made[k] && (v.array || w == nil || !w.array && !w.assoc) {
		if s := v.val.single(); s == nil || d.within(s.danger) && (!s.filled || full) && (v.loose || v.array || !loose) {
			return v, true
		}
	}
	n = &variable{set: true, val: symValue(x.joined(j.to, x.nameOf[k], d, full)), loose: loose}
	for _, o := range []*variable{v, w} {
		if o == nil {
			continue
		}
		n.fixed, n.int, n.each = n.fixed || o.fixed, n.int || o.int, n.each || o.each
		if o.array || o.assoc {
			n.array, n.list, n.loose = true, n.val.single(), false
		}
		n.ref = o.ref
	}
	return n, false
}

// mayBeUnset reports whether a variable need not be set.
func mayBeUnset(v *variable) bool { return v == nil || !v.set || v.loose }
