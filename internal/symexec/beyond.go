package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Text for a shell inside of text for a shell, and wrappers around wrappers, are followed to a depth that no script needs. What is deeper
// may destroy anything: it is never passed over in silence.

const (
	// maxWrapped is how many wrappers may stand around a command.
	maxWrapped = 100
	// mostBeyond is how many places are named.
	mostBeyond = 8
)

// beyondBounds notes a place that is not followed, whose commands may not all be among the sites.
func (x *exec) beyondBounds(at place.Range) {
	if len(x.beyond) < mostBeyond && !slices.Contains(x.beyond, at) {
		x.beyond = append(x.beyond, at)
	}
}

// tooDeep goes on behind text or a command that is nested too deeply to be followed.
func (x *exec) tooDeep(st *domain.State, at place.Range) []*domain.State {
	x.dom.Limits["calls are nested too deeply; the inner ones were taken as unknown"] = true
	x.beyondBounds(at)
	c := x.dom.TooDeepHere(st, at)
	s := x.tab.Sym("deep:status", func(s *value.Sym) { s.Kind, s.Desc, s.Summary = value.SymStatus, "$?", true })
	return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(s), At: at})}
}
