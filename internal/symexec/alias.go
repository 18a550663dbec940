package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// expandAlias gives the call with the alias of its first word replaced, or nil.
func (x *exec) expandAlias(c *syntax.CallExpr, st *domain.State) *syntax.CallExpr {
	name := c.Args[0].Lit()
	text, ok := st.Alias.Get(x.tab.Name(name))
	if !ok || name == "" {
		return nil
	}
	stmts := x.prog.Parse(text)
	if len(stmts) != 1 {
		return nil
	}
	a, ok := stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(a.Args) == 0 {
		return nil
	}
	d := &syntax.CallExpr{Assigns: append(append([]*syntax.Assign(nil), c.Assigns...), a.Assigns...)}
	for _, w := range a.Args {
		// the alias's own words stand nowhere in this place: they take the position of the word they replace
		d.Args = append(d.Args, movedWord(w, c.Args[0]))
	}
	d.Args = append(d.Args, c.Args[1:]...)
	return d
}

func movedWord(w, to *syntax.Word) *syntax.Word {
	t, ok := effects.Literal(w)
	if !ok {
		return w
	}
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{ValuePos: to.Pos(), ValueEnd: to.End(), Value: t}}}
}
