package models

import (
	"path"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

const HostnameKey = "hostname"

func (x *Tools) dirSym(p string) *value.Sym {
	d := path.Dir(p)
	return x.tab.Sym("dir:"+d, func(s *value.Sym) { s.Kind, s.Path, s.Desc = value.SymDir, d, d })
}

// SameEmptiness lets a text that is computed from another one be empty when that is.
func (x *Tools) SameEmptiness(st *domain.State, from, to value.Value) value.Value {
	s, d := from.Single(), to.Single()
	if s != nil && d != nil {
		if c := st.Con(s); c.Nonempty != value.Unknown && st.Con(d).Nonempty == value.Unknown {
			k := st.Con(d).Clone()
			k.Nonempty = c.Nonempty
			st.SetCon(d, k)
		}
	}
	return to
}

// FileText is what a file holds: what the script wrote into it, or an unknown list of lines that is the same each time.
func (x *Tools) FileText(st *domain.State, v value.Value, w *syntax.Word) value.Value {
	v = st.Resolve(v)
	if t, ok := v.Constant(); ok && t == "/dev/null" {
		return nil
	}
	if text, ok := st.Files.Get(x.tab.Name(x.FileKey(v))); ok && !v.Mentions(value.TooLong) {
		return text
	}
	s := x.FileSym(v)
	if w != nil && x.prog.Static.Written(effects.Printed(w)) > 1 {
		s.Kept = true // how many lines there were for the first loop over it, there are for the second
	}
	return value.SymValue(s)
}

// FileKey names a file: the one of the same path on another host is not the same.
func (x *Tools) FileKey(v value.Value) string {
	if len(x.Host) == 0 {
		return v.Key()
	}
	return x.Host.Key() + "\x00" + v.Key()
}

func (x *Tools) FileSym(v value.Value) *value.Sym {
	init := func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Ask, s.Lines = value.SymInput, "line", "the text of "+v.String(), nil, true
	}
	if _, ok := v.Constant(); ok {
		return x.tab.Sym("file("+x.FileKey(v)+")", init)
	}
	return x.dom.Derive(v, "file"+x.Host.Key(), init)
}
