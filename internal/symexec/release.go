package symexec

import "slices"

// reusers are the commands that take into use again what was released: mount, systemctl start, zpool import.
var reusers = []string{"mount", "swapon", "systemctl", "service", "zpool", "vgchange", "lvchange", "mdadm", "drbdadm"}

// takenAgain drops what releases have proved of the things that a call names, unless it is a release itself.
func (x *exec) takenAgain(cl *callInfo, st *state) *state {
	if !slices.Contains(reusers, cl.name) {
		return st
	}
	var names []Value
	var drop []uint32
	st.facts.each(func(k uint32, f fact) {
		a := x.askList[k]
		if !a.Entry.Release || a.Made {
			return
		}
		if names == nil {
			names = wordValues(cl, st)
		}
		for _, t := range a.Targets {
			if slices.ContainsFunc(names, func(n Value) bool { return sameValue(n, st.resolve(t.V)) }) {
				drop = append(drop, k)
				return
			}
		}
	})
	if len(drop) == 0 {
		return st
	}
	c := st.fork()
	for _, k := range drop {
		c.facts = c.facts.del(k)
	}
	c.memory.each(func(k uint32, m *memo) {
		if slices.Contains(drop, m.ask.id) {
			c.memory = c.memory.del(k)
		}
	})
	return c
}
