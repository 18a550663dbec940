package guardflow

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// confirmed is the question that a person has answered with the word which leads to the site; nil if there is none on this way.
// An empty answer is a default where that word leads there too, and nothing but a line without a no otherwise: end of file gives
// it as well. A word of refusal is a yes to the opposite question where no other answer leads there.
func (j *judge) confirmed(h *proof.Hit) *value.Ask {
	var last *value.Ask
	for _, p := range h.Prompts {
		if j.confirms(p) && (last == nil || p.Ask.At.Start > last.At.Start) {
			last = p.Ask
		}
	}
	return last
}

func (j *judge) confirms(p proof.Answer) bool {
	all := j.typed[p.Ask]
	if p.Outcome == domain.Literal {
		return all&domain.Idle == 0
	}
	return p.Outcome&^(domain.Idle|domain.Empty) == 0 && all&domain.Idle != 0
}

// prompted is the flaw of a way on which nothing but a person's confirmation stands before the site; nil if there is more wrong
// with it, or less. A guard that said "in use" is no flaw where a person was asked because of that.
func (j *judge) prompted(h *proof.Hit) *Flaw {
	p := j.confirmed(h)
	if p == nil {
		return nil
	}
	for _, a := range h.Answers {
		if a.Covers && j.outcome(a)&bad != 0 && !j.merelyThere(a.Ask) && !j.leftToPerson(a) && !j.overridden(h, a) {
			return nil
		}
	}
	path, _ := domain.Path(h.Trace, nil)
	return &Flaw{Kind: "unguarded", Prompt: newGuard(p), way: way{steps: path, at: -1, hit: h}}
}

// leftToPerson reports whether the person who is asked was to judge what a guard said: it printed its answer on the terminal, or the
// script compares it with nothing.
func (j *judge) leftToPerson(a proof.Answer) bool {
	if a.Ask.Entry.IdleOutput != "" {
		return a.Shown
	}
	const compared = domain.Idle | domain.Active | domain.Empty | domain.NonEmpty | domain.Literal | domain.NoLiteral
	return a.Ask.Query && j.said[a.Ask.Place()]&compared == 0
}

// overridden reports whether a person was asked about what a guard said: where it says idle, one of the questions that were
// answered here is not asked, or makes no difference.
func (j *judge) overridden(h *proof.Hit, a proof.Answer) bool {
	for _, o := range j.site.Hits {
		idle := false
		for _, b := range o.Answers {
			idle = idle || b.Covers && b.Ask.First() == a.Ask.First() && j.outcome(b) == domain.Idle
		}
		if !idle {
			continue
		}
		yes := map[*value.Ask]bool{}
		for _, p := range o.Prompts {
			yes[p.Ask] = j.confirms(p)
		}
		for _, p := range h.Prompts {
			if j.confirms(p) && !yes[p.Ask] {
				return true
			}
		}
	}
	return false
}

// unanswered is a question whose answer does not decide over the site, for a way with no confirmation on it.
func unanswered(h *proof.Hit) *Guard {
	var last *value.Ask
	for _, p := range h.Prompts {
		if p.Outcome&domain.Unasked == 0 && (last == nil || p.Ask.At.Start > last.At.Start) {
			last = p.Ask
		}
	}
	if last == nil {
		return nil
	}
	return newGuard(last)
}
