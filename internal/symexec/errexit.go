package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// passedOver notes where set -e would have stopped after a failed test, had it not been ignored here. What a guard's own
// status does is noted where it is taken.
func (x *exec) passedOver(s *syntax.Stmt, cur []*state) {
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
		if st.opts&optErrexit == 0 || st.facts.len() == 0 || st.status.ask != nil && !s.Negated || st.status.cmd != nil {
			continue
		}
		if v, ok := st.status.val.constant(); ok && v != "0" {
			cur[k] = st.fork()
			x.event(cur[k], Step{Kind: ErrexitIgnored, At: x.span(s), Ask: st.status.ask, By: by})
		}
	}
}

// ignoring runs f where set -e is ignored, because of the construct.
func (x *exec) ignoring(construct string, f func() []*state) []*state {
	why := x.noErrWhy
	if x.noErr == 0 {
		x.noErrWhy = construct
	}
	x.noErr++
	out := f()
	x.noErr--
	x.noErrWhy = why
	return out
}

// checked reports whether a failing status does something in a state.
func (st *state) checked() bool {
	return st.opts&optErrexit != 0 || st.traps != nil && st.traps.err != nil
}

// checkErrexit lets a failing status end the shell where set -e is in force, and runs the ERR trap.
func (x *exec) checkErrexit(s *syntax.Stmt, in []*state) []*state {
	if !slices.ContainsFunc(in, (*state).checked) {
		return in
	}
	var out []*state
	for _, st := range in {
		if !st.checked() {
			out = append(out, st)
			continue
		}
		hasErr := st.traps != nil && st.traps.err != nil && x.inTrap != "ERR" // bash runs no ERR trap inside of one
		if x.noErr > 0 {
			if v, ok := st.status.val.constant(); ok && v != "0" && st.status.ask != nil && st.opts&optErrexit != 0 {
				st = st.fork()
				x.event(st, Step{Kind: ErrexitIgnored, At: x.span(s), Ask: st.status.ask, By: x.noErrWhy})
			}
			out = append(out, st)
			continue
		}
		pend := st.pend
		zero, nonzero := x.split(st, condition{by: "set -e", at: x.span(s)})
		for _, z := range zero {
			z.pend = pend // set -e does not read a status of 0; $? may still do
		}
		out = append(out, zero...)
		for _, n := range nonzero {
			after := []*state{n}
			if hasErr {
				after = x.runHandler(n, st.traps.err, "ERR")
			}
			if st.opts&optErrexit == 0 {
				out = append(out, after...)
				continue
			}
			for _, a := range after {
				if x.evalPiece > 0 && a.depth == x.evalPiece {
					a = a.fork()
					a.status.val = lit("1")
				}
				x.exit(a, x.span(s), "set -e")
			}
		}
	}
	return out
}
