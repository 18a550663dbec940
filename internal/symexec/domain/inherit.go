package domain

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Where a variable is made unknown because states differ in it, what a guard said about its value in each of them holds for what it
// may be now: the guard was asked about the variable, whatever it held. Without that, a script whose options are followed by the
// name of a disk, which may then be its first operand or any later one, loses its guard's answer as soon as there are too many states.

// An inherited is a guard's call, with what it said of a variable's value.
type inherited struct {
	ask *value.Ask
	f   Fact
}

// saidOf are the guards that were asked about a variable's value only.
func (x *Space) saidOf(st *State, v *Variable) []inherited {
	if v == nil || !v.Set || v.Array || v.Assoc || len(v.Val) == 0 {
		return nil
	}
	val := st.Resolve(v.Val)
	var out []inherited
	st.Facts.Each(func(k uint32, f Fact) {
		if a := x.AskList[k]; !a.Prompt && len(a.Targets) == 1 && SameText(st.Resolve(a.Targets[0].V), val) {
			out = append(out, inherited{a, f})
		}
	})
	return out
}

// inherit gives a variable that was made unknown what guards said about it in two states.
func (x *Space) inherit(c *State, n *Variable, ofA, ofB []inherited) {
	s := n.Val.Single()
	if s == nil || s.Summary {
		return
	}
	for _, p := range ofA {
		for _, q := range ofB {
			if p.ask.PlaceAsk != q.ask.PlaceAsk || p.ask.FirstAsk != q.ask.FirstAsk || !value.SameValue(p.ask.Host, q.ask.Host) {
				continue
			}
			f := p.f.union(q.f)
			if p.f == q.f {
				f = p.f
			}
			c.Facts = c.Facts.Set(x.askAbout(p.ask, n.Val).Id, f)
			break
		}
	}
}

// askAbout is a guard's call with another value in the place of what it looks at.
func (x *Space) askAbout(a *value.Ask, v value.Value) *value.Ask {
	key := "inherited" + strconv.Itoa(int(a.PlaceAsk.Id)) + ":" + strconv.Itoa(int(a.FirstAsk.Id)) + "@" + a.Host.Key() + "\x01" + v.Key()
	if b, ok := x.Asks[key]; ok {
		return b
	}
	b := *a
	b.Id = uint32(len(x.AskList))
	b.Targets = []value.Target{a.Targets[0]}
	b.Targets[0].V = v
	b.Words = []value.Value{v}
	b.Constant = ""
	x.Asks[key] = &b
	x.AskList = append(x.AskList, &b)
	return &b
}
