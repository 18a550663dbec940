package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

type piped struct {
	st  *state
	in  *input
	sts []status
	// asked are the guards that each command asked, by command.
	asked [][]*Ask
}

// pipeline runs the commands of a pipeline, each in its own subshell, one after the other: what one prints is what the next
// one reads. Its status is the last one's, or with pipefail the last one that is not zero.
func (x *exec) pipeline(c *syntax.BinaryCmd, st *state) []*state {
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
	at := x.span(c)
	cur := []piped{{st: st, in: st.stdin}}
	for i, s := range elems {
		last := i == len(elems)-1
		var next []piped
		for _, p := range cur {
			run := func(in *state) []*state { return x.piece(s, in) }
			inner := p.st.fork()
			if i > 0 {
				inner.stdin = p.in
				inner.status, inner.pipes = st.status, st.pipes // those from before the pipeline
			}
			if !last && (x.unheard(elems[i+1:], st) || x.conveys(elems[i+1:], st)) {
				inner.setFd(1, dest{kind: toUnknown})
				if both[i] {
					inner.setFd(2, inner.fd(1))
				}
				for _, e := range x.subshell(inner, "pipeline", at, run) {
					n := e.fork()
					n.stdin, n.fds = st.stdin, st.fds
					next = append(next, piped{n, &input{}, append(p.sts[:len(p.sts):len(p.sts)], n.status), append(p.asked[:len(p.asked):len(p.asked)], x.askedSince(p.st, n))})
				}
				continue
			}
			if !last {
				for _, e := range x.captureOutput(inner, "pipeline", at, both[i], run) {
					n := e.st
					n.stdin = st.stdin
					next = append(next, piped{n, &input{text: e.out}, append(p.sts[:len(p.sts):len(p.sts)], n.status), append(p.asked[:len(p.asked):len(p.asked)], x.askedSince(p.st, n))})
				}
				continue
			}
			var ends []*state
			if st.opts&optLastpipe != 0 {
				ends = run(inner)
			} else {
				ends = x.subshell(inner, "pipeline", at, run)
			}
			for _, e := range ends {
				n := e.fork()
				n.stdin = st.stdin
				next = append(next, piped{n, nil, append(p.sts[:len(p.sts):len(p.sts)], n.status), p.asked})
				if st.opts&optPipefail != 0 && e.stdin == p.in && len(p.in.text) > 0 && !x.isProgram(s, st) {
					next = append(next, brokenPipe(next[len(next)-1]))
				}
			}
		}
		cur = next
	}
	var out []*state
	for _, p := range cur {
		out = append(out, x.pipeStatus(p, at, elems)...)
	}
	return out
}

// brokenPipe is a pipeline whose last command ended before it had read what the one before it prints: where that comes too late the
// kernel ends it with SIGPIPE, which is status 141 (signal(7), bash manual 3.7.5). It is a matter of which one is faster.
func brokenPipe(p piped) piped {
	q := p
	q.st = p.st.fork()
	q.sts = slices.Clone(p.sts)
	q.sts[len(q.sts)-2] = status{val: lit("141"), at: q.sts[len(q.sts)-2].at}
	return q
}

// isProgram reports whether a part of a pipeline is one call, and not of a function. Programs are taken to read what they are given.
func (x *exec) isProgram(s *syntax.Stmt, st *state) bool {
	c, is := s.Cmd.(*syntax.CallExpr)
	if !is || len(c.Args) == 0 {
		return is
	}
	f, ok := st.funcs.get(x.name(c.Args[0].Lit()))
	return !ok || f == nil
}

// piece runs a part of a pipeline. bash runs no ERR trap for a simple command there, only for commands inside of others and for
// the pipeline as a whole.
func (x *exec) piece(s *syntax.Stmt, st *state) []*state {
	if _, simple := s.Cmd.(*syntax.CallExpr); !simple || s.Negated {
		return x.stmt(s, []*state{st})
	}
	if x.spend(1) || x.nest > x.bounds.Depth {
		x.over = true
		return nil
	}
	x.nest++
	defer func() { x.nest-- }()
	x.top().off = int(s.Pos().Offset())
	if !x.dash && st.opts&optErrexit != 0 && readsScript(s.Cmd.(*syntax.CallExpr)) {
		// bash forgets there that it runs in a condition, and set -e ends it with status 1
		noErr, why, piece := x.noErr, x.noErrWhy, x.evalPiece
		x.noErr, x.noErrWhy, x.evalPiece = 0, "", st.depth
		defer func() { x.noErr, x.noErrWhy, x.evalPiece = noErr, why, piece }()
	}
	before, in := x.departures, []*state{st}
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

func (x *exec) pipeStatus(p piped, at Range, elems []*syntax.Stmt) []*state {
	n := p.st.fork()
	last := p.sts[len(p.sts)-1]
	if n.opts&optPipefail == 0 {
		for i, s := range p.sts[:len(p.sts)-1] {
			if s.ask != nil && s.ask != last.ask {
				x.event(n, Step{Kind: PipeMasked, At: x.span(elems[i]), Ask: s.ask, By: "pipeline"})
				n.pend = nil // the pipeline's own status is what $? says; this one is gone for good
			}
		}
		for i, asked := range p.asked {
			if v, ok := p.sts[i].val.constant(); !ok || v == "0" || p.sts[i].ask != nil {
				continue
			}
			for _, a := range asked { // a function that judged the guard's answer, and whose status says so
				x.event(n, Step{Kind: PipeMasked, At: x.span(elems[i]), Ask: a, By: "pipeline", Text: "status"})
			}
		}
		n.status = last
		n.pipes = p.sts
		return []*state{n}
	}
	// with pipefail: the rightmost failing status
	var out []*state
	cur := []*state{n}
	for i := len(p.sts) - 1; i >= 0 && len(cur) > 0; i-- {
		var on []*state
		for _, c := range cur {
			c = c.fork()
			c.status = p.sts[i]
			if v, ok := c.resolve(c.status.val).constant(); ok {
				if v != "0" {
					c.pipes = p.sts
					out = append(out, c)
				} else {
					on = append(on, c)
				}
				continue
			}
			for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
				if b.ok {
					on = append(on, b.st)
				} else {
					b.st.pipes = p.sts
					out = append(out, b.st)
				}
			}
		}
		cur = on
	}
	for _, c := range cur {
		ask := last.ask
		for _, s := range p.sts {
			if ask == nil {
				ask = s.ask
			}
		}
		c.status = status{val: lit("0"), ask: ask, at: at}
		c.pipes = p.sts
		out = append(out, c)
	}
	return out
}

// askedSince are the guards that were asked between two states.
func (x *exec) askedSince(before, after *state) []*Ask {
	var out []*Ask
	before.facts.diff(after.facts, func(k uint32, _ fact, _ bool, _ fact, ok bool) {
		if ok && !x.askList[k].Prompt {
			out = append(out, x.askList[k])
		}
	})
	return out
}
