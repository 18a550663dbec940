package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A condition is a construct that goes one way or the other by a status.
type condition struct {
	by            string      // "if", "&&", "set -e", …
	at            place.Range // what gave the status
	to            place.Range // for && and ||: what stands to the right
	zero, nonzero domain.Took
	part          syntax.Node // what may be skipped
}

// step is an event of the condition.
func (c condition) step(kind domain.EventKind, ask *value.Ask, isZero bool) domain.Step {
	took := c.nonzero
	if isZero {
		took = c.zero
	}
	return domain.Step{Kind: kind, At: c.at, Ask: ask, By: c.by, Outcome: outcomeBit(isZero), Took: took, To: c.to, Part: c.part}
}

// split forks a state by whether its status is zero.
func (x *exec) split(st *domain.State, by condition) (zero, nonzero []*domain.State) {
	s := st.Status
	note := func(c *domain.State, isZero bool) *domain.State {
		if s.Ask != nil {
			x.dom.Event(c, by.step(domain.Consumed, s.Ask, isZero))
		}
		if s.Cmd != nil {
			m := domain.CandNonzero
			if isZero != s.Inv {
				m = domain.CandZero
			}
			s.Cmd.Chosen = s.Cmd.Chosen || by.by != "set -e"
			if c.Cands.Len() < value.MaxExcluded { // what a script of thousands of commands decides by is no hint
				c.Cands = c.Cands.Set(s.Cmd.Id, m)
			}
			e := by.step(domain.CommandDecided, nil, isZero)
			e.At, e.Text = s.Cmd.At, s.Cmd.Name
			x.dom.Event(c, e)
		}
		if s.Ask != nil {
			c.Pend = nil
		}
		if s.Hides != nil {
			x.dom.Event(c, domain.Step{Kind: domain.StaleRead, At: by.at, Ask: s.Hides, By: s.Hidden})
			c.Status.Hides, c.Pend = nil, nil
		}
		if s.Ask == nil && s.Cmd == nil && by.by != "set -e" && by.at.Script != nil {
			x.dom.Event(c, by.step(domain.Branched, nil, isZero))
		}
		return c
	}
	if v, ok := st.Resolve(s.Val).Constant(); ok {
		c := note(st.Fork(), v == "0")
		c.Status.Val = value.Lit(v)
		if v == "0" {
			return []*domain.State{c}, nil
		}
		return nil, []*domain.State{c}
	}
	for _, b := range x.dom.DecideStatus(st, s.Val, func(n int) bool { return n == 0 }) {
		c := note(b.St, b.Ok)
		if b.Ok {
			c.Status.Val = value.Lit("0")
			zero = append(zero, c)
		} else {
			nonzero = append(nonzero, c)
		}
	}
	return zero, nonzero
}

// outcomeBit says in an event which way a condition went.
func outcomeBit(zero bool) domain.Outcome {
	if zero {
		return domain.Idle
	}
	return domain.Active
}

// partOf is where a command stands; nothing if it stands in text that the script put together, so that its place is not its own.
func (x *exec) partOf(s *syntax.Stmt) place.Range {
	at := x.prog.Span(s)
	if u := x.prog.Unit; u.Segs != nil && at.Start == u.Whole.Start && at.End == u.Whole.End {
		return place.Range{}
	}
	return at
}

// Stops reports whether what a condition skips at a step does nothing but keep the script, or the function, from going on: then
// it is not worth a word that it is skipped.
func (t *Teller) Stops(s *domain.Step) bool {
	switch n := s.Part.(type) {
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
			f := t.x.prog.Static.ByName[name]
			return len(f) == 1 && t.x.prog.EndsScript(f[0].Decl.Body)
		}
	}
	return false
}
