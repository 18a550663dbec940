package domain

import "testing"

// chain makes a trace of steps of these kinds.
func chain(from *Step, kinds ...EventKind) *Step {
	st := &State{Trace: from}
	for _, k := range kinds {
		(&Space{}).Event(st, Step{Kind: k})
	}
	return st.Trace
}

// TestJoinDropsWhatDoesNotMatter joins ways that differ only in tests: what they have in common stays, and no way is added.
func TestJoinDropsWhatDoesNotMatter(t *testing.T) {
	root := chain(nil, evStart, Asked, Tested)
	a, b := chain(root, Tested, Branched), chain(root, Branched)
	if got := join(a, b); got != root {
		t.Errorf("the ways join in %+v, want their common step", got)
	}
	if got := join(b, root); got != root {
		t.Errorf("a way and its own beginning join in %+v", got)
	}
	c := chain(root, Asked, Tested)
	if got := join(a, c); got.Kind != evMerge || got.Prev != a || got.Alt != c {
		t.Errorf("ways with different answers join in %+v", got)
	}
	if got := join(nil, chain(nil, Tested)); got != nil {
		t.Errorf("a way of tests alone joins with none in %+v", got)
	}
}

// TestPathIsInOrder walks back over tests: they neither make a way longer nor get lost, and stand in the order of execution.
func TestPathIsInOrder(t *testing.T) {
	root := chain(nil, evStart)
	short := chain(root, Asked, Tested, Tested, Tested, Branched)
	long := chain(root, Waited, Asked)
	path, at := Path(chain(join(long, short), Tested, Consumed), func(s *Step) bool { return s.Kind == Asked })
	want := []EventKind{Asked, Tested, Tested, Tested, Branched, Tested, Consumed}
	if len(path) != len(want) || at != 0 {
		t.Fatalf("%d steps, the answer is number %d", len(path), at)
	}
	for i, s := range path {
		if s.Kind != want[i] {
			t.Errorf("step %d is of kind %d, want %d", i, s.Kind, want[i])
		}
		if i > 0 && s.Kind.quietKind() && s.Prev != path[i-1] && s.Prev.Kind != evMerge {
			t.Errorf("step %d does not follow from the one before", i)
		}
	}
}

func (k EventKind) quietKind() bool { return (&Step{Kind: k}).quiet() }

// TestQuietStepsAreBounded tests something very often.
func TestQuietStepsAreBounded(t *testing.T) {
	st := &State{}
	for range 10 * mostQuiet {
		(&Space{}).Event(st, Step{Kind: Tested})
	}
	n := 0
	for s := st.Trace; s != nil; s = s.Prev {
		n++
	}
	if n != mostQuiet {
		t.Errorf("%d steps are kept, want %d", n, mostQuiet)
	}
}
