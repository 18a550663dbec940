package effects

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// reachability is which functions may be called from which, by the names in their texts. A script may have thousands of functions, any of
// which calls any other one, so that it is worked out once for each and not at each call.
type reachability struct {
	names map[*syntax.FuncDecl][]string
	from  map[*Function][]*Function
}

// ReachedFrom are a function and those that it may call, by the names in its text.
func (x *Program) ReachedFrom(f *Function) []*Function {
	out, ok := x.reached.from[f]
	if ok {
		return out
	}
	out = []*Function{f}
	seen, named := map[*Function]bool{f: true}, map[string]bool{}
	for i := 0; i < len(out); i++ {
		for _, name := range x.namedIn(out[i].Decl) {
			if named[name] {
				continue
			}
			named[name] = true
			for _, g := range x.Static.ByName[name] {
				if g.Unit != nil && !seen[g] {
					seen[g] = true
					out = append(out, g)
				}
			}
		}
	}
	if x.reached.from == nil {
		x.reached.from = map[*Function][]*Function{}
	}
	x.reached.from[f] = out
	return out
}

// namedIn are the names of functions that stand as words of commands in a function.
func (x *Program) namedIn(d *syntax.FuncDecl) []string {
	names, ok := x.reached.names[d]
	if ok {
		return names
	}
	script.Walk(d.Body, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok {
			for _, w := range c.Args {
				if t, plain := Literal(w); plain && x.Static.ByName[t] != nil {
					names = append(names, t)
				}
			}
		}
		return true
	})
	if x.reached.names == nil {
		x.reached.names = map[*syntax.FuncDecl][]string{}
	}
	x.reached.names[d] = names
	return names
}
