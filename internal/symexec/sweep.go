package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// cutOff ends a part of the run: the script itself, or a function that nothing calls. Where there were too many ways even with the
// coarsest bounds its commands are executed one by one, and where a way was lost it is incomplete; then no site of it is proved, whatever
// the ways say that were followed.
func (x *exec) cutOff(f *function) {
	if x.over {
		x.cut = true
		if x.ctx.Err() == nil {
			x.separately(f)
		}
		x.unproved(f, &Approximation{Reason: Separately, At: x.overAt})
	}
	if x.gap != nil {
		x.cut = true
		x.unproved(f, x.gap)
		x.gap = nil
	}
	clear(x.hitNow)
}

// unproved says of the sites of a part that there may be other ways to them.
func (x *exec) unproved(f *function, why *Approximation) {
	for s := range x.hitNow {
		s.Over, s.Cut = true, why
	}
	if f == nil {
		for _, s := range x.sites {
			s.Over, s.Cut = true, why
		}
	}
}

// sweep adds the sites that the text shows and that the run did not come to before it was cut off, so that giving up is never
// silent. They count as reached without a guard.
func (x *exec) sweep() {
	for _, u := range x.units {
		if u.segs != nil {
			continue
		}
		x.unit = u
		for _, st := range u.script.Stmts {
			script.Walk(st, func(n syntax.Node) bool {
				if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
					x.sweepCall(c)
				}
				return true
			})
		}
	}
}

func (x *exec) sweepCall(c *syntax.CallExpr) {
	words := make([]string, len(c.Args))
	for i, w := range c.Args {
		words[i] = staticText(w)
	}
	first := 0
	for range 4 { // sudo timeout 10 wipefs
		if _, ok := x.cat.Destructive(words[first:]); ok {
			break
		}
		m, ok := x.cat.Wrapper(words[first:])
		if !ok || m.Command <= 0 || m.Text || first+m.Command >= len(words) {
			return
		}
		first += m.Command
	}
	m, ok := x.cat.Destructive(words[first:])
	if !ok {
		return
	}
	at := x.span(c.Args[first])
	if x.sites[at] != nil {
		return
	}
	cl := &callInfo{whole: x.span(c), at: at, node: c}
	s := &Site{At: at, Whole: cl.whole, Command: cl.text(), Why: m.Entry.Why, Over: true}
	switch {
	case len(x.gaps) > 0:
		s.Cut = &Approximation{Reason: Incomplete, At: x.gaps[0]}
	case x.cut:
		s.Cut = &Approximation{Reason: Separately, At: x.overAt}
	default:
		s.Cut = x.shortened()
	}
	for _, t := range m.Targets {
		s.Targets = append(s.Targets, x.span(c.Args[first+t.Word]).Text())
	}
	if len(s.Targets) == 0 {
		s.Targets = []string{"this machine"}
	}
	x.sites[at] = s
}
