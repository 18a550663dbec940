package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// background runs a command with &: its status is not known before somebody waits for it.
func (x *exec) background(s *syntax.Stmt, st *state) []*state {
	fg := *s
	fg.Background, fg.Coprocess, fg.Disown = false, false, false
	if !x.dash {
		fg.Negated = false // bash forgets the ! of a job: ! guard & has the guard's own status
	}
	at := x.span(s)
	noErr, why := x.noErr, x.noErrWhy
	if x.dash { // which forgets there that it may run in a condition
		x.noErr, x.noErrWhy = 0, ""
	}
	outer, wiped, beside := x.fan, x.wiped, x.beside
	x.fan, x.wiped, x.beside = &Fan{At: at, By: "&", before: st.facts}, nil, x.writtenBeside(st)
	ends := x.subshell(st, "&", at, func(in *state) []*state { return x.stmt(&fg, []*state{in}) })
	x.noErr, x.noErrWhy = noErr, why
	wipes := x.wiped
	x.fan, x.wiped, x.beside = outer, append(wiped, wipes...), beside
	var out []*state
	for _, e := range ends {
		n := e.fork()
		st.facts.diff(e.facts, func(k uint32, _ fact, _ bool, _ fact, ok bool) {
			if ok && !x.askList[k].Prompt {
				x.event(n, Step{Kind: Backgrounded, At: at, Ask: x.askList[k], By: "&"})
			}
		})
		id := x.freshAt(n, "job", s, "", func(s *Sym) { s.kind, s.desc = symCount, "$!" })
		x.noteWrites(int(id.id), st, e)
		n.jobs = &job{id: int(id.id), depth: n.depth, status: x.jobStatus(e.status), wipes: wipes, up: n.jobs.without(int(id.id))}
		n.vars = n.vars.set(x.name("!"), &variable{set: true, val: symValue(id)})
		n.status = status{val: lit("0"), at: at}
		n.cons = x.undecided(st, n)
		n.memory = st.memory // what the job asks, it asks at some later time
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
	id := x.freshAt(n, "job", s, "", func(s *Sym) { s.kind, s.desc = symCount, "$!" })
	n.jobs = &job{id: int(id.id), depth: n.depth, open: true, status: status{val: symValue(x.anyStatusSym("job"))}, up: n.jobs.without(int(id.id))}
	n.vars = n.vars.set(x.name("!"), &variable{set: true, val: symValue(id)})
	n.status = status{val: lit("0"), at: at}
	return append(out, n)
}

// mayWait reports whether a command has a loop whose end depends on what commands answer.
func (x *exec) mayWait(s *syntax.Stmt, depth int) bool {
	found := false
	script.Walk(s, func(n syntax.Node) bool {
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
		if found != nil || j.perhaps {
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

// waitedForAll notes that a wait without operands has been there.
func (j *job) waitedForAll(depth int) *job {
	if j == nil {
		return nil
	}
	c := *j
	c.up = j.up.waitedForAll(depth)
	c.perhaps = j.perhaps || j.depth == depth
	return &c
}

// wait is the builtin: the status of a job that it names, or 0.
func (x *exec) wait(cl *callInfo, st *state) []*state {
	c := st.fork()
	res := status{val: lit("0"), at: cl.at}
	if len(cl.args) == 1 {
		for j := st.jobs; j != nil; j = j.up {
			if j.open && j.depth == st.depth {
				x.departures.never++
				return nil // wait comes back when it has ended, which is another state
			}
		}
		c.jobs = c.jobs.waitedForAll(st.depth)
	}
	if len(cl.args) > 1 {
		v := cl.args[len(cl.args)-1].v
		if v.key() == "-n" && st.jobs == nil && !x.dash && !x.blinded {
			res.val = lit("127") // there is nothing to wait for
		} else if j, one := st.jobs.only(st.depth); one && v.key() == "-n" {
			if j.open {
				x.departures.never++
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
						x.departures.never++
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
