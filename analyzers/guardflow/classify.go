package guardflow

import (
	"slices"
	"sort"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec"
)

const bad = symexec.Active | symexec.Failed | symexec.Ambiguous

// A judge knows all ways to one site, which decide together what a query's answer means: an answer of unknown words that
// lets the site run both when it is given and when it is not changes nothing.
type judge struct {
	run      *symexec.Result
	site     *symexec.Site
	literals map[*symexec.Ask]symexec.Outcome // by the place of the query
	idle     map[*symexec.Ask]bool            // guards that said idle on some way to the site
	asked    bool                             // some guard of the script covers a target of the site
	guarded  bool                             // some way to the site is proved …
	first    *symexec.Ask                     // … by this guard
	passing  map[*symexec.Ask]symexec.Outcome // what guards answered on the ways to the site
	covering map[*symexec.Ask][]*symexec.Ask  // by the place of a guard, what it asked there that covers the site
	bare     bool                             // a way without a guard, and without a person's yes, has no force-like flag on it
	said     map[*symexec.Ask]symexec.Outcome // by the place of a guard, what it answered on the ways to the site
	typed    map[*symexec.Ask]symexec.Outcome // what persons answered on the ways to the site
	question *symexec.Ask                     // one that some way to the site rests on alone
}

func classify(run *symexec.Result, s *symexec.Site) *Site {
	j := &judge{run: run, site: s, literals: map[*symexec.Ask]symexec.Outcome{}, idle: map[*symexec.Ask]bool{}, passing: map[*symexec.Ask]symexec.Outcome{}, covering: map[*symexec.Ask][]*symexec.Ask{}, typed: map[*symexec.Ask]symexec.Outcome{}, said: map[*symexec.Ask]symexec.Outcome{}}
	for _, h := range s.Hits {
		for _, a := range h.Answers {
			j.literals[a.Ask.Place()] |= a.Outcome & (symexec.Literal | symexec.NoLiteral)
			j.said[a.Ask.Place()] |= a.Outcome
		}
	}
	for _, h := range s.Hits {
		for _, a := range h.Answers {
			if a.Covers && j.outcome(a)&symexec.Idle != 0 {
				j.idle[a.Ask.First()] = true
			}
			if a.Covers && !a.Ask.Made {
				j.asked = true
				j.covering[a.Ask.Place()] = append(j.covering[a.Ask.Place()], a.Ask)
			}
			j.passing[a.Ask.First()] |= j.outcome(a)
		}
	}
	for _, h := range s.Hits {
		for _, p := range h.Prompts {
			j.typed[p.Ask] |= p.Outcome
		}
	}
	for _, h := range s.Hits {
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
	guards := map[*symexec.Ask]*Guard{}
	var order []*symexec.Ask
	note := func(a *symexec.Ask) {
		if guards[a.First()] == nil {
			guards[a.First()] = newGuard(a)
			order = append(order, a.First())
		}
	}
	var flaws []*Flaw
	for _, h := range s.Hits {
		flaws = append(flaws, j.reach(h)...)
		proof := j.proof(h)
		if proof != nil {
			for _, a := range proof {
				note(a)
			}
			if f := j.outdated(h); f != nil {
				flaws = append(flaws, f)
			}
			continue
		}
		f := j.flaw(h)
		flaws = append(flaws, f)
		for _, a := range h.Answers {
			if a.Covers && a.Outcome != symexec.Unasked && !a.Ask.Made {
				note(a.Ask)
			}
		}
	}
	sort.SliceStable(order, func(i, k int) bool { return order[i].At.Start < order[k].At.Start })
	for _, a := range order {
		site.Guards = append(site.Guards, guards[a])
	}
	site.Flaws = rank(flaws)
	switch {
	case s.Over:
		if len(site.Flaws) == 0 {
			site.Flaws = []*Flaw{{Kind: "unguarded", Witness: []Step{{At: s.Whole, Text: "runs"}}}}
		}
		site.Verdict = verdictOf(site.Flaws)
	case len(site.Flaws) > 0:
		site.Verdict = verdictOf(site.Flaws)
	default:
		site.Verdict = Guarded
	}
	j.approximate(site)
	for _, c := range run.Candidates(s) {
		for _, f := range site.Flaws {
			if f.Kind == "unguarded" && f.Prompt == nil {
				f.Candidates = append(f.Candidates, &Candidate{At: c.At, Command: c.Name, Zero: c.Zero})
			}
		}
	}
	return site
}

func verdictOf(flaws []*Flaw) Verdict {
	aged := false
	for _, f := range flaws {
		switch f.Kind {
		case "selectorsplit", "emptyselector", "fanout":
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
	if first := flaws[0].Kind; first == "fanout" || first == "toctou" {
		return Guarded
	}
	return Flawed
}

// outcome settles what a query's answer means, now that all comparisons of the script are known.
func (j *judge) outcome(a symexec.Answer) symexec.Outcome {
	o := a.Outcome
	swap := func(from, to symexec.Outcome) {
		if o&from != 0 {
			o = o&^from | to
		}
	}
	if j.run.Wordy[a.Ask.Place()] {
		swap(symexec.Empty, symexec.Failed) // a query that is compared with words and says nothing has not answered
		swap(symexec.NonEmpty, symexec.Answered)
	}
	swap(symexec.Empty, symexec.Idle)
	swap(symexec.NonEmpty, symexec.Active)
	if j.literals[a.Ask.Place()] == symexec.Literal|symexec.NoLiteral {
		swap(symexec.Literal, symexec.Idle)
		swap(symexec.NoLiteral, symexec.Active)
	}
	swap(symexec.Literal, symexec.Idle)
	swap(symexec.NoLiteral, symexec.Idle)
	if a.Ask.Entry.StatusAnswers {
		swap(symexec.Answered, symexec.Idle)
	}
	swap(symexec.Answered, symexec.Active) // nothing looked at the answer, so it may be any
	return o
}

// proof returns the guards that said idle on this way, or nil.
func (j *judge) proof(h *symexec.Hit) []*symexec.Ask {
	var out []*symexec.Ask
	for _, a := range h.Answers {
		if a.Covers && j.outcome(a) == symexec.Idle {
			out = append(out, a.Ask)
		}
	}
	return out
}

// flaw says why a way to the site is not protected.
func (j *judge) flaw(h *symexec.Hit) *Flaw {
	var best *symexec.Answer
	var other *symexec.Answer
	for i := range h.Answers {
		a := &h.Answers[i]
		if !a.Covers {
			if !a.Ask.Made && a.Outcome&^symexec.Unasked != 0 && !j.follows(a.Ask) && j.passing[a.Ask.First()]&symexec.Idle != 0 && nearer(a, other) {
				other = a
			}
			continue
		}
		o := j.outcome(*a)
		if o&bad == 0 || j.merelyThere(a.Ask) {
			continue
		}
		if best == nil || better(j, *a, *best) {
			best = a
		}
	}
	prompted := j.prompted(h)
	if (j.guarded || j.question != nil) && len(h.Flags) > 0 && !j.bare && prompted == nil {
		return j.bypass(h)
	}
	if best != nil && prompted != nil {
		return prompted
	}
	if best != nil {
		return j.lost(h, *best)
	}
	path, _ := symexec.Path(h.Trace, nil)
	f := &Flaw{Kind: "unguarded", Witness: j.witness(path, 0)}
	for _, s := range path {
		if s.Kind == symexec.NameTested {
			f.Kind = "strguard"
			f.Lost = j.step(s)
			f.By = s.By
		}
	}
	if f.Kind == "strguard" {
		return f
	}
	if prompted != nil {
		return prompted
	}
	f.Asked = unanswered(h)
	if guard := j.trapped(); h.Trap != "" && guard != nil {
		f.Kind, f.By = "trapwipe", h.Trap
		for _, s := range path {
			if s.Kind == symexec.TrapRuns {
				f.Lost = j.step(s)
			}
		}
		f.Guard = newGuard(guard)
		return f
	}
	if other != nil && !j.partly(h) {
		f.Kind = "wrongtarget"
		f.Guard = newGuard(other.Ask)
		f.Other = targetOf(other.Ask)
		f.Lost = &Step{At: other.Ask.Whole, Text: "looks at " + f.Other + " only"}
		if other.Reassigned != "" {
			f.Kind, f.By = "toctou", other.Reassigned
		}
	}
	return f
}

// merelyThere reports whether a guard only told that there is something to destroy: it tells of nothing but existence, and the
// site is reached where it said yes. That is no guard turned round, it is none.
func (j *judge) merelyThere(a *symexec.Ask) bool { return a.Entry.Exists && !j.idle[a.First()] }

// trapped is the guard whose refusal may set off the trap that a site stands in: one of the site's target, or else any that asks
// about machines, devices or services. The answer of a URL that names none of them is no such thing.
func (j *judge) trapped() *symexec.Ask {
	var other *symexec.Ask
	for _, a := range j.run.Asks {
		if len(j.covering[a.Place()]) > 0 {
			return a
		}
		if other == nil && (!a.Query || a.Entry.Kind != catalog.KindAny) && !a.Entry.Exists {
			other = a
		}
	}
	return other
}

// nearer prefers of two guards that looked at something else the one whose target was assigned anew, and then the later one.
func nearer(a, b *symexec.Answer) bool {
	switch {
	case b == nil:
		return true
	case (a.Reassigned != "") != (b.Reassigned != ""):
		return a.Reassigned != ""
	}
	return a.Ask.Later(b.Ask)
}

// follows reports whether a guard that looked at another target here looks at the site's own on other ways: in a loop it asked
// about the target of the round before, so it is not the wrong one, it was skipped.
func (j *judge) follows(a *symexec.Ask) bool {
	return slices.ContainsFunc(j.covering[a.Place()], func(b *symexec.Ask) bool { return b != a })
}

// bypass is a way past the guards that only a flag opens.
func (j *judge) bypass(h *symexec.Hit) *Flaw {
	path, _ := symexec.Path(h.Trace, nil)
	f := &Flaw{Kind: "bypass", By: h.Flags[0], Witness: j.witness(path, 0)}
	if j.guarded {
		f.Guard = newGuard(j.first)
	} else {
		f.Prompt = newGuard(j.question)
	}
	for _, a := range h.Answers {
		if a.Covers {
			f.Guard = newGuard(a.Ask)
		}
	}
	return f
}

// partly reports whether a covering guard ran on some of the merged ways, but not on all: then the way without it is the flaw.
func (j *judge) partly(h *symexec.Hit) bool {
	for _, a := range h.Answers {
		if a.Covers && a.Outcome&symexec.Unasked != 0 {
			return true
		}
	}
	return false
}

func targetOf(a *symexec.Ask) string {
	out := ""
	for _, t := range a.Targets {
		if v := t.V.String(); v != "" {
			if out != "" {
				out += ", "
			}
			out += v
		}
	}
	if h := a.Host.String(); h != "" {
		if out == "" {
			return h
		}
		return out + " on " + h
	}
	if out == "" {
		return "this machine"
	}
	return out
}

// better prefers the guard that was asked on every way, whose active answer gets through, and that is asked last.
func better(j *judge, a, b symexec.Answer) bool {
	ua, ub := a.Outcome&symexec.Unasked != 0, b.Outcome&symexec.Unasked != 0
	if ua != ub {
		return !ua
	}
	aa, ab := j.outcome(a)&symexec.Active != 0, j.outcome(b)&symexec.Active != 0
	if aa != ab {
		// a guard of which only the error gets through stops more; the one that stops less is the one to mend last
		return !aa
	}
	return a.Ask.Later(b.Ask)
}

// lost finds the step at which the guard's answer was lost, and with it the kind of the flaw.
func (j *judge) lost(h *symexec.Hit, a symexec.Answer) *Flaw {
	o := j.outcome(a)
	f := &Flaw{Guard: newGuard(a.Ask)}
	want := symexec.Failed | symexec.Ambiguous
	f.Outcome = "error"
	if o&symexec.Active != 0 {
		want, f.Outcome = symexec.Active|symexec.Answered, "active"
	}
	if a.Ask.Query {
		if f.Outcome == "active" {
			want = symexec.Answered | symexec.Active | symexec.Idle | symexec.Literal | symexec.NoLiteral | symexec.Empty | symexec.NonEmpty
		}
	}
	path, at := symexec.Path(h.Trace, func(s *symexec.Step) bool {
		return s.Kind == symexec.Asked && s.Ask.First() == a.Ask.First() && (s.Outcome&want != 0)
	})
	if path == nil {
		path, at = symexec.Path(h.Trace, func(s *symexec.Step) bool { return s.Kind == symexec.Asked && s.Ask.First() == a.Ask.First() })
	}
	if at < 0 {
		at = 0
	}
	f.Witness = j.witness(path, at)
	var after []*symexec.Step
	again := false
	if len(path) > 0 {
		after = path[at:]
		for _, s := range path[:at] {
			again = again || s.Kind == symexec.Asked && s.Ask == path[at].Ask
		}
	}
	kind, step, by := j.kindOf(h, a, f.Outcome, after, again)
	f.Kind, f.By = kind, by
	if step != nil {
		f.Lost = j.step(step)
	} else {
		f.Lost = j.lastOf(after, a.Ask)
	}
	// a guard that cannot prove idle by any status is used as well as it can be; one that can is misused
	e := a.Ask.Entry
	f.Weak = kind == "failopen" && (j.passing[a.Ask.First()]&symexec.Failed == 0 || len(e.AmbiguousStatus) > 0 && len(e.IdleStatus) == 0 && e.IdleOutput == "" && !e.Query)
	f.Status = statusText(a.Ask, f.Outcome, f.Weak)
	if f.Weak && len(path) > 0 && path[at].By != "" {
		f.Through, f.Status = path[at].By, statusList(e.IdleStatus)
	}
	return f
}

// lastOf is the step that took the guard's answer last, for flaws that no particular event explains.
func (j *judge) lastOf(after []*symexec.Step, a *symexec.Ask) *Step {
	var found *symexec.Step
	for _, s := range after {
		switch s.Kind {
		case symexec.Consumed, symexec.TestFailed, symexec.PipeMasked, symexec.Masked:
			if s.Ask == nil || s.Ask.First() == a.First() {
				found = s
			}
		}
	}
	if found == nil {
		return nil
	}
	return j.step(found)
}
