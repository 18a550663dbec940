package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A mounting says that a script mounts a device at a folder. It ties the two: a guard of the folder is one of the device, also where
// the script mounts it only after it has made a new filesystem there.
type mounting struct {
	device, folder, host Value
	at                   Range
}

// noteMount keeps what a mount puts where.
func (x *exec) noteMount(m catalog.CreationMatch, names []Target, st *state, cl *callInfo) {
	if !strings.HasPrefix(m.Entry.Command, "mount") || m.From == nil || len(names) != 1 {
		return
	}
	n := mounting{st.resolve(cl.args[m.From.Word].v.skip(m.From.Skip)), names[0].V, x.host, cl.whole}
	if len(n.device) == 0 || n.device.summary() || n.folder.summary() || slices.ContainsFunc(x.mounted, n.same) {
		return
	}
	x.mounted = append(x.mounted, n)
}

func (m mounting) same(n mounting) bool {
	return sameValue(m.device, n.device) && sameValue(m.folder, n.folder) && sameValue(m.host, n.host)
}

// mountsOf are the pairs of a device and a folder of which one is what a guard looked at and the other one what a site destroys.
func (x *exec) mountsOf(st *state, a *Ask, t Target) []mounting {
	var out []mounting
	for _, g := range a.Targets {
		gv, tv := st.resolve(g.V), st.resolve(t.V)
		if len(gv) == 0 || len(tv) == 0 || !sameValue(a.Host, t.Host) || gv.summary() || tv.summary() {
			continue
		}
		switch gk, tk := kindOf(g.Kind, gv), kindOf(t.Kind, tv); {
		case tk == catalog.KindDevice && gk != catalog.KindDevice:
			out = append(out, mounting{device: tv, folder: withoutSlash(gv), host: t.Host})
		case tk == catalog.KindPath && gk != catalog.KindPath:
			out = append(out, mounting{device: gv, folder: withoutSlash(tv), host: t.Host})
		}
	}
	return out
}

// tieMounts lets guards cover the targets that the script mounts where they looked.
func (x *exec) tieMounts(h *Hit) {
	for i := range h.Answers {
		a := &h.Answers[i]
		for _, p := range a.mounts {
			k := slices.IndexFunc(x.mounted, p.same)
			if _, fixed := p.device.constant(); !fixed {
				continue // what is handed to the script may be in use anywhere
			}
			if k >= 0 && !a.Covers && !(a.Ask.Entry.Release && a.Outcome != Idle) {
				a.Covers, a.Reassigned = true, ""
				a.Assumes = []Assumption{{Text: p.device.String() + " is what is mounted at " + p.folder.String(), At: x.mounted[k].at}}
			}
		}
	}
}
