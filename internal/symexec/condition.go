package symexec

import "mvdan.cc/sh/v3/syntax"

// A condition is a construct that goes one way or the other by a status.
type condition struct {
	by            string // "if", "&&", "set -e", …
	at            Range  // what gave the status
	to            Range  // for && and ||: what stands to the right
	zero, nonzero Took
	part          syntax.Node // what may be skipped
}

// step is an event of the condition.
func (c condition) step(kind EventKind, ask *Ask, isZero bool) Step {
	took := c.nonzero
	if isZero {
		took = c.zero
	}
	return Step{Kind: kind, At: c.at, Ask: ask, By: c.by, Outcome: outcomeBit(isZero), Took: took, To: c.to, part: c.part}
}

// split forks a state by whether its status is zero.
func (x *exec) split(st *state, by condition) (zero, nonzero []*state) {
	s := st.status
	note := func(c *state, isZero bool) *state {
		if s.ask != nil {
			x.event(c, by.step(Consumed, s.ask, isZero))
		}
		if s.cmd != nil {
			m := candNonzero
			if isZero != s.inv {
				m = candZero
			}
			if c.cands.len() < maxExcluded { // what a script of thousands of commands decides by is no hint
				c.cands = c.cands.set(s.cmd.id, m)
			}
			e := by.step(CommandDecided, nil, isZero)
			e.At, e.Text = s.cmd.at, s.cmd.name
			x.event(c, e)
		}
		if s.ask != nil {
			c.pend = nil
		}
		if s.hides != nil {
			x.event(c, Step{Kind: StaleRead, At: by.at, Ask: s.hides, By: s.hidden})
			c.status.hides, c.pend = nil, nil
		}
		if s.ask == nil && s.cmd == nil && by.by != "set -e" && by.at.Script != nil {
			x.event(c, by.step(Branched, nil, isZero))
		}
		return c
	}
	if v, ok := st.resolve(s.val).constant(); ok {
		c := note(st.fork(), v == "0")
		c.status.val = lit(v)
		if v == "0" {
			return []*state{c}, nil
		}
		return nil, []*state{c}
	}
	for _, b := range x.decideStatus(st, s.val, func(n int) bool { return n == 0 }) {
		c := note(b.st, b.ok)
		if b.ok {
			c.status.val = lit("0")
			zero = append(zero, c)
		} else {
			nonzero = append(nonzero, c)
		}
	}
	return zero, nonzero
}

// outcomeBit says in an event which way a condition went.
func outcomeBit(zero bool) Outcome {
	if zero {
		return Idle
	}
	return Active
}

// partOf is where a command stands; nothing if it stands in text that the script put together, so that its place is not its own.
func (x *exec) partOf(s *syntax.Stmt) Range {
	at := x.span(s)
	if u := x.unit; u.segs != nil && at.Start == u.whole.Start && at.End == u.whole.End {
		return Range{}
	}
	return at
}

// Stops reports whether what a condition skips at a step does nothing but keep the script, or the function, from going on: then
// it is not worth a word that it is skipped.
func (t *Teller) Stops(s *Step) bool {
	switch n := s.part.(type) {
	case *syntax.Stmt:
		return t.stops(n)
	case *syntax.IfClause:
		return len(n.Then) > 0 && t.stops(n.Then[len(n.Then)-1])
	}
	return false
}

func (t *Teller) stops(s *syntax.Stmt) bool {
	switch c := s.Cmd.(type) {
	case *syntax.Block:
		return len(c.Stmts) > 0 && t.stops(c.Stmts[len(c.Stmts)-1])
	case *syntax.CallExpr:
		if len(c.Args) == 0 || s.Background {
			return false
		}
		switch name := c.Args[0].Lit(); name {
		case "exit", "return", "break", "continue":
			return true
		default:
			f := t.x.static.byName[name]
			return len(f) == 1 && t.x.endsScript(f[0].decl.Body)
		}
	}
	return false
}
