package effects

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// functionEffects finds the functions that ask or destroy, also by calling others that do.
func (r *Slice) functionEffects() {
	r.functionsInTexts()
	callers := map[string][]string{}
	var queue []string
	found := func(name string, h Effect) {
		if r.EffectOf[name]|h != r.EffectOf[name] {
			r.EffectOf[name] |= h
			queue = append(queue, name)
		}
	}
	r.functions = slices.DeleteFunc(r.functions, func(f *syntax.FuncDecl) bool { return f.Name == nil || f.Body == nil })
	for _, f := range r.functions {
		r.bodies[f.Name.Value] = nil
	}
	for _, f := range r.functions {
		name := f.Name.Value
		if _, ok := r.x.Cat.Function(name); ok || r.x.Signed[name] {
			found(name, asks)
		}
		r.inFunc = true
		found(name, r.effect(f.Body))
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
			found(c, r.EffectOf[name])
		}
	}
}

// mayRun notes a word that may be a script of its own.
func (r *Slice) mayRun(w *syntax.Word) {
	if t := textOf(w); t != "" && r.textEffect(t) != 0 {
		r.texts = append(r.texts, r.x.Parse(t))
	}
}

// functionsInTexts looks for functions in the scripts that words and here-documents of a script may be, and in what these hold.
func (r *Slice) functionsInTexts() {
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
