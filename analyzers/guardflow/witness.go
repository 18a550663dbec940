package guardflow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// A way is how a site is reached, before it is put into words: only what is reported is worth that.
type way struct {
	steps []*domain.Step
	at    int // the guard's answer, -1 where the way is about none
	hit   *proof.Hit
}

// mostSteps is how many steps of a way are told: the first and the last ones tell the story.
const mostSteps = 24

// length is how long the way is, for choosing between flaws of a kind.
func (w way) length() int {
	n := 0
	for _, s := range w.steps {
		switch s.Kind {
		case domain.TrapSet, domain.Called, domain.Tested, domain.Branched, domain.Chosen:
		case domain.Consumed:
			if s.By != "set -e" {
				n++
			}
		default:
			n++
		}
	}
	return min(n, mostSteps)
}

// step refers to a step whose words are found when the flaw is told.
func (j *judge) step(s *domain.Step) *Step { return &Step{At: s.At, of: s} }

// A telling puts the way of a flaw into words.
type telling struct {
	*symexec.Teller
	flaw  *Flaw
	steps []*domain.Step
	said  []answer // by step, of guards
	from  int      // the first step that is told
}

// A line is a step in words.
type line struct {
	Step
	i int // the last one of the steps that it tells of
}

// A told counts the steps that are put into words for one script: a script of thousands of commands has ways of thousands of steps
// to each.
type told struct{ steps int }

const (
	mostTold = 50_000 // that are told as a whole …
	lastTold = 100    // … and how many of a way are told then
)

// words counts what is told of a script; nil if nothing is to be.
func (in *Input) words() *told {
	if in.Wordless {
		return nil
	}
	return &told{}
}

// from is the first step of a way that is told.
func (w *told) from(steps int) int {
	if w.steps > mostTold {
		return max(0, steps-lastTold)
	}
	w.steps += steps
	return 0
}

// tell puts the way of a flaw into words.
func (j *judge) tell(f *Flaw) {
	w := f.way
	if w.hit == nil {
		return
	}
	f.World = j.world(f)
	t := &telling{Teller: j.run.Teller(w.steps, w.hit), flaw: f, steps: w.steps, said: make([]answer, len(w.steps))}
	t.from = j.words.from(len(w.steps))
	for i, s := range w.steps {
		if s.Kind == domain.Asked && (i >= t.from || i == w.at) {
			t.said[i] = t.answer(i)
		}
	}
	lines := t.lines(w.at)
	if l := f.Lost; l != nil && l.of != nil {
		l.Text = t.words(slices.Index(w.steps, l.of), l.of)
		for _, line := range lines {
			if line.of == l.of {
				l.Text = line.Text
			}
		}
		l.of = nil
	}
	f.Says = t.says(w.at)
	f.World.Text = t.world(f.World)
	last := t.from
	for i := range lines {
		lines[i].Branches = branches(t.steps[last : lines[i].i+1])
		last = lines[i].i + 1
	}
	for _, l := range shortened(repeated(lines)) {
		l.of = nil
		f.Witness = append(f.Witness, l.Step)
	}
	f.Witness = append(f.Witness, Step{At: j.site.Whole, Text: t.reached(j.site), Branches: branches(t.steps[last:])})
	f.way = way{}
}

// lines are the steps that matter, in words.
func (t *telling) lines(at int) []line {
	var out []line
	for i, s := range t.steps {
		if i < t.from && i != at || !t.matters(i, at) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].i == i-1 && folds(t.steps[i-1], s) {
			if more := consequence(s); more != "" {
				out[n-1].Text += ", " + more
				out[n-1].i = i
				continue
			}
		}
		text := t.words(i, s)
		if text == "" {
			continue
		}
		l := line{Step: Step{At: s.At, Text: text, of: s}, i: i}
		if s.Kind == domain.Asked {
			l.Guard, l.Answer = s.Ask.Command, outcomeOf(s.Outcome)
		}
		if n := len(out); n > 0 && out[n-1].At == l.At && out[n-1].Text == l.Text && (s.Kind == domain.Backgrounded || s.Kind == domain.ErrexitIgnored) {
			continue // one job with several guards in it, or one command that is passed over for two reasons
		}
		out = append(out, l)
	}
	return out
}

// folds reports whether what a condition does with a status is told together with what gave it.
func folds(first, then *domain.Step) bool {
	switch first.Kind {
	case domain.Tested, domain.TestFailed, domain.NameTested, domain.StaleRead:
		return then.Kind == domain.Branched
	case domain.Branched:
		return then.Kind == domain.Branched && first.By == "!"
	case domain.CommandDecided:
		return turned(first, then)
	case domain.Consumed:
		return first.By == "!" && then.Kind == domain.Consumed && then.Ask == first.Ask
	default: // it is told by itself
	}
	return false
}

// turned reports whether a step is about a command's status that ! has turned around at the step before.
func turned(before, s *domain.Step) bool {
	return before.Kind == domain.CommandDecided && before.By == "!" && s.Kind == domain.CommandDecided && s.At == before.At
}

// matters reports whether a step has to be told for the way to be understood: what the script alone decides comes in only once a
// guard has answered, a success that set -e merely lets pass never.
func (t *telling) matters(i, at int) bool {
	s := t.steps[i]
	if l := t.flaw.Lost; l != nil && l.of == s {
		return true
	}
	after := at >= 0 && i > at
	if !after && t.harmless(i) {
		return false
	}
	switch s.Kind {
	case domain.Tested:
		return after || s.Depends() && i+1 < len(t.steps) && t.steps[i+1].Kind == domain.Branched
	case domain.Chosen:
		return after || s.Depends()
	case domain.Branched:
		return after || i > 0 && folds(t.steps[i-1], s) && t.matters(i-1, at)
	case domain.CommandDecided:
		return s.By != "set -e" || s.Outcome != domain.Idle
	case domain.ErrexitIgnored:
		return !t.taken(i)
	case domain.Waited:
		return t.flaw.Kind == "toctou" || !strings.HasPrefix(s.By, "sleep")
	default: // it always has to be
	}
	return true
}

// harmless reports whether a test or a command came out as it does when nothing is wrong: what it would have stopped goes on.
func (t *telling) harmless(i int) bool {
	s := t.steps[i]
	if s.Kind == domain.Tested && i+1 < len(t.steps) {
		i++
		s = t.steps[i]
	}
	switch {
	case s.Kind != domain.Branched && s.Kind != domain.CommandDecided:
		return false
	case s.Took == domain.TookPast:
		return t.Stops(s)
	case s.Took == domain.TookRight && i+1 < len(t.steps):
		next := t.steps[i+1]
		inside := next.At.Script == s.To.Script && next.At.Start >= s.To.Start && next.At.End <= s.To.End
		return (inside || s.To.Script == nil) && t.harmless(i+1)
	}
	return false
}

// taken reports whether a construct takes the status at once that set -e does not act on: then that is what happens to it.
func (t *telling) taken(i int) bool {
	for _, s := range t.steps[i+1:] {
		switch s.Kind {
		case domain.ErrexitIgnored:
		case domain.Consumed:
			return s.By != "set -e"
		case domain.Branched:
			return true
		default:
			return false
		}
	}
	return false
}

// repeated tells what happens several times in a row in just the same way only once.
func repeated(lines []line) []line {
	const longest = 8
	same := func(a, b []line) bool {
		return slices.EqualFunc(a, b, func(a, b line) bool { return a.At == b.At && a.Text == b.Text })
	}
	var out []line
next:
	for i := 0; i < len(lines); {
		for n := 1; n <= longest && i+2*n <= len(lines); n++ {
			times := 1
			for k := i + n; k+n <= len(lines) && same(lines[i:i+n], lines[k:k+n]); k += n {
				times++
			}
			if times > 1 {
				first := lines[i]
				first.Text += fmt.Sprintf(" (%d times)", times)
				out = append(append(out, first), lines[i+1:i+n]...)
				i += n * times
				continue next
			}
		}
		out = append(out, lines[i])
		i++
	}
	return out
}

// shortened leaves out the middle of a long way.
func shortened(lines []line) []line {
	if len(lines) <= mostSteps {
		return lines
	}
	return append(lines[:mostSteps/2:mostSteps/2], lines[len(lines)-mostSteps/2:]...)
}
