package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// export notes a variable that other programs see. What a shell that the script starts reads of it is in no text that is looked at
// with the script's own, so it stays live.
func (s *static) export(x *exec, name string) {
	s.exports[name] = true
	s.always[x.name(name)] = true
}

// exported notes the variables that a command puts into the environment: export h in sh, h=x command, set -a.
func (s *static) exported(x *exec, c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		return
	}
	for _, a := range c.Assigns {
		if a.Name != nil {
			s.export(x, a.Name.Value)
		}
	}
	switch c.Args[0].Lit() {
	case "export":
		for _, w := range c.Args[1:] {
			name, _, _ := strings.Cut(staticText(w), "=")
			s.export(x, name)
		}
	case "set":
		s.exportAll = s.exportAll || slices.ContainsFunc(c.Args[1:], func(w *syntax.Word) bool {
			t := w.Lit()
			return t == "allexport" || strings.HasPrefix(t, "-") && !strings.HasPrefix(t, "--") && strings.Contains(t, "a")
		})
	}
}

// child leaves in a state what a shell of its own sees of this one: of the variables those that are exported, and no function. One
// that is not exported may have come out of the environment all the same, so it may be unset there, or anything.
func (x *exec) child(st *state) {
	st.alias = pmap[string]{}
	if !x.static.exportsFunctions {
		st.funcs = pmap[*function]{}
	}
	if x.static.exportAll {
		return
	}
	st.vars.each(func(k uint32, v *variable) {
		name := x.nameOf[k]
		if v == nil || x.static.exports[name] || !syntax.ValidName(name) || strings.HasPrefix(name, "wl_") || name == "PATH" || name == "IFS" || name == "PWD" {
			return
		}
		s := x.fresh(st, "child:"+name, func(s *Sym) { s.kind, s.name, s.lines = symEnv, name, true })
		st.vars = st.vars.set(k, &variable{set: true, loose: true, val: symValue(s)})
	})
}
