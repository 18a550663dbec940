package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// child leaves in a state what a shell of its own sees of this one: of the variables those that are exported, and no function. One
// that is not exported may have come out of the environment all the same, so it may be unset there, or anything.
func (x *exec) child(st *domain.State) {
	st.Alias = value.Pmap[string]{}
	if !x.prog.Static.ExportsFunctions {
		st.Funcs = value.Pmap[*effects.Function]{}
	}
	if x.prog.Static.ExportAll {
		return
	}
	st.Vars.Each(func(k uint32, v *domain.Variable) {
		name := x.tab.NameOf[k]
		if v == nil || x.prog.Static.Exports[name] || !syntax.ValidName(name) || strings.HasPrefix(name, "wl_") || name == "PATH" || name == "IFS" || name == "PWD" {
			return
		}
		s := x.dom.Fresh(st, "child:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymEnv, name, true })
		st.Vars = st.Vars.Set(k, &domain.Variable{Set: true, Loose: true, Val: value.SymValue(s)})
	})
}
