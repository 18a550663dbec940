package difftest

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A view collects what a syntax tree shows, by names.
type view struct {
	found   map[string]bool
	stack   []syntax.Node
	defined map[string]int
	called  map[string]bool
	asking  map[string]map[string]bool // functions that ask, by the sort of guard
	acting  map[string]bool            // functions that destroy
}

func (v *view) file(f *syntax.File) {
	v.asking, v.acting, v.called = map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}
	for range 3 { // as deep as functions call each other
		syntax.Walk(f, func(n syntax.Node) bool {
			if d, ok := n.(*syntax.FuncDecl); ok {
				name := d.Name.Value
				v.acting[name] = v.acting[name] || v.acts(d.Body)
				for k := range v.asks(d.Body) {
					if v.asking[name] == nil {
						v.asking[name] = map[string]bool{}
					}
					v.asking[name][k] = true
				}
			}
			return true
		})
	}
	if len(f.Stmts) > 0 && len(f.Stmts[0].Comments) > 0 {
		head := f.Stmts[0].Comments[0].Text
		v.mark("-e in the first line", strings.HasPrefix(head, "!") && strings.HasSuffix(head, " -e"))
		v.mark("set -e", v.found["-e in the first line"])
	}
	v.follow(f.Stmts)
	syntax.Walk(f, func(n syntax.Node) bool {
		if n == nil {
			v.stack = v.stack[:len(v.stack)-1]
			return true
		}
		v.node(n)
		v.stack = append(v.stack, n)
		return true
	})
}

func (v *view) mark(name string, seen bool) {
	if seen {
		v.found[name] = true
	}
}

// within says whether one of the nodes around passes.
func within[T syntax.Node](v *view, pass func(T) bool) bool {
	return slices.ContainsFunc(v.stack, func(n syntax.Node) bool {
		t, ok := n.(T)
		return ok && (pass == nil || pass(t))
	})
}

func has[T syntax.Node](n syntax.Node, pass func(T) bool) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if t, ok := n.(T); ok && pass(t) {
			found = true
		}
		return !found
	})
	return found
}

// first is the command's name as written.
func first(c *syntax.CallExpr) string {
	if len(c.Args) == 0 {
		return ""
	}
	return text(c.Args[0])
}

func operand(c *syntax.CallExpr, i int) string {
	if i >= len(c.Args) {
		return ""
	}
	return text(c.Args[i])
}

var sorts = regexp.MustCompile(`\b(is-idle|busy|count-active|list-active|state|pgrep)\b`)

var silent = []string{"echo", "printf", "log-it", "note", "cat"}

// asks gives the sorts of guard that code asks, here or in a function.
func (v *view) asks(n syntax.Node) map[string]bool {
	out := map[string]bool{}
	syntax.Walk(n, func(n syntax.Node) bool {
		c, ok := n.(*syntax.CallExpr)
		if !ok || slices.Contains(silent, first(c)) {
			return true
		}
		for k := range v.asking[first(c)] {
			out[k] = true
		}
		for i, w := range c.Args {
			if p, ok := w.Parts[0].(*syntax.ParamExp); ok && p.Short {
				continue
			}
			if m := sorts.FindString(text(w)); m != "" && (i == 0 || strings.HasPrefix(text(w), m) || strings.ContainsAny(text(w), `'"`)) {
				out[m] = true
			}
		}
		return true
	})
	return out
}

// acts says whether code destroys, here or in a function.
func (v *view) acts(n syntax.Node) bool {
	return has(n, func(c *syntax.CallExpr) bool {
		if slices.Contains(silent, first(c)) {
			return false
		}
		return v.acting[first(c)] || slices.ContainsFunc(c.Args, func(w *syntax.Word) bool {
			return slices.ContainsFunc(destructive, func(d string) bool { return strings.Contains(text(w), d) })
		})
	})
}

var dies = regexp.MustCompile(`^(die[0-9]+|exit|return|break|continue)$`)

// decides says whether code runs the command or ends the way to it.
func (v *view) decides(n syntax.Node) bool {
	return v.acts(n) || has(n, func(c *syntax.CallExpr) bool { return dies.MatchString(first(c)) })
}

// follow notes what a status is read after.
func (v *view) follow(list []*syntax.Stmt) {
	for i, s := range list[min(1, len(list)):] {
		if !has(s, func(p *syntax.ParamExp) bool { return p.Param != nil && p.Param.Value == "?" }) {
			continue
		}
		switch c := list[i].Cmd.(type) {
		case *syntax.CallExpr:
			v.mark("$? after a simple command", !list[i].Background && len(c.Args) > 0)
		case *syntax.IfClause:
			v.mark("$? after if", true)
		case *syntax.CaseClause:
			v.mark("$? after case", true)
		case *syntax.ForClause:
			v.mark("$? after for", true)
		case *syntax.WhileClause:
			v.mark("$? after while", true)
		case *syntax.Subshell:
			v.mark("$? after ( )", true)
		}
		v.mark("$? after &", list[i].Background)
	}
}

func (v *view) node(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.Stmt:
		v.stmt(n)
	case *syntax.CallExpr:
		v.call(n)
		v.guard(n)
	case *syntax.DeclClause:
		v.declare(n)
	case *syntax.FuncDecl:
		v.function(n)
	case *syntax.ParamExp:
		v.param(n)
	case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause, *syntax.BinaryCmd:
		v.compound(n)
	case *syntax.Block:
		v.mark("{ }", true)
		v.follow(n.Stmts)
	case *syntax.Subshell:
		v.mark("( )", v.decides(n))
		v.follow(n.Stmts)
	case *syntax.CmdSubst:
		v.mark("$( )", true)
		v.follow(n.Stmts)
	case *syntax.ProcSubst:
		v.mark("coproc or <( )", true)
	case *syntax.ArithmExp:
		v.mark("$(( ))", true)
	case *syntax.ArithmCmd:
		v.mark("(( ))", true)
	case *syntax.TestClause:
		v.mark("[[ ]]", true)
	case *syntax.LetClause:
		v.mark("let", true)
	case *syntax.TimeClause:
		v.mark("time", true)
	case *syntax.Assign:
		v.mark("array append", n.Append && n.Array != nil)
		v.mark("array", n.Array != nil)
		if n.Value != nil && sorts.MatchString(text(n.Value)) && n.Value.Lit() != "" {
			v.mark("guard in a variable", true)
			v.mark(n.Value.Lit()+" through another way to run it", true)
		}
	case *syntax.Redirect:
		v.mark("here-document", n.Op == syntax.Hdoc)
		v.mark("here-document in quotes", n.Op == syntax.Hdoc && strings.HasPrefix(text(n.Word), "'"))
		v.mark("here-string", n.Op == syntax.WordHdoc)
	case *syntax.BraceExp:
		v.mark("brace expansion", true)
	case *syntax.Lit:
		v.mark("brace expansion", strings.Contains(n.Value, "{1,2}"))
	}
}
