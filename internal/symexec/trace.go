package symexec

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
	Wiped                    // a host was wiped
	Waited                   // the script waited for a person, or slept
)

// A Step is a node of the graph of all ways. It is shared between states and never part of their identity.
type Step struct {
	Prev, Alt *Step
	Kind      EventKind
	At        Range
	Ask       *Ask
	Outcome   Outcome // for Asked
	By        string  // the construct: "( )", "pipeline", "if", "local", …
	Text      string  // what happened, in words, without the position
	depth     int
}

func (x *exec) event(st *state, s Step) {
	s.Prev = st.trace
	if s.Prev != nil {
		s.depth = s.Prev.depth + 1
	}
	st.trace = &s
}

// join makes the step where two ways meet.
func join(a, b *Step) *Step {
	switch {
	case a == b, b == nil:
		return a
	case a == nil:
		return b
	}
	if b.depth < a.depth {
		a, b = b, a
	}
	return &Step{Kind: evMerge, Prev: a, Alt: b, depth: a.depth}
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
			if n == nil || seen[n] {
				continue
			}
			seen[n] = true
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

func shortest(s *Step) []*Step {
	var rev []*Step
	for ; s != nil; s = s.Prev {
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
