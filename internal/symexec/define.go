package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// declaration is the function that a declaration makes. It is one and the same each time, so that a loop around it settles.
func (x *exec) declaration(c *syntax.FuncDecl, name string) *effects.Function {
	key := declaration{c, x.prog.Unit, name}
	f := x.functions[key]
	if f == nil {
		f = &effects.Function{Name: name, Decl: c, Unit: x.prog.Unit}
		if x.functions == nil {
			x.functions = map[declaration]*effects.Function{}
		}
		x.functions[key] = f
	}
	return f
}

// A declaration says which function a name means.
type declaration struct {
	decl *syntax.FuncDecl
	unit *effects.Unit
	name string
}

func (x *exec) define(c *syntax.FuncDecl, st *domain.State) []*domain.State {
	names := effects.FunctionNames(c)
	if len(names) == 0 {
		// it runs at once; the words behind it, its parameters, are not in the tree
		return x.callFunction(x.declaration(c, ""), &domain.Params{Open: true, Gen: 3}, st, x.prog.Span(c), false)
	}
	n := st.Fork()
	for _, name := range names {
		if f := x.declaration(c, name); !n.Bound(x.tab.Name(name), f) {
			n.Funcs = n.Funcs.Set(x.tab.Name(name), f)
		}
	}
	return []*domain.State{x.dom.SetStatus(n, domain.Status{Val: value.Lit("0"), At: x.prog.Span(c)})}
}
