package symexec

import (
	"slices"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Result is what is known of a script after it ran in every world.
type Result struct {
	Sites  []*proof.Site
	Opaque []*proof.Opaque
	Asks   []*value.Ask
	// Wordy tells for a query whether the script compares its answer with words or numbers, so that an empty answer is
	// not "idle".
	Wordy map[*value.Ask]bool
	// Reused are the guards that were asked again and taken to answer the same. Anew runs the script without that.
	Reused []domain.Reuse
	// Over says that some part of the script was not run to its end.
	Over bool
	// Incomplete are the places at which the executor lost ways: a fault of its own. No command of the part that they stand in is proved.
	Incomplete []place.Range
	// Beyond are the places that are nested too deeply, or have too many ways, to be followed even by themselves. What they destroy may be no
	// site.
	Beyond []place.Range
	// Steps is the work that was done, in statements executed in one state.
	Steps int
	// Rung is how many bounds the main part was too much for.
	Rung int
	// Limits are the approximations that had to be made.
	Limits []string

	// Files are the scripts that took part: the main one and what it sources, by their paths.
	Files []*script.Script

	x *exec
}

// Policy is what the configuration asks beyond a guard.
func (r *Result) Policy() catalog.Policy { return r.x.prog.Cat.Policy }

// Candidates are the undeclared commands whose status is the same on every way to the site.
func (r *Result) Candidates(s *proof.Site) []proof.Candidate {
	return s.Candidates
}

// concerns reports whether a command was given what a site destroys, or the site is all of a machine: of the commands that only set -e
// looks at, those are the ones that may be guards.
func concerns(words []value.Value, s *proof.Site) bool {
	for _, h := range s.Hits {
		if len(h.Target.V) == 0 {
			return true
		}
		for _, p := range append(slices.Clip(h.Target.V), h.Target.Host...) {
			for _, w := range words {
				if p.Sym != nil && w.Mentions(p.Sym) || p.Sym == nil && len(h.Target.V) == 1 && value.SameValue(w, h.Target.V) {
					return true
				}
			}
		}
	}
	return false
}

func (x *exec) result() *Result {
	r := &Result{Asks: x.proof.Guards(), Wordy: x.dom.Wordy, Steps: x.dom.Steps + x.dom.MatchSteps/domain.StepMatches, Over: x.cut, Limits: effects.SortedKeys(x.dom.Limits), Reused: x.dom.Approximated.Reused, Incomplete: x.gaps, Beyond: x.beyond, x: x}
	for _, s := range x.proof.Sites {
		s.Presume()
		r.Sites = append(r.Sites, s)
		s.Assumptions = x.dom.Assumptions(s.Assumes)
		x.proof.Settle(s)
		x.weigh(s)
		for _, h := range s.Hits {
			h.RestsOn = x.dom.Approximations(h.Points)
			x.tieMounts(h)
		}
		var ids []int
		for k, m := range s.Cands {
			if m == domain.CandZero || m == domain.CandNonzero {
				ids = append(ids, int(k))
			}
		}
		sort.Ints(ids)
		for _, k := range ids {
			c := x.proof.CmdList[k]
			if !proof.Ordinary[c.Name] && !x.prog.Cat.Lists(c.Name) && (c.Chosen || concerns(c.Words, s)) && !strings.HasPrefix(c.Name, "-") { // "$@" --verbose: the first word may be there, or not
				s.Candidates = append(s.Candidates, proof.Candidate{At: c.At, Name: c.Name, Zero: s.Cands[uint32(k)] == domain.CandZero})
			}
		}
	}
	less := func(a, b place.Range) bool {
		if a.Script != b.Script {
			if a.Script == x.prog.Main || b.Script == x.prog.Main {
				return a.Script == x.prog.Main
			}
			return a.Script.Path < b.Script.Path
		}
		return a.Start < b.Start
	}
	sort.SliceStable(r.Sites, func(i, j int) bool { return less(r.Sites[i].At, r.Sites[j].At) })
	for _, o := range x.proof.Opaque {
		r.Opaque = append(r.Opaque, o)
	}
	sort.SliceStable(r.Opaque, func(i, j int) bool { return less(r.Opaque[i].At, r.Opaque[j].At) })
	for _, u := range x.prog.Units {
		if u.Segs == nil {
			r.Files = append(r.Files, u.Script)
		}
	}
	sort.Slice(r.Files, func(i, j int) bool { return r.Files[i].Path < r.Files[j].Path })
	return r
}
