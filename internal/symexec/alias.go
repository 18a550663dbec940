package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// expandAlias gives the call with the alias of its first word replaced, or nil.
func (x *exec) expandAlias(c *syntax.CallExpr, st *domain.State) *syntax.CallExpr {
	return x.aliasOf(c, st, 0)
}

func (x *exec) aliasOf(c *syntax.CallExpr, st *domain.State, depth int) *syntax.CallExpr {
	name := c.Args[0].Lit()
	text, ok := st.Alias.Get(x.tab.Name(name))
	if !ok || name == "" || text == "" {
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
	rest := c.Args[1:]
	if last := text[len(text)-1]; (last == ' ' || last == '\t') && len(rest) > 0 && depth < 4 { // the next word is looked up, too (POSIX, 2.3.1)
		if next := x.aliasOf(&syntax.CallExpr{Args: rest}, st, depth+1); next != nil && len(next.Assigns) == 0 {
			rest = next.Args
		}
	}
	d.Args = append(d.Args, rest...)
	return d
}

func movedWord(w, to *syntax.Word) *syntax.Word {
	t, ok := effects.Literal(w)
	if !ok {
		return w
	}
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{ValuePos: to.Pos(), ValueEnd: to.End(), Value: t}}}
}
