package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// hash is the builtin that remembers where programs are. With -p it has a name stand for a program that may be called otherwise: hash -p
// /sbin/wipefs clean.
func (x *exec) hash(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	var at *value.Value
	for i := 1; i < len(cl.Args); i++ {
		f := cl.Args[i]
		t, known := f.V.Constant()
		switch {
		case at == nil && known && t == "-r":
			x.forget(c, "")
		case at == nil && known && t == "-p" && i+1 < len(cl.Args):
			i++
			at = &cl.Args[i].V
		case at == nil && known && t == "-d":
			for _, f := range cl.Args[i+1:] {
				if name, ok := f.V.Constant(); ok {
					x.forget(c, name)
				}
			}
		case at != nil && known:
			c.Vars = c.Vars.Set(x.tab.Name(effects.HashPseudo+t), &domain.Variable{Set: true, Val: *at})
		}
	}
	return x.told([]*domain.State{c}, cl.Node)
}

// forget has a name stand for nothing but itself; without a name all of them.
func (x *exec) forget(st *domain.State, name string) {
	if name != "" {
		st.Vars = st.Vars.Del(x.tab.Name(effects.HashPseudo + name))
		return
	}
	st.Vars.Each(func(k uint32, _ *domain.Variable) {
		if n := x.tab.NameOf[k]; len(n) > 1 && n[:1] == effects.HashPseudo {
			st.Vars = st.Vars.Del(k)
		}
	})
}

// hashed is the program that a command's name stands for, if the script has said so.
func (x *exec) hashed(name string, st *domain.State) (value.Value, bool) {
	if !x.prog.Slice.Renames || x.prog.Dash {
		return nil, false
	}
	v, ok := st.Vars.Get(x.tab.Name(effects.HashPseudo + name))
	if !ok || v == nil {
		return nil, false
	}
	return st.Resolve(v.Val), true
}

// standsFor takes in an assignment to an element of BASH_ALIASES or BASH_CMDS, which says what a name stands for.
func (x *exec) standsFor(st *domain.State, name string, index syntax.ArithmExpr, v value.Value) {
	w, ok := index.(*syntax.Word)
	if !ok || x.prog.Dash || name != "BASH_ALIASES" && name != "BASH_CMDS" {
		return
	}
	is := effects.StaticText(w)
	if name == "BASH_CMDS" {
		st.Vars = st.Vars.Set(x.tab.Name(effects.HashPseudo+is), &domain.Variable{Set: true, Val: v})
		return
	}
	if t, known := st.Resolve(v).Constant(); known {
		st.Alias = st.Alias.Set(x.tab.Name(is), t)
	} else {
		st.Alias = st.Alias.Del(x.tab.Name(is))
	}
}
