package guardflow

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// The policies that a flaw may be about.
const (
	PolicyBackup = "backup" // nothing saved the target before
	PolicyLocal  = "local"  // the guard was asked on another machine than the one that destroys
)

// policies are the flaws of a way to a site that its guards have proved, for what the configuration asks beyond them.
func (j *judge) policies(h *proof.Hit, guards []*value.Ask) []*Flaw {
	if len(guards) > 0 && guards[0].Made {
		return nil // what the script made
	}
	var out []*Flaw
	p := j.run.Policy()
	if p.WantsBackup(proof.KindOf(h.Target)) {
		if f := j.unsaved(h); f != nil {
			out = append(out, f)
		}
	}
	if !p.Local || len(guards) == 0 {
		return out
	}
	for _, a := range h.Answers {
		if a.Covers && a.There && j.outcome(a) == domain.Idle {
			return out
		}
	}
	path, _ := domain.Path(h.Trace, nil)
	g := newGuard(guards[0])
	return append(out, &Flaw{Kind: "wrongtarget", Policy: PolicyLocal, Guard: g, Other: "this machine",
		Lost: &Step{At: guards[0].Whole, Text: "is asked on another machine than the one that destroys"}, way: way{steps: path, at: -1, hit: h}})
}

// unsaved is the flaw of a way on which no backup of the target is known to have succeeded; nil where one is.
func (j *judge) unsaved(h *proof.Hit) *Flaw {
	var failed *proof.Answer
	for i, b := range h.Backups {
		if o := j.outcome(b); o == domain.Idle {
			return nil
		} else if o&bad != 0 && failed == nil {
			failed = &h.Backups[i]
		}
	}
	if failed != nil {
		f := j.lost(h, *failed)
		f.Policy = PolicyBackup
		return f
	}
	path, _ := domain.Path(h.Trace, nil)
	return &Flaw{Kind: "unguarded", Policy: PolicyBackup, way: way{steps: path, at: -1, hit: h}}
}
