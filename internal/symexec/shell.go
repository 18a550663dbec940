package symexec

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// subshell runs something in a copy of the shell. What it learns about the world stays; what it changes in the shell is
// lost, and so is its exit.
func (x *exec) subshell(st *state, construct string, at Range, run func(*state) []*state) []*state {
	var exits []*state
	saved := x.sc
	x.sc = scope{exits: &exits, sub: construct, inFunc: saved.inFunc, cut: saved.cut || len(saved.loops) > 0}
	inner := st.fork()
	if st.traps != nil {
		inner.traps = nil
		if st.opts&optErrtrace != 0 && !x.dash {
			inner.traps = &trapSet{err: st.traps.err}
		}
	}
	inner.depth++
	ends := run(inner)
	ends = x.exitTraps(append(ends, exits...))
	x.sc = saved
	var out []*state
	for _, e := range ends {
		c := x.leave(st, e)
		signal := c.killed
		if signal != "" && (construct == "&" || saved.sub == "") {
			c.killed = ""
		}
		if signal == "" || construct == "&" || saved.sub != "" { // nobody knows when a job's signal comes
			out = append(out, c)
			continue
		}
		out = append(out, x.signalled(c, signal, at)...)
	}
	return x.merge(out)
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
	noErr, why, cleared := x.noErr, x.noErrWhy, x.errCleared
	if x.dash {
		x.noErr = 0
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
	x.noErr, x.noErrWhy, x.errCleared = noErr, why, cleared
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
			if !last && x.unheard(elems[i+1:], st) {
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

// piece runs a part of a pipeline. bash runs no ERR trap for a simple command there, only for commands inside of others and for
// the pipeline as a whole.
func (x *exec) piece(s *syntax.Stmt, st *state) []*state {
	if _, simple := s.Cmd.(*syntax.CallExpr); !simple || s.Negated {
		return x.stmt(s, []*state{st})
	}
	if x.spend(1) || x.nest > maxDepth {
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
	return x.redirected(s, []*state{st})
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
		if ok {
			out = append(out, x.askList[k])
		}
	})
	return out
}

// background runs a command with &: its status is not known before somebody waits for it.
func (x *exec) background(s *syntax.Stmt, st *state) []*state {
	fg := *s
	fg.Background, fg.Coprocess, fg.Disown = false, false, false
	if !x.dash {
		fg.Negated = false // bash forgets the ! of a job: ! guard & has the guard's own status
	}
	at := x.span(s)
	noErr := x.noErr
	ends := x.subshell(st, "&", at, func(in *state) []*state { return x.stmt(&fg, []*state{in}) })
	x.noErr = noErr
	var out []*state
	for _, e := range ends {
		n := e.fork()
		st.facts.diff(e.facts, func(k uint32, _ fact, _ bool, _ fact, ok bool) {
			if ok {
				x.event(n, Step{Kind: Backgrounded, At: at, Ask: x.askList[k], By: "&"})
			}
		})
		id := x.fresh(n, "job"+x.at(s), func(s *Sym) { s.kind, s.desc = symCount, "$!" })
		n.jobs = &job{id: int(id.id), depth: n.depth, status: e.status, up: n.jobs.without(int(id.id))}
		n.vars = n.vars.set(x.name("!"), &variable{set: true, val: symValue(id)})
		n.status = status{val: lit("0"), at: at}
		n.pend = st.pend
		out = append(out, n)
	}
	writes := slices.ContainsFunc(ends, func(e *state) bool {
		changed := false
		st.files.diff(e.files, func(uint32, Value, bool, Value, bool) { changed = true })
		return changed
	})
	if !writes && !x.mayWait(&fg, 0) {
		return out
	}
	// It may wait for its guard for ever, or begin later than what reads the file that it writes: until somebody waits for it,
	// nothing has been said.
	n := st.fork()
	id := x.fresh(n, "job"+x.at(s), func(s *Sym) { s.kind, s.desc = symCount, "$!" })
	n.jobs = &job{id: int(id.id), depth: n.depth, open: true, status: status{val: symValue(x.anyStatusSym("job"))}, up: n.jobs.without(int(id.id))}
	n.vars = n.vars.set(x.name("!"), &variable{set: true, val: symValue(id)})
	n.status = status{val: lit("0"), at: at}
	return append(out, n)
}

// mayWait reports whether a command has a loop whose end depends on what commands answer.
func (x *exec) mayWait(s *syntax.Stmt, depth int) bool {
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.WhileClause:
			found = true
		case *syntax.CallExpr:
			if len(n.Args) > 0 && depth < 4 {
				for _, f := range x.static.byName[n.Args[0].Lit()] {
					found = found || x.mayWait(f.decl.Body, depth+1)
				}
			}
		}
		return !found
	})
	return found
}

// without leaves out the job that the same command started in an earlier round of a loop: that one's number has been renamed,
// so nothing finds it, and a loop that starts one each round would never settle.
func (j *job) without(id int) *job {
	if j == nil {
		return nil
	}
	up := j.up.without(id)
	if j.id == id {
		return up
	}
	if up == j.up {
		return j
	}
	c := *j
	c.up = up
	return &c
}

// only is the job of this shell that nobody has waited for, if there is just one.
func (j *job) only(depth int) (found *job, ok bool) {
	for ; j != nil; j = j.up {
		if j.reaped || j.depth != depth {
			continue
		}
		if found != nil {
			return nil, false
		}
		found = j
	}
	return found, found != nil
}

// reap marks the jobs that somebody has waited for. Their status can still be asked for by their number.
func (j *job) reap(waited func(*job) bool) *job {
	if j == nil {
		return nil
	}
	c := *j
	c.up = j.up.reap(waited)
	c.reaped = j.reaped || waited(j)
	return &c
}

// wait is the builtin: the status of a job that it names, or 0.
func (x *exec) wait(cl *callInfo, st *state) []*state {
	c := st.fork()
	res := status{val: lit("0"), at: cl.at}
	if len(cl.args) == 1 {
		for j := st.jobs; j != nil; j = j.up {
			if j.open && j.depth == st.depth {
				return nil // wait comes back when it has ended, which is another state
			}
		}
		c.jobs = c.jobs.reap(func(j *job) bool { return j.depth == st.depth })
	}
	if len(cl.args) > 1 {
		v := cl.args[len(cl.args)-1].v
		if j, one := st.jobs.only(st.depth); one && v.key() == "-n" {
			if j.open {
				return nil
			}
			res = j.status // there is no other one
			c.jobs = c.jobs.reap(func(k *job) bool { return k.id == j.id })
		} else if s := st.resolve(v).single(); s != nil {
			res.val = symValue(x.statusSym(c, cl.node)) // of a process that is none of its jobs
			for j := st.jobs; j != nil; j = j.up {
				if j.id == int(s.id) {
					if j.depth != st.depth {
						res.val = lit("127") // a subshell has none of its parent's children
						if !x.dash && x.sc.sub == "$( )" {
							// bash knows there the jobs that have ended, and fails to wait for the others
							res.val = lit("255")
							return []*state{x.setStatus(c, res), x.setStatus(c, j.status)}
						}
						break
					}
					if j.open {
						return nil
					}
					res = j.status
					c.jobs = c.jobs.reap(func(k *job) bool { return k.id == j.id })
					break
				}
			}
		} else if t, ok := v.constant(); ok && len(t) > 1 && t[0] == '%' && st.jobs != nil {
			res = st.jobs.status
		} else {
			res.val = symValue(x.statusSym(c, cl.node))
		}
	}
	return []*state{x.setStatus(c, res)}
}

func (x *exec) statusSym(st *state, n syntax.Node) *Sym {
	s := x.fresh(st, "status"+x.at(n), func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
	all := anyStatus
	st.setCon(s, &con{set: yes, nonempty: yes, dom: &all})
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
