package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// passedOver notes where set -e would have stopped after a failed test, had it not been ignored here. What a guard's own
// status does is noted where it is taken.
func (x *exec) passedOver(s *syntax.Stmt, cur []*domain.State) {
	by := x.noErrWhy
	switch s.Cmd.(type) {
	case *syntax.CallExpr, *syntax.TestClause, *syntax.ArithmCmd:
	default:
		if !s.Negated {
			return
		}
	}
	if s.Negated {
		by = "!"
	}
	for k, st := range cur {
		if st.Opts&domain.OptErrexit == 0 || st.Facts.Len() == 0 || st.Status.Ask != nil && !s.Negated || st.Status.Cmd != nil {
			continue
		}
		if v, ok := st.Status.Val.Constant(); ok && v != "0" {
			cur[k] = st.Fork()
			x.dom.Event(cur[k], domain.Step{Kind: domain.ErrexitIgnored, At: x.prog.Span(s), Ask: st.Status.Ask, By: by})
		}
	}
}

// ignoring runs f where set -e is ignored, because of the construct.
func (x *exec) ignoring(construct string, f func() []*domain.State) []*domain.State {
	why := x.noErrWhy
	if x.proof.NoErr == 0 {
		x.noErrWhy = construct
	}
	x.proof.NoErr++
	out := f()
	x.proof.NoErr--
	x.noErrWhy = why
	return out
}

// checkErrexit lets a failing status end the shell where set -e is in force, and runs the ERR trap.
func (x *exec) checkErrexit(s *syntax.Stmt, in []*domain.State) []*domain.State {
	if !slices.ContainsFunc(in, (*domain.State).Checked) {
		return in
	}
	var out []*domain.State
	for _, st := range in {
		if !st.Checked() {
			out = append(out, st)
			continue
		}
		hasErr := st.Traps != nil && st.Traps.Err != nil && x.proof.InTrap != "ERR" // bash runs no ERR trap inside of one
		if x.proof.NoErr > 0 {
			if v, ok := st.Status.Val.Constant(); ok && v != "0" && st.Status.Ask != nil && st.Opts&domain.OptErrexit != 0 {
				st = st.Fork()
				x.dom.Event(st, domain.Step{Kind: domain.ErrexitIgnored, At: x.prog.Span(s), Ask: st.Status.Ask, By: x.noErrWhy})
			}
			out = append(out, st)
			continue
		}
		pend := st.Pend
		zero, nonzero := x.split(st, condition{by: "set -e", at: x.prog.Span(s)})
		for _, z := range zero {
			z.Pend = pend // set -e does not read a status of 0; $? may still do
		}
		out = append(out, zero...)
		for _, n := range nonzero {
			after := []*domain.State{n}
			if hasErr {
				after = x.runHandler(n, st.Traps.Err, "ERR")
			}
			if st.Opts&domain.OptErrexit == 0 {
				out = append(out, after...)
				continue
			}
			for _, a := range after {
				if x.evalPiece > 0 && a.Depth == x.evalPiece {
					a = a.Fork()
					a.Status.Val = value.Lit("1")
				}
				x.exit(a, x.prog.Span(s), "set -e")
			}
		}
	}
	return out
}
