package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// background runs a command with &: its status is not known before somebody waits for it.
func (x *exec) background(s *syntax.Stmt, st *domain.State) []*domain.State {
	fg := *s
	fg.Background, fg.Coprocess, fg.Disown = false, false, false
	if !x.prog.Dash {
		fg.Negated = false // bash forgets the ! of a job: ! guard & has the guard's own status
	}
	at := x.prog.Span(s)
	x.readsPipes(&fg, at, st)
	noErr, why := x.proof.NoErr, x.noErrWhy
	if x.prog.Dash { // which forgets there that it may run in a condition
		x.proof.NoErr, x.noErrWhy = 0, ""
	}
	outer, wiped, beside := x.proof.Fan, x.proof.Wiped, x.beside
	x.proof.Fan, x.proof.Wiped, x.beside = &proof.Fan{At: at, By: "&", Before: st.Facts}, nil, x.writtenBeside(st)
	ends := x.subshell(st, "&", at, func(in *domain.State) []*domain.State { return x.stmt(&fg, []*domain.State{in}) })
	x.proof.NoErr, x.noErrWhy = noErr, why
	wipes := x.proof.Wiped
	x.proof.Fan, x.proof.Wiped, x.beside = outer, append(wiped, wipes...), beside
	var out []*domain.State
	for _, e := range ends {
		n := e.Fork()
		st.Facts.Diff(e.Facts, func(k uint32, f domain.Fact, had bool, g domain.Fact, ok bool) {
			if ok && !(had && f.SameAnswer(g)) && !x.dom.AskList[k].Prompt { // a sleep only makes answers older
				x.dom.Event(n, domain.Step{Kind: domain.Backgrounded, At: at, Ask: x.dom.AskList[k], By: "&"})
			}
		})
		id := x.dom.FreshAt(n, "job", s, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymCount, "$!" })
		x.noteWrites(int(id.Id), st, e)
		n.Vars = n.Vars.Set(x.tab.Name("!"), &domain.Variable{Set: true, Val: value.SymValue(id)})
		x.dom.StartJob(n, &domain.Job{Id: int(id.Id), Depth: n.Depth, Status: x.jobStatus(e.Status), Wipes: wipes, Up: x.dom.EarlierJobs(n, id)})
		n.Status = domain.Status{Val: value.Lit("0"), At: at}
		n.Cons = x.undecided(st, n)
		n.Memory = st.Memory // what the job asks, it asks at some later time
		n.Pend = st.Pend
		out = append(out, n)
	}
	writes := slices.ContainsFunc(ends, func(e *domain.State) bool {
		changed := false
		st.Files.Diff(e.Files, func(uint32, value.Value, bool, value.Value, bool) { changed = true })
		return changed
	})
	if !writes && !x.mayWait(&fg, 0) {
		return out
	}
	// It may wait for its guard for ever, or begin later than what reads the file that it writes: until somebody waits for it,
	// nothing has been said.
	n := st.Fork()
	id := x.dom.FreshAt(n, "job", s, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymCount, "$!" })
	n.Vars = n.Vars.Set(x.tab.Name("!"), &domain.Variable{Set: true, Val: value.SymValue(id)})
	x.dom.StartJob(n, &domain.Job{Id: int(id.Id), Depth: n.Depth, Open: true, Status: domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("job"))}, Up: x.dom.EarlierJobs(n, id)})
	n.Status = domain.Status{Val: value.Lit("0"), At: at}
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
				for _, f := range x.prog.Static.ByName[n.Args[0].Lit()] {
					found = found || x.mayWait(f.Decl.Body, depth+1)
				}
			}
		}
		return !found
	})
	return found
}

// wait is the builtin: the status of a job that it names, or 0.
func (x *exec) wait(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	res := domain.Status{Val: value.Lit("0"), At: cl.At}
	if len(cl.Args) == 1 {
		for j := st.Jobs; j != nil; j = j.Up {
			if j.Open && j.Depth == st.Depth {
				x.departures.never++
				return nil // wait comes back when it has ended, which is another state
			}
		}
		c.Jobs = c.Jobs.WaitedForAll(st.Depth)
	}
	if len(cl.Args) > 1 {
		v := cl.Args[len(cl.Args)-1].V
		if v.Key() == "-n" && st.Jobs == nil && !x.prog.Dash && !x.dom.Blinded {
			res.Val = value.Lit("127") // there is nothing to wait for
		} else if j, one := st.Jobs.Only(st.Depth); one && v.Key() == "-n" {
			if j.Open {
				x.departures.never++
				return nil
			}
			res = j.Status // there is no other one
			c.Jobs = c.Jobs.Reap(func(k *domain.Job) bool { return k.Id == j.Id })
		} else if s := st.Resolve(v).Single(); s != nil {
			res.Val = value.SymValue(x.dom.StatusSym(c, cl.Node)) // of a process that is none of its jobs
			for j := st.Jobs; j != nil; j = j.Up {
				if j.Id == int(s.Id) {
					if j.Depth != st.Depth {
						res.Val = value.Lit("127") // a subshell has none of its parent's children
						if !x.prog.Dash && x.sc.Sub == "$( )" {
							// bash knows there the jobs that have ended, and fails to wait for the others
							res.Val = value.Lit("255")
							return []*domain.State{x.dom.SetStatus(c, res), x.dom.SetStatus(c, j.Status)}
						}
						break
					}
					if j.Open {
						x.departures.never++
						return nil
					}
					res = j.Status
					c.Jobs = c.Jobs.Reap(func(k *domain.Job) bool { return k.Id == j.Id })
					break
				}
			}
		} else if t, ok := v.Constant(); ok && len(t) > 1 && t[0] == '%' && st.Jobs != nil {
			res.Val = value.SymValue(x.dom.StatusSym(c, cl.Node)) // of whichever
			if j := st.Jobs; t == "%%" || t == "%+" || t == "%1" && j.Up == nil {
				res = j.Status
			}
		} else {
			res.Val = value.SymValue(x.dom.StatusSym(c, cl.Node))
		}
	}
	return []*domain.State{x.dom.SetStatus(c, res)}
}
