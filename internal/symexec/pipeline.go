package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

type piped struct {
	st   *domain.State
	in   *domain.Input
	ends *commandEnd
}

// A commandEnd is how a command of a pipeline has ended, and how those before it have. Ways through a pipeline share those that they have in
// common: a pipeline may be of hundreds of commands.
type commandEnd struct {
	before *commandEnd
	status domain.Status
	asked  []*value.Ask // the guards that the command asked; of all but the last one
}

// all are the statuses of the commands and what each asked, from the first one on.
func (e *commandEnd) all() (statuses []domain.Status, asked [][]*value.Ask) {
	for ; e != nil; e = e.before {
		statuses, asked = append(statuses, e.status), append(asked, e.asked)
	}
	slices.Reverse(statuses)
	slices.Reverse(asked)
	return statuses, asked
}

// pipeline runs the commands of a pipeline, each in its own subshell, one after the other: what one prints is what the next
// one reads. Its status is the last one's, or with pipefail the last one that is not zero.
func (x *exec) pipeline(c *syntax.BinaryCmd, st *domain.State) []*domain.State {
	var elems []*syntax.Stmt
	var both []bool
	var flatten func(s *syntax.Stmt)
	flatten = func(s *syntax.Stmt) {
		if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && (b.Op == syntax.Pipe || b.Op == syntax.PipeAll) && len(s.Redirs) == 0 && !s.Negated {
			flatten(b.X)
			if len(both) > 0 {
				both[len(both)-1] = b.Op == syntax.PipeAll
			}
			flatten(b.Y)
			return
		}
		elems, both = append(elems, s), append(both, false)
	}
	flatten(c.X)
	both[len(both)-1] = c.Op == syntax.PipeAll
	flatten(c.Y)
	at := x.prog.Span(c)
	cur := []piped{{st: st, in: st.Stdin}}
	for i, s := range elems {
		last := i == len(elems)-1
		var next []piped
		for _, p := range cur {
			run := func(in *domain.State) []*domain.State { return x.piece(s, in) }
			inner := p.st.Fork()
			if i > 0 {
				inner.Stdin = p.in
				inner.Status, inner.Pipes = st.Status, st.Pipes // those from before the pipeline
			}
			if !last && (x.dom.Unheard(elems[i+1:], st) || x.conveys(elems[i+1:], st)) {
				inner.SetFd(1, domain.Dest{Kind: domain.ToUnknown})
				if both[i] {
					inner.SetFd(2, inner.Fd(1))
				}
				for _, e := range x.subshell(inner, "pipeline", at, run) {
					n := e.Fork()
					n.Stdin, n.Fds = st.Stdin, st.Fds
					next = append(next, piped{n, &domain.Input{}, &commandEnd{p.ends, n.Status, x.askedSince(p.st, n)}})
				}
				continue
			}
			if !last {
				for _, e := range x.captureOutput(inner, "pipeline", at, both[i], run) {
					n := e.st
					n.Stdin = st.Stdin
					next = append(next, piped{n, &domain.Input{Text: e.out}, &commandEnd{p.ends, n.Status, x.askedSince(p.st, n)}})
				}
				continue
			}
			var ends []*domain.State
			if st.Opts&domain.OptLastpipe != 0 {
				ends = run(inner)
			} else {
				ends = x.subshell(inner, "pipeline", at, run)
			}
			for _, e := range ends {
				n := e.Fork()
				n.Stdin = st.Stdin
				next = append(next, piped{n, nil, &commandEnd{p.ends, n.Status, nil}})
				if st.Opts&domain.OptPipefail != 0 && e.Stdin == p.in && len(p.in.Text) > 0 && !x.isProgram(s, st) {
					next = append(next, brokenPipe(next[len(next)-1]))
				}
			}
		}
		cur = next
	}
	var out []*domain.State
	for _, p := range cur {
		out = append(out, x.pipeStatus(p, at, elems)...)
	}
	return out
}

// brokenPipe is a pipeline whose last command ended before it had read what the one before it prints: where that comes too late the
// kernel ends it with SIGPIPE, which is status 141 (signal(7), bash manual 3.7.5). It is a matter of which one is faster.
func brokenPipe(p piped) piped {
	q := p
	q.st = p.st.Fork()
	writer := *p.ends.before
	writer.status = domain.Status{Val: value.Lit("141"), At: writer.status.At}
	q.ends = &commandEnd{&writer, p.ends.status, p.ends.asked}
	return q
}

// isProgram reports whether a part of a pipeline is one call, and not of a function. Programs are taken to read what they are given.
func (x *exec) isProgram(s *syntax.Stmt, st *domain.State) bool {
	c, is := s.Cmd.(*syntax.CallExpr)
	if !is || len(c.Args) == 0 {
		return is
	}
	f, ok := st.Funcs.Get(x.tab.Name(c.Args[0].Lit()))
	return !ok || f == nil
}

// piece runs a part of a pipeline. bash runs no ERR trap for a simple command there, only for commands inside of others and for
// the pipeline as a whole.
func (x *exec) piece(s *syntax.Stmt, st *domain.State) []*domain.State {
	if _, simple := s.Cmd.(*syntax.CallExpr); !simple || s.Negated {
		return x.stmt(s, []*domain.State{st})
	}
	if x.spend(1) || x.nest > x.prog.Bounds.Depth {
		x.dom.Over = true
		return nil
	}
	x.nest++
	defer func() { x.nest-- }()
	x.dom.Top().Off = int(s.Pos().Offset())
	if !x.prog.Dash && st.Opts&domain.OptErrexit != 0 && readsScript(s.Cmd.(*syntax.CallExpr)) {
		// bash forgets there that it runs in a condition, and set -e ends it with status 1
		noErr, why, piece := x.proof.NoErr, x.noErrWhy, x.evalPiece
		x.proof.NoErr, x.noErrWhy, x.evalPiece = 0, "", st.Depth
		defer func() { x.proof.NoErr, x.noErrWhy, x.evalPiece = noErr, why, piece }()
	}
	before, in := x.departures, []*domain.State{st}
	return x.completed(s, before, in, x.redirected(s, in))
}

// readsScript reports whether a command is eval or the like.
func readsScript(c *syntax.CallExpr) bool {
	for _, w := range c.Args {
		switch w.Lit() {
		case "command", "builtin":
		case "eval", ".", "source":
			return true
		default:
			return false
		}
	}
	return false
}

func (x *exec) pipeStatus(p piped, at place.Range, elems []*syntax.Stmt) []*domain.State {
	n := p.st.Fork()
	statuses, askedBy := p.ends.all()
	last := statuses[len(statuses)-1]
	if n.Opts&domain.OptPipefail == 0 {
		for i, s := range statuses[:len(statuses)-1] {
			if s.Ask != nil && s.Ask != last.Ask {
				x.dom.Event(n, domain.Step{Kind: domain.PipeMasked, At: x.prog.Span(elems[i]), Ask: s.Ask, By: "pipeline"})
				n.Pend = nil // the pipeline's own status is what $? says; this one is gone for good
			}
		}
		for i, asked := range askedBy[:len(askedBy)-1] {
			if v, ok := statuses[i].Val.Constant(); !ok || v == "0" || statuses[i].Ask != nil {
				continue
			}
			for _, a := range asked { // a function that judged the guard's answer, and whose status says so
				x.dom.Event(n, domain.Step{Kind: domain.PipeMasked, At: x.prog.Span(elems[i]), Ask: a, By: "pipeline", Text: "status"})
			}
		}
		n.Status = last
		n.Pipes = statuses
		return []*domain.State{n}
	}
	// with pipefail: the rightmost failing status
	var out []*domain.State
	cur := []*domain.State{n}
	for i := len(statuses) - 1; i >= 0 && len(cur) > 0; i-- {
		var on []*domain.State
		for _, c := range cur {
			c = c.Fork()
			c.Status = statuses[i]
			if v, ok := c.Resolve(c.Status.Val).Constant(); ok {
				if v != "0" {
					c.Pipes = statuses
					out = append(out, c)
				} else {
					on = append(on, c)
				}
				continue
			}
			for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
				if b.Ok {
					on = append(on, b.St)
				} else {
					b.St.Pipes = statuses
					out = append(out, b.St)
				}
			}
		}
		cur = on
	}
	for _, c := range cur {
		ask := last.Ask
		for _, s := range statuses {
			if ask == nil {
				ask = s.Ask
			}
		}
		c.Status = domain.Status{Val: value.Lit("0"), Ask: ask, At: at}
		c.Pipes = statuses
		out = append(out, c)
	}
	return out
}

// askedSince are the guards that were asked between two states.
func (x *exec) askedSince(before, after *domain.State) []*value.Ask {
	var out []*value.Ask
	before.Facts.Diff(after.Facts, func(k uint32, _ domain.Fact, _ bool, _ domain.Fact, ok bool) {
		if ok && !x.dom.AskList[k].Prompt {
			out = append(out, x.dom.AskList[k])
		}
	})
	return out
}
