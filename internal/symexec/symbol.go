package symexec

import (
	"mvdan.cc/sh/v3/syntax"
)

func (x *exec) name(s string) uint32 {
	if id, ok := x.names[s]; ok {
		return id
	}
	id := uint32(len(x.nameOf))
	x.names[s] = id
	x.nameOf = append(x.nameOf, s)
	return id
}

// nameFor is name, for a text that is only looked up where it is known.
func (x *exec) nameFor(s []byte) uint32 {
	if id, ok := x.names[string(s)]; ok {
		return id
	}
	return x.name(string(s))
}

// symFor is sym, for a key that is only looked up where it is known.
func (x *exec) symFor(key []byte, make func(*Sym)) *Sym {
	if s, ok := x.syms[string(key)]; ok {
		return s
	}
	return x.sym(string(key), make)
}

func (x *exec) sym(key string, make func(*Sym)) *Sym {
	if s, ok := x.syms[key]; ok {
		return s
	}
	s := &Sym{id: uint32(len(x.symList)), key: key}
	make(s)
	if s.desc == "" && s.name != "" {
		s.desc = "$" + s.name
	}
	x.syms[key] = s
	x.symList = append(x.symList, s)
	return s
}

// fresh gives the symbol for a text that is made anew each time the given place is executed. What the place made before, and
// what was derived from it, keeps its own identity as long as something still holds it: it is renamed, and the third one
// back becomes a summary that equals nothing. What guards said about it is forgotten, since the name means another text now.
func (x *exec) fresh(st *state, base string, make func(*Sym)) *Sym {
	b := &x.symBuf
	b.Reset()
	b.WriteString(base)
	x.writeContext(b)
	return x.anew(st, x.symFor(b.buf, make))
}

// freshAt is fresh for what a node makes, of which there may be several: kind and which tell them apart.
func (x *exec) freshAt(st *state, kind string, n syntax.Node, which string, make func(*Sym)) *Sym {
	b := &x.symBuf
	b.Reset()
	b.WriteString(kind)
	x.writeAt(b, n)
	b.WriteString(which)
	x.writeContext(b)
	return x.anew(st, x.symFor(b.buf, make))
}

// anew lets a symbol stand for a new text.
func (x *exec) anew(st *state, s *Sym) *Sym {
	if _, ok := st.made.get(s.id); !ok {
		st.made = st.made.set(s.id, 1)
		return s
	}
	x.renew(st, s)
	return s
}

func (x *exec) renew(st *state, s *Sym) {
	if s.summary {
		return
	}
	for _, c := range s.derived {
		x.renew(st, c)
	}
	if x.holds(st, s) {
		old := x.older(s, "'", false)
		older := x.older(s, "\"", true)
		x.rename(st, old, older)
		x.rename(st, s, old)
		if c, ok := st.cons.get(s.id); ok {
			st.cons = st.cons.set(old.id, c)
		} else {
			st.cons = st.cons.del(old.id)
		}
		x.forget(st, old)
	}
	st.cons = st.cons.del(s.id)
	x.forget(st, s)
}

// older makes the symbol for what s stood for before.
func (x *exec) older(s *Sym, mark string, summary bool) *Sym {
	return x.sym(s.key+mark, func(o *Sym) {
		id, key := o.id, o.key
		*o = *s
		o.id, o.key, o.summary, o.derived = id, key, summary, nil
		if o.record != "" {
			o.record += mark // with the other fields of that line
		}
		if o.ask != nil && o.ask.Prompt {
			o.ask = nil // the question has been asked again since
		}
	})
}

// forget drops what guards said about a target that the symbol is part of.
func (x *exec) forget(st *state, s *Sym) {
	st.facts.each(func(k uint32, f fact) {
		if x.askList[k].mentions(s) {
			st.facts = st.facts.del(k)
		}
	})
	st.memory.each(func(k uint32, m *memo) {
		if m.ask.mentions(s) {
			st.memory = st.memory.del(k)
		}
	})
}

// origin is what the symbol was derived from in the first place: itself, when it was not.
func (s *Sym) origin() *Sym {
	if s.root != nil {
		return s.root
	}
	return s
}

// derive gives the symbol for a text that is computed from a value, always in the same way.
func (x *exec) derive(v Value, op string, init func(*Sym)) *Sym {
	var first *Sym
	summary := false
	points := uint64(0)
	for _, p := range v {
		if p.sym != nil {
			if first == nil {
				first = p.sym
			}
			summary = summary || p.sym.summary
			points |= p.sym.approx
		}
	}
	b := &x.symBuf
	b.Reset()
	b.WriteString(op)
	b.put('(')
	v.writeKey(b)
	b.put(')')
	if s, ok := x.syms[string(b.buf)]; ok {
		return s
	}
	s := x.sym(b.String(), func(s *Sym) {
		s.kind, s.summary, s.approx = symOther, summary, points
		if first != nil {
			s.root = first.origin()
			s.name, s.desc, s.ask, s.lines, s.kept, s.listed, s.source, s.blank = first.name, first.desc, first.ask, first.lines, first.kept, first.listed, first.source, first.blank
			s.nothing = first.nothing
		}
		s.inheritMade(v, op)
		if init != nil {
			init(s)
		}
	})
	for _, p := range v {
		if p.sym != nil && p.sym != tooLong {
			p.sym.derived = append(p.sym.derived, s)
		}
	}
	return s
}

// context names the calls around, so that one place of a function makes different symbols for different callers.
func (x *exec) context() string {
	var b keyBuilder
	x.writeContext(&b)
	return b.String()
}

func (x *exec) writeContext(b *keyBuilder) {
	if len(x.calls) < 2 {
		return
	}
	c := &x.calls[len(x.calls)-1]
	p := &x.calls[len(x.calls)-2]
	b.put('<')
	b.integer(p.off)
	b.WriteString(p.unit.id)
	b.WriteString(c.unit.id)
}

func (x *exec) holds(st *state, s *Sym) bool {
	found := false
	check := func(v Value) {
		if v.mentions(s) {
			found = true
		}
	}
	x.values(st, check)
	return found
}

func eachValue(v *variable, f func(Value)) {
	if v == nil {
		return
	}
	f(v.val)
	for _, e := range v.elems {
		f(e)
	}
	for _, e := range v.keys {
		f(e)
	}
}

func (v Value) replace(from, to *Sym) Value {
	for i, p := range v {
		if p.sym == from {
			out := append(Value(nil), v...)
			for j := i; j < len(out); j++ {
				if out[j].sym == from {
					out[j].sym = to
				}
			}
			return out
		}
	}
	return v
}

func (v *variable) replace(from, to *Sym) *variable {
	if v == nil {
		return nil
	}
	hit := false
	eachValue(v, func(w Value) { hit = hit || w.mentions(from) })
	if !hit {
		return v
	}
	c := *v
	c.id, c.syms = 0, nil
	c.val = v.val.replace(from, to)
	c.elems = append([]Value(nil), v.elems...)
	for i := range c.elems {
		c.elems[i] = c.elems[i].replace(from, to)
	}
	if v.keys != nil {
		c.keys = map[string]Value{}
		for k, e := range v.keys {
			c.keys[k] = e.replace(from, to)
		}
	}
	return &c
}

func (j *job) replace(from, to *Sym) *job {
	if j == nil {
		return nil
	}
	c := *j
	c.status.val = j.status.val.replace(from, to)
	c.up = j.up.replace(from, to)
	return &c
}

func (f *frame) replace(from, to *Sym) *frame {
	if f == nil {
		return nil
	}
	c := *f
	f.saved.each(func(k uint32, v *variable) {
		if w := v.replace(from, to); w != v {
			c.saved = c.saved.set(k, w)
		}
	})
	c.up = f.up.replace(from, to)
	return &c
}
