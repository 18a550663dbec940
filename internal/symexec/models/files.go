package models

import (
	"path"
	"slices"
	"strings"

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
	if text, ok := st.Files.Get(x.tab.Name(x.FileKey(st, v))); ok && !v.Mentions(value.TooLong) {
		return text
	}
	s := x.FileSym(st, v)
	if w != nil && x.prog.Static.Written(effects.Printed(w)) > 1 {
		s.Kept = true // how many lines there were for the first loop over it, there are for the second
	}
	return value.SymValue(s)
}

// Written is the text that a shell or client finds in a file which it is to run: what the script wrote, also where another command was
// handed the file since. That one may have changed it; but what the file destroyed before, it may destroy still.
func (x *Tools) Written(st *domain.State, file value.Value) (value.Value, bool) {
	key := x.FileKey(st, st.Resolve(file))
	if text, ok := st.Files.Get(x.tab.Name(key)); ok {
		return text, true
	}
	return st.Files.Get(x.tab.Name(before + key))
}

// before stands in front of the name of a file for what it held when another command was handed it.
const before = "\x01before "

// Handed forgets what stands in a file that an unknown command was handed, but for what that may destroy when it is run.
func (x *Tools) Handed(st *domain.State, key string) {
	id := x.tab.Name(key)
	if text, ok := st.Files.Get(id); ok && x.mayDestroy(st.Resolve(text)) {
		st.Files = st.Files.Set(x.tab.Name(before+key), text)
	}
	st.Files = st.Files.Del(id)
}

// mayDestroy reports whether a text may destroy when a shell, or a client of a database, runs it.
func (x *Tools) mayDestroy(text value.Value) bool {
	return x.prog.Cat.MayDestroy([]byte(x.prog.Cat.Clients() + "\n" + text.Pattern()))
}

// FileKey names a file: the one of the same path on another host is not the same, nor is one of the same name in another folder.
// A file of the folder that the script was started in is the same with ./ or "$PWD/" in front.
func (x *Tools) FileKey(st *domain.State, v value.Value) string {
	v = x.fromHere(st, v)
	if len(x.Host) == 0 {
		return v.Key()
	}
	return x.Host.Key() + "\x00" + v.Key()
}

// fromHere is the path of a file as it is from the folder that the script was started in, without the detours in it.
func (x *Tools) fromHere(st *domain.State, v value.Value) value.Value {
	if len(v) > 0 && v[0].Sym == nil && len(v[0].Lit) > 0 && v[0].Lit[0] != '/' && len(st.Cwd) > 0 && !descriptorName(v) {
		v = Below(st.Cwd, v)
	}
	for len(v) > 0 {
		if v[0].Sym == nil && strings.HasPrefix(v[0].Lit, "./") && (len(v[0].Lit) > 2 || len(v) > 1) {
			v = v.Skip(2)
			continue
		}
		if s := v[0].Sym; s != nil && len(v) > 1 && strings.HasPrefix(v[1].Lit, "/") {
			if len(s.WayTo) > 0 {
				v = s.WayTo.Append(v[1:])
				continue
			}
			if s.Name == "PWD" && s.Kind == value.SymDir {
				v = v[1:].Skip(1)
				continue
			}
		}
		break
	}
	if t, ok := v.Constant(); ok && strings.Contains(t, "/") && len(st.Cwd) > 0 {
		return value.Lit(path.Clean(t))
	}
	return v
}

// descriptorName reports whether a name is that of an open descriptor and no file's.
func descriptorName(v value.Value) bool {
	t, ok := v.Constant()
	return ok && (t == "-" || strings.HasPrefix(t, "\x01"))
}

// Below is the path of a file in a folder.
func Below(folder, file value.Value) value.Value {
	return slices.Clone(folder).Append(value.Lit("/")).Append(file)
}

func (x *Tools) FileSym(st *domain.State, v value.Value) *value.Sym {
	init := func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Ask, s.Lines = value.SymInput, "line", "the text of "+v.String(), nil, true
	}
	if _, ok := v.Constant(); ok {
		return x.tab.Sym("file("+x.FileKey(st, v)+")", init)
	}
	return x.dom.Derive(v, "file"+x.Host.Key(), init)
}
