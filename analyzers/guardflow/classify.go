package guardflow

import (
	"sort"

	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

const bad = domain.Active | domain.Failed | domain.Ambiguous

// A judge knows all ways to one site, which decide together what a query's answer means: an answer of unknown words that
// lets the site run both when it is given and when it is not changes nothing.
type judge struct {
	words    *told // nil: no witness is asked for
	run      *symexec.Result
	site     *proof.Site
	literals map[*value.Ask]domain.Outcome // by the place of the query
	idle     map[*value.Ask]bool           // guards that said idle on some way to the site
	asked    bool                          // some guard of the script covers a target of the site
	guarded  bool                          // some way to the site is proved …
	first    *value.Ask                    // … by this guard
	passing  map[*value.Ask]domain.Outcome // what guards answered on the ways to the site
	covering map[*value.Ask][]*value.Ask   // by the place of a guard, what it asked there that covers the site
	bare     bool                          // a way without a guard, and without a person's yes, has no force-like flag on it
	said     map[*value.Ask]domain.Outcome // by the place of a guard, what it answered on the ways to the site
	typed    map[*value.Ask]domain.Outcome // what persons answered on the ways to the site
	question *value.Ask                    // one that some way to the site rests on alone
	last     map[*value.Ask]bool           // guards that said last on some way that something is in use; nil until somebody asks
	in       *Input
	tests    []proof.Assumption // that the tests which the script belongs to make the target
}

func newJudge(run *symexec.Result, s *proof.Site) *judge {
	j := &judge{run: run, site: s, literals: map[*value.Ask]domain.Outcome{}, idle: map[*value.Ask]bool{}, passing: map[*value.Ask]domain.Outcome{}, covering: map[*value.Ask][]*value.Ask{}, typed: map[*value.Ask]domain.Outcome{}, said: map[*value.Ask]domain.Outcome{}}
	for _, h := range s.Hits {
		for _, a := range h.Answers {
			j.literals[a.Ask.Place()] |= a.Outcome & (domain.Literal | domain.NoLiteral)
			j.said[a.Ask.Place()] |= a.Outcome
		}
	}
	return j
}

// classify judges a site. What happens on the way to it is put into words if there is something to count them, which takes as long as the rest.
func classify(in *Input, run *symexec.Result, s *proof.Site, words *told) *Site {
	j := newJudge(run, s)
	j.in = in
	j.words = words
	var flaws []*Flaw
	var meant []*proof.Hit
	for _, h := range s.Hits {
		if aside(h) {
			flaws = append(flaws, j.reach(h)...)
		} else {
			meant = append(meant, h)
		}
	}
	for _, h := range meant {
		for _, a := range h.Answers {
			said := j.outcome(a)
			// lsof has no other answer for "not in use" than the one that it also fails with
			e := a.Ask.Entry
			unsure := said&domain.Ambiguous != 0 && len(e.AmbiguousStatus) > 0 && len(e.IdleStatus) == 0
			if a.Covers && (said&domain.Idle != 0 || unsure) {
				j.idle[a.Ask.First()] = true
			}
			if a.Covers && !a.Ask.Made && e.Accuses() {
				j.asked = true
				j.covering[a.Ask.Place()] = append(j.covering[a.Ask.Place()], a.Ask)
			}
			j.passing[a.Ask.First()] |= j.outcome(a)
		}
		for _, b := range h.Backups {
			if j.outcome(b)&domain.Idle != 0 {
				j.idle[b.Ask.First()] = true
			}
			j.passing[b.Ask.First()] |= j.outcome(b)
		}
	}
	for _, h := range meant {
		for _, p := range h.Prompts {
			j.typed[p.Ask] |= p.Outcome
		}
	}
	for _, h := range meant {
		if p := j.proof(h); p != nil && p[0].Made {
			continue // what the script made is no data whatever the flags say
		} else if p != nil {
			j.guarded, j.first = true, p[0]
		} else if j.prompted(h) != nil {
			j.question = j.confirmed(h)
		} else if len(h.Flags) == 0 {
			j.bare = true
		}
	}
	site := newSite(run, s)
	guards := map[*value.Ask]*Guard{}
	var order []*value.Ask
	note := func(a *value.Ask) {
		if guards[a.First()] == nil {
			guards[a.First()] = newGuard(a)
			order = append(order, a.First())
		}
	}
	byTests := 0
	for _, h := range meant {
		flaws = append(flaws, j.reach(h)...)
		proof := j.proof(h)
		if proof != nil && stops(proof) {
			if f := j.outweighed(h, meant); f != nil {
				flaws = append(flaws, f)
				note(proof[0])
				continue
			}
		}
		if f := j.overruled(h, proof); proof != nil && f != nil {
			flaws = append(flaws, f)
			note(proof[0])
			continue
		}
		if proof != nil {
			for _, a := range proof {
				note(a)
			}
			if f := j.outdated(h); f != nil {
				flaws = append(flaws, f)
			}
			flaws = append(flaws, j.policies(h, proof)...)
			continue
		}
		f := j.flaw(h)
		if j.madeByTests(h, f) {
			byTests++
			continue
		}
		flaws = append(flaws, f)
		for _, a := range h.Answers {
			if a.Covers && a.Outcome != domain.Unasked && !a.Ask.Made && !j.merelyThere(a.Ask) {
				note(a.Ask)
			}
		}
	}
	sort.SliceStable(order, func(i, k int) bool { return order[i].At.Start < order[k].At.Start })
	for _, a := range order {
		site.Guards = append(site.Guards, guards[a])
	}
	if s.Over && s.Cut != nil {
		for _, f := range flaws {
			unfollow(f)
		}
	}
	site.Flaws = rank(flaws)
	if words != nil {
		for _, f := range site.Flaws {
			j.tell(f)
		}
	}
	switch {
	case s.Over && len(site.Flaws) == 0 && byTests > 0 && byTests == len(s.Hits):
		site.Verdict = Guarded // whichever way leads there: the words of the command alone decide
	case s.Over:
		if len(site.Flaws) == 0 {
			site.Flaws = []*Flaw{{Kind: "unguarded", Witness: []Step{{At: s.Whole, Text: code(s.Command) + " runs"}}}}
		}
		site.Verdict = verdictOf(site.Flaws)
	case len(site.Flaws) > 0:
		site.Verdict = verdictOf(site.Flaws)
	default:
		site.Verdict = Guarded
	}
	j.approximate(site)
	j.assume(site, meant)
	for _, c := range run.Candidates(s) {
		for _, f := range site.Flaws {
			if f.Kind == "unguarded" && f.Prompt == nil {
				f.Candidates = append(f.Candidates, &Candidate{At: c.At, Command: c.Name, Zero: c.Zero})
			}
		}
	}
	return site
}

// unfollow takes an accusation back where the ways to a site were not followed one by one: what becomes of a guard's answer on each of
// them is not known then, and so neither that the script lets it through.
func unfollow(f *Flaw) {
	switch f.Kind {
	case "unguarded", "strguard", "bypass", "selectorsplit", "emptyselector", "lostcwd", "fanout":
		return
	}
	if f.Kind != "wrongtarget" && f.Kind != "toctou" {
		f.Unfollowed = f.Guard
	}
	f.Kind, f.Guard, f.Lost, f.By, f.Outcome, f.Status, f.Weak, f.Other, f.Role = "unguarded", nil, nil, "", "", "", false, "", domain.NoRole
}

func verdictOf(flaws []*Flaw) Verdict {
	aged := false
	for _, f := range flaws {
		switch f.Kind {
		case "selectorsplit", "emptyselector", "lostcwd", "fanout":
			continue // it says nothing about guards
		case "toctou":
			if f.Other == "" {
				aged = true // the guard said idle on every way, if some time ago
				continue
			}
		case "unguarded", "strguard":
			switch {
			case aged:
				return Flawed
			case f.Prompt != nil:
				return Prompted
			}
			return Unguarded
		}
		return Flawed
	}
	if flaws[0].Kind == "lostcwd" {
		return Unguarded // what nobody meant, nobody looks at
	}
	if first := flaws[0].Kind; first == "fanout" || first == "toctou" {
		return Guarded
	}
	return Flawed
}

// outcome settles what a query's answer means, now that all comparisons of the script are known.
func (j *judge) outcome(a proof.Answer) domain.Outcome {
	o := a.Outcome
	swap := func(from, to domain.Outcome) {
		if o&from != 0 {
			o = o&^from | to
		}
	}
	if j.run.Wordy[a.Ask.Place()] {
		swap(domain.Empty, domain.Failed) // a query that is compared with words and says nothing has not answered
		swap(domain.NonEmpty, domain.Answered)
	}
	swap(domain.Empty, domain.Idle)
	swap(domain.NonEmpty, domain.Active)
	if j.literals[a.Ask.Place()] == domain.Literal|domain.NoLiteral {
		swap(domain.Literal, domain.Idle)
		swap(domain.NoLiteral, domain.Failed)
	}
	swap(domain.Literal, domain.Idle)
	swap(domain.NoLiteral, domain.Failed) // any other word than one of which nobody knows what it means
	if a.Ask.Entry.StatusAnswers {
		swap(domain.Answered, domain.Idle)
	}
	swap(domain.Answered, domain.Active) // nothing looked at the answer, so it may be any
	return o
}

// proof returns the guards that said idle on this way, or nil.
func (j *judge) proof(h *proof.Hit) []*value.Ask {
	var out []*value.Ask
	for _, a := range h.Answers {
		if a.Covers && j.outcome(a) == domain.Idle {
			out = append(out, a.Ask)
		}
	}
	return out
}
