package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// tieMounts lets guards cover the targets that the script mounts where they looked.
func (x *exec) tieMounts(h *proof.Hit) {
	for i := range h.Answers {
		a := &h.Answers[i]
		for _, p := range a.Mounts {
			k := slices.IndexFunc(x.proof.Mounted, p.Same)
			if _, fixed := p.Device.Constant(); !fixed {
				continue // what is handed to the script may be in use anywhere
			}
			if k >= 0 && !a.Covers && !(a.Ask.Entry.Release && a.Outcome != domain.Idle) {
				a.Covers, a.Reassigned = true, ""
				a.Assumes = []proof.Assumption{{Text: p.Device.String() + " is what is mounted at " + p.Folder.String(), At: x.proof.Mounted[k].At}}
			}
		}
	}
}
