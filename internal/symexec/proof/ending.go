package proof

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
)

// Ends notes a call of a function that is assumed to end the script.
func (x *Ledger) Ends(cl *domain.CallInfo) {
	a := Assumption{Text: "`" + cl.Name + "`, which no file that was read defines, ends the script", At: cl.Whole}
	if !slices.ContainsFunc(x.ended, func(b Assumption) bool { return b.Text == a.Text }) {
		x.ended = append(slices.Clip(x.ended), a)
	}
}

// Settle leaves out the ways of a site on which a function has come back that is assumed to end the script. Where no others lead there they
// count, unless nothing but an empty variable or a failed cd makes it one: [ -n "$dir" ] || die; rm -rf "$dir"/*.
func (x *Ledger) Settle(s *Site) {
	var kept []*Hit
	for _, h := range s.Hits {
		if !h.Past {
			kept = append(kept, h)
		}
	}
	if len(kept) == len(s.Hits) || len(kept) == 0 && !slices.ContainsFunc(s.Hits, func(h *Hit) bool { return h.Empty != nil || h.Astray != nil }) {
		return
	}
	s.Hits, s.Presumed = kept, append(slices.Clip(s.Presumed), s.ends...)
}
