package guardflow

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// heard is the last question on a way whose answer is no evidence, and why it is none. The command itself is none: of a client that
// reads what is not known both may be true, that it asks and that it destroys.
func heard(run *symexec.Result, site *proof.Site, h *proof.Hit) *Heard {
	var last *proof.Answer
	for i := range h.Others {
		a := &h.Others[i]
		if a.Outcome&^domain.Unasked == 0 || a.Ask.Prompt || a.Ask.At == site.At {
			continue
		}
		if !a.Worklist && a.Ask.At.Script != site.At.Script && !mentions(a.Ask, h.Target.V) {
			continue // what a library asks about something else
		}
		if !a.Worklist && ofOthers(a.Ask, h.Target.V) {
			continue
		}
		if last == nil || a.Ask.Later(last.Ask) {
			last = a
		}
	}
	if last == nil {
		return nil
	}
	e := last.Ask.Entry
	out := &Heard{Guard: newGuard(last.Ask)}
	switch {
	case last.Worklist:
		out.Brief, out.Reason = "only lists what to destroy", "lists what is destroyed, and does not ask whether it may be"
	case e.Asks == catalog.AsksListing:
		out.Brief, out.Reason = "tells nothing of its use", "tells "+e.Why+", and nothing of use or content"
	case e.Asks == catalog.AsksExistence:
		out.Brief, out.Reason = "tells that it is there, not that it is idle", "tells whether it is there, and not whether it is in use"
	case run.OnlyEmptiness(last.Ask):
		out.Brief, out.Reason = "is only asked whether it prints anything", "is only asked whether it says anything, which is no state"
	default:
		out.Words = run.Compared(last.Ask)
		out.Brief, out.Reason = "is asked, but its answer is not read", "is asked, and nothing here reads its answer"
		if len(out.Words) > 0 || run.Looked(last.Ask) {
			out.Brief, out.Reason = "is asked, but which answers mean idle?", "is asked, and it is not known which of its answers mean idle"
		}
	}
	return out
}

// ofOthers reports whether a question that is no evidence of anything has nothing to do with a target: it names other things, or a page that
// does not have it in its address.
func ofOthers(a *value.Ask, target value.Value) bool {
	if a.Entry.Asks != catalog.AsksListing && a.Entry.Asks != catalog.AsksExistence || mentions(a, target) {
		return false
	}
	return len(a.Targets) > 0 && a.Entry.Kind != catalog.KindService || slices.ContainsFunc(a.Words, func(w value.Value) bool {
		text, constant := w.Constant()
		return constant && strings.Contains(text, "://")
	})
}

// mentions reports whether a question has something of a target in its words.
func mentions(a *value.Ask, target value.Value) bool {
	for _, p := range target {
		if p.Sym != nil && (a.Mentions(p.Sym) || a.Mentions(p.Sym.Origin())) {
			return true
		}
	}
	return slices.ContainsFunc(a.Words[1:], func(w value.Value) bool { return value.SameValue(w, target) })
}
