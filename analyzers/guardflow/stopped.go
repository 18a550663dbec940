package guardflow

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A service can be stopped whether somebody uses it or not. That it was is evidence where the script asks nothing else; where it does ask
// whether the service is in use, and goes on to stop it whatever the answer is, the stop does not make that good.

// stops reports whether all that proves a way is that services were stopped.
func stops(guards []*value.Ask) bool {
	return !slices.ContainsFunc(guards, func(a *value.Ask) bool { return a.Made || !isStop(a) })
}

func isStop(a *value.Ask) bool { return a.Entry.Release && a.Entry.Kind == catalog.KindService }

// outweighed is the flaw of a way on which services were stopped, and a question before that was let through; nil if there is none.
func (j *judge) outweighed(h *proof.Hit, meant []*proof.Hit) *Flaw {
	f := j.flaw(h)
	if f.Kind == "unguarded" && slices.ContainsFunc(h.Answers, func(a proof.Answer) bool {
		return !a.Covers && !a.Ask.Entry.Release && a.Ask.Entry.Kind != catalog.KindService && len(j.covering[a.Ask.Place()]) > 0
	}) {
		return f // what is asked elsewhere about the target was asked about another one here
	}
	if f.Guard == nil {
		return nil
	}
	i := slices.IndexFunc(h.Answers, func(a proof.Answer) bool { return a.Ask.At == f.Guard.At })
	if i < 0 || h.Answers[i].Ask.Entry.Release || h.Answers[i].Ask.Entry.Kind == catalog.KindService {
		return nil // whether it runs is made good by stopping it
	}
	asked := h.Answers[i].Ask
	switch f.Kind {
	case "unguarded", "strguard", "bypass", "toctou":
		return nil
	case "wrongtarget":
		if asked.Entry.Kind != proof.KindOf(h.Target) && len(j.covering[asked.Place()]) == 0 {
			return nil
		}
	}
	for _, other := range meant { // it is stopped because of the answer
		if j.saidOn(other, asked) == domain.Idle && !slices.ContainsFunc(other.Answers, func(a proof.Answer) bool { return a.Covers && isStop(a.Ask) }) {
			return nil
		}
	}
	return f
}

// saidOn is what a guard answered on a way.
func (j *judge) saidOn(h *proof.Hit, a *value.Ask) domain.Outcome {
	for _, b := range h.Answers {
		if b.Ask.First() == a.First() {
			return j.outcome(b)
		}
	}
	return domain.Unasked
}

// partlyReleased reports whether of the ways that have met in one some have released the target: those on which a question said that it
// is in use, so that what is left is that the question failed.
func (j *judge) partlyReleased(h *proof.Hit) bool {
	return slices.ContainsFunc(h.Answers, func(a proof.Answer) bool {
		return a.Covers && a.Ask.Entry.Release && !proof.IsBackup(a.Ask.Entry) && a.Outcome == domain.Idle|domain.Unasked
	})
}
