package guardflow

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// overruled is the flaw of a way on which one guard said idle, and another one that was asked after that said in use, which the script
// looked at and let through; nil if there is none. What runs, and what is there, is often why a script goes on: whether it is used is not.
func (j *judge) overruled(h *proof.Hit, guards []*value.Ask) *Flaw {
	if slices.ContainsFunc(h.Answers, func(a proof.Answer) bool { return a.Covers && a.Ask.Entry.Release && a.Outcome&domain.Idle != 0 }) {
		return nil // it was in use before it was released
	}
	var last *proof.Answer
	for i := range h.Answers {
		a := &h.Answers[i]
		e := a.Ask.Entry
		if !a.Covers || a.Ask.Made || e.Release || e.Kind == catalog.KindService || e.Asks != catalog.AsksUse && e.Asks != catalog.AsksState || a.Role != domain.NoRole || !e.Accuses() || !j.run.Reads(a.Ask) {
			continue
		}
		o := j.outcome(*a)
		later := !slices.ContainsFunc(guards, func(g *value.Ask) bool { return !a.Ask.Later(g) || g.Made })
		if later && o&domain.Active != 0 && o&domain.Unasked == 0 && j.said[a.Ask.Place()]&domain.Answered == 0 {
			last = a
		}
	}
	if last == nil {
		return nil
	}
	return j.lost(h, *last)
}
