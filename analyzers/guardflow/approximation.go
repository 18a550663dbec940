package guardflow

import (
	"context"
	"fmt"

	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// An Approximation is a place of the script on which a verdict rests and that was not followed just as a shell would.
type Approximation struct {
	Reason domain.Reason
	At     place.Range
	// Text says what was done there, with Here for where it is: "with the loop at … followed for 3 rounds".
	Text string
}

// Here stands in the text of an Approximation for its place.
const Here = "\x00"

// approximate says what a site's verdict rests on: for one that is guarded, the ways that were not followed; for another one,
// what may have led to a way that is not there, if all bad ways went through such a place.
func (j *judge) approximate(site *Site) {
	switch {
	case j.site.Cut != nil:
		site.note(*j.site.Cut)
	case site.Verdict == Guarded:
		for _, a := range j.site.Assumptions {
			site.note(a)
		}
	default:
		var all []domain.Approximation
		for _, h := range j.site.Hits {
			if j.proof(h) != nil {
				continue
			}
			if len(h.RestsOn) == 0 {
				all = nil
				break
			}
			all = append(all, h.RestsOn...)
		}
		for _, a := range all {
			site.note(a)
		}
		switch {
		case !site.Alone:
		case site.Called != nil:
			site.note(domain.Approximation{Reason: domain.NotReached, At: *site.Called})
		default:
			site.note(domain.Approximation{Reason: domain.Uncalled, At: site.At})
		}
	}
}

func (s *Site) note(a domain.Approximation) {
	for _, b := range s.Approximations {
		if b.Reason == a.Reason && b.At == a.At {
			return
		}
	}
	s.Approximations = append(s.Approximations, Approximation{a.Reason, a.At, wording(a)})
}

// wording puts an approximation into words.
func wording(a domain.Approximation) string {
	switch a.Reason {
	case domain.LoopRounds:
		return fmt.Sprintf("with the loop at %s followed for %d rounds", Here, a.Count)
	case domain.ListLength:
		if a.Count == 1 {
			return fmt.Sprintf("with %s at %s taken for one word", a.What, Here)
		}
		return fmt.Sprintf("with %s at %s followed for %d elements", a.What, Here, a.Count)
	case domain.Combinations:
		return "with some of what the script decided before " + Here + " forgotten, as there are too many combinations"
	case domain.CallDepth:
		return "with what the call at " + Here + " leaves behind taken as unknown, as it is nested too deeply"
	case domain.UnknownText:
		return "with " + a.What + " at " + Here + " not known"
	case domain.UnknownName:
		return "with the command that " + a.What + " names at " + Here + " not known"
	case domain.AskedTwice:
		return "if " + a.What + " answers at " + Here + " as it did before"
	case domain.Incomplete:
		return "with the script not followed past " + Here + ", which is a fault of wipelint"
	case domain.NotReached:
		return "with the function judged by itself, as no way was found to where it is named at " + Here
	case domain.Uncalled:
		return "with the function judged by itself, as nothing in its file calls it"
	case domain.Separately:
	}
	return "with each command looked at by itself, as too many ways lead to " + Here
}

// askedTwice notes for guarded sites the guards that were taken to answer twice the same, where that is needed: where the
// site is not guarded in a run in which they may answer anything.
func askedTwice(ctx context.Context, in *Input, run *symexec.Result, sites []*Site) {
	guarded := false
	for _, s := range sites {
		guarded = guarded || s.Verdict == Guarded
	}
	if len(run.Reused) == 0 || !guarded {
		return
	}
	anew := in.execution()
	anew.Anew, anew.Rung, anew.Sited = true, run.Rung, true
	again := symexec.RunWith(ctx, anew)
	bad := map[place.Range]bool{}
	for _, s := range again.Sites {
		bad[s.At] = !s.Over && classify(in, again, s, nil).Verdict != Guarded
	}
	for _, s := range sites {
		if s.Verdict != Guarded || !bad[s.At] {
			continue
		}
		for _, r := range run.Reused {
			s.note(domain.Approximation{Reason: domain.AskedTwice, At: r.At, What: clipped(r.Ask.Command)})
		}
	}
}

// clipped is a command, if it is short, or its first word.
func clipped(command string) string {
	if len(command) <= 40 {
		return command
	}
	for i, r := range command {
		if r == ' ' {
			return command[:i]
		}
	}
	return command
}
