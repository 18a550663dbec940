package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// subshell runs something in a copy of the shell. What it learns about the world stays; what it changes in the shell is
// lost, and so is its exit.
func (x *exec) subshell(st *state, construct string, at Range, run func(*state) []*state) []*state {
	var exits []*state
	saved := x.sc
	x.sc = scope{exits: &exits, sub: construct, shell: saved.shell, inFunc: saved.inFunc, outer: x.loopsAround(construct)}
	inner := st.fork()
	if st.traps != nil {
		inner.traps = nil
		if st.opts&optErrtrace != 0 && !x.dash {
			inner.traps = &trapSet{err: st.traps.err}
		}
	}
	inner.depth++
	before := x.departures
	ends := run(inner)
	ends = x.exitTraps(append(ends, exits...))
	ends = x.endedSubshell(before, at, inner, ends)
	x.sc = saved
	var out []*state
	for _, e := range ends {
		c := x.leave(st, e)
		signal := c.killed
		if signal != "" && (construct == "&" || saved.first) {
			c.killed = ""
		}
		if signal == "" || construct == "&" || !saved.first { // nobody knows when a job's signal comes
			out = append(out, c)
			continue
		}
		out = append(out, x.signalled(c, signal, at)...)
	}
	return x.merge(out)
}

// loopsAround is how many loops around a subshell its break and continue can mean. dash counts them all, bash only those
// around a substitution: it forgets them in ( ), pipelines, jobs and coprocesses.
func (x *exec) loopsAround(construct string) int {
	if !x.dash {
		switch construct {
		case "$( )", "<( )", ">( )":
		default:
			return 0
		}
	}
	return x.sc.outer + len(x.sc.loops)
}

// leave is the state of the outer shell after its subshell ended as e.
func (x *exec) leave(outer, e *state) *state {
	c := e.fork()
	c.vars, c.args, c.opts, c.funcs, c.alias, c.traps = outer.vars, outer.args, outer.opts, outer.funcs, outer.alias, outer.traps
	c.fds, c.frame, c.cwd, c.depth, c.jobs = outer.fds, outer.frame, outer.cwd, outer.depth, outer.jobs
	outer.vars.diff(e.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if wok && w != nil && w.set && !sameVariable(v, w) {
			c.lost = c.lost.set(k, c.status.at)
		}
	})
	return c
}

// A captured is the end of a subshell whose output was collected.
type captured struct {
	st  *state
	out Value
}

// captureOutput runs something in a subshell and collects what it prints.
func (x *exec) captureOutput(st *state, construct string, at Range, both bool, run func(*state) []*state) []captured {
	inner := st.fork()
	level := len(st.caps)
	inner.caps = append(append([]Value(nil), st.caps...), nil)
	inner.setFd(1, dest{kind: toCapture, level: level})
	if both {
		inner.setFd(2, inner.fd(1))
	}
	var out []captured
	for _, e := range x.subshell(inner, construct, at, run) {
		c := e.fork()
		var text Value
		if level < len(e.caps) {
			text = e.caps[level]
			c.caps = e.caps[:level:level]
		}
		c.fds = st.fds
		out = append(out, captured{c, text})
	}
	return out
}

// substitute runs a command substitution.
func (x *exec) substitute(c *syntax.CmdSubst, st *state) []captured {
	// bash clears -e inside $( ) unless inherit_errexit is set (bash manual, Command Execution Environment); dash
	// keeps it, and does not know there that it runs as a condition.
	noErr, why, cleared, condition, redirecting := x.noErr, x.noErrWhy, x.errCleared, x.condition, x.redirecting
	x.redirecting = false
	if redirecting { // as in procSubst
		x.noErr, x.noErrWhy = 0, ""
	}
	if x.dash {
		x.noErr, x.condition = 0, condition || noErr > 0
	}
	run := func(in *state) []*state {
		if !x.dash && in.opts&optErrexit != 0 && in.opts&optInheritErrexit == 0 {
			in = in.fork()
			in.opts &^= optErrexit
			x.errCleared = x.noErr == 0
		}
		return x.stmts(c.Stmts, []*state{in})
	}
	st = st.fork()
	if x.before != nil {
		st.status = *x.before
	}
	st.status = status{val: st.status.val, ask: st.status.ask, at: st.status.at, inv: st.status.inv, cmd: st.status.cmd}
	var out []captured
	if len(c.Stmts) == 0 {
		n := st.fork()
		n.status = status{val: lit("0")}
		out = []captured{{n, nil}}
	} else if file := readsFile(c); file != nil {
		for _, f := range x.word(file, st) {
			out = append(out, captured{x.setStatus(f.st, x.readStatus(f.st, f.v)), x.fileText(f.st, f.v, file)})
		}
	} else {
		out = x.captureOutput(st, "$( )", x.span(c), false, run)
	}
	x.noErr, x.noErrWhy, x.errCleared, x.condition, x.redirecting = noErr, why, cleared, condition, redirecting
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
	if n < 1 || c.out[n].sym == nil || c.out[n-1].sym != nil || !strings.HasSuffix(c.out[n-1].lit, "\n") {
		return []captured{{c.st, c.out.trimNewlines()}}
	}
	var out []captured
	for _, b := range x.decideEmpty(c.st, c.out[n:]) {
		if b.ok {
			out = append(out, x.trim(captured{b.st, c.out[:n:n]})...)
		} else {
			out = append(out, captured{b.st, c.out})
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

func (x *exec) statusSym(st *state, n syntax.Node) *Sym {
	s := x.freshAt(st, "status", n, "", func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
	st.setCon(s, statusCon)
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
