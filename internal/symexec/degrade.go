package symexec

import (
	"context"
	"maps"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// RunWith executes a script in every world. It does not fail: what cannot be executed is unknown. Where there are too many ways through
// the script it is run again with fewer states kept apart.
func RunWith(ctx context.Context, in Input) *Result {
	if !in.Sited {
		if r := noSite(ctx, in); r != nil {
			return r
		}
	}
	ladder := in.Bounds.OrDefault().Coarser()
	before, from := 0, min(in.Rung, len(ladder)-1)
	var follow map[string]int
	for i := from; i < len(ladder); i++ {
		in.Bounds = ladder[i]
		x := newExec(ctx, in)
		x.dom.Approximated.Anew, x.dom.Follow = in.Anew, follow
		st := x.start(in.Script)
		u := x.scriptUnit(in.Script)
		ends := x.runMain(u, x.mainStmts, st)
		if x.dom.Over && i+1 < len(ladder) && ctx.Err() == nil {
			before += x.dom.Steps
			if x.tooNested {
				i = len(ladder) - 2
			}
			st.Pool.Release()
			continue
		}
		if more := x.dom.More(); more != nil && ctx.Err() == nil { // each time for more elements, up to a bound
			follow = withMore(follow, more)
			before += x.dom.Steps
			st.Pool.Release()
			i--
			continue
		}
		x.ladder = ladder
		x.cutOff(nil)
		x.runUncalled(u, ends)
		r := x.result()
		r.Steps += before
		r.Rung = i
		st.Pool.Release()
		return r
	}
	panic("symexec: no bounds to run with")
}

// withMore takes in for how many elements of lists a script has to be run.
func withMore(known, more map[string]int) map[string]int {
	if known == nil {
		return more
	}
	maps.Copy(known, more)
	return known
}

// runAlone runs a function that nothing calls, in a state.
func (x *exec) runAlone(u *effects.Unit, f *effects.Function, base *domain.State) {
	defer func(b effects.Bounds) { x.prog.Bounds, x.proof.Root = b, nil }(x.prog.Bounds)
	x.proof.Root = f
	for i, b := range x.ladder {
		// each has a budget of its own: a library is as large as all its functions together
		x.prog.Bounds, x.dom.Over, x.dom.Limit = b, false, x.dom.Steps+b.AloneSteps
		x.proof.Touched = map[*proof.Site]*proof.Site{}
		var out []*domain.State
		x.sc = domain.Scope{Exits: &out, First: true}
		x.dom.Calls = []domain.Call{{Unit: u, Body: u.Info, Off: len(u.Script.Source), End: len(u.Script.Source)}}
		x.prog.Unit = f.Unit
		x.deferred = nil
		x.callFunction(f, nil, base.Fork(), place.Range{}, true)
		x.runDeferred()
		if !x.dom.Over || i+1 == len(x.ladder) || x.ctx.Err() != nil {
			break
		}
		x.undo()
	}
	x.proof.Touched = nil
	x.cutOff(f)
}

// undo takes back what a part has added to sites, before it is run again.
func (x *exec) undo() {
	for s, was := range x.proof.Touched {
		if was == nil {
			delete(x.proof.Sites, s.At)
		} else {
			*s = *was
		}
	}
	clear(x.proof.HitNow)
}
