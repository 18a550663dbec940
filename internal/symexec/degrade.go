package symexec

import (
	"context"
	"maps"
	"slices"
)

// coarser gives the bounds with which a part of a script is run, one after the other, until one comes to its end within its budget. Fewer
// states at a point mean that more of them are joined: less is known, and nothing is left out.
func (b Bounds) coarser() []Bounds {
	ladder := []Bounds{b}
	c := b
	for _, n := range []int{8, 4, 2, 1} {
		if n >= b.States {
			continue
		}
		c.States, c.FactSets = n, min(c.FactSets, n+1)
		c.Rounds, c.Items = max(c.Rounds/2, 1), max(c.Items/2, 3)
		ladder = append(ladder, c)
	}
	c.States, c.FactSets, c.Proofs, c.Rounds, c.OpenRounds, c.Items, c.Recursion = 1, 1, 1, 1, 1, min(c.Items, 3), 1
	return append(ladder, c)
}

// RunWith executes a script in every world. It does not fail: what cannot be executed is unknown. Where there are too many ways through
// the script it is run again with fewer states kept apart.
func RunWith(ctx context.Context, in Input) *Result {
	ladder := in.Bounds.orDefault().coarser()
	before := 0
	for i, b := range ladder {
		in.Bounds = b
		x := newExec(ctx, in)
		x.rests.anew = in.Anew
		st := x.start(in.Script)
		u := x.scriptUnit(in.Script)
		ends := x.runMain(u, x.mainStmts, st)
		if x.over && i+1 < len(ladder) && ctx.Err() == nil {
			before += x.steps
			st.pool.release()
			continue
		}
		x.ladder = ladder
		x.cutOff(nil)
		x.runUncalled(u, ends)
		r := x.result()
		r.Steps += before
		st.pool.release()
		return r
	}
	panic("symexec: no bounds to run with")
}

// runAlone runs a function that nothing calls, in a state.
func (x *exec) runAlone(u *unit, f *function, base *state) {
	defer func(b Bounds) { x.bounds, x.root = b, nil }(x.bounds)
	x.root = f
	for i, b := range x.ladder {
		// each has a budget of its own: a library is as large as all its functions together
		x.bounds, x.over, x.limit = b, false, x.steps+b.AloneSteps
		x.touched = map[*Site]*Site{}
		var out []*state
		x.sc = scope{exits: &out, first: true}
		x.calls = []call{{unit: u, body: u.info, off: len(u.script.Source), end: len(u.script.Source)}}
		x.unit = f.unit
		x.deferred = nil
		x.callFunction(f, nil, base.fork(), Range{}, true)
		x.runDeferred()
		if !x.over || i+1 == len(x.ladder) || x.ctx.Err() != nil {
			break
		}
		x.undo()
	}
	x.touched = nil
	x.cutOff(f)
}

// touch keeps what a site is before a part of the run adds to it.
func (x *exec) touch(s *Site) {
	if x.hitNow[s] {
		return
	}
	x.hitNow[s] = true
	if x.touched == nil {
		return
	}
	if len(s.Hits) == 0 && s.count == 0 {
		x.touched[s] = nil
		return
	}
	c := *s
	c.Hits, c.Targets = slices.Clone(s.Hits), slices.Clone(s.Targets)
	c.seen, c.cands = maps.Clone(s.seen), maps.Clone(s.cands)
	x.touched[s] = &c
}

// undo takes back what a part has added to sites, before it is run again.
func (x *exec) undo() {
	for s, was := range x.touched {
		if was == nil {
			delete(x.sites, s.At)
		} else {
			*s = *was
		}
	}
	clear(x.hitNow)
}
