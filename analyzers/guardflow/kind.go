package guardflow

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// kindOf reads off the steps after the guard's answer where it was lost. The most specific cause wins. again says that the
// guard was asked before on this way, so that a loop retries it.
func (j *judge) kindOf(h *proof.Hit, a proof.Answer, outcome string, after []*domain.Step, again bool) (kind string, lost *domain.Step, by string) {
	first := a.Ask.First()
	find := func(k domain.EventKind, mine bool) *domain.Step {
		for i := len(after) - 1; i >= 0; i-- {
			s := after[i]
			if s.Kind == k && (!mine || s.Ask != nil && s.Ask.First() == first) {
				return s
			}
		}
		return nil
	}
	// A trap that was set behind the guard was set because the guard's answer let the script go on.
	if h.Trap != "" && find(domain.TrapSet, false) == nil {
		if s := find(domain.TrapRuns, false); s != nil {
			return "trapwipe", s, s.By
		}
	}
	if h.Trap != "" && find(domain.TrapSet, false) == nil && !inHandler(h) {
		return "trapwipe", nil, h.Trap
	}
	if outcome == "active" && !j.idle[first] && a.Outcome&(domain.Active|domain.NonEmpty) != 0 {
		return "inverted", find(domain.Consumed, true), ""
	}
	// A condition that took the status from wait had the answer.
	if s := find(domain.Backgrounded, true); s != nil && !later(after, s, find(domain.Consumed, true)) && !later(after, s, find(domain.StaleRead, true)) {
		return "async", s, "&"
	}
	if s := find(domain.SubshellExit, false); s != nil && s.By != "&" {
		return "subshellexit", s, s.By
	}
	if s := find(domain.LostVariable, false); s != nil {
		return "subshellexit", s, s.By
	}
	// A comparison that failed and so ended the loop took the guard's silence for its answer.
	if s := find(domain.LoopEnded, false); s != nil && (s.By != "break" || again && find(domain.TestFailed, false) == nil) {
		return "fallthrough", s, ""
	}
	// A status that a pipe swallows never reached the condition that turns set -e off.
	byStatus := a.Ask.Entry.IdleOutput == "" && !a.Ask.Entry.Query
	masked := find(domain.PipeMasked, true)
	if masked != nil && byStatus && slices.ContainsFunc(after, func(s *domain.Step) bool {
		return s.Kind == domain.Consumed && s.By == "PIPESTATUS" && s.Ask != nil && s.Ask.First() == first
	}) {
		masked = nil // the script took the status from PIPESTATUS, and lost it later
	}
	if masked != nil && byStatus && find(domain.StaleRead, true) == nil {
		return "pipemask", masked, masked.By
	}
	stale := find(domain.StaleRead, true)
	if stale != nil && byStatus && stale.Text == "$?" {
		return "stalestatus", stale, stale.By
	}
	if s := find(domain.ErrexitIgnored, true); s != nil && s.By != "$( )" {
		if k := j.errexitoff(s, find(domain.Consumed, true)); k != "" {
			return "errexitoff", s, k
		}
	}
	// Where the answer is output, $? may well be meant to be that of a command which looked at it.
	if stale != nil && (byStatus || slices.Contains([]string{"local", "export", "declare", "typeset", "readonly"}, stale.By)) {
		return "stalestatus", stale, stale.By
	}
	if s := find(domain.Masked, true); s != nil && s.Outcome&domain.Active != 0 {
		return "stalestatus", s, s.By
	}
	if masked != nil && (byStatus || masked.Text == "status") {
		return "pipemask", masked, masked.By
	}
	if s := find(domain.ErrexitIgnored, true); s != nil {
		if k := j.errexitoff(s, find(domain.Consumed, true)); k != "" {
			return "errexitoff", s, k
		}
	}
	if s := find(domain.ErrexitIgnored, false); s != nil && s.Ask == nil {
		return "errexitoff", s, s.By
	}
	if outcome == "active" {
		s := find(domain.Consumed, true)
		by := ""
		if s != nil {
			by = s.By
		}
		return "ignored", s, by
	}
	if s := find(domain.TestFailed, false); s != nil {
		return "failopen", s, s.By
	}
	if masked != nil {
		return "failopen", masked, masked.By
	}
	return "failopen", find(domain.Consumed, true), ""
}

// inHandler reports whether the way shows that the trap runs: then a guard that was asked since runs in it, too.
func inHandler(h *proof.Hit) bool {
	path, _ := domain.Path(h.Trace, nil)
	return slices.ContainsFunc(path, func(s *domain.Step) bool { return s.Kind == domain.TrapRuns })
}

// later reports whether b comes after a on a way.
func later(way []*domain.Step, a, b *domain.Step) bool {
	return slices.Index(way, b) > slices.Index(way, a)
}

// errexitoff returns the construct that makes the shell ignore set -e, or "" when a condition took the status on purpose.
func (j *judge) errexitoff(ignored, consumed *domain.Step) string {
	switch {
	case consumed == nil:
		return ignored.By
	case consumed.By == "&&" || consumed.By == "!":
		return consumed.By
	case consumed.At.Script == ignored.At.Script && consumed.At.Start < ignored.At.Start && consumed.By != "if" && !strings.HasPrefix(consumed.By, "||"):
		return ignored.By
	}
	return ""
}

// order is how specific the kinds are, the most specific first.
var order = []string{"selectorsplit", "emptyselector", "lostcwd", "trapwipe", "async", "subshellexit", "fallthrough", "stalestatus", "pipemask", "errexitoff", "inverted", "ignored",
	"strguard", "toctou", "wrongtarget", "bypass", "failopen", "unguarded", "fanout"}

// rank makes the flaws unique by kind, the primary one first. A way on which an active answer gets through counts more than
// one of an error, and a way with no guard more than an error, less than an active answer.
func rank(flaws []*Flaw) []*Flaw {
	weight := func(f *Flaw) int {
		for i, k := range order {
			if f.Kind == k && (k != "unguarded" || f.Prompt == nil) {
				return i
			}
		}
		return len(order) // a person's confirmation, which is something
	}
	sort.SliceStable(flaws, func(i, k int) bool {
		a, b := flaws[i], flaws[k]
		if ac, bc := a.class(), b.class(); ac != bc {
			return ac < bc
		}
		if ac, bc := a.Outcome == "active", b.Outcome == "active"; ac != bc {
			return ac
		}
		if aw, bw := weight(a), weight(b); aw != bw {
			return aw < bw
		}
		if a.class() == 0 && a.Weak != b.Weak {
			return b.Weak
		}
		return a.way.length() < b.way.length()
	})
	var out []*Flaw
	seen := map[string]bool{}
	for _, f := range flaws {
		if !seen[f.Kind] {
			seen[f.Kind] = true
			out = append(out, f)
		}
	}
	return out
}

func statusList(ns []int) string {
	var s []string
	for _, n := range ns {
		s = append(s, fmt.Sprint(n))
	}
	return strings.Join(s, " or ")
}

// statusText says in words which statuses the guard's answer has.
func statusText(a *value.Ask, outcome string, weak bool) string {
	e, list := a.Entry, statusList
	if outcome == "active" {
		if len(e.ActiveStatus) > 0 {
			return list(e.ActiveStatus)
		}
		return ""
	}
	if weak && len(e.AmbiguousStatus) > 0 {
		return list(e.AmbiguousStatus)
	}
	known := append(append([]int(nil), e.IdleStatus...), e.ActiveStatus...)
	if len(known) == 0 {
		return "any status but 0"
	}
	sort.Ints(known)
	return "any status but " + strings.ReplaceAll(list(known), " or ", " and ")
}
