package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// hotFunctions finds the functions that ask or destroy, also by calling others that do.
func (r *relevance) hotFunctions() {
	r.functionsInTexts()
	callers := map[string][]string{}
	var queue []string
	found := func(name string, h heat) {
		if r.hot[name]|h != r.hot[name] {
			r.hot[name] |= h
			queue = append(queue, name)
		}
	}
	r.functions = slices.DeleteFunc(r.functions, func(f *syntax.FuncDecl) bool { return f.Name == nil || f.Body == nil })
	for _, f := range r.functions {
		r.bodies[f.Name.Value] = nil
	}
	for _, f := range r.functions {
		name := f.Name.Value
		if _, ok := r.x.cat.Function(name); ok || r.x.signed[name] {
			found(name, asks)
		}
		r.inFunc = true
		found(name, r.heat(f.Body))
		r.inFunc = false
		script.Walk(f.Body, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok {
				for _, w := range c.Args {
					t := w.Lit()
					if _, ok := r.bodies[t]; ok {
						callers[t] = append(callers[t], name)
					}
				}
			}
			_, inner := n.(*syntax.FuncDecl)
			return !inner
		})
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		for _, c := range callers[name] {
			found(c, r.hot[name])
		}
	}
}

// mayRun notes a word that may be a script of its own.
func (r *relevance) mayRun(w *syntax.Word) {
	if t := textOf(w); t != "" && r.textHeat(t) != 0 {
		r.texts = append(r.texts, r.x.parse(t))
	}
}

// functionsInTexts looks for functions in the scripts that words and here-documents of a script may be, and in what these hold.
func (r *relevance) functionsInTexts() {
	for range 3 {
		texts := r.texts
		r.texts = nil
		for _, stmts := range texts {
			for _, s := range stmts {
				script.Walk(s, func(n syntax.Node) bool {
					switch n := n.(type) {
					case *syntax.FuncDecl:
						r.functions = append(r.functions, n)
					case *syntax.Word:
						r.mayRun(n)
					}
					return true
				})
			}
		}
	}
}
