package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// cutOff ends a part of the run: the script itself, or a function that nothing calls. Where there were too many ways even with the
// coarsest bounds its commands are executed one by one, and where a way was lost it is incomplete; then no site of it is proved, whatever
// the ways say that were followed.
func (x *exec) cutOff(f *effects.Function) {
	if x.dom.Over {
		x.cut = true
		if x.ctx.Err() == nil {
			x.separately(f)
		}
		x.unproved(f, &domain.Approximation{Reason: domain.Separately, At: x.dom.OverAt})
	}
	if x.gap != nil {
		x.cut = true
		x.unproved(f, x.gap)
		x.gap = nil
	}
	clear(x.proof.HitNow)
}

// unproved says of the sites of a part that there may be other ways to them.
func (x *exec) unproved(f *effects.Function, why *domain.Approximation) {
	for s := range x.proof.HitNow {
		s.Over, s.Cut = true, why
	}
	if f == nil {
		for _, s := range x.proof.Sites {
			s.Over, s.Cut = true, why
		}
	}
}

// sweep adds the sites that the text shows and that the run did not come to before it was cut off, so that giving up is never
// silent. They count as reached without a guard.
func (x *exec) sweep() {
	for _, u := range x.prog.Units {
		if u.Segs != nil {
			continue
		}
		x.prog.Unit = u
		for _, st := range u.Script.Stmts {
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
		words[i] = effects.StaticText(w)
	}
	first := 0
	for range maxWrapped { // sudo timeout 10 wipefs
		if _, ok := x.prog.Cat.Destructive(words[first:]); ok {
			break
		}
		m, ok := x.prog.Cat.Wrapper(words[first:])
		if !ok || m.Command <= 0 || m.Text || first+m.Command >= len(words) {
			return
		}
		first += m.Command
	}
	known, _ := withoutSample(words[first:], "")
	m, ok := x.prog.Cat.Destructive(known)
	if !ok {
		return
	}
	at := x.prog.Span(c.Args[first])
	if x.proof.Sites[at] != nil {
		return
	}
	cl := &domain.CallInfo{Whole: x.prog.Span(c), At: at, Node: c}
	s := &proof.Site{At: at, Whole: cl.Whole, Command: cl.Text(), Why: m.Entry.Why, Over: true}
	switch {
	case len(x.beyond) > 0:
		s.Cut = &domain.Approximation{Reason: domain.Separately, At: x.beyond[0]}
	case len(x.gaps) > 0:
		s.Cut = &domain.Approximation{Reason: domain.Incomplete, At: x.gaps[0]}
	case x.cut:
		s.Cut = &domain.Approximation{Reason: domain.Separately, At: x.dom.OverAt}
	default:
		s.Cut = x.dom.Shortened()
	}
	for _, t := range m.Targets {
		s.Targets = append(s.Targets, x.prog.Span(c.Args[first+t.Word]).Text())
	}
	if len(s.Targets) == 0 {
		s.Targets = []string{"this machine"}
	}
	x.proof.Sites[at] = s
}
