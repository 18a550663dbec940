package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

func (x *exec) top() *call { return &x.calls[len(x.calls)-1] }

// stmts runs a list of statements one after the other and returns the states in which it completes normally.
func (x *exec) stmts(list []*syntax.Stmt, in []*state) []*state {
	return x.stmtsBefore(list, nil, in)
}

// stmtsBefore runs statements that another one may follow.
func (x *exec) stmtsBefore(list []*syntax.Stmt, then *syntax.Stmt, in []*state) []*state {
	cur := in
	outer := x.statusRead
	defer func() { x.statusRead = outer }()
	for i, s := range list {
		if len(cur) == 0 {
			return nil
		}
		next := then
		if i+1 < len(list) {
			next = list[i+1]
		}
		x.statusRead = next == nil && outer || next != nil && assignsOutput(s) && x.readsStatus(next, 0)
		cur = x.stmt(s, cur)
		x.top().off = past(s)
		if x.errCleared && next != nil && !s.Negated {
			for k, st := range cur {
				if v, ok := st.status.val.constant(); ok && v != "0" && st.status.ask != nil && st.opts&optErrexit == 0 {
					cur[k] = st.fork()
					x.event(cur[k], Step{Kind: ErrexitIgnored, At: x.span(s), Ask: st.status.ask, By: "$( )"})
				}
			}
		}
		if (x.noErr > 0 || s.Negated) && next != nil {
			x.passedOver(s, cur)
		}
		if len(cur) > 1 {
			if next != nil && !x.readsStatus(next, 0) {
				x.dropStatus(cur)
			}
			cur = x.merge(cur)
		}
	}
	return cur
}

// assignsOutput reports whether a statement only assigns the output of commands, so that its status is that of the last one.
func assignsOutput(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) > 0 {
		return false
	}
	return slices.ContainsFunc(c.Assigns, assignedSubst)
}

// dropStatus forgets a status that nothing reads, so that states which differ in it become one.
func (x *exec) dropStatus(states []*state) {
	s := x.anyStatusSym("dropped")
	for i, st := range states {
		c := st.fork()
		c.status = status{val: symValue(s), ask: st.status.ask, at: st.status.at}
		c.pipes = nil
		states[i] = c
	}
}

func (x *exec) stmt(s *syntax.Stmt, in []*state) []*state {
	if x.spend(len(in)) || x.nest > x.bounds.Depth {
		x.over = true
		return nil
	}
	x.nest++
	defer func() { x.nest-- }()
	x.top().off = int(s.Pos().Offset())
	before := x.departures
	out := x.ways(s, in)
	if tamper != nil {
		out = tamper(s, out)
	}
	return x.completed(s, before, in, out)
}

// ways runs a statement.
func (x *exec) ways(s *syntax.Stmt, in []*state) []*state {
	if s.Background || s.Coprocess || s.Disown || x.dash && splitsAmpersand(s) {
		return x.each(in, func(st *state) []*state { return x.background(s, st) })
	}
	if s.Negated {
		before := make([]int, len(x.sc.loops))
		for i, ls := range x.sc.loops {
			before[i] = len(ls.continues)
		}
		out := x.ignoring("!", func() []*state { return x.redirected(s, in) })
		for i, ls := range x.sc.loops {
			for k := min(before[i], len(ls.continues)); k < len(ls.continues); k++ {
				ls.continues[k] = ls.continues[k].inverted()
			}
		}
		return x.each(out, func(st *state) []*state {
			zero, nonzero := x.split(st, condition{by: "!", at: x.span(s)})
			for i, z := range zero {
				z.status.val, z.status.inv = lit("1"), !z.status.inv
				if z.status.ask != nil && z.opts&optErrexit != 0 && x.noErr == 0 {
					x.event(z, Step{Kind: ErrexitIgnored, At: x.span(s), Ask: z.status.ask, By: "!"})
					zero[i] = z
				}
			}
			for _, n := range nonzero {
				n.status.val, n.status.inv = lit("0"), !n.status.inv
			}
			return append(zero, nonzero...)
		})
	}
	out := x.redirected(s, in)
	switch c := s.Cmd.(type) {
	case *syntax.BinaryCmd:
		if c.Op != syntax.Pipe && c.Op != syntax.PipeAll {
			return out // the last command of the list has been checked
		}
	case *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause, *syntax.Block, *syntax.FuncDecl:
		return out
	}
	return x.checkErrexit(s, out)
}

// inverted is the state with the status of a continue turned around, on which a loop's condition may depend.
func (st *state) inverted() *state {
	c := st.fork()
	if v, _ := st.status.val.constant(); v == "0" {
		c.status.val = lit("1")
	} else {
		c.status.val = lit("0")
	}
	return c
}

func (x *exec) each(in []*state, f func(*state) []*state) []*state {
	if len(in) == 1 {
		return f(in[0])
	}
	var out []*state
	for _, st := range in {
		before := x.departures
		ends := f(st)
		if len(ends) == 0 && x.departures == before && !x.over {
			ends = x.vanished(x.here(), []*state{st})
		}
		out = append(out, ends...)
	}
	return out
}

// exit ends the innermost shell in this state.
func (x *exec) exit(st *state, at Range, by string) {
	x.departures.exits++
	if x.sc.sub != "" && by != "set -e" { // an abort leaves its status, which the outer shell sees; an exit is meant to end more
		st = st.fork()
		x.event(st, Step{Kind: SubshellExit, At: at, By: x.sc.sub, Text: by, Ask: lastAsk(st)})
	}
	if x.sc.sub == "" && (st.traps == nil || st.traps.exit == nil) {
		// the script is over and nothing runs after it; a few ends are enough to know how it leaves its functions
		if len(*x.sc.exits) < 4 {
			*x.sc.exits = append(*x.sc.exits, st)
		}
		return
	}
	x.collect(x.sc.exits, st)
}

func lastAsk(st *state) *Ask { return st.status.ask }

func (x *exec) collect(to *[]*state, st *state) {
	*to = append(*to, st)
	if len(*to) > 4*x.bounds.States {
		*to = x.merge(*to)
	}
}

func (x *exec) redirected(s *syntax.Stmt, in []*state) []*state {
	if len(s.Redirs) == 0 {
		return x.command(s, in)
	}
	var out []*state
	for _, st := range in {
		if _, simple := s.Cmd.(*syntax.CallExpr); !simple && slices.ContainsFunc(s.Redirs, fromTerminal) {
			out = append(out, x.setStatus(st, status{val: lit("1"), at: x.span(s)})) // without a terminal nothing of it runs
		}
		for _, r := range x.openAll(s, st) {
			if r.failed {
				c := r.st.fork()
				c.fds, c.stdin, c.elsewhere = st.fds, st.stdin, st.elsewhere
				c.status = status{val: lit("1"), at: x.span(s)}
				out = append(out, c)
				continue
			}
			for _, e := range x.command(s, []*state{r.st}) {
				if keepsRedirects(s) {
					out = append(out, e)
					continue
				}
				c := e.fork()
				c.fds = st.fds
				if r.stdin {
					if r.from > 0 {
						x.keepInput(c, r.from, c.stdin)
					}
					c.stdin, c.elsewhere = st.stdin, st.elsewhere
				}
				for _, fd := range opened(s.Redirs) {
					x.keepInput(c, fd, x.openInput(st, fd))
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// fromTerminal reports whether a redirection opens the terminal, which is not there under cron.
func fromTerminal(r *syntax.Redirect) bool {
	return r.Op == syntax.RdrIn && r.Word.Lit() == "/dev/tty"
}

// keepsRedirects reports whether the redirections stay in force: exec without a command.
func keepsRedirects(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(c.Args) == 1 && c.Args[0].Lit() == "exec"
}

func (x *exec) command(s *syntax.Stmt, in []*state) []*state {
	switch c := s.Cmd.(type) {
	case nil:
		return x.withStatus(in, "0", x.span(s))
	case *syntax.CallExpr:
		substitutes := x.dash && commandSubstitutes(c)
		return onePipe(x.each(in, func(st *state) []*state {
			return x.keeping(st, substitutes, func() []*state { return x.callExpr(c, st) })
		}))
	case *syntax.BinaryCmd:
		return x.binary(c, in)
	case *syntax.IfClause:
		return x.ifClause(c, in)
	case *syntax.Block:
		return x.stmts(c.Stmts, in)
	case *syntax.Subshell:
		return onePipe(x.each(in, func(st *state) []*state {
			return x.subshell(st, "( )", x.span(c), func(st *state) []*state { return x.stmts(c.Stmts, []*state{st}) })
		}))
	case *syntax.WhileClause:
		return x.each(in, func(st *state) []*state { return x.while(c, st) })
	case *syntax.ForClause:
		return x.each(in, func(st *state) []*state {
			l, ok := c.Loop.(*syntax.WordIter)
			return x.keeping(st, ok && hasSubst(l.Items), func() []*state { return x.forClause(c, st) })
		})
	case *syntax.CaseClause:
		return x.each(in, func(st *state) []*state {
			return x.keeping(st, substitutesIn(c.Word), func() []*state { return x.caseClause(c, st) })
		})
	case *syntax.FuncDecl:
		return x.each(in, func(st *state) []*state { return x.define(c, st) })
	case *syntax.ArithmCmd:
		return x.each(in, func(st *state) []*state { return append(x.noCommand(c, st), x.arithmStatus(c.X, st, x.span(c))...) })
	case *syntax.LetClause:
		return x.each(in, func(st *state) []*state {
			out := []*state{st}
			for _, e := range c.Exprs {
				out = x.each(out, func(st *state) []*state { return x.arithmStatus(e, x.letNamed(e, st), x.span(c)) })
			}
			return out
		})
	case *syntax.TestClause:
		return x.each(in, func(st *state) []*state { return append(x.noCommand(c, st), x.testClause(c, st)...) })
	case *syntax.DeclClause:
		return x.each(in, func(st *state) []*state {
			return x.keeping(st, slices.ContainsFunc(c.Args, assignedSubst), func() []*state { return x.declClause(c, st) })
		})
	case *syntax.TimeClause:
		if c.Stmt == nil {
			return x.withStatus(in, "0", x.span(c))
		}
		return x.stmt(c.Stmt, in)
	case *syntax.CoprocClause:
		return x.each(in, func(st *state) []*state { return x.background(c.Stmt, st) })
	case *syntax.TestDecl:
		return x.each(in, func(st *state) []*state {
			return x.subshell(st, "( )", x.span(c), func(st *state) []*state { return x.stmt(c.Body, []*state{st}) })
		})
	}
	return in
}

func (x *exec) withStatus(in []*state, v string, at Range) []*state {
	out := make([]*state, 0, len(in))
	for _, st := range in {
		out = append(out, x.setStatus(st, status{val: lit(v), at: at}))
	}
	return out
}

// setStatus gives a copy of the state with a new $?. A guard's status that nothing has read is overwritten by it.
func (x *exec) setStatus(st *state, s status) *state {
	c := st.fork()
	c.status = s
	c.pipes = st.pool.one(s)
	over := s.ask != nil && s.ask.Entry.Release && c.pend != nil && !c.pend.ask.Entry.Release // umount after mountpoint overwrites the answer
	if s.ask != nil && !over {
		c.pend = &pending{ask: s.ask}
	} else if c.pend != nil && c.pend.by == nil {
		at := s.at
		c.pend = &pending{ask: c.pend.ask, by: &at, read: c.pend.read}
	}
	return c
}

func (x *exec) binary(c *syntax.BinaryCmd, in []*state) []*state {
	if c.Op == syntax.Pipe || c.Op == syntax.PipeAll {
		return x.each(in, func(st *state) []*state { return x.pipeline(c, st) })
	}
	op := c.Op.String()
	if c.Op == syntax.OrStmt {
		if y, ok := c.Y.Cmd.(*syntax.CallExpr); ok && len(y.Args) == 1 && (y.Args[0].Lit() == "true" || y.Args[0].Lit() == ":") {
			op += " " + y.Args[0].Lit()
		}
	}
	left := x.ignoring(op, func() []*state { return x.stmt(c.X, in) })
	x.top().off = past(c.X)
	left = x.merge(left)
	cond := condition{by: op, at: x.span(c.X), to: x.partOf(c.Y), part: c.Y, zero: TookPast, nonzero: TookRight}
	if c.Op == syntax.AndStmt {
		cond.zero, cond.nonzero = TookRight, TookPast
	}
	var on, past []*state
	for _, st := range left {
		zero, nonzero := x.split(st, cond)
		if c.Op == syntax.AndStmt {
			on, past = append(on, zero...), append(past, nonzero...)
		} else {
			on, past = append(on, nonzero...), append(past, zero...)
		}
	}
	if len(on) == 0 {
		return past
	}
	return append(x.stmt(c.Y, x.merge(on)), past...)
}

func (x *exec) ifClause(c *syntax.IfClause, in []*state) []*state {
	var out []*state
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 { // else
			return append(out, x.stmts(c.Then, in)...)
		}
		conds := x.ignoring("if", func() []*state { return x.stmts(c.Cond, in) })
		var then, other []*state
		for _, st := range conds {
			zero, nonzero := x.split(st, condition{by: "if", at: x.stmtsSpan(c.Cond), part: c, zero: TookThen, nonzero: otherwise(c)})
			then, other = append(then, zero...), append(other, nonzero...)
		}
		if len(then) > 0 {
			out = append(out, x.stmts(c.Then, x.merge(then))...)
		}
		in = x.merge(other)
		if len(in) == 0 {
			return out
		}
	}
	for _, st := range in {
		c := st.fork()
		c.status = status{val: lit("0")}
		out = append(out, c)
	}
	return out
}

// otherwise is what runs where the condition of an if does not hold.
func otherwise(c *syntax.IfClause) Took {
	switch {
	case c.Else == nil:
		return TookPast
	case len(c.Else.Cond) == 0:
		return TookElse
	}
	return TookElif
}

func (x *exec) stmtsSpan(l []*syntax.Stmt) Range {
	if len(l) == 0 {
		return Range{}
	}
	last := l[len(l)-1]
	to := int(last.End().Offset())
	if last.Semicolon.IsValid() {
		to = int(last.Semicolon.Offset())
	}
	return x.between(int(last.Pos().Offset()), to)
}
