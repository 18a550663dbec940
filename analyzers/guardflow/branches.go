package guardflow

import "github.com/wipelint/wipelint/internal/symexec/domain"

// mostBranches is how many conditions are kept between two steps that are told: of more the last ones.
const mostBranches = 200

// branches are the conditions in a part of a way.
func branches(steps []*domain.Step) []Branch {
	var out []Branch
	var before *domain.Step
	for _, s := range steps {
		b := Branch{At: s.At, Success: s.Outcome == domain.Idle}
		switch s.Kind {
		case domain.Tested, domain.Branched, domain.CommandDecided, domain.Consumed:
			if s.By == "$?" || s.By == "PIPESTATUS" {
				continue // it is looked at, and nothing is decided yet
			}
		case domain.Chosen:
			b = Branch{At: s.To, Pattern: s.At.Text()}
		default:
			before = nil
			continue
		}
		// What ! or a condition makes of a status comes behind the status itself.
		if before == nil || before.At != b.At || before.Kind == s.Kind && before.By != "!" {
			out = append(out, b)
		}
		before = s
	}
	return out[max(0, len(out)-mostBranches):]
}
