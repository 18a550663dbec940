package fix

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// candidates are the changes that are tried for a flaw, what the rule's page advises first.
func (t *try) candidates() []*candidate {
	var guard, lost nest
	if t.flaw.Guard != nil {
		guard = around(t.flaw.Guard.At)
	}
	if t.flaw.Lost != nil {
		lost = around(t.flaw.Lost.At)
	}
	early, late := t.stops(guard)
	switch t.flaw.Kind {
	case "strguard":
		return t.run(lost)
	case "emptyselector":
		return t.insist()
	case "lostcwd":
		return t.returns(lost)
	case "selectorsplit":
		return t.quote()
	case "ignored":
		return t.both(t.branches(lost), t.branches(guard), t.later(guard), early, t.declares(guard), t.calls(guard), late)
	case "errexitoff":
		lostEarly, lostLate := t.stops(lost)
		return t.both(t.declares(guard), early, lostEarly, t.calls(guard), late, lostLate)
	case "failopen":
		return t.both(t.declares(guard), early, t.compares(guard), t.exactly(guard), t.piped(guard), t.calls(guard), late, t.branches(lost))
	case "stalestatus":
		return t.both(t.declares(guard), early, t.calls(guard), late)
	case "pipemask":
		return t.both(t.pipes(lost), t.pipes(guard), t.piped(guard), early, t.calls(guard), late)
	case "subshellexit":
		lostEarly, lostLate := t.stops(lost)
		return t.both(t.braces(lost), lostEarly, early, t.calls(guard), t.calls(lost), lostLate, late)
	}
	return nil
}

func (t *try) both(lists ...[]*candidate) []*candidate {
	var out []*candidate
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// zeroIsIdle reports whether the flaw's guard ends with 0, and with nothing else, where it says idle.
func (t *try) zeroIsIdle() bool {
	e := t.entry()
	return e != nil && (e.IdleOutput != "" || e.Query || len(e.IdleStatus) == 1 && e.IdleStatus[0] == 0)
}

// zero reports whether a command ends with 0 where the guard says idle, as far as that can be seen. A command that does not ask the
// guard itself, such as a test or a function, does if any does; the proof tells.
func (t *try) zero(c nest, n node) bool {
	return t.zeroIsIdle() || t.flaw.Guard == nil || !t.within(c, n, t.flaw.Guard.At)
}

// entry says how the answer of the flaw's guard is read.
func (t *try) entry() *catalog.Guard {
	if t.flaw.Guard == nil {
		return nil
	}
	return t.flaw.Guard.Entry
}

// here reports whether the site stands within a node.
func (t *try) here(c nest, n node) bool {
	return t.within(c, n, t.site.At)
}

func (t *try) within(c nest, n node, at place.Range) bool {
	return at.Script != nil && at.Script.Path == c.script.Path && n.start() <= at.Start && at.End <= n.base+int(n.End().Offset())
}
