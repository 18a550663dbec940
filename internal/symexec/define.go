package symexec

import "mvdan.cc/sh/v3/syntax"

// bound reports whether a name means that function already; setting it again would make a state that looks like a new one.
func (st *state) bound(id uint32, f *function) bool {
	old, ok := st.funcs.get(id)
	return ok && old == f
}

// functionNames are the names that a declaration gives a function: one, in zsh several, or none for one that runs at once.
func functionNames(c *syntax.FuncDecl) []string {
	if c.Name != nil {
		return []string{c.Name.Value}
	}
	var names []string
	for _, l := range c.Names {
		names = append(names, l.Value)
	}
	return names
}

// declaration is the function that a declaration makes. It is one and the same each time, so that a loop around it settles.
func (x *exec) declaration(c *syntax.FuncDecl, name string) *function {
	key := declaration{c, x.unit, name}
	f := x.functions[key]
	if f == nil {
		f = &function{name: name, decl: c, unit: x.unit}
		if x.functions == nil {
			x.functions = map[declaration]*function{}
		}
		x.functions[key] = f
	}
	return f
}

// A declaration says which function a name means.
type declaration struct {
	decl *syntax.FuncDecl
	unit *unit
	name string
}

func (x *exec) define(c *syntax.FuncDecl, st *state) []*state {
	names := functionNames(c)
	if len(names) == 0 {
		// it runs at once; the words behind it, its parameters, are not in the tree
		return x.callFunction(x.declaration(c, ""), &params{open: true, gen: 3}, st, x.span(c), false)
	}
	n := st.fork()
	for _, name := range names {
		if f := x.declaration(c, name); !n.bound(x.name(name), f) {
			n.funcs = n.funcs.set(x.name(name), f)
		}
	}
	return []*state{x.setStatus(n, status{val: lit("0"), at: x.span(c)})}
}
