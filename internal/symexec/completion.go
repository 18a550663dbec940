package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// departures counts the ways that leave what runs without completing it, by where they go. Where no way completes a statement and
// none has departed, the executor has lost one: that must not pass for "nothing comes here".
type departures struct {
	exits   int // the shell ended: exit, a failure under set -e, a signal, exec
	returns int
	jumps   int // break, continue, and what bash does where it gives a command up
	never   int // it never ends: an endless loop, or a wait for one
}

// tamper, which tests set, may take states away behind a statement, as a fault of the executor would.
var tamper func(s *syntax.Stmt, out []*domain.State) []*domain.State

// completed is the result of a statement, or of a part of one. Where ways have vanished it goes on behind it with those that it
// began with, and the part of the script is incomplete.
func (x *exec) completed(n syntax.Node, before departures, in, out []*domain.State) []*domain.State {
	if len(out) > 0 || len(in) == 0 || x.departures != before || x.dom.Over {
		return out
	}
	return x.vanished(x.prog.Span(n), in)
}

// vanished notes that ways have been lost, and gives the states in which the script goes on: of what has happened nothing is known.
func (x *exec) vanished(at place.Range, in []*domain.State) []*domain.State {
	if x.gap == nil {
		x.gap = &domain.Approximation{Reason: domain.Incomplete, At: at}
		x.gaps = append(x.gaps, at)
	}
	out := make([]*domain.State, 0, len(in))
	for _, st := range in {
		c := x.dom.Blind(st, at, domain.Incomplete, "")
		out = append(out, x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("vanished")), At: at}))
	}
	return out
}

// endedSubshell takes the ends of a subshell: its exits have become states of the shell around, so that they explain nothing there.
func (x *exec) endedSubshell(before departures, at place.Range, in *domain.State, ends []*domain.State) []*domain.State {
	if len(ends) == 0 && x.departures.never == before.never && !x.dom.Over {
		ends = x.vanished(at, []*domain.State{in})
	}
	if len(ends) > 0 {
		x.departures = before
	}
	return ends
}
