package domain

import (
	"slices"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// How each part of two states becomes one that allows what either does. A part in which they differ becomes the worst of both: what
// may be empty, unset or several words in one of them may be so after it (danger.go).

func joinFacts(_ *Space, j *joining) { j.to.Facts = UniteFacts(j.a.Facts, j.b.Facts) }

func joinCands(_ *Space, j *joining) {
	j.a.Cands.Diff(j.b.Cands, func(k uint32, m CandMask, mok bool, n CandMask, nok bool) {
		if !mok {
			m = CandUnasked
		}
		if !nok {
			n = CandUnasked
		}
		j.to.Cands = j.to.Cands.Set(k, m|n)
	})
}

func joinLost(_ *Space, j *joining) {
	j.a.Lost.Diff(j.b.Lost, func(k uint32, r place.Range, rok bool, s place.Range, _ bool) {
		if !rok {
			r = s
		}
		j.to.Lost = j.to.Lost.Set(k, r)
	})
}

// joinMade takes over the counts of the second state as they are where those of the first are no higher: what is shared is compared
// quickly.
func joinMade(_ *Space, j *joining) {
	more := false
	to := j.a.Made
	j.a.Made.Diff(j.b.Made, func(k uint32, m int, _ bool, n int, _ bool) {
		if m < n {
			to = to.Set(k, n)
		}
		more = more || m > n
	})
	if !more {
		to = j.b.Made
	}
	j.to.Made = to
}

// joinMemory forgets what a guard answered in one of the states only: asked again it may answer anything.
func joinMemory(_ *Space, j *joining) {
	j.a.Memory.Diff(j.b.Memory, func(k uint32, m *Memo, _ bool, n *Memo, _ bool) {
		if !sameMemo(m, n) {
			j.to.Memory = j.to.Memory.Del(k)
		}
	})
}

func joinCons(x *Space, j *joining) {
	j.a.Cons.Diff(j.b.Cons, func(k uint32, p *value.Con, pok bool, q *value.Con, qok bool) {
		if p == q {
			return
		}
		x.mayStillBe(k, p)
		x.mayStillBe(k, q)
		if !pok || !qok {
			j.to.Cons = j.to.Cons.Del(k)
			return
		}
		if c := p.Join(q); !c.Equal(p) {
			j.to.Cons = j.to.Cons.Set(k, c)
		}
	})
}

// joinOpts is for states in which too much differs to keep apart what runs: errexit, pipefail and nounset stop things, and without them
// more is reached.
func joinOpts(_ *Space, j *joining) {
	j.to.Opts = j.a.Opts&j.b.Opts | (j.a.Opts|j.b.Opts)&(OptForeign|OptExecfail|OptNocasematch|OptNoclobber|OptFailglob)
}

func joinKilled(_ *Space, j *joining) {
	if j.a.Killed != j.b.Killed {
		j.to.Killed = ""
	}
}

func joinFds(_ *Space, j *joining) {
	for i := range len(fdTable{}) {
		if j.a.Fd(i) != j.b.Fd(i) {
			j.to.SetFd(i, Dest{Kind: ToUnknown})
		}
	}
}

func joinFuncs(_ *Space, j *joining) {
	j.a.Funcs.Diff(j.b.Funcs, func(k uint32, f *effects.Function, fok bool, g *effects.Function, _ bool) {
		if !fok || f == nil || g != nil && g.Doubted != nil {
			j.to.Funcs = j.to.Funcs.Set(k, g)
		}
	})
}

func joinAlias(_ *Space, j *joining) {
	j.a.Alias.Diff(j.b.Alias, func(k uint32, v string, vok bool, w string, wok bool) {
		if vok != wok || v != w {
			j.to.Alias = j.to.Alias.Del(k)
		}
	})
}

func joinTraps(_ *Space, j *joining) {
	if j.to.Traps == nil {
		j.to.Traps = j.b.Traps
	}
}

func joinCwd(x *Space, j *joining) {
	if value.SameValue(j.a.Cwd, j.b.Cwd) {
		return
	}
	if j.to.Cwd = x.Pwd(j.a); value.SameValue(j.to.Cwd, x.Pwd(j.b)) {
		return // one of them is known to hold what the script expects there
	}
	j.to.Cwd = x.joinValue(j, "PWD", j.to.Cwd, x.Pwd(j.b))
}

// joinVars makes unknown the variables in which the states differ; those that cannot matter to a finding more so than others.
func joinVars(x *Space, j *joining) {
	j.a.Vars.Diff(j.b.Vars, func(k uint32, v *Variable, vok bool, w *Variable, wok bool) {
		if vok == wok && SameVariable(v, w) {
			return
		}
		if !x.Matter(k) {
			j.to.Vars = j.to.Vars.Set(k, x.Irrelevant(k, v, w))
			return
		}
		if j.widens && vok && j.a.holdsJob(v) {
			return // jobs are told apart by the place that starts them, so that there are no more of them with each round
		}
		n, was := x.joinVariable(j, k, v, w)
		x.inherit(j.to, n, x.saidOf(j.a, v), x.saidOf(j.b, w))
		if was {
			return
		}
		if j.made != nil {
			j.made[k] = n
		}
		j.to.Vars = j.to.Vars.Set(k, n)
	})
}

// joinFrame joins what local variables hide. What is local in one of the states only may or may not come back when the function returns.
func joinFrame(x *Space, j *joining) {
	f, g := j.a.Frame, j.b.Frame
	if f == g || f == nil || g == nil {
		return
	}
	top := *j.to.Frame
	f.Saved.Diff(g.Saved, func(k uint32, v *Variable, vok bool, w *Variable, wok bool) {
		switch {
		case vok && wok && SameVariable(v, w):
			return
		case vok && wok:
			n, _ := x.joinVariable(&joining{a: j.a, b: j.b, to: j.to}, k, v, w)
			if v != nil && v.Perhaps || w != nil && w.Perhaps {
				n.Perhaps = true
			}
			top.Saved = top.Saved.Set(k, n)
		default:
			if !vok {
				v = w
			}
			n := x.binding(k, v).Changed()
			n.Perhaps = true
			top.Saved = top.Saved.Set(k, n)
		}
	})
	if !x.sameHeld(f.Saved, g.Saved, true) {
		j.to.Frame = &top
	}
}

// binding is one that reads as the variable does: one that the script has not assigned is that of the environment.
func (x *Space) binding(k uint32, v *Variable) *Variable {
	if v != nil {
		return v
	}
	return &Variable{Set: true, Loose: true, Val: value.SymValue(x.EnvSym(x.tab.NameOf[k]))}
}

// Returned is what a variable is when a function returns that may have made it local: what it was, or what the function left.
func (x *Space) Returned(st *State, k uint32, saved *Variable) *Variable {
	was := saved.Changed()
	was.Perhaps = false
	now, _ := st.Vars.Get(k)
	if SameVariable(was, now) {
		return was
	}
	n, _ := x.joinVariable(&joining{a: st, b: st, to: st}, k, was, now)
	return n
}

func joinArgs(x *Space, j *joining) {
	p, q := j.a.Args, j.b.Args
	if p == nil || q == nil || sameParams(p, q) {
		return
	}
	if !p.Open && !q.Open && len(p.Known) == len(q.Known) {
		n := *j.to.Args
		n.Known = slices.Clone(n.Known)
		for i := range n.Known {
			if !value.SameValue(p.Known[i], q.Known[i]) {
				n.Known[i] = x.joinValue(j, strconv.Itoa(i+1), p.Known[i], q.Known[i])
			}
		}
		j.to.Args = &n
		return
	}
	n := Params{Open: true, Gen: max(p.Gen, q.Gen) + 1}
	if n.Gen > MaxShift {
		n.Gen = MaxShift
		x.renewArgs(j.to, &n)
	}
	j.to.Args = &n
}

func joinStatus(x *Space, j *joining) {
	a, b := j.a.Status, j.b.Status
	if !value.SameValue(a.Val, b.Val) {
		j.to.Status = Status{Val: value.SymValue(x.joinedStatus()), Stale: a.Stale || b.Stale}
	}
	if j.to.Status.Ask == nil {
		j.to.Status.Ask = b.Ask
	}
}

// joinedStatus stands for any exit status.
func (x *Space) joinedStatus() *value.Sym {
	s := x.AnyStatusSym("join")
	s.AddReasons(x.Approximated.Because)
	return s
}

// joinPipes keeps the place of each status: one that is missing would be unset.
func joinPipes(x *Space, j *joining) {
	p, q := j.a.Pipes, j.b.Pipes
	if samePipes(x, j.a, j.b, View{}) {
		return
	}
	if len(p) == 0 {
		p = []Status{j.a.Status}
	}
	if len(q) == 0 {
		q = []Status{j.b.Status}
	}
	out := make([]Status, max(len(p), len(q)))
	for i := range out {
		if i < len(p) && i < len(q) && value.SameValue(p[i].Val, q[i].Val) {
			out[i] = p[i] // a status is never renamed by a join
		} else {
			out[i] = Status{Val: value.SymValue(x.joinedStatus())}
		}
	}
	j.to.Pipes = out
}

func joinCaps(x *Space, j *joining) {
	if len(j.a.Caps) != len(j.b.Caps) || sameCaps(x, j.a, j.b, View{}) {
		return
	}
	caps := slices.Clone(j.to.Caps)
	for i := range caps {
		if !value.SameValue(j.a.Caps[i], j.b.Caps[i]) {
			d := x.valueDanger(j.a, j.a.Caps[i]).Worse(x.valueDanger(j.b, j.b.Caps[i]))
			caps[i] = value.SymValue(x.tab.Sym("join:cap"+strconv.Itoa(i)+d.Key(), func(s *value.Sym) {
				s.Kind, s.Desc, s.Summary, s.Lines, s.Danger = value.SymWidened, "what a command printed", true, true, d
			}))
		}
	}
	j.to.Caps = caps
}

func joinStdin(_ *Space, j *joining) {
	if !sameInput(j.a.Stdin, j.b.Stdin) {
		j.to.Stdin, j.to.Elsewhere = nil, true
	}
	j.to.Elsewhere = j.to.Elsewhere || j.b.Elsewhere && j.to.Stdin == nil
}

// joinFiles forgets what is in a file of which the states think differently.
func joinFiles(_ *Space, j *joining) {
	j.a.Files.Diff(j.b.Files, func(k uint32, v value.Value, vok bool, w value.Value, wok bool) {
		if vok != wok || !value.SameValue(v, w) {
			j.to.Files = j.to.Files.Del(k)
		}
	})
}

// joinJobs keeps all jobs. One that is there in one of the states only may have any status, as there is none in the other; one that may
// not have ended in one of them has, in so far as a wait for it comes back.
func joinJobs(x *Space, j *joining) {
	if j.a.Jobs == j.b.Jobs {
		return
	}
	var out []*Job
	unsure := func(k *Job) *Job {
		c := *k
		c.Open, c.Perhaps = false, true
		c.Status = Status{Val: value.SymValue(x.joinedStatus()), Ask: k.Status.Ask}
		return &c
	}
	same := sharedTail(j.to.Jobs, j.b.Jobs)
	if same != nil && (j.to.Jobs.anyBelow(same) || j.b.Jobs.anyBelow(same)) { // they stand in the order of their numbers
		same = nil
	}
	inA, inB := jobsBefore(j.a.Jobs, same), jobsBefore(j.b.Jobs, same)
	for k := j.to.Jobs; k != same; k = k.Up {
		o := inB[k.Id]
		if o == nil {
			out = append(out, unsure(k))
			continue
		}
		c := *k
		c.Perhaps = k.Perhaps || o.Perhaps || k.Reaped != o.Reaped
		c.Reaped = k.Reaped && o.Reaped
		switch {
		case k.Open && !o.Open:
			c.Status, c.Open = o.Status, false
		case k.Open == o.Open && (inA[k.Id] == nil || !value.SameValue(inA[k.Id].Status.Val, o.Status.Val)):
			c.Status = Status{Val: value.SymValue(x.joinedStatus()), Ask: k.Status.Ask}
		}
		if c.Status.Ask == nil {
			c.Status.Ask = o.Status.Ask
		}
		c.Wipes = slices.Concat(k.Wipes[:len(k.Wipes):len(k.Wipes)], o.Wipes)
		if len(o.Wipes) == 0 || len(k.Wipes) > 8 || sameWipes(k.Wipes, o.Wipes) {
			c.Wipes = k.Wipes
		}
		out = append(out, &c)
	}
	for k := j.b.Jobs; k != same; k = k.Up {
		if inA[k.Id] == nil {
			out = append(out, unsure(k))
		}
	}
	slices.SortStableFunc(out, func(a, b *Job) int { return b.Id - a.Id })
	list := same
	for _, c := range slices.Backward(out) {
		c.Up, list = list, c
	}
	j.to.Jobs = list
}

func sameWipes(a, b []Wipe) bool {
	return slices.EqualFunc(a, b, func(v, w Wipe) bool { return v.At == w.At })
}

// find is the job of a number.
func (j *Job) find(id int) *Job {
	for ; j != nil; j = j.Up {
		if j.Id == id {
			return j
		}
	}
	return nil
}

func joinPend(_ *Space, j *joining) {
	if j.to.Pend == nil {
		j.to.Pend = j.b.Pend
	}
}

func joinTrace(_ *Space, j *joining) { j.to.Trace = join(j.a.Trace, j.b.Trace) }

func joinRests(_ *Space, j *joining) { uniteRests(j.to, j.a, j.b, j.order) }

// WidenState makes what a loop can make larger without end as unknown as the join with the state before the loop.
func (x *Space) WidenState(before, st *State) {
	j := &joining{a: st.Fork(), b: before, to: st, widens: true}
	for i := range Parts {
		if Parts[i].Grows {
			Parts[i].join(x, j)
		}
	}
}
