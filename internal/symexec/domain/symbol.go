package domain

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *Space) EnvSym(name string) *value.Sym {
	return x.tab.Sym("env:"+name, func(s *value.Sym) {
		s.Kind, s.Name, s.Lines = value.SymEnv, name, true
		if Settled[name] && name != "PATH" { // one word on every machine
			s.Lines, s.Word = false, true
		}
	})
}

// MaxShift is how many shifts of the script's own parameters are told apart.
const MaxShift = 3

// AnyParameter describes a parameter whose number shifts have made unknown.
const AnyParameter = "a parameter"

// ArgSym is the n-th parameter of the script; gen counts the shifts of unknown width before it.
func (x *Space) ArgSym(gen, n int) *value.Sym {
	if n > MaxShift+9 {
		return x.tab.Sym("arg:many", func(s *value.Sym) {
			s.Kind, s.Name, s.Desc, s.Summary, s.Lines = value.SymArg, "arg", AnyParameter, true, true
		})
	}
	return x.tab.Sym("arg:"+strconv.Itoa(gen)+":"+strconv.Itoa(n), func(s *value.Sym) {
		s.Kind, s.Name, s.Index, s.Gen, s.Lines = value.SymArg, strconv.Itoa(n), n, gen, true
		if gen > 0 || n > MaxShift && n > 9 {
			s.Desc = AnyParameter
		}
	})
}

func (x *Space) Pwd(st *State) value.Value {
	if len(st.Cwd) > 0 {
		return st.Cwd
	}
	return value.SymValue(x.tab.Sym("pwd", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymDir, "PWD", "$PWD" }))
}

func (x *Space) StatusSym(st *State, n syntax.Node) *value.Sym {
	s := x.FreshAt(st, "status", n, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" })
	st.SetCon(s, StatusCon)
	return s
}

// Fresh gives the symbol for a text that is made anew each time the given place is executed. What the place made before, and
// what was derived from it, keeps its own identity as long as something still holds it: it is renamed, and the third one
// back becomes a summary that equals nothing. What guards said about it is forgotten, since the name means another text now.
func (x *Space) Fresh(st *State, base string, make func(*value.Sym)) *value.Sym {
	b := &x.SymBuf
	b.Reset()
	b.WriteString(base)
	x.WriteContext(b)
	return x.anew(st, x.tab.SymFor(b.Buf, make))
}

// FreshAt is fresh for what a node makes, of which there may be several: kind and which tell them apart.
func (x *Space) FreshAt(st *State, kind string, n syntax.Node, which string, make func(*value.Sym)) *value.Sym {
	b := &x.SymBuf
	b.Reset()
	b.WriteString(kind)
	x.prog.WriteAt(b, n)
	b.WriteString(which)
	x.WriteContext(b)
	return x.anew(st, x.tab.SymFor(b.Buf, make))
}

// anew lets a symbol stand for a new text.
func (x *Space) anew(st *State, s *value.Sym) *value.Sym {
	if _, ok := st.Made.Get(s.Id); !ok {
		st.Made = st.Made.Set(s.Id, 1)
		return s
	}
	x.Renew(st, s)
	return s
}

func (x *Space) Renew(st *State, s *value.Sym) {
	if s.Summary {
		return
	}
	for _, c := range s.Derived {
		x.Renew(st, c)
	}
	if x.holds(st, s) {
		old := x.older(s, "'", false)
		older := x.older(s, "\"", true)
		x.rename(st, old, older)
		x.rename(st, s, old)
		if c, ok := st.Cons.Get(s.Id); ok {
			st.Cons = st.Cons.Set(old.Id, c)
		} else {
			st.Cons = st.Cons.Del(old.Id)
		}
		x.forget(st, old)
	}
	st.Cons = st.Cons.Del(s.Id)
	x.forget(st, s)
}

// older makes the symbol for what s stood for before.
func (x *Space) older(s *value.Sym, mark string, summary bool) *value.Sym {
	return x.tab.Sym(s.Key+mark, func(o *value.Sym) {
		id, key := o.Id, o.Key
		*o = *s
		o.Id, o.Key, o.Summary, o.Derived, o.Listing = id, key, summary, nil, nil
		if o.Record != "" {
			o.Record += mark // with the other fields of that line
		}
		if o.Ask != nil && o.Ask.Prompt {
			o.Ask = nil // the question has been asked again since
		}
	})
}

// forget drops what guards said about a target that the symbol is part of.
func (x *Space) forget(st *State, s *value.Sym) {
	st.Facts.Each(func(k uint32, f Fact) {
		if x.AskList[k].Mentions(s) {
			st.Facts = st.Facts.Del(k)
		}
	})
	st.Memory.Each(func(k uint32, m *Memo) {
		if m.Ask.Mentions(s) {
			st.Memory = st.Memory.Del(k)
		}
	})
}

// Derive gives the symbol for a text that is computed from a value, always in the same way.
func (x *Space) Derive(v value.Value, op string, init func(*value.Sym)) *value.Sym {
	var first *value.Sym
	summary := false
	points := uint64(0)
	for _, p := range v {
		if p.Sym != nil {
			if first == nil {
				first = p.Sym
			}
			summary = summary || p.Sym.Summary
			points |= p.Sym.Approx
		}
	}
	b := &x.SymBuf
	b.Reset()
	b.WriteString(op)
	b.Put('(')
	v.WriteKey(b)
	b.Put(')')
	if s, ok := x.tab.Syms[string(b.Buf)]; ok {
		return s
	}
	s := x.tab.Sym(b.String(), func(s *value.Sym) {
		s.Kind, s.Summary, s.Approx = value.SymOther, summary, points
		if first != nil {
			s.Root = first.Origin()
			s.Name, s.Desc, s.Ask, s.Lines, s.Kept, s.Listed, s.Source, s.Blank = first.Name, first.Desc, first.Ask, first.Lines, first.Kept, first.Listed, first.Source, first.Blank
			s.Nothing, s.About, s.Counted, s.Partial, s.Column = first.Nothing, first.About, first.Counted, first.Partial, first.Column
		}
		s.InheritMade(v, op)
		if init != nil {
			init(s)
		}
	})
	for _, p := range v {
		if p.Sym != nil && p.Sym != value.TooLong {
			p.Sym.Derived = append(p.Sym.Derived, s)
		}
	}
	return s
}

// Context names the calls around, so that one place of a function makes different symbols for different callers.
func (x *Space) Context() string {
	var b value.KeyBuilder
	x.WriteContext(&b)
	return b.String()
}

func (x *Space) WriteContext(b *value.KeyBuilder) {
	if len(x.Calls) < 2 {
		return
	}
	c := &x.Calls[len(x.Calls)-1]
	p := &x.Calls[len(x.Calls)-2]
	b.Put('<')
	b.Integer(p.Off)
	b.WriteString(p.Unit.Id)
	b.WriteString(c.Unit.Id)
}

func (x *Space) holds(st *State, s *value.Sym) bool {
	found := false
	check := func(v value.Value) {
		if v.Mentions(s) {
			found = true
		}
	}
	x.values(st, check)
	return found
}

func eachValue(v *Variable, f func(value.Value)) {
	if v == nil {
		return
	}
	f(v.Val)
	for _, e := range v.Elems {
		f(e)
	}
	if len(v.Keys) > 0 {
		for _, e := range v.Keys {
			f(e)
		}
	}
}

func (v *Variable) replace(from, to *value.Sym) *Variable {
	if v == nil {
		return nil
	}
	hit := false
	eachValue(v, func(w value.Value) { hit = hit || w.Mentions(from) })
	if !hit {
		return v
	}
	c := *v
	c.Id, c.Syms = 0, nil
	c.Val = v.Val.Replace(from, to)
	c.Elems = append([]value.Value(nil), v.Elems...)
	for i := range c.Elems {
		c.Elems[i] = c.Elems[i].Replace(from, to)
	}
	if v.Keys != nil {
		c.Keys = map[string]value.Value{}
		for k, e := range v.Keys {
			c.Keys[k] = e.Replace(from, to)
		}
	}
	return &c
}

func (j *Job) replace(from, to *value.Sym) *Job {
	if j == nil {
		return nil
	}
	c := *j
	c.Status.Val = j.Status.Val.Replace(from, to)
	c.Up = j.Up.replace(from, to)
	return &c
}

func (f *Frame) replace(from, to *value.Sym) *Frame {
	if f == nil {
		return nil
	}
	c := *f
	f.Saved.Each(func(k uint32, v *Variable) {
		if w := v.replace(from, to); w != v {
			c.Saved = c.Saved.Set(k, w)
		}
	})
	c.Up = f.Up.replace(from, to)
	return &c
}
