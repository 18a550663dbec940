package guardflow

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// assume collects what the verdict of a guarded site takes for granted. Of several guards that prove a way the one counts that takes
// the least.
func (j *judge) assume(site *Site, hits []*proof.Hit) {
	if site.Verdict != Guarded {
		return
	}
	note := func(list []proof.Assumption) {
		for _, a := range list {
			if !slices.Contains(site.Assumptions, a) {
				site.Assumptions = append(site.Assumptions, a)
			}
		}
	}
	note(j.site.Presumed)
	note(j.tests)
	for _, h := range hits {
		var least *proof.Answer
		for i := range h.Answers {
			a := &h.Answers[i]
			if a.Covers && j.outcome(*a) == domain.Idle && (least == nil || len(a.Assumes) < len(least.Assumes)) {
				least = a
			}
		}
		if least != nil {
			note(least.Assumes)
		}
	}
}
