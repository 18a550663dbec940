package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// inert finds the functions that cannot reach a destructive command whatever stands in variables: each command of theirs is written
// out and known to destroy nothing and to run no other one, and so are those of the functions that they call. A library is mostly
// such functions, and they need not be run by themselves.
func (x *exec) inert() map[*effects.Function]bool {
	inert := map[*effects.Function]bool{}
	callers := map[string][]*effects.Function{}
	var acting []*effects.Function
	for _, f := range x.prog.Static.Funcs {
		if inert[f] = f.Decl.Body != nil && x.inertBody(f, callers); !inert[f] {
			acting = append(acting, f)
		}
	}
	for len(acting) > 0 {
		f := acting[len(acting)-1]
		acting = acting[:len(acting)-1]
		for _, c := range callers[f.Name] {
			if inert[c] {
				inert[c] = false
				acting = append(acting, c)
			}
		}
	}
	return inert
}

// inertBody looks at a function's own commands, and notes which names it calls.
func (x *exec) inertBody(f *effects.Function, callers map[string][]*effects.Function) bool {
	inert := true
	script.Walk(f.Decl.Body, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			inert = false
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				break
			}
			name, plain := effects.WordText(n.Args[0])
			inert = inert && plain && x.inertName(name)
			callers[name] = append(callers[name], f)
		case *syntax.Redirect:
			inert = inert && inertRedirect(n)
		}
		return inert
	})
	return inert
}

// actingBuiltins are those that run text or other commands, or change what a word means.
var actingBuiltins = map[string]bool{
	"eval": true, ".": true, "source": true, "exec": true, "command": true, "builtin": true, "trap": true, "alias": true, "unalias": true,
	"mapfile": true, "readarray": true, "hash": true, "enable": true,
}

func (x *exec) inertName(name string) bool {
	if name == "" || actingBuiltins[name] {
		return false
	}
	if anything, path, device := x.prog.Cat.Names(name); anything || path || device {
		return false
	}
	base := effects.BaseName(name)
	return !x.prog.Cat.Wraps(base) && !x.prog.Cat.Selecting(base)
}

// inertRedirect reports whether a redirection surely writes to no disk.
func inertRedirect(r *syntax.Redirect) bool {
	switch r.Op {
	case syntax.RdrIn, syntax.DplIn, syntax.DplOut, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return true
	}
	t, plain := effects.WordText(r.Word)
	return plain && (!strings.HasPrefix(t, "/dev/") || t == "/dev/null")
}
