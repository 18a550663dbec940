package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// reusers are the commands that take into use again what was released: mount, systemctl start, zpool import.
var reusers = []string{"mount", "swapon", "systemctl", "service", "zpool", "vgchange", "lvchange", "mdadm", "drbdadm"}

// takenAgain drops what releases have proved of the things that a call names, unless it is a release itself.
func (x *exec) takenAgain(cl *domain.CallInfo, st *domain.State) *domain.State {
	if !slices.Contains(reusers, cl.Name) {
		return st
	}
	var names []value.Value
	var drop []uint32
	st.Facts.Each(func(k uint32, f domain.Fact) {
		a := x.dom.AskList[k]
		if !a.Entry.Release || a.Made {
			return
		}
		if names == nil {
			names = proof.WordValues(cl, st)
		}
		for _, t := range a.Targets {
			if slices.ContainsFunc(names, func(n value.Value) bool { return value.SameValue(n, st.Resolve(t.V)) }) {
				drop = append(drop, k)
				return
			}
		}
	})
	if len(drop) == 0 {
		return st
	}
	c := st.Fork()
	for _, k := range drop {
		c.Facts = c.Facts.Del(k)
	}
	c.Memory.Each(func(k uint32, m *domain.Memo) {
		if slices.Contains(drop, m.Ask.Id) {
			c.Memory = c.Memory.Del(k)
		}
	})
	return c
}
