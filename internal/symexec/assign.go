package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// assignments is a command of assignments only: its status is that of the last command substitution that ran, or 0. One in
// ${x:-$(…)} may not run.
func (x *exec) assignments(c *syntax.CallExpr, st *state, at Range) []*state {
	subst := slices.ContainsFunc(c.Assigns, assignedSubst)
	if subst {
		st = st.fork()
		st.status.stale = true // that of a substitution is not
	}
	cur := []*state{st}
	for _, a := range c.Assigns {
		cur = x.each(cur, func(s *state) []*state { return x.assignOne(a, s) })
	}
	for i, s := range cur {
		if subst && !s.status.stale {
			continue
		}
		n := s.fork()
		pend := s.pend
		n.status = status{val: lit("0"), at: at}
		n.pipes = nil
		if pend != nil && pend.by == nil {
			n.pend = &pending{ask: pend.ask, by: &at}
		}
		cur[i] = n
	}
	return cur
}

func (x *exec) assignOne(a *syntax.Assign, st *state) []*state {
	if a.Name == nil {
		return []*state{st}
	}
	name := a.Name.Value
	if old, ok := st.vars.get(x.name(name)); ok && old != nil && old.fixed {
		if x.dash {
			x.exit(st, x.span(a), readonly)
			return nil
		}
		return x.giveUp(st, x.span(a), readonly)
	}
	if a.Array != nil {
		return x.assignArray(a, st)
	}
	if a.Index != nil {
		var out []*state
		for _, f := range x.placeless(a, st) {
			if f.by != "" {
				out = append(out, x.giveUp(f.st, x.span(a), f.by)...)
			} else {
				out = append(out, x.assignValue(a, f.st)...)
			}
		}
		return out
	}
	return x.assignValue(a, st)
}

// assignValue assigns what an assignment says to the variable, or to the element of it.
func (x *exec) assignValue(a *syntax.Assign, st *state) []*state {
	name := a.Name.Value
	var out []*state
	x.assigning = true
	values := x.word(a.Value, st)
	x.assigning = false
	for _, r := range values {
		if a.Index != nil {
			out = append(out, x.assignElement(r.st, name, a.Index, r.v, a.Append))
			continue
		}
		v := r.v
		if old, ok := r.st.vars.get(x.name(name)); a.Append {
			if ok && old.array {
				n := old.changed()
				if len(n.elems) == 0 {
					n.elems = []Value{v}
				} else {
					n.elems[0] = n.elems[0].append(v)
				}
				out = append(out, x.assign(r.st, name, n))
				continue
			}
			g := x.get(r.st, name, nil)
			if ok && old.int {
				v = x.compute(r.st, orZero(g.v), "+", orZero(v))
			} else if g.set != no {
				v = g.v.append(v)
			}
		} else if ok && old.int && !x.dash {
			for _, f := range x.noNumber(r.st, v) {
				if f.by != "" {
					out = append(out, x.giveUp(f.st, x.span(a), f.by)...)
				} else {
					out = append(out, x.assign(f.st, name, &variable{set: true, val: v}))
				}
			}
			continue
		}
		out = append(out, x.assign(r.st, name, &variable{set: true, val: v}))
	}
	return out
}

// fix makes a variable readonly, also one that is not set, or that only the environment may have set.
func (x *exec) fix(st *state, name string) *state {
	id := x.name(name)
	v, ok := st.vars.get(id)
	if ok && v != nil && v.fixed {
		return st
	}
	w := &variable{}
	switch {
	case ok && v != nil:
		w = v.changed()
	case !ok:
		w = &variable{set: true, loose: true, val: symValue(x.envSym(name))}
	}
	w.fixed = true
	c := st.fork()
	c.vars = c.vars.set(id, w)
	return c
}

func orZero(v Value) Value {
	if len(v) == 0 {
		return lit("0")
	}
	return v
}

// assign binds a variable.
func (x *exec) assign(st *state, name string, v *variable) *state {
	id := x.name(name)
	c := st.fork()
	if s := v.val.single(); s != nil && s.desc == anyParameter && !s.summary {
		s.desc = "$" + name // the name that the script gives it says more than its number after a shift
	}
	if old, ok := st.vars.get(id); ok && old != nil {
		if old.ref == unknownRef {
			return x.assigned(st, "")
		}
		if old.ref != "" && old.ref != name {
			return x.assign(st, old.ref, v)
		}
		if old.int && !v.array && !v.assoc && v.set {
			w := v.changed()
			if n := x.toNum(c, v.val, 0); len(n) == 1 && !n[0].err {
				w.val = n[0].v
			}
			w.int = true
			v = w
		}
		if (old.array || old.assoc) && !v.array && !v.assoc && v.set {
			w := old.changed() // a=x sets the first element
			if old.array && len(w.elems) > 0 {
				w.elems[0] = v.val
			} else if old.array {
				w.elems = []Value{v.val}
			}
			v = w
		}
	}
	c.vars = c.vars.set(id, x.bounded(v))
	if _, ok := c.lost.get(id); ok {
		c.lost = c.lost.del(id)
	}
	return c
}

func (x *exec) assignArray(a *syntax.Assign, st *state) []*state {
	name := a.Name.Value
	old, had := st.vars.get(x.name(name))
	assoc := had && old.assoc
	type partial struct {
		st *state
		v  variable
	}
	first := variable{set: true, array: !assoc, assoc: assoc}
	if assoc {
		first.keys = map[string]Value{}
	}
	if a.Append && had {
		first.elems = append([]Value(nil), old.elems...)
		first.list = old.list
		for k, e := range old.keys {
			first.keys[k] = e
		}
		if !old.array && !old.assoc && old.set {
			first.elems = []Value{old.val}
		}
	}
	cur := []partial{{st, first}}
	for _, e := range a.Array.Elems {
		var next []partial
		for _, p := range cur {
			if e.Index != nil {
				for _, r := range x.word(e.Value, p.st) {
					tmp := &variable{}
					*tmp = p.v
					s := r.st.fork()
					s.vars = s.vars.set(x.name(name), tmp)
					s = x.assignElement(s, name, e.Index, r.v, false)
					got, _ := s.vars.get(x.name(name))
					next = append(next, partial{r.st, *got})
				}
				continue
			}
			if e.Value == nil {
				next = append(next, p)
				continue
			}
			results := x.words([]*syntax.Word{e.Value}, p.st)
			for _, r := range results {
				v := p.v
				if len(v.elems) > maxElements { // bounded makes the list unknown
					next = append(next, partial{r.st, v})
					continue
				}
				if len(results) > 1 { // each has a list of its own
					v.elems = append([]Value(nil), v.elems...)
				}
				for _, f := range r.fields {
					if f.multi != nil {
						if v.list != nil {
							// two unknown lists: what they hold together is a third one
							v.list = x.derive(symValue(v.list).append(lit(" ")).append(symValue(f.multi)), "lists", nil)
							continue
						}
						v.list = f.multi
						continue
					}
					if v.list != nil { // known elements after an unknown number of others
						v.elems = append(v.elems, x.kept(f.v))
						continue
					}
					v.elems = append(v.elems, x.kept(f.v))
				}
				next = append(next, partial{r.st, v})
			}
		}
		cur = next
	}
	var out []*state
	for _, p := range cur {
		c := p.st.fork()
		c.vars = c.vars.set(x.name(name), x.bounded(p.v.changed()))
		out = append(out, c)
	}
	return out
}

func (x *exec) assignElement(st *state, name string, index syntax.ArithmExpr, v Value, app bool) *state {
	id := x.name(name)
	old, ok := st.vars.get(id)
	n := &variable{set: true, array: true}
	if ok {
		n = old.changed()
		n.set = true
		if !old.array && !old.assoc {
			n.array = true
			if old.set {
				n.elems = []Value{old.val}
			}
		}
	}
	c := st.fork()
	unknownElem := func() *state {
		n.list, n.elems, n.keys = x.unknownText(c, index), nil, nil // any of them may be the one
		c.vars = c.vars.set(id, n)
		return c
	}
	if n.assoc {
		w, isWord := index.(*syntax.Word)
		if !isWord {
			return unknownElem()
		}
		r := x.word(w, c)
		if len(r) != 1 {
			return unknownElem()
		}
		k, known := c.resolve(r[0].v).constant()
		if !known {
			return unknownElem()
		}
		keys := map[string]Value{}
		for a, b := range n.keys {
			keys[a] = b
		}
		if app {
			v = keys[k].append(v)
		}
		keys[k] = x.kept(v)
		n.keys = keys
		c.vars = c.vars.set(id, x.bounded(n))
		return c
	}
	a := x.arithm(index, c)
	if len(a) != 1 {
		return unknownElem()
	}
	t, known := a[0].v.constant()
	i, err := parseInt(t)
	if !known || err != nil || i < 0 || i >= maxElements {
		return unknownElem()
	}
	for len(n.elems) <= i {
		n.elems = append(n.elems, nil) // holes read as empty, which is how unset elements expand
	}
	if app {
		v = n.elems[i].append(v)
	}
	n.elems[i] = x.kept(v)
	c.vars = c.vars.set(id, x.bounded(n))
	return c
}
