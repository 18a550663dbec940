package difftest

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (v *view) stmt(s *syntax.Stmt) {
	v.mark("!", s.Negated)
	v.mark("background", s.Background && (v.decides(s) || len(v.asks(s)) > 0))
	site := v.acts(s)
	for _, r := range s.Redirs {
		c, ok := s.Cmd.(*syntax.CallExpr)
		v.mark("standard input of the site", ok && site && len(c.Args) > 0 && strings.HasPrefix(first(c), "wipe") && r.Op == syntax.Hdoc)
		v.mark("exec of a redirection", ok && first(c) == "exec" && len(c.Args) == 1)
		v.mark("read from a descriptor", ok && first(c) == "read" && r.Op == syntax.DplIn)
		reads := ok && (first(c) == "read" || first(c) == "mapfile" || first(c) == "readarray")
		for k := range v.asks(r) {
			v.mark(k+" through a here-string", r.Op == syntax.WordHdoc)
			v.mark(k+" through a here-document", r.Op == syntax.Hdoc)
			v.mark(k+" through read", reads && first(c) == "read")
			v.mark(k+" through mapfile", reads && first(c) != "read")
		}
		if w, ok := s.Cmd.(*syntax.WhileClause); ok && site && has(&syntax.Block{Stmts: w.Cond}, func(c *syntax.CallExpr) bool { return first(c) == "read" }) {
			v.mark("while read from a here-document", r.Op == syntax.Hdoc)
			v.mark("while read from a process substitution", has(r, func(*syntax.ProcSubst) bool { return true }))
			v.mark("loop over targets", true)
		}
		if file.MatchString(text(r.Word)) {
			v.mark("result in a file", true)
		}
	}
}

// file is one that keeps an answer.
var file = regexp.MustCompile(`^((rc|ok|n|l|s)[0-9]+\.(txt|flag)|"\$tmp")$`)

func (v *view) compound(n syntax.Node) {
	block := func(list []*syntax.Stmt) *syntax.Block { return &syntax.Block{Stmts: list} }
	switch n := n.(type) {
	case *syntax.IfClause:
		v.follow(n.Then)
		v.mark("if", len(n.Cond) > 0 && v.decides(block(n.Then)))
		if e := n.Else; e != nil {
			v.mark("elif", len(e.Cond) > 0 && (v.decides(block(e.Then)) || len(v.asks(block(e.Cond))) > 0))
			v.mark("else", len(e.Cond) == 0 && v.decides(block(e.Then)))
		}
	case *syntax.WhileClause:
		v.follow(n.Do)
		asks := len(v.asks(block(n.Cond))) > 0
		v.mark("while", !n.Until && (asks || len(v.asks(n)) > 0))
		v.mark("until", n.Until && asks)
		v.retry(n, n.Do)
	case *syntax.ForClause:
		v.follow(n.Do)
		v.forLoop(n)
		v.retry(n, n.Do)
	case *syntax.CaseClause:
		v.mark("case", v.decides(n))
		other := false
		for _, i := range n.Items {
			v.follow(i.Stmts)
			v.mark("case with ;&", i.Op == syntax.Fallthrough)
			v.mark("case with ;;&", i.Op == syntax.Resume)
			for _, p := range i.Patterns {
				other = other || text(p) == "*"
			}
		}
		v.mark("case with a default", other)
		v.mark("case without a default", !other)
	case *syntax.BinaryCmd:
		v.mark("and list", n.Op == syntax.AndStmt && v.decides(n.Y))
		v.mark("or list", n.Op == syntax.OrStmt && v.decides(n.Y))
		v.mark("pipe", n.Op == syntax.Pipe)
		v.mark("pipe |&", n.Op == syntax.PipeAll)
		if n.Op != syntax.Pipe {
			return
		}
		v.mark("site in a pipe", v.acts(n))
		v.mark("main with a pipe", has(n.X, func(c *syntax.CallExpr) bool { return first(c) == "main" }))
		for k := range v.asks(n.X) {
			v.mark(k+" through read", has(n.Y, func(c *syntax.CallExpr) bool { return first(c) == "read" }))
		}
		if w, ok := n.Y.Cmd.(*syntax.WhileClause); ok && v.acts(w) {
			v.mark("while read from a pipe", true)
			v.mark("loop over targets", true)
		}
	}
}

// retry looks for a loop that asks again.
func (v *view) retry(n syntax.Node, do []*syntax.Stmt) {
	if len(v.asks(n)) == 0 {
		return
	}
	leaves := has(n, func(c *syntax.CallExpr) bool { return first(c) == "break" || first(c) == "return" })
	v.mark("retry loop with a break", leaves)
	v.mark("retry loop with a flag", has(&syntax.Block{Stmts: do}, func(a *syntax.Assign) bool { return a.Name != nil && strings.HasPrefix(a.Name.Value, "ok") }))
}

func (v *view) forLoop(n *syntax.ForClause) {
	v.mark("select", n.Select)
	w, ok := n.Loop.(*syntax.WordIter)
	if !ok {
		v.mark("C-style for", true)
		return
	}
	v.mark("for in", w.InPos.IsValid())
	v.mark("for without in", !w.InPos.IsValid())
	if !v.acts(n) {
		return
	}
	v.mark("loop over targets", true)
	items := ""
	for _, i := range w.Items {
		items += text(i)
	}
	switch {
	case items == "" || strings.Contains(items, `"$@"`):
		v.mark("a loop over parameters", true)
	case strings.Contains(items, "[@]"):
		v.mark("a loop over an array", true)
	default:
		v.mark("a loop over words", true)
	}
}

func (v *view) function(d *syntax.FuncDecl) {
	name := d.Name.Value
	v.mark("function", true)
	v.mark("function with the keyword", d.RsrvWord)
	v.mark("function defined twice", v.defined[name] > 0)
	v.mark("function defined after its call", v.called[name])
	v.defined[name]++
	_, sub := d.Body.Cmd.(*syntax.Subshell)
	v.mark("( ) as a function's body", sub)
	v.mark("function that calls itself", has(d.Body, func(c *syntax.CallExpr) bool { return first(c) == name }))
	v.mark("function that prints", has(d.Body, func(c *syntax.CallExpr) bool { return first(c) == "echo" }))
	v.mark("die function", strings.HasPrefix(name, "die"))
	ends := func(n syntax.Node) bool {
		return has(n, func(c *syntax.CallExpr) bool { return first(c) == "return" })
	}
	v.mark("early return", has(d.Body, func(i *syntax.IfClause) bool { return ends(i) }) || has(d.Body, func(b *syntax.BinaryCmd) bool { return ends(b.Y) }))
}

func (v *view) declare(d *syntax.DeclClause) {
	for _, a := range d.Args {
		if a.Value != nil && has(a.Value, func(*syntax.CmdSubst) bool { return true }) {
			v.mark(d.Variant.Value+" x=$( )", true)
		}
		v.mark("nameref", a.Name == nil && a.Value != nil && text(a.Value) == "-n")
		v.mark("associative array", a.Name == nil && a.Value != nil && strings.HasSuffix(text(a.Value), "A"))
	}
	v.mark("local", d.Variant.Value == "local")
}

func (v *view) param(p *syntax.ParamExp) {
	name := ""
	if p.Param != nil {
		name = p.Param.Value
	}
	v.mark("PIPESTATUS", name == "PIPESTATUS")
	v.mark("REPLY", name == "REPLY")
	v.mark("${#x}", p.Length)
	v.mark("${!x[@]}", p.Excl && p.Index != nil)
	v.mark("${x[@]}", p.Index != nil && !p.Excl)
	v.mark("${@:1}", p.Slice != nil)
	if len(v.stack) > 1 {
		_, quoted := v.stack[len(v.stack)-1].(*syntax.DblQuoted)
		v.mark("unquoted variable", !quoted && within[*syntax.CallExpr](v, nil))
	}
	if p.Exp == nil {
		return
	}
	switch p.Exp.Op {
	case syntax.DefaultUnsetOrNull:
		v.mark("${x:-y}", true)
	case syntax.ErrorUnsetOrNull:
		v.mark("${x:?}", true)
	case syntax.AssignUnsetOrNull:
		v.mark("${x:=y}", true)
	case syntax.AlternateUnsetOrNull:
		v.mark("${x:+y}", true)
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		v.mark("${x#y}", true)
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		v.mark("${x%y}", true)
	case syntax.LowerAll:
		v.mark("${x,,}", true)
	}
}
