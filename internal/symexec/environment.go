package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A cleared environment is one that a wrapper does not hand on: sudo, env -i, su -, docker exec.
type cleared struct {
	words []domain.Field // of the wrapper: what they name is handed on
}

// given sets the variables that a wrapper sets itself: sudo NAME=value, env NAME=value.
func (x *exec) given(st *domain.State) {
	words := x.handed
	if x.cleared != nil {
		words = x.cleared.words
	}
	for _, w := range words {
		v := st.Resolve(w.V)
		if len(v) == 0 || v[0].Sym != nil {
			continue
		}
		if name, rest, ok := strings.Cut(v[0].Lit, "="); ok && syntax.ValidName(name) {
			st.Vars = st.Vars.Set(x.tab.Name(name), &domain.Variable{Set: true, Val: value.Lit(rest).Append(v[1:])})
		}
	}
}

// getsFrom reports whether a shell of its own gets a variable that is exported here.
func (x *exec) getsFrom(st *domain.State, name string) bool {
	if x.cleared == nil {
		return true
	}
	for _, w := range x.cleared.words {
		for _, p := range st.Resolve(w.V) {
			if p.Sym == nil && slices.Contains(strings.FieldsFunc(p.Lit, func(r rune) bool { return strings.ContainsRune("=,", r) }), name) {
				return true
			}
		}
	}
	return false
}

// child leaves in a state what a shell of its own sees of this one: of the variables those that are exported, and no function. One
// that is not exported may have come out of the environment all the same, so it may be unset there, or anything.
func (x *exec) child(st *domain.State) {
	st.Alias = value.Pmap[string]{}
	if !x.prog.Static.ExportsFunctions {
		st.Funcs = value.Pmap[*effects.Function]{}
	}
	if x.prog.Static.ExportAll && x.cleared == nil {
		return
	}
	st.Vars.Each(func(k uint32, v *domain.Variable) {
		name := x.tab.NameOf[k]
		if v == nil || (x.prog.Static.Exports[name] || x.prog.Static.ExportAll) && x.getsFrom(st, name) || !syntax.ValidName(name) || strings.HasPrefix(name, "wl_") || name == "PATH" || name == "IFS" || name == "PWD" {
			return
		}
		s := x.dom.Fresh(st, "child:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymEnv, name, true })
		st.Vars = st.Vars.Set(k, &domain.Variable{Set: true, Loose: true, Val: value.SymValue(s)})
	})
	x.given(st)
}
