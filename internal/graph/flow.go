package graph

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// statement draws a statement that matters.
func (b *builder) statement(stmt *syntax.Stmt, in []pending, sc scope) flow {
	if stmt.Negated || stmt.Background {
		sc.cond = true
	}
	var out flow
	if stmt.Cmd == nil {
		return flow{ok: []pending{{from: b.command(stmt, Step, b.source(stmt), in)}}}
	}
	out = b.commandFlow(stmt.Cmd, in, sc)
	if stmt.Negated {
		out.ok, out.fail = out.fail, out.ok
	}
	if stmt.Background {
		out = flow{ok: relabel(out.all(), "&")}
	}
	return out
}

// relabel says on edges that carry no word yet why control takes them.
func relabel(list []pending, label string) []pending {
	out := slices.Clone(list)
	for i := range out {
		out[i].label = label
	}
	return out
}

func (b *builder) commandFlow(cmd syntax.Command, in []pending, sc scope) flow {
	switch c := cmd.(type) {
	case *syntax.CallExpr:
		return b.call(c, in, sc)
	case *syntax.Block:
		return b.sequence(c.Stmts, in, sc)
	case *syntax.Subshell:
		var exit flow
		inner := sc
		inner.exit, inner.ret, inner.brk, inner.cnt = &exit, nil, nil, nil
		out := b.sequence(c.Stmts, in, inner)
		return flow{append(out.ok, exit.ok...), append(out.fail, exit.fail...)}
	case *syntax.FuncDecl:
		return flow{ok: in}
	case *syntax.IfClause:
		return b.ifClause(c, in, sc)
	case *syntax.WhileClause:
		return b.loop(c, in, sc)
	case *syntax.ForClause:
		return b.forClause(c, in, sc)
	case *syntax.CaseClause:
		return b.caseClause(c, in, sc)
	case *syntax.BinaryCmd:
		return b.binary(c, in, sc)
	case *syntax.TimeClause:
		if c.Stmt != nil {
			return b.statement(c.Stmt, in, sc)
		}
	}
	at := b.command(cmd, Branch, b.source(cmd), in)
	return either(at)
}

// either is a command of which the status decides.
func either(at int) flow {
	return flow{[]pending{{at, "yes"}}, []pending{{at, "no"}}}
}

// call draws a simple command: a jump, a function of the script with its body, or another command.
func (b *builder) call(c *syntax.CallExpr, in []pending, sc scope) flow {
	name := word(c, 0)
	switch name {
	case "exit", "return", "break", "continue":
		return b.jump(name, c, in, sc)
	case "true", ":":
		return flow{ok: in}
	}
	f := b.functions[name]
	if f != nil && f.exits && !f.matters {
		return b.jump("exit", c, in, sc)
	}
	from, to := span(c)
	inside := b.within(from, to)
	// A guard or destructive command among the operands, which the function runs, is the call's own.
	own := func(p point) bool { return p.kind != Step }
	if f != nil && f.matters && !slices.Contains(sc.calls, name) && !slices.ContainsFunc(inside, own) {
		out := b.body(name, f, in, sc)
		if len(inside) == 0 {
			return out
		}
		// A step of the way is about what the call came to.
		at := b.command(c, Branch, b.source(c), out.all())
		b.out.Nodes[at].after = true
		return either(at)
	}
	in = b.substituted(c, in, sc)
	kind := Step
	if sc.cond || name == "[" || name == "test" {
		kind = Branch
	}
	at := b.command(c, kind, b.source(c), in)
	n := b.out.Nodes[at]
	if n.Kind == Site {
		return flow{ok: []pending{{from: at}}}
	}
	if n.Kind == Guard || n.Kind == Branch {
		if n.Kind == Guard {
			return flow{[]pending{{at, "status 0"}}, []pending{{at, "other status"}}}
		}
		return either(at)
	}
	return flow{[]pending{{at, "ok"}}, []pending{{at, "fails"}}}
}

// substituted draws the functions of which a command takes the output, before the command.
func (b *builder) substituted(c *syntax.CallExpr, in []pending, sc scope) []pending {
	syntax.Walk(c, func(n syntax.Node) bool {
		sub, ok := n.(*syntax.CmdSubst)
		if !ok {
			return true
		}
		for _, stmt := range sub.Stmts {
			call, ok := stmt.Cmd.(*syntax.CallExpr)
			if !ok {
				continue
			}
			name := word(call, 0)
			if f := b.functions[name]; f != nil && f.matters && !slices.Contains(sc.calls, name) {
				var exit flow
				inner := sc
				inner.exit, inner.cond = &exit, true
				out := b.body(name, f, in, inner)
				in = append(out.all(), exit.all()...)
			}
		}
		return false
	})
	return in
}

// body draws a function in place of its call.
func (b *builder) body(name string, f *function, in []pending, sc scope) flow {
	f.drawn = true
	var ret flow
	inner := sc
	inner.calls = append(slices.Clone(sc.calls), name)
	inner.ret, inner.brk, inner.cnt = &ret, nil, nil
	out := b.statement(f.decl.Body, in, inner)
	return flow{append(out.ok, ret.ok...), append(out.fail, ret.fail...)}
}

// jump draws what leaves a statement for good.
func (b *builder) jump(name string, c *syntax.CallExpr, in []pending, sc scope) flow {
	to := sc.exit
	switch {
	case name == "return":
		to = sc.ret
	case name == "break" && sc.brk != nil:
		*sc.brk = append(*sc.brk, relabel(in, "break")...)
		return flow{}
	case name == "continue" && sc.cnt != nil:
		*sc.cnt = append(*sc.cnt, relabel(in, "continue")...)
		return flow{}
	}
	kind := Stop
	if to != nil {
		kind = Step
	}
	at := b.command(c, kind, b.source(c), in)
	if to == nil {
		return flow{}
	}
	switch zero, known := status(c); {
	case word(c, 0) != "return" && word(c, 0) != "exit", known && !zero:
		to.fail = append(to.fail, pending{from: at})
	case known:
		to.ok = append(to.ok, pending{from: at})
	default:
		to.ok, to.fail = append(to.ok, pending{at, "status 0"}), append(to.fail, pending{at, "other status"})
	}
	return flow{}
}

// condition draws statements of which the last one's status decides.
func (b *builder) condition(stmts []*syntax.Stmt, in []pending, sc scope) flow {
	sc.cond = true
	out := flow{ok: in}
	for i, s := range stmts {
		if i+1 < len(stmts) {
			out = b.sequence(stmts[i:i+1], out.all(), sc)
			continue
		}
		if b.matters(s) {
			return b.statement(s, out.all(), sc)
		}
		return either(b.command(s, Branch, b.source(s), out.all()))
	}
	return out
}

func (b *builder) ifClause(c *syntax.IfClause, in []pending, sc scope) flow {
	cond := b.condition(c.Cond, in, sc)
	out := b.sequence(c.Then, cond.ok, sc)
	rest := flow{ok: cond.fail}
	switch {
	case c.Else != nil && len(c.Else.Cond) > 0:
		rest = b.ifClause(c.Else, cond.fail, sc)
	case c.Else != nil:
		rest = b.sequence(c.Else.Then, cond.fail, sc)
	}
	return flow{append(out.ok, rest.ok...), append(out.fail, rest.fail...)}
}

func (b *builder) loop(c *syntax.WhileClause, in []pending, sc scope) flow {
	first := len(b.out.Nodes)
	cond := b.condition(c.Cond, in, sc)
	if c.Until {
		cond.ok, cond.fail = cond.fail, cond.ok
	}
	return b.repeat(c.Do, first, cond.ok, cond.fail, sc)
}

// repeat draws the body of a loop that begins with a node.
func (b *builder) repeat(do []*syntax.Stmt, first int, enter, leave []pending, sc scope) flow {
	var brk, cnt []pending
	inner := sc
	inner.brk, inner.cnt = &brk, &cnt
	body := b.sequence(do, enter, inner)
	if first < len(b.out.Nodes) {
		b.link(slices.Concat(body.all(), cnt), first)
	}
	return flow{ok: append(leave, brk...)}
}

func (b *builder) forClause(c *syntax.ForClause, in []pending, sc scope) flow {
	at := b.command(c.Loop, Branch, "for "+b.source(c.Loop), in)
	return b.repeat(c.Do, at, []pending{{at, "next"}}, []pending{{at, "done"}}, sc)
}

func (b *builder) caseClause(c *syntax.CaseClause, in []pending, sc scope) flow {
	at := b.command(c.Word, Branch, "case "+b.source(c.Word), in)
	var out flow
	all := false
	var through []pending
	for _, item := range c.Items {
		var patterns []string
		for _, p := range item.Patterns {
			patterns = append(patterns, b.source(p))
			all = all || p.Lit() == "*"
		}
		do := b.sequence(item.Stmts, append(through, pending{at, strings.Join(patterns, " | ")}), sc)
		through = nil
		if item.Op == syntax.Break || item == c.Items[len(c.Items)-1] {
			out.ok, out.fail = append(out.ok, do.ok...), append(out.fail, do.fail...)
			continue
		}
		through = do.all() // ;& and ;;& go on with the next
	}
	if !all {
		out.ok = append(out.ok, pending{at, noMatch})
	}
	return out
}

func (b *builder) binary(c *syntax.BinaryCmd, in []pending, sc scope) flow {
	left, right := sc, sc
	if c.Op == syntax.Pipe || c.Op == syntax.PipeAll {
		// Each side is a subshell; the status of the left one is lost.
		var exit flow
		left.cond, left.exit, left.ret = true, &exit, nil
		right.exit, right.ret = &flow{}, nil
		x := b.part(c.X, in, left)
		y := b.part(c.Y, relabel(append(x.all(), exit.all()...), "|"), right)
		return flow{append(y.ok, right.exit.ok...), append(y.fail, right.exit.fail...)}
	}
	left.cond = true
	x := b.part(c.X, in, left)
	enter, skip := x.ok, x.fail
	if c.Op == syntax.OrStmt {
		enter, skip = x.fail, x.ok
	}
	var y flow
	if len(enter) > 0 {
		y = b.part(c.Y, enter, right)
	}
	if c.Op == syntax.OrStmt {
		return flow{append(skip, y.ok...), y.fail}
	}
	return flow{y.ok, append(skip, y.fail...)}
}

// part draws one side of a list, as a box of its own even where it does not matter.
func (b *builder) part(stmt *syntax.Stmt, in []pending, sc scope) flow {
	call, simple := stmt.Cmd.(*syntax.CallExpr)
	if b.matters(stmt) || b.leaves(stmt) || simple && slices.Contains([]string{"true", ":"}, word(call, 0)) {
		return b.statement(stmt, in, sc)
	}
	if _, list := stmt.Cmd.(*syntax.BinaryCmd); list {
		return b.statement(stmt, in, sc)
	}
	if _, returns := b.mayStop(stmt); returns {
		return b.statement(stmt, in, sc)
	}
	return either(b.command(stmt, Branch, b.source(stmt), in))
}
