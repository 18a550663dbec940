package symexec

import (
	"bytes"
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Folders that the script goes back to: cd -, popd, cd "$OLDPWD". The one that it was in before, and those that pushd keeps, stand in
// variables that no script can name; the empty value is the folder that it was started in.

// goesBack reports whether any of the script's files may go back to a folder.
func (x *exec) goesBack() bool {
	if x.mayGoBack == 0 {
		x.mayGoBack = -1
		for _, u := range x.prog.Units {
			if u.Script != nil && (bytes.Contains(u.Script.Source, []byte("cd -")) || bytes.Contains(u.Script.Source, []byte("popd")) || bytes.Contains(u.Script.Source, []byte("OLDPWD"))) {
				x.mayGoBack = 1
			}
		}
	}
	return x.mayGoBack > 0
}

// departed notes the folder that a cd or pushd has left, and gives the states.
func (x *exec) departed(from value.Value, cl *domain.CallInfo, states []*domain.State) []*domain.State {
	back, stack, old := x.tab.Name(effects.BackPseudo), x.tab.Name(effects.StackPseudo), x.tab.Name("OLDPWD")
	for _, s := range states {
		s.Vars = s.Vars.Set(back, &domain.Variable{Set: true, Val: from})
		if v, ok := s.Vars.Get(old); !ok || v == nil || !v.Fixed {
			is := from
			if len(is) == 0 {
				is = x.dom.Pwd(&domain.State{})
			}
			s.Vars = s.Vars.Set(old, &domain.Variable{Set: true, Val: is})
		}
		if cl.Name == "pushd" {
			v, _ := s.Vars.Get(stack)
			n := &domain.Variable{Set: true, Array: true}
			if v != nil && v.Array && v.List == nil {
				n.Elems = slices.Clone(v.Elems)
			}
			n.Elems = append(n.Elems, from)
			s.Vars = s.Vars.Set(stack, n)
		}
	}
	return states
}

// back gives the state after cd - or popd; false where nobody knows to which folder that goes.
func (x *exec) back(cl *domain.CallInfo, st *domain.State) (*domain.State, bool) {
	if cl.Name == "cd" {
		v, ok := st.Vars.Get(x.tab.Name(effects.BackPseudo))
		if !ok || v == nil || !v.Set {
			return nil, false
		}
		st.Cwd = v.Val
		return st, true
	}
	stack := x.tab.Name(effects.StackPseudo)
	v, ok := st.Vars.Get(stack)
	if cl.Name != "popd" || len(cl.Args) > 1 || !ok || v == nil || !v.Array || v.List != nil || len(v.Elems) == 0 {
		return nil, false
	}
	last := len(v.Elems) - 1
	st.Cwd = v.Elems[last]
	st.Vars = st.Vars.Set(stack, &domain.Variable{Set: true, Array: true, Elems: slices.Clone(v.Elems[:last])})
	return st, true
}
