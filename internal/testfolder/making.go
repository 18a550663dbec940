package testfolder

import (
	"path/filepath"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// Makings are what the scripts of a folder of tests make.
type Makings struct {
	made      []Making
	functions map[string][][2]int // where a file defines functions, which may be called in any order
}

// A Making is a call that makes something, and where it stands.
type Making struct {
	Call
	Script     *script.Script
	Start, End int
}

// Add takes in what a script makes.
func (s *Makings) Add(f *script.Script) {
	values := map[string]Word{}
	again := map[string]bool{}
	since := map[string]int{}
	syntax.Walk(&syntax.File{Stmts: f.Stmts}, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && a.Name != nil {
			again[a.Name.Value] = again[a.Name.Value] || values[a.Name.Value] != (Word{})
			since[a.Name.Value] = int(a.Pos().Offset())
			if a.Value != nil {
				values[a.Name.Value] = WordOf(a.Value)
			} else {
				again[a.Name.Value] = true
			}
		}
		return true
	})
	if s.functions == nil {
		s.functions = map[string][][2]int{}
	}
	given := ""
	var look func(n syntax.Node) bool
	look = func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil && n.Value != nil {
				before := given
				given = "$" + n.Name.Value
				syntax.Walk(n.Value, look)
				given = before
				return false
			}
		case *syntax.FuncDecl:
			s.functions[f.Path] = append(s.functions[f.Path], [2]int{int(n.Pos().Offset()), int(n.End().Offset())})
		case *syntax.CallExpr:
			if len(n.Args) < 2 {
				return true
			}
			c := Call{Given: given}
			for _, w := range n.Args {
				word := WordOf(w)
				name := trimDollar(word.Written)
				if v, ok := values[name]; ok && !again[name] && v.Known != "" && since[name] < int(n.Pos().Offset()) {
					word.Known = v.Known
				}
				c.Words = append(c.Words, word)
			}
			if name, words := toolOf(c.Words); name != "" && making(name, words) {
				c.Words = apart(c.Words)
				s.made = append(s.made, Making{Call: c, Script: f, Start: int(n.Pos().Offset()), End: int(n.End().Offset())})
			}
		}
		return true
	}
	for _, st := range f.Stmts {
		syntax.Walk(st, look)
	}
}

// making reports whether a call may make something that another one takes down.
func making(name string, words []Word) bool {
	for _, t := range tools {
		if t.kin != nil && t.kin.MatchString(name) {
			return true
		}
		if !t.name.MatchString(name) {
			continue
		}
		if t.makes == nil {
			return t.kin == nil && len(sqlNames(words, sqlMakes)) > 0
		}
		for _, w := range words {
			if t.makes.MatchString(w.Known) {
				return true
			}
		}
	}
	return false
}

func trimDollar(s string) string {
	if len(s) > 1 && s[0] == '$' {
		return s[1:]
	}
	return ""
}

func (s *Makings) inFunction(file string, at int) bool {
	return slices.ContainsFunc(s.functions[file], func(f [2]int) bool { return f[0] <= at && at < f[1] })
}

// Makes finds the calls that make all that a call takes down; nil where something is not made in the suite. file is the script that
// runs it, and at where the call stands in it, -1 in another one: what is made behind it there is made anew, whatever was there before.
func (s *Makings) Makes(words []Word, file string, at int) []Making {
	if s == nil {
		return nil
	}
	d, ok := downOf(words)
	if !ok {
		return nil
	}
	find := func(object *Word) *Making {
		var found *Making
		for i := range s.made {
			m := &s.made[i]
			if m.Script.Path == file && at >= 0 && m.Start > at && !s.inFunction(file, m.Start) && !s.inFunction(file, at) {
				continue
			}
			if d.madeBy(m.Call, object, filepath.Dir(m.Script.Path) == filepath.Dir(file)) && (found == nil || m.Script.Path == file && found.Script.Path != file) {
				found = m
			}
		}
		return found
	}
	if len(d.objects) == 0 {
		if m := find(nil); m != nil {
			return []Making{*m}
		}
		return nil
	}
	var out []Making
	for i := range d.objects {
		m := find(&d.objects[i])
		if m == nil {
			return nil
		}
		out = append(out, *m)
	}
	return out
}
