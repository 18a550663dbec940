package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// assignments is a command of assignments only: its status is that of the last command substitution that ran, or 0. One in
// ${x:-$(…)} may not run.
func (x *exec) assignments(c *syntax.CallExpr, st *domain.State, at place.Range) []*domain.State {
	subst := slices.ContainsFunc(c.Assigns, assignedSubst)
	if subst {
		st = st.Fork()
		st.Status.Stale = true // that of a substitution is not
	}
	cur := []*domain.State{st}
	for _, a := range c.Assigns {
		cur = x.each(cur, func(s *domain.State) []*domain.State { return x.assignOne(a, s) })
	}
	for i, s := range cur {
		if subst && !s.Status.Stale {
			continue
		}
		n := s.Fork()
		pend := s.Pend
		n.Status = domain.Status{Val: value.Lit("0"), At: at}
		n.Pipes = nil
		if pend != nil && pend.By == nil {
			n.Pend = &domain.Pending{Ask: pend.Ask, By: &at}
		}
		cur[i] = n
	}
	return cur
}

func (x *exec) assignOne(a *syntax.Assign, st *domain.State) []*domain.State {
	if a.Name == nil {
		return []*domain.State{st}
	}
	name := a.Name.Value
	if old, ok := st.Vars.Get(x.tab.Name(name)); ok && old != nil && old.Fixed {
		if x.prog.Dash {
			x.exit(st, x.prog.Span(a), readonly)
			return nil
		}
		return x.giveUp(st, x.prog.Span(a), readonly)
	}
	if a.Array != nil {
		return x.assignArray(a, st)
	}
	if a.Index != nil {
		var out []*domain.State
		for _, f := range x.placeless(a, st) {
			if f.by != "" {
				out = append(out, x.giveUp(f.st, x.prog.Span(a), f.by)...)
			} else {
				out = append(out, x.assignValue(a, f.st)...)
			}
		}
		return out
	}
	return x.assignValue(a, st)
}

// assignValue assigns what an assignment says to the variable, or to the element of it.
func (x *exec) assignValue(a *syntax.Assign, st *domain.State) []*domain.State {
	name := a.Name.Value
	var out []*domain.State
	x.assigning = true
	values := x.word(a.Value, st)
	x.assigning = false
	for _, r := range values {
		if a.Index != nil {
			c := x.assignElement(r.st, name, a.Index, r.v, a.Append)
			x.standsFor(c, name, a.Index, r.v)
			out = append(out, c)
			continue
		}
		v := r.v
		if old, ok := r.st.Vars.Get(x.tab.Name(name)); a.Append {
			if ok && old.Array {
				n := old.Changed()
				if len(n.Elems) == 0 {
					n.Elems = []value.Value{v}
				} else {
					n.Elems[0] = n.Elems[0].Append(v)
				}
				out = append(out, x.assign(r.st, name, n))
				continue
			}
			g := x.get(r.st, name, nil)
			if ok && old.Int {
				v = x.compute(r.st, orZero(g.v), "+", orZero(v))
			} else if g.set != value.No {
				v = g.v.Append(v)
			}
		} else if ok && old.Int && !x.prog.Dash {
			for _, f := range x.noNumber(r.st, v) {
				if f.by != "" {
					out = append(out, x.giveUp(f.st, x.prog.Span(a), f.by)...)
				} else {
					out = append(out, x.assign(f.st, name, &domain.Variable{Set: true, Val: v}))
				}
			}
			continue
		}
		out = append(out, x.assign(r.st, name, &domain.Variable{Set: true, Val: v}))
	}
	return out
}

// fix makes a variable readonly, also one that is not set, or that only the environment may have set.
func (x *exec) fix(st *domain.State, name string) *domain.State {
	id := x.tab.Name(name)
	v, ok := st.Vars.Get(id)
	if ok && v != nil && v.Fixed {
		return st
	}
	w := &domain.Variable{}
	switch {
	case ok && v != nil:
		w = v.Changed()
	case !ok:
		w = &domain.Variable{Set: true, Loose: true, Val: value.SymValue(x.dom.EnvSym(name))}
	}
	w.Fixed = true
	c := st.Fork()
	c.Vars = c.Vars.Set(id, w)
	return c
}

func orZero(v value.Value) value.Value {
	if len(v) == 0 {
		return value.Lit("0")
	}
	return v
}

// assign binds a variable.
func (x *exec) assign(st *domain.State, name string, v *domain.Variable) *domain.State {
	id := x.tab.Name(name)
	x.leavesText(name, v.Val, st)
	c := st.Fork()
	if s := v.Val.Single(); s != nil && s.Desc == domain.AnyParameter && !s.Summary {
		s.Desc = "$" + name // the name that the script gives it says more than its number after a shift
	}
	if old, ok := st.Vars.Get(id); ok && old != nil {
		switch to := x.referred(st, name); to {
		case unknownRef:
			return x.assigned(st, "")
		case name:
		default:
			return x.assign(st, to, v)
		}
		if old.Int && !v.Array && !v.Assoc && v.Set {
			w := v.Changed()
			if n := x.toNum(c, v.Val, 0); len(n) == 1 && !n[0].Err {
				w.Val = n[0].V
			}
			w.Int = true
			v = w
		}
		if old.Cased && !v.Array && !v.Assoc && v.Set {
			w := v.Changed()
			w.Cased = true
			w.Val = value.SymValue(x.dom.Derive(v.Val, "case", nil))
			v = w
		}
		if (old.Array || old.Assoc) && !v.Array && !v.Assoc && v.Set {
			w := old.Changed() // a=x sets the first element
			if old.Array && len(w.Elems) > 0 {
				w.Elems[0] = v.Val
			} else if old.Array {
				w.Elems = []value.Value{v.Val}
			}
			v = w
		}
	}
	c.Vars = c.Vars.Set(id, x.dom.Bounded(v))
	if _, ok := c.Lost.Get(id); ok {
		c.Lost = c.Lost.Del(id)
	}
	return c
}

func (x *exec) assignArray(a *syntax.Assign, st *domain.State) []*domain.State {
	name := a.Name.Value
	old, had := st.Vars.Get(x.tab.Name(name))
	assoc := had && old.Assoc
	first := domain.Variable{Set: true, Array: !assoc, Assoc: assoc}
	if assoc {
		first.Keys = map[string]value.Value{}
	}
	if a.Append && had {
		first.Elems = append([]value.Value(nil), old.Elems...)
		first.List = old.List
		for k, e := range old.Keys {
			first.Keys[k] = e
		}
		if !old.Array && !old.Assoc && old.Set {
			first.Elems = []value.Value{old.Val}
		}
	}
	cur := []partialList{{st, first}}
	for _, e := range a.Array.Elems {
		var next []partialList
		for _, p := range cur {
			if e.Index != nil {
				for _, r := range x.word(e.Value, p.st) {
					tmp := &domain.Variable{}
					*tmp = p.v
					s := r.st.Fork()
					s.Vars = s.Vars.Set(x.tab.Name(name), tmp)
					s = x.assignElement(s, name, e.Index, r.v, false)
					got, _ := s.Vars.Get(x.tab.Name(name))
					next = append(next, partialList{r.st, *got})
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
				if len(v.Elems) > value.MaxElements { // bounded makes the list unknown
					next = append(next, partialList{r.st, v})
					continue
				}
				if len(results) > 1 { // each has a list of its own
					v.Elems = append([]value.Value(nil), v.Elems...)
				}
				for _, f := range r.fields {
					if f.Multi != nil {
						if v.List != nil {
							// two unknown lists: what they hold together is a third one
							v.List = x.dom.Derive(value.SymValue(v.List).Append(value.Lit(" ")).Append(value.SymValue(f.Multi)), "lists", nil)
							continue
						}
						v.List = f.Multi
						continue
					}
					if v.List != nil { // known elements after an unknown number of others
						v.Elems = append(v.Elems, x.dom.Kept(f.V))
						continue
					}
					v.Elems = append(v.Elems, x.dom.Kept(f.V))
				}
				next = append(next, partialList{r.st, v})
			}
		}
		cur = next
		if len(cur) > max(x.prog.Bounds.States, 4) { // each element may double them: ("${a:-$A}" "${b:-$B}" …)
			cur = x.fewerLists(a, cur)
		}
	}
	var out []*domain.State
	for _, p := range cur {
		c := p.st.Fork()
		c.Vars = c.Vars.Set(x.tab.Name(name), x.dom.Bounded(p.v.Changed()))
		out = append(out, c)
	}
	return out
}

func (x *exec) assignElement(st *domain.State, name string, index syntax.ArithmExpr, v value.Value, app bool) *domain.State {
	id := x.tab.Name(name)
	old, ok := st.Vars.Get(id)
	n := &domain.Variable{Set: true, Array: true}
	if ok {
		n = old.Changed()
		n.Set = true
		if !old.Array && !old.Assoc {
			n.Array = true
			if old.Set {
				n.Elems = []value.Value{old.Val}
			}
		}
	}
	c := st.Fork()
	unknownElem := func() *domain.State {
		n.List, n.Elems, n.Keys = x.unknownText(c, index), nil, nil // any of them may be the one
		c.Vars = c.Vars.Set(id, n)
		return c
	}
	if n.Assoc {
		w, isWord := index.(*syntax.Word)
		if !isWord {
			return unknownElem()
		}
		r := x.word(w, c)
		if len(r) != 1 {
			return unknownElem()
		}
		k, known := c.Resolve(r[0].v).Constant()
		if !known {
			return unknownElem()
		}
		keys := map[string]value.Value{}
		for a, b := range n.Keys {
			keys[a] = b
		}
		if app {
			v = keys[k].Append(v)
		}
		keys[k] = x.dom.Kept(v)
		n.Keys = keys
		c.Vars = c.Vars.Set(id, x.dom.Bounded(n))
		return c
	}
	a := x.arithm(index, c)
	if len(a) != 1 {
		return unknownElem()
	}
	t, known := a[0].V.Constant()
	i, err := value.ParseInt(t)
	if !known || err != nil || i < 0 || i >= value.MaxElements {
		return unknownElem()
	}
	n.Holes = n.Holes || i > len(n.Elems)
	for len(n.Elems) <= i {
		n.Elems = append(n.Elems, nil) // holes read as empty, which is how unset elements expand
	}
	if app {
		v = n.Elems[i].Append(v)
	}
	n.Elems[i] = x.dom.Kept(v)
	c.Vars = c.Vars.Set(id, x.dom.Bounded(n))
	return c
}
