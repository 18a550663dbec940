package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// subshell runs something in a copy of the shell. What it learns about the world stays; what it changes in the shell is
// lost, and so is its exit.
func (x *exec) subshell(st *domain.State, construct string, at place.Range, run func(*domain.State) []*domain.State) []*domain.State {
	var exits []*domain.State
	saved := x.sc
	x.sc = domain.Scope{Exits: &exits, Sub: construct, Shell: saved.Shell, InFunc: saved.InFunc, Outer: x.loopsAround(construct)}
	inner := st.Fork()
	if st.Traps != nil {
		inner.Traps = nil
		if st.Opts&domain.OptErrtrace != 0 && !x.prog.Dash {
			inner.Traps = &domain.Traps{Err: st.Traps.Err}
		}
	}
	inner.Depth++
	before := x.departures
	ends := run(inner)
	ends = x.exitTraps(append(ends, exits...))
	ends = x.endedSubshell(before, at, inner, ends)
	x.sc = saved
	var out []*domain.State
	for _, e := range ends {
		c := x.leave(st, e)
		signal := c.Killed
		if signal != "" && (construct == "&" || saved.First) {
			c.Killed = ""
		}
		if signal == "" || construct == "&" || !saved.First { // nobody knows when a job's signal comes
			out = append(out, c)
			continue
		}
		out = append(out, x.signalled(c, signal, at)...)
	}
	return x.dom.Merge(out)
}

// loopsAround is how many loops around a subshell its break and continue can mean. dash counts them all, bash only those
// around a substitution: it forgets them in ( ), pipelines, jobs and coprocesses.
func (x *exec) loopsAround(construct string) int {
	if !x.prog.Dash {
		switch construct {
		case "$( )", "<( )", ">( )":
		default:
			return 0
		}
	}
	return x.sc.Outer + len(x.sc.Loops)
}

// leave is the state of the outer shell after its subshell ended as e.
func (x *exec) leave(outer, e *domain.State) *domain.State {
	c := e.Fork()
	c.Vars, c.Args, c.Opts, c.Funcs, c.Alias, c.Traps = outer.Vars, outer.Args, outer.Opts, outer.Funcs, outer.Alias, outer.Traps
	c.Fds, c.Frame, c.Cwd, c.Depth, c.Jobs = outer.Fds, outer.Frame, outer.Cwd, outer.Depth, outer.Jobs
	outer.Vars.Diff(e.Vars, func(k uint32, v *domain.Variable, vok bool, w *domain.Variable, wok bool) {
		if wok && w != nil && w.Set && !domain.SameVariable(v, w) {
			c.Lost = c.Lost.Set(k, c.Status.At)
		}
	})
	return c
}

// A captured is the end of a subshell whose output was collected.
type captured struct {
	st  *domain.State
	out value.Value
}

// captureOutput runs something in a subshell and collects what it prints.
func (x *exec) captureOutput(st *domain.State, construct string, at place.Range, both bool, run func(*domain.State) []*domain.State) []captured {
	level := len(st.Caps)
	if level > x.prog.Bounds.Depth/4 { // each state keeps what all those around have printed
		x.dom.Over, x.tooNested = true, true
		return nil
	}
	inner := st.Fork()
	inner.Caps = make([]value.Value, level+1) // exactly: with substitutions inside of each other these are most of what there is
	copy(inner.Caps, st.Caps)
	inner.SetFd(1, domain.Dest{Kind: domain.ToCapture, Level: level})
	if both {
		inner.SetFd(2, inner.Fd(1))
	}
	var out []captured
	for _, e := range x.subshell(inner, construct, at, run) {
		c := e.Fork()
		var text value.Value
		if level < len(e.Caps) {
			text = e.Caps[level]
			c.Caps = e.Caps[:level:level]
		}
		c.Fds = st.Fds
		out = append(out, captured{c, text})
	}
	return out
}

// substitute runs a command substitution.
func (x *exec) substitute(c *syntax.CmdSubst, st *domain.State) []captured {
	// bash clears -e inside $( ) unless inherit_errexit is set (bash manual, Command Execution Environment); dash
	// keeps it, and does not know there that it runs as a condition.
	noErr, why, cleared, condition, redirecting := x.proof.NoErr, x.noErrWhy, x.proof.ErrCleared, x.proof.Condition, x.redirecting
	x.redirecting = false
	if redirecting { // as in procSubst
		x.proof.NoErr, x.noErrWhy = 0, ""
	}
	if x.prog.Dash {
		x.proof.NoErr, x.proof.Condition = 0, condition || noErr > 0
	}
	run := func(in *domain.State) []*domain.State {
		if !x.prog.Dash && in.Opts&domain.OptErrexit != 0 && in.Opts&domain.OptInheritErrexit == 0 {
			in = in.Fork()
			in.Opts &^= domain.OptErrexit
			x.proof.ErrCleared = x.proof.NoErr == 0
		}
		return x.stmts(c.Stmts, []*domain.State{in})
	}
	st = st.Fork()
	if x.before != nil {
		st.Status = *x.before
	}
	st.Status = domain.Status{Val: st.Status.Val, Ask: st.Status.Ask, At: st.Status.At, Inv: st.Status.Inv, Cmd: st.Status.Cmd}
	var out []captured
	if len(c.Stmts) == 0 {
		n := st.Fork()
		n.Status = domain.Status{Val: value.Lit("0")}
		out = []captured{{n, nil}}
	} else if file := readsFile(c); file != nil {
		for _, f := range x.word(file, st) {
			if asked := x.askedByFile(c, file, f.v, f.st); asked != nil {
				for _, a := range asked {
					out = append(out, captured{a.st, a.out})
				}
				continue
			}
			out = append(out, captured{x.dom.SetStatus(f.st, x.readStatus(f.st, f.v)), x.tools.FileText(f.st, f.v, file)})
		}
	} else {
		out = x.captureOutput(st, "$( )", x.prog.Span(c), false, run)
	}
	x.proof.NoErr, x.noErrWhy, x.proof.ErrCleared, x.proof.Condition, x.redirecting = noErr, why, cleared, condition, redirecting
	var trimmed []captured
	for _, c := range out {
		trimmed = append(trimmed, x.trim(c)...)
	}
	return trimmed
}

// trim drops the newlines at the end of a substitution's text. Where the last command may have printed nothing, the newline
// before it goes too.
func (x *exec) trim(c captured) []captured {
	n := len(c.out) - 1
	if n < 1 || c.out[n].Sym == nil || c.out[n-1].Sym != nil || !strings.HasSuffix(c.out[n-1].Lit, "\n") {
		return []captured{{c.st, c.out.TrimNewlines()}}
	}
	var out []captured
	for _, b := range x.dom.DecideEmpty(c.st, c.out[n:]) {
		if b.Ok {
			out = append(out, x.trim(captured{b.St, c.out[:n:n]})...)
		} else {
			out = append(out, captured{b.St, c.out})
		}
	}
	return out
}

// readsFile recognises $(<file).
func readsFile(c *syntax.CmdSubst) *syntax.Word {
	if len(c.Stmts) == 1 && c.Stmts[0].Cmd == nil && len(c.Stmts[0].Redirs) == 1 && c.Stmts[0].Redirs[0].Op == syntax.RdrIn {
		return c.Stmts[0].Redirs[0].Word
	}
	return nil
}
