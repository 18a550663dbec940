package guardflow

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// flaw says why a way to the site is not protected.
func (j *judge) flaw(h *proof.Hit) *Flaw {
	var best *proof.Answer
	var other, looks, aside *proof.Answer // aside: one that was asked for another reason than to keep the script from the site
	path, _ := domain.Path(h.Trace, nil)
	for i := range h.Answers {
		a := &h.Answers[i]
		if !a.Covers {
			if a.Reassigned == "" && a.Partly+a.Chosen == "" && !comparable(a.Ask, h.Target) {
				continue
			}
			if a.NoLook || j.settles(a, h.Target) || proof.AsksOfScript(a.Ask) {
				continue
			}
			if a.Partly+a.Chosen == "" && lookedAt(a) == "this machine" && len(h.Target.Host) == 0 && !proof.AsksByName(a.Ask) {
				continue // where the target lies too
			}
			if !a.Ask.Made && a.Ask.Entry.Accuses() && a.Outcome&^domain.Unasked != 0 && !j.follows(a.Ask) && j.stops(a.Ask) && nearer(a, other) {
				other = a
			}
			continue
		}
		o := j.outcome(*a)
		if o&bad == 0 || j.merelyThere(a.Ask) {
			continue
		}
		if j.run.LooksUp(a.Ask, path) {
			looks = a
			continue
		}
		to := &best
		if o&domain.Active != 0 && (presumed(a) || demanded(h, a)) || h.Trap != "" && !j.run.GivesUp(a.Ask) || j.run.DecidesElse(a.Ask, j.site) {
			to = &aside
		}
		if *to == nil || better(j, *a, **to) {
			*to = a
		}
	}
	if aside != nil && best == nil && !j.unmeant(j.lost(h, *aside).Kind, h, aside) {
		best, aside = aside, nil
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
	f := &Flaw{Kind: "unguarded", way: way{steps: path, at: -1, hit: h}}
	for _, s := range path {
		switch {
		case s.Kind == domain.NameTested:
			f.Kind = "strguard"
			f.Lost = j.step(s)
			f.By = s.By
		case s.Kind == domain.InputTaken && f.Kind == "unguarded" && j.guarded:
			f.Lost, f.By = j.step(s), s.By
		}
	}
	if f.Kind == "strguard" {
		return f
	}
	if prompted != nil {
		return prompted
	}
	f.Asked = unanswered(h)
	if guard := j.trapped(h.Target); h.Trap != "" && guard != nil {
		f.Kind, f.By = "trapwipe", h.Trap
		for _, s := range path {
			if s.Kind == domain.TrapRuns {
				f.Lost = j.step(s)
			}
		}
		f.Guard = newGuard(guard)
		return f
	}
	f.Heard = heard(j.run, j.site, h)
	if f.Heard == nil && looks != nil {
		f.Heard = &Heard{Guard: newGuard(looks.Ask), Brief: "is asked, but its answer is not read", Reason: "is asked, and nothing here reads its answer"}
	}
	if f.Heard == nil && aside != nil && demanded(h, aside) {
		f.Heard = &Heard{Guard: newGuard(aside.Ask), Brief: "says that something is mounted there", Reason: "says that something is mounted there, which a copy needs, and not what is lost"}
	}
	if f.Heard == nil && aside != nil {
		f.Heard = &Heard{Guard: newGuard(aside.Ask), Brief: "does not decide whether it runs", Reason: "is asked, and does not decide whether the command runs"}
	}
	if other != nil && !j.partly(h) {
		f.Kind = "wrongtarget"
		f.Guard = newGuard(other.Ask)
		f.Other = lookedAt(other)
		f.Lost = &Step{At: other.Ask.Whole, Text: "looks at " + f.Other + " only"}
		switch {
		case other.Partly != "":
			f.Part, f.Lost.Text = other.Partly, "asks only about what "+code(other.Partly)+" leaves in"
		case other.Chosen != "":
			f.Chosen, f.Lost.Text = other.Chosen, "only what "+code(other.Chosen)+" leaves of its answer is looked at"
		}
		if other.Reassigned != "" {
			f.Kind, f.By = "toctou", other.Reassigned
		}
	}
	return f
}

// stops reports whether a guard of something else may keep the script from the site: it lets the site run where it says idle, and on no way has it said last that
// something is in use. One that does not, or that decides about something else, was asked for another reason.
func (j *judge) stops(a *value.Ask) bool {
	if j.passing[a.First()]&domain.Idle == 0 || j.run.DecidesElse(a, j.site) {
		return false
	}
	if j.passing[a.First()]&domain.Active == 0 {
		return true
	}
	if j.last == nil {
		j.last = map[*value.Ask]bool{}
		for _, h := range j.site.Hits {
			j.noteLast(h)
		}
	}
	return !j.last[a.First()]
}

// noteLast notes the guards that said last on a way that something is in use.
func (j *judge) noteLast(h *proof.Hit) {
	path, _ := domain.Path(h.Trace, nil)
	seen := map[*value.Ask]*value.Ask{}
	for _, s := range path {
		if s.Kind == domain.Asked {
			seen[s.Ask.First()] = s.Ask
		}
	}
	for _, b := range h.Answers {
		if o := j.outcome(b); seen[b.Ask.First()] == b.Ask && o&domain.Active != 0 && o&domain.Idle == 0 {
			j.last[b.Ask.First()] = true
		}
	}
}

// presumed reports whether an answer is about the target only for who takes for granted that nothing else uses it.
func presumed(a *proof.Answer) bool {
	return slices.ContainsFunc(a.Assumes, func(s proof.Assumption) bool { return s.Presumed })
}

// demanded reports whether a script that copies into a folder may well want what a guard says is in use: that a file system is mounted there, without which the copy
// would fill the disk below.
func demanded(h *proof.Hit, a *proof.Answer) bool {
	return h.Fills && !a.Ask.Entry.Release && a.Ask.Entry.Asks == catalog.AsksUse && (a.Ask.Entry.Kind == catalog.KindPath || a.Ask.Entry.OperandIsPath)
}

// unmeant reports whether a guard that was asked for another reason is not to be accused of a kind of flaw. How its status was lost may tell that it was
// meant for the site all the same.
func (j *judge) unmeant(kind string, h *proof.Hit, a *proof.Answer) bool {
	switch kind {
	case "ignored", "inverted":
		return presumed(a) || demanded(h, a) || j.run.DecidesElse(a.Ask, j.site)
	case "failopen", "pipemask":
		return j.run.DecidesElse(a.Ask, j.site)
	case "trapwipe":
		return !j.run.GivesUp(a.Ask)
	}
	return false
}

// comparable reports whether a guard that looked at something else may have been meant for a site's target. What the script has done
// with something else is no look at it; and nobody takes a mount point for a backup's repository, or a pod for a table.
func comparable(a *value.Ask, t value.Target) bool {
	kind := a.Entry.Kind
	if kind == catalog.KindAny && a.Entry.OperandIsPath {
		kind = catalog.KindPath
	}
	switch {
	case a.Entry.Release, t.Missing:
		return false
	case a.Query && kind == catalog.KindAny && t.V.FirstSym() != nil && !proof.AsksByName(a):
		return false // what is fetched from one address, whatever is destroyed
	case t.Kind == catalog.KindHost && len(a.Host) == 0 && (kind == catalog.KindPath || kind == catalog.KindDevice):
		return false // what is mounted here, and a machine that is destroyed somewhere else
	case a.Entry.Asks == catalog.AsksContent && kind == catalog.KindPath && !alike(a, t):
		return false // whether a folder is free in which something is to be made
	case kind == catalog.KindAny || kind == catalog.KindHost || t.Kind == catalog.KindAny || t.Kind == catalog.KindHost:
		return true
	case (kind == catalog.KindResource) == (t.Kind == catalog.KindResource):
		return true
	}
	return t.Kind == catalog.KindResource && !slices.Equal(a.Host, t.Host)
}

// alike reports whether a path that was looked at is written as the one that is destroyed, as a word or as a variable, so that one may have been taken for the other.
func alike(a *value.Ask, t value.Target) bool {
	return slices.ContainsFunc(a.Targets, func(g value.Target) bool {
		return len(g.V) == 1 && len(t.V) == 1 && (g.V[0].Sym == nil) == (t.V[0].Sym == nil)
	})
}

// settles reports whether a guard of another thing decides about something else: both are named in the script, and the site is reached
// whatever the guard says, as behind if mountpoint /var/run; then mount --move …; fi.
func (j *judge) settles(a *proof.Answer, t value.Target) bool {
	const either = domain.Idle | domain.Active
	if a.Reassigned+a.Partly+a.Chosen != "" || j.passing[a.Ask.First()]&either != either || len(a.Ask.Targets) == 0 {
		return false
	}
	return names(t) && !slices.ContainsFunc(a.Ask.Targets, func(g value.Target) bool { return !names(g) })
}

// names reports whether the script itself names a target.
func names(t value.Target) bool {
	_, known := t.V.Constant()
	_, there := t.Host.Constant()
	return known && there && len(t.V) > 0
}

// merelyThere reports whether a guard only told that there is something to destroy: it tells of nothing but existence, or no answer
// of it says idle, and the site is reached where it said yes. That is no guard turned round, it is none.
func (j *judge) merelyThere(a *value.Ask) bool {
	e := a.Entry
	if !e.Accuses() {
		return true
	}
	provable := e.Query || e.IdleOutput != "" || len(e.IdleStatus) > 0
	folder := e.Asks == catalog.AsksContent && e.Kind == catalog.KindPath // that it holds files is why a script empties it
	// the containers, machines or objects that a script finds are those that it goes on to remove
	rows := e.Kind == catalog.KindResource && (e.Rows || e.IdleOutput == "empty" || e.Lists)
	kind := e.Asks == catalog.AsksContent && e.Kind != catalog.KindPath && j.run.DemandsKind(a)
	return (!provable || folder || rows || kind) && !j.idle[a.First()]
}

// trapped is the guard whose refusal may set off the trap that a site stands in: one of the site's target, or else any that asks
// about machines, devices or services. The answer of a URL that names none of them is no such thing.
func (j *judge) trapped(t value.Target) *value.Ask {
	var other *value.Ask
	for _, a := range j.run.Asks {
		if !a.Entry.Accuses() || !j.run.Reads(a) || !j.run.GivesUp(a) {
			continue
		}
		if len(j.covering[a.Place()]) > 0 {
			return a
		}
		if other == nil && !t.Missing && (!a.Query || a.Entry.Kind != catalog.KindAny) && comparable(a, t) {
			other = a
		}
	}
	return other
}

// nearer prefers of two guards that looked at something else the one whose target was assigned anew, and then the later one.
func nearer(a, b *proof.Answer) bool {
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
func (j *judge) follows(a *value.Ask) bool {
	return slices.ContainsFunc(j.covering[a.Place()], func(b *value.Ask) bool { return b != a })
}

// bypass is a way past the guards that only a flag opens.
func (j *judge) bypass(h *proof.Hit) *Flaw {
	path, _ := domain.Path(h.Trace, nil)
	f := &Flaw{Kind: "bypass", By: h.Flags[0], way: way{steps: path, at: -1, hit: h}}
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
func (j *judge) partly(h *proof.Hit) bool {
	for _, a := range h.Answers {
		if a.Covers && a.Outcome&domain.Unasked != 0 {
			return true
		}
	}
	return false
}

// lookedAt is what a guard that looked at something else looked at.
func lookedAt(a *proof.Answer) string {
	if t := targetOf(a.Ask); t != "this machine" || a.Named == "" {
		return t
	}
	return a.Named
}

func targetOf(a *value.Ask) string {
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
func better(j *judge, a, b proof.Answer) bool {
	ua, ub := a.Outcome&domain.Unasked != 0, b.Outcome&domain.Unasked != 0
	if ua != ub {
		return !ua
	}
	aa, ab := j.outcome(a)&domain.Active != 0, j.outcome(b)&domain.Active != 0
	if aa != ab {
		// a guard of which only the error gets through stops more; the one that stops less is the one to mend last
		return !aa
	}
	return a.Ask.Later(b.Ask)
}

// lost finds the step at which the guard's answer was lost, and with it the kind of the flaw.
func (j *judge) lost(h *proof.Hit, a proof.Answer) *Flaw {
	o := j.outcome(a)
	f := &Flaw{Guard: newGuard(a.Ask), Role: a.Role}
	want := domain.Failed | domain.Ambiguous
	f.Outcome = "error"
	if o&domain.Active != 0 && !(o&want != 0 && j.partlyReleased(h)) {
		want, f.Outcome = domain.Active|domain.Answered, "active"
	}
	if a.Ask.Query {
		if f.Outcome == "active" {
			want = domain.Answered | domain.Active | domain.Idle | domain.Literal | domain.NoLiteral | domain.Empty | domain.NonEmpty
		}
	}
	path, at := domain.Path(h.Trace, func(s *domain.Step) bool {
		return s.Kind == domain.Asked && s.Ask.First() == a.Ask.First() && (s.Outcome&want != 0)
	})
	if path == nil {
		path, at = domain.Path(h.Trace, func(s *domain.Step) bool { return s.Kind == domain.Asked && s.Ask.First() == a.Ask.First() })
	}
	if at < 0 {
		at = 0
	}
	f.way = way{steps: path, at: at, hit: h}
	var after []*domain.Step
	again := false
	if len(path) > 0 {
		after = path[at:]
		for _, s := range path[:at] {
			again = again || s.Kind == domain.Asked && s.Ask == path[at].Ask
		}
	}
	kind, step, by := j.kindOf(h, a, f.Outcome, after, again)
	if kind == "ignored" && a.Role != domain.NoRole {
		kind = "inverted" // the answer was looked at, and taken for permission
	}
	f.Kind, f.By = kind, by
	if step != nil {
		f.Lost = j.step(step)
	} else {
		f.Lost = j.lastOf(after, a.Ask)
	}
	// a guard that cannot prove idle by any status is used as well as it can be; one that can is misused
	e := a.Ask.Entry
	f.Weak = kind == "failopen" && (j.passing[a.Ask.First()]&domain.Failed == 0 || len(e.AmbiguousStatus) > 0 && len(e.IdleStatus) == 0 && e.IdleOutput == "" && !e.Query)
	f.Status = statusText(a.Ask, f.Outcome, f.Weak)
	if f.Weak && len(path) > 0 && path[at].By != "" {
		f.Through, f.Status = path[at].By, statusList(e.IdleStatus)
	}
	return f
}

// lastOf is the step that took the guard's answer last, for flaws that no particular event explains.
func (j *judge) lastOf(after []*domain.Step, a *value.Ask) *Step {
	var found *domain.Step
	for _, s := range after {
		switch s.Kind {
		case domain.Consumed, domain.TestFailed, domain.PipeMasked, domain.Masked:
			if s.Ask == nil || s.Ask.First() == a.First() {
				found = s
			}
		default: // it takes no answer
		}
	}
	if found == nil {
		return nil
	}
	return j.step(found)
}
