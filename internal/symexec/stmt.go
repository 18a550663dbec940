package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// stmts runs a list of statements one after the other and returns the states in which it completes normally.
func (x *exec) stmts(list []*syntax.Stmt, in []*domain.State) []*domain.State {
	return x.stmtsBefore(list, nil, in)
}

// stmtsBefore runs statements that another one may follow.
func (x *exec) stmtsBefore(list []*syntax.Stmt, then *syntax.Stmt, in []*domain.State) []*domain.State {
	cur := in
	outer, behind := x.proof.StatusRead, x.then
	defer func() { x.proof.StatusRead, x.then = outer, behind }()
	for i, s := range list {
		if len(cur) == 0 {
			return nil
		}
		next := then
		if i+1 < len(list) {
			next = list[i+1]
		}
		if x.then = next; next == nil {
			x.then = behind
		}
		x.proof.StatusRead = next == nil && outer || next != nil && assignsOutput(s) && x.prog.ReadsStatus(next, 0)
		cur = x.stmt(s, cur)
		x.dom.Top().Off = effects.Past(s)
		if x.proof.ErrCleared && next != nil && !s.Negated {
			for k, st := range cur {
				if v, ok := st.Status.Val.Constant(); ok && v != "0" && st.Status.Ask != nil && st.Opts&domain.OptErrexit == 0 {
					cur[k] = st.Fork()
					x.dom.Event(cur[k], domain.Step{Kind: domain.ErrexitIgnored, At: x.prog.Span(s), Ask: st.Status.Ask, By: "$( )"})
				}
			}
		}
		if (x.proof.NoErr > 0 || s.Negated) && next != nil {
			x.passedOver(s, cur)
		}
		if len(cur) > 1 {
			if next != nil && !x.prog.ReadsStatus(next, 0) {
				x.dropStatus(cur)
			}
			cur = x.dom.Merge(cur)
		} else if len(cur) == 1 {
			x.dom.Prune(cur[0])
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
func (x *exec) dropStatus(states []*domain.State) {
	s := x.dom.AnyStatusSym("dropped")
	for i, st := range states {
		c := st.Fork()
		c.Status = domain.Status{Val: value.SymValue(s), Ask: st.Status.Ask, At: st.Status.At}
		c.Pipes = nil
		states[i] = c
	}
}

func (x *exec) stmt(s *syntax.Stmt, in []*domain.State) []*domain.State {
	if x.spend(len(in)) {
		return nil
	}
	if x.nest > x.prog.Bounds.Depth {
		x.dom.Over, x.tooNested = true, true
		return nil
	}
	x.nest++
	defer func() { x.nest-- }()
	x.dom.Top().Off = int(s.Pos().Offset())
	before := x.departures
	out := x.ways(s, in)
	if tamper != nil {
		out = tamper(s, out)
	}
	return x.feed(x.completed(s, before, in, out))
}

// ways runs a statement.
func (x *exec) ways(s *syntax.Stmt, in []*domain.State) []*domain.State {
	if x.prog.Dash {
		if first, second, parted := atAmpersand(s); parted {
			if first != nil {
				in = x.each(in, func(st *domain.State) []*domain.State { return x.background(first, st) })
			}
			return x.stmt(second, in)
		}
	}
	if s.Background || s.Coprocess || s.Disown {
		return x.each(in, func(st *domain.State) []*domain.State { return x.background(s, st) })
	}
	if s.Negated {
		before := make([]int, len(x.sc.Loops))
		for i, ls := range x.sc.Loops {
			before[i] = len(ls.Continues)
		}
		out := x.ignoring("!", func() []*domain.State { return x.redirected(s, in) })
		for i, ls := range x.sc.Loops {
			for k := min(before[i], len(ls.Continues)); k < len(ls.Continues); k++ {
				ls.Continues[k] = ls.Continues[k].Inverted()
			}
		}
		return x.each(out, func(st *domain.State) []*domain.State {
			zero, nonzero := x.split(st, condition{by: "!", at: x.prog.Span(s)})
			for i, z := range zero {
				z.Status.Val, z.Status.Inv = value.Lit("1"), !z.Status.Inv
				if z.Status.Ask != nil && z.Opts&domain.OptErrexit != 0 && x.proof.NoErr == 0 {
					x.dom.Event(z, domain.Step{Kind: domain.ErrexitIgnored, At: x.prog.Span(s), Ask: z.Status.Ask, By: "!"})
					zero[i] = z
				}
			}
			for _, n := range nonzero {
				n.Status.Val, n.Status.Inv = value.Lit("0"), !n.Status.Inv
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

func (x *exec) each(in []*domain.State, f func(*domain.State) []*domain.State) []*domain.State {
	if len(in) == 1 {
		return f(in[0])
	}
	var out []*domain.State
	for _, st := range in {
		before := x.departures
		ends := f(st)
		if len(ends) == 0 && x.departures == before && !x.dom.Over {
			ends = x.vanished(x.dom.Here(), []*domain.State{st})
		}
		out = append(out, ends...)
	}
	return out
}

// exit ends the innermost shell in this state.
func (x *exec) exit(st *domain.State, at place.Range, by string) {
	x.departures.exits++
	if x.sc.Sub != "" && by != "set -e" { // an abort leaves its status, which the outer shell sees; an exit is meant to end more
		st = st.Fork()
		x.dom.Event(st, domain.Step{Kind: domain.SubshellExit, At: at, By: x.sc.Sub, Text: by, Ask: lastAsk(st)})
	}
	if x.sc.Sub == "" && (st.Traps == nil || st.Traps.Exit == nil) {
		// the script is over and nothing runs after it; a few ends are enough to know how it leaves its functions
		if len(*x.sc.Exits) < 4 {
			*x.sc.Exits = append(*x.sc.Exits, st)
		}
		return
	}
	x.collect(x.sc.Exits, st)
}

func lastAsk(st *domain.State) *value.Ask { return st.Status.Ask }

func (x *exec) collect(to *[]*domain.State, st *domain.State) {
	*to = append(*to, st)
	if len(*to) > 4*x.prog.Bounds.States {
		*to = x.dom.Merge(*to)
	}
}

func (x *exec) redirected(s *syntax.Stmt, in []*domain.State) []*domain.State {
	if len(s.Redirs) == 0 {
		return x.command(s, in)
	}
	var out []*domain.State
	for _, st := range in {
		if _, simple := s.Cmd.(*syntax.CallExpr); !simple && slices.ContainsFunc(s.Redirs, fromTerminal) {
			out = append(out, x.dom.SetStatus(st, domain.Status{Val: value.Lit("1"), At: x.prog.Span(s)})) // without a terminal nothing of it runs
		}
		var left []planted
		planting := x.planting
		x.planting = &left
		opens := x.openAll(s, st)
		x.planting = planting
		before, unlikely := len(out), []redirected(nil)
		for _, r := range opens {
			if r.failed != never {
				if x.goesUnopened(r.failed, s) {
					out = append(out, x.unopened(s, st, r.st)...)
				} else {
					unlikely = append(unlikely, r)
				}
				continue
			}
			for _, e := range x.command(s, []*domain.State{r.st}) {
				if len(left) > 0 {
					e = x.plantAll(left, r.st, e, x.prog.Span(s))
				}
				if keepsRedirects(s) {
					out = append(out, e)
					continue
				}
				c := e.Fork()
				c.Fds = st.Fds
				if r.stdin {
					if r.from > 0 {
						x.keepInput(c, r.from, c.Stdin)
					}
					c.Stdin, c.Elsewhere = st.Stdin, st.Elsewhere
				}
				for _, fd := range opened(s.Redirs) {
					x.keepInput(c, fd, x.openInput(st, fd))
				}
				out = append(out, c)
			}
		}
		if len(out) == before && st.Facts.Len() == 0 { // what runs does not come back: the only way on is that it does not run
			for _, r := range unlikely {
				out = append(out, x.unopened(s, st, r.st)...)
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

func (x *exec) command(s *syntax.Stmt, in []*domain.State) []*domain.State {
	switch c := s.Cmd.(type) {
	case nil:
		return x.withStatus(in, "0", x.prog.Span(s))
	case *syntax.CallExpr:
		substitutes := x.prog.Dash && commandSubstitutes(c)
		return onePipe(x.each(in, func(st *domain.State) []*domain.State {
			return x.keeping(st, substitutes, func() []*domain.State { return x.callExpr(c, st) })
		}))
	case *syntax.BinaryCmd:
		return x.binary(c, in)
	case *syntax.IfClause:
		return x.ifClause(c, in)
	case *syntax.Block:
		return x.stmts(c.Stmts, in)
	case *syntax.Subshell:
		return onePipe(x.each(in, func(st *domain.State) []*domain.State {
			return x.subshell(st, "( )", x.prog.Span(c), func(st *domain.State) []*domain.State { return x.stmts(c.Stmts, []*domain.State{st}) })
		}))
	case *syntax.WhileClause:
		return x.each(in, func(st *domain.State) []*domain.State { return x.while(c, st) })
	case *syntax.ForClause:
		return x.each(in, func(st *domain.State) []*domain.State {
			l, ok := c.Loop.(*syntax.WordIter)
			return x.keeping(st, ok && hasSubst(l.Items), func() []*domain.State { return x.forClause(c, st) })
		})
	case *syntax.CaseClause:
		return x.each(in, func(st *domain.State) []*domain.State {
			return x.keeping(st, effects.SubstitutesIn(c.Word), func() []*domain.State { return x.caseClause(c, st) })
		})
	case *syntax.FuncDecl:
		return x.each(in, func(st *domain.State) []*domain.State { return x.define(c, st) })
	case *syntax.ArithmCmd:
		return x.each(in, func(st *domain.State) []*domain.State {
			return append(x.noCommand(c, st), x.arithmStatus(c.X, st, x.prog.Span(c))...)
		})
	case *syntax.LetClause:
		return x.each(in, func(st *domain.State) []*domain.State {
			out := []*domain.State{st}
			for _, e := range c.Exprs {
				out = x.each(out, func(st *domain.State) []*domain.State { return x.arithmStatus(e, x.letNamed(e, st), x.prog.Span(c)) })
			}
			return out
		})
	case *syntax.TestClause:
		return x.each(in, func(st *domain.State) []*domain.State { return append(x.noCommand(c, st), x.testClause(c, st)...) })
	case *syntax.DeclClause:
		return x.each(in, func(st *domain.State) []*domain.State {
			return x.keeping(st, slices.ContainsFunc(c.Args, assignedSubst), func() []*domain.State { return x.declClause(c, st) })
		})
	case *syntax.TimeClause:
		if c.Stmt == nil {
			return x.withStatus(in, "0", x.prog.Span(c))
		}
		return x.stmt(c.Stmt, in)
	case *syntax.CoprocClause:
		return x.each(in, func(st *domain.State) []*domain.State { return x.coprocess(c, st) })
	case *syntax.TestDecl:
		return x.each(in, func(st *domain.State) []*domain.State {
			return x.subshell(st, "( )", x.prog.Span(c), func(st *domain.State) []*domain.State { return x.stmt(c.Body, []*domain.State{st}) })
		})
	}
	return in
}

func (x *exec) withStatus(in []*domain.State, v string, at place.Range) []*domain.State {
	out := make([]*domain.State, 0, len(in))
	for _, st := range in {
		out = append(out, x.dom.SetStatus(st, domain.Status{Val: value.Lit(v), At: at}))
	}
	return out
}

func (x *exec) binary(c *syntax.BinaryCmd, in []*domain.State) []*domain.State {
	if c.Op == syntax.Pipe || c.Op == syntax.PipeAll {
		return x.each(in, func(st *domain.State) []*domain.State { return x.pipeline(c, st) })
	}
	op := c.Op.String()
	if c.Op == syntax.OrStmt {
		if y, ok := c.Y.Cmd.(*syntax.CallExpr); ok && len(y.Args) == 1 && (y.Args[0].Lit() == "true" || y.Args[0].Lit() == ":") {
			op += " " + y.Args[0].Lit()
		}
	}
	left := x.ignoring(op, func() []*domain.State { return x.stmt(c.X, in) })
	x.dom.Top().Off = effects.Past(c.X)
	left = x.dom.Merge(left)
	cond := condition{by: op, at: x.prog.Span(c.X), to: x.partOf(c.Y), part: c.Y, zero: domain.TookPast, nonzero: domain.TookRight}
	if c.Op == syntax.AndStmt {
		cond.zero, cond.nonzero = domain.TookRight, domain.TookPast
	}
	var on, past []*domain.State
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
	return append(x.stmt(c.Y, x.dom.Merge(on)), past...)
}

func (x *exec) ifClause(c *syntax.IfClause, in []*domain.State) []*domain.State {
	var out []*domain.State
	first := c
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 { // else
			return append(out, x.stmts(c.Then, in)...)
		}
		conds := x.ignoring("if", func() []*domain.State { return x.stmts(c.Cond, in) })
		var then, other []*domain.State
		for _, st := range conds {
			zero, nonzero := x.split(st, condition{by: "if", at: x.stmtsSpan(c.Cond), part: c, zero: domain.TookThen, nonzero: otherwise(c)})
			then, other = append(then, zero...), append(other, nonzero...)
		}
		if len(then) > 0 {
			out = x.few(out, x.stmts(c.Then, x.dom.Merge(then)), first)
		}
		in = x.dom.Merge(other)
		if len(in) == 0 {
			return out
		}
	}
	for _, st := range in {
		c := st.Fork()
		c.Status = domain.Status{Val: value.Lit("0")}
		out = append(out, c)
	}
	return out
}

// few adds the ends of a branch to those of the branches before it, and makes them few where they are many: some scripts have thousands
// of branches, and what is remembered of each condition grows with them.
func (x *exec) few(out, more []*domain.State, whole syntax.Node) []*domain.State {
	if out = append(out, more...); len(out) <= value.MaxWaiting {
		return out
	}
	top := x.dom.Top()
	defer func(off int) { top.Off = off }(top.Off)
	top.Off = int(whole.End().Offset())
	return x.dom.Merge(out)
}

// otherwise is what runs where the condition of an if does not hold.
func otherwise(c *syntax.IfClause) domain.Took {
	switch {
	case c.Else == nil:
		return domain.TookPast
	case len(c.Else.Cond) == 0:
		return domain.TookElse
	}
	return domain.TookElif
}

func (x *exec) stmtsSpan(l []*syntax.Stmt) place.Range {
	if len(l) == 0 {
		return place.Range{}
	}
	last := l[len(l)-1]
	to := int(last.End().Offset())
	if last.Semicolon.IsValid() {
		to = int(last.Semicolon.Offset())
	}
	return x.prog.Between(int(last.Pos().Offset()), to)
}
