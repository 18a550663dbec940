package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// cutOff ends a part of the run. When the work was too much for its budget, no site that it reached is proved, whatever the
// ways say that were followed.
func (x *exec) cutOff(main bool) {
	if x.over {
		x.cut = true
		for s := range x.hitNow {
			s.Over = true
		}
		if main {
			for _, s := range x.sites {
				s.Over = true
			}
		}
	}
	if x.gap != nil {
		x.cut = true
		incomplete := func(s *Site) { s.Over, s.Cut = true, x.gap }
		for s := range x.hitNow {
			incomplete(s)
		}
		if main {
			for _, s := range x.sites {
				incomplete(s)
			}
		}
		x.gap = nil
	}
	clear(x.hitNow)
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
	case !x.cut:
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
