package domain

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// FailedIn is the command that ran the guard of a step and failed itself, as ssh does with 255, and what its statuses say; "" if
// that is not so.
func (s *Step) FailedIn() (name string, meanings []catalog.Meaning) {
	if s.Detail == nil || s.Failed == nil {
		return "", nil
	}
	return s.Runner, s.Failed.Meanings
}

// Depends reports whether a test, or what a case looks at, is about something that the script alone does not decide.
func (s *Step) Depends() bool {
	if s.Detail == nil {
		return true
	}
	if s.Cl == nil {
		return s.Words.FirstSym() != nil
	}
	if s.Cl.Args == nil {
		return true
	}
	return slices.ContainsFunc(s.Cl.Args, func(f Field) bool { return f.V.FirstSym() != nil })
}

func (s *Step) State() *State { return &State{Cons: s.Cons} }

// An EventKind says what happened at a step of a way through the script.
type EventKind uint8

// The events. Rules read off them where a guard's answer was lost.
const (
	evStart        EventKind = iota
	evMerge                  // two ways meet: Prev and Alt both lead here
	Asked                    // a guard gave its answer
	PipeMasked               // the guard's status is dropped, since it is not the last of its pipeline
	StaleRead                // $? was read after another command had overwritten the guard's status
	Masked                   // local, export, … x=$(guard) dropped the guard's status
	SubshellExit             // exit, return or an abort ended a subshell only
	LostVariable             // a variable was read whose new value had stayed in a subshell
	ErrexitIgnored           // set -e did not stop at the guard's failing status
	Consumed                 // a condition took the guard's status
	Backgrounded             // the guard runs with &
	LoopEnded                // a loop that retries ran out
	TrapSet                  // a trap was set
	TrapRuns                 // a trap's handler starts
	NameTested               // a guard's name was tested as a string
	TestFailed               // a comparison failed with an error, which counts as false
	CommandDecided           // the way was chosen by an undeclared command's status
	Called                   // a function was entered
	Empties                  // a word of the command is empty, or a part of it is
	Divides                  // a selector ends early, and its rest is something else
	Torn                     // an operand splits at a blank in a value
	Wiped                    // a host was wiped
	GivenUp                  // bash gave a line up
	Waited                   // the script waited for a person, or slept
	Strays                   // a cd failed, or had nothing to go to
	InputTaken               // a command read what was left of standard input

	// What follows is told for the reader alone: no rule reads it, and it does not decide which way is the shortest.

	Tested   // a test came out
	Branched // a condition took a status that is no guard's and no undeclared command's
	Chosen   // a case took one of its lists
)

// A Took is what a condition made run.
type Took uint8

// What runs after a condition.
const (
	TookNothing Took = iota // the construct has none
	TookThen
	TookElse
	TookElif
	TookPast  // the construct is over, and what follows it runs
	TookBody  // the loop goes round
	TookRight // what stands to the right of && or || runs
)

// A Step is a node of the graph of all ways. It is shared between states and never part of their identity.
type Step struct {
	Prev, Alt *Step
	Kind      EventKind
	At        place.Range
	Ask       *value.Ask
	Outcome   Outcome     // for Asked
	By        string      // the construct: "( )", "pipeline", "if", "local", …
	Text      string      // what happened, in words, without the position
	Took      Took        // what a condition made run
	To        place.Range // for && and ||: what stands to the right
	Part      syntax.Node // what a condition may skip: the right side of && and ||, the if
	*Detail
	depth  int    // how many steps before it there are that rules read
	quiets uint16 // how many steps since the last one of those there are, with this one
}

// A detail is what is known at a step of the values that its words are about.
type Detail struct {
	Cl          *CallInfo        // of a test
	Words       value.Value      // of a case: what its patterns are compared with
	Status, Out value.Value      // of a guard: what it answered
	Captured    bool             // what it printed was taken by the script
	Failed      *catalog.Wrapper // what ran the guard, and failed itself …
	Runner      string           // … by its name
	Cons        value.Pmap[*value.Con]
	Vars        value.Pmap[*Variable]
	Args        *Params
}

// quiet reports whether a step is told for the reader alone.
func (s *Step) quiet() bool { return s.Kind >= Tested }

// Told is the last step that rules read.
func (s *Step) Told() *Step {
	for s != nil && s.quiet() {
		s = s.Prev
	}
	return s
}

func (x *Space) Event(st *State, s Step) {
	s.Prev = st.Trace
	switch p := s.Prev; {
	case s.quiet() && p != nil:
		s.depth, s.quiets = p.depth, p.quiets+1
		if s.quiets > mostQuiet {
			return
		}
	case s.quiet():
		s.quiets = 1
	case p != nil:
		s.depth = p.depth + 1
	}
	st.Trace = &s
}

// mostQuiet is how many steps in a row that no rule reads are kept: far more than a reader follows, so that a loop that tests
// something many times costs nothing.
const mostQuiet = 64

// Answered keeps what a guard says in a state.
func (st *State) Answered(status, out value.Value) *Detail {
	d := st.Values()
	d.Status, d.Out, d.Captured = status, out, st.Fd(1).Kind == ToCapture
	return d
}

// Values keeps what is known in a state, for the words of a step.
func (st *State) Values() *Detail {
	return &Detail{Cons: st.Cons, Vars: st.Vars, Args: st.Args}
}

// join makes the step where two ways meet. Where they differ only in steps that no rule reads, those do not matter to what
// follows, since the states agree: what they have in common stays.
func join(a, b *Step) *Step {
	p, q := a.Told(), b.Told()
	switch {
	case p == q:
		return shared(a, b)
	case q == nil:
		return a
	case p == nil:
		return b
	}
	if b.depth < a.depth {
		a, b = b, a
	}
	return &Step{Kind: evMerge, Prev: a, Alt: b, depth: a.depth}
}

// shared is the last step that two ways with the same last step that rules read have in common.
func shared(a, b *Step) *Step {
	for a != b {
		if a != nil && a.quiet() && (b == nil || !b.quiet() || a.quiets >= b.quiets) {
			a = a.Prev
		} else {
			b = b.Prev
		}
	}
	return a
}

// Path returns the shortest way that ends at s and passes a step for which want holds, or the shortest way at all when want
// is nil, from its start on. The second result is the index of that step, -1 when there is none.
//
// Every walk back through the graph is a way that the executor found feasible, because merged states agree on all that
// can still be read.
func Path(s *Step, want func(*Step) bool) ([]*Step, int) {
	type link struct {
		step *Step
		next *link
	}
	seen := map[*Step]bool{}
	queue := []*link{{step: s}}
	for len(queue) > 0 {
		var later []*link
		for _, l := range queue {
			n := l.step
			for n != nil && n.quiet() {
				n = n.Prev
				l = &link{n, l}
			}
			if n == nil || seen[n] {
				continue
			}
			if seen[n] = true; len(seen) > mostSearched {
				return nil, -1
			}
			if want == nil || want(n) {
				head := shortest(n)
				at := len(head) - 1
				for m := l.next; m != nil; m = m.next {
					head = append(head, m.step)
				}
				if want == nil {
					at = -1
				}
				return prune(head, at)
			}
			// the near parent first: it has the shorter way
			later = append(later, &link{n.Prev, l})
			if n.Alt != nil {
				later = append(later, &link{n.Alt, l})
			}
		}
		queue = later
	}
	return nil, -1
}

// A way is looked for in so many steps, and told by so many: with thousands of sites each has another way of thousands of steps.
const (
	mostSearched = 1 << 12
	mostTold     = 1 << 9
)

// shortest is the shortest way that ends at s, from its start, or from where it is too long to be told.
func shortest(s *Step) []*Step {
	var rev []*Step
	for ; s != nil && len(rev) < mostTold; s = s.Prev {
		rev = append(rev, s)
	}
	for i, j := 0, len(rev)-1; i < j; i, j = i+1, j-1 {
		rev[i], rev[j] = rev[j], rev[i]
	}
	return rev
}

// prune drops the steps where ways merely meet.
func prune(path []*Step, at int) ([]*Step, int) {
	out := path[:0]
	pos := -1
	for i, s := range path {
		if s.Kind == evMerge || s.Kind == evStart {
			continue
		}
		if i == at {
			pos = len(out)
		}
		out = append(out, s)
	}
	return out, pos
}
