package symexec

import "mvdan.cc/sh/v3/syntax"

// departures counts the ways that leave what runs without completing it, by where they go. Where no way completes a statement and
// none has departed, the executor has lost one: that must not pass for "nothing comes here".
type departures struct {
	exits   int // the shell ended: exit, a failure under set -e, a signal, exec
	returns int
	jumps   int // break, continue, and what bash does where it gives a command up
	never   int // it never ends: an endless loop, or a wait for one
}

// tamper, which tests set, may take states away behind a statement, as a fault of the executor would.
var tamper func(s *syntax.Stmt, out []*state) []*state

// completed is the result of a statement, or of a part of one. Where ways have vanished it goes on behind it with those that it
// began with, and the part of the script is incomplete.
func (x *exec) completed(n syntax.Node, before departures, in, out []*state) []*state {
	if len(out) > 0 || len(in) == 0 || x.departures != before || x.over {
		return out
	}
	return x.vanished(x.span(n), in)
}

// vanished notes that ways have been lost, and gives the states in which the script goes on: of what has happened nothing is known.
func (x *exec) vanished(at Range, in []*state) []*state {
	if x.gap == nil {
		x.gap = &Approximation{Reason: Incomplete, At: at}
		x.gaps = append(x.gaps, at)
	}
	out := make([]*state, 0, len(in))
	for _, st := range in {
		c := x.blind(st, at, Incomplete, "")
		out = append(out, x.setStatus(c, status{val: symValue(x.anyStatusSym("vanished")), at: at}))
	}
	return out
}

// endedSubshell takes the ends of a subshell: its exits have become states of the shell around, so that they explain nothing there.
func (x *exec) endedSubshell(before departures, at Range, in *state, ends []*state) []*state {
	if len(ends) == 0 && x.departures.never == before.never && !x.over {
		ends = x.vanished(at, []*state{in})
	}
	if len(ends) > 0 {
		x.departures = before
	}
	return ends
}
