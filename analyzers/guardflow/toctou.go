package guardflow

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// outdated is the flaw of a way to the site on which every guard that said idle did so before the script waited; nil if one of
// them was asked after that.
func (j *judge) outdated(h *proof.Hit) *Flaw {
	var last *proof.Answer
	for i := range h.Answers {
		a := &h.Answers[i]
		if !a.Covers || j.outcome(*a) != domain.Idle {
			continue
		}
		if a.Waited == nil {
			return nil
		}
		if last == nil || a.Ask.At.Start > last.Ask.At.Start {
			last = a
		}
	}
	if last == nil {
		return nil
	}
	path, _ := domain.Path(h.Trace, func(s *domain.Step) bool { return s == last.Waited })
	if path == nil {
		path, _ = domain.Path(h.Trace, nil)
	}
	if !last.Ask.Entry.Accuses() { // that nothing is there is no more than an existence, which may have ended: none looked at its use
		return &Flaw{Kind: "unguarded", way: way{steps: path, at: -1, hit: h}}
	}
	return &Flaw{Kind: "toctou", By: last.Waited.By, Guard: newGuard(last.Ask), Lost: j.step(last.Waited), way: way{steps: path, at: -1, hit: h}}
}
