package guardflow

import (
	"context"

	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// OnlyRefused runs a script in every world and reports whether a command, which the catalogue has to know as a destructive one, is
// reached only where the guard that stands at a place has given another answer than "idle", or has failed. It tells what a
// change of the script does in the world in which the guard says idle: nothing, if all that it adds stands behind such a command.
func OnlyRefused(ctx context.Context, in *Input, command string, guard place.Range) bool {
	run := symexec.RunWith(ctx, in.execution())
	literals := map[*value.Ask]domain.Outcome{}
	for _, s := range run.Sites {
		for k, o := range newJudge(run, s).literals {
			literals[k] |= o
		}
	}
	for _, s := range run.Sites {
		if s.Command != command {
			continue
		}
		if s.Over || s.Cut != nil {
			return false
		}
		j := newJudge(run, s)
		j.literals = literals
		for _, h := range s.Hits {
			if !j.refused(h, guard) {
				return false
			}
		}
	}
	return true
}

// refused reports whether what a guard said last on a way was not "idle".
func (j *judge) refused(h *proof.Hit, guard place.Range) bool {
	var last *proof.Answer
	for i := range h.Answers {
		a := &h.Answers[i]
		if a.Ask.At.Script.Path == guard.Script.Path && a.Ask.At.Start == guard.Start && (last == nil || a.Ask.Later(last.Ask)) {
			last = a
		}
	}
	return last != nil && last.Outcome&domain.Unasked == 0 && j.outcome(*last)&domain.Idle == 0
}
