package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A mounting says that a script mounts a device at a folder. It ties the two: a guard of the folder is one of the device, also where
// the script mounts it only after it has made a new filesystem there.
type mounting struct {
	Device, Folder, host value.Value
	At                   place.Range
}

// noteMount keeps what a mount puts where.
func (x *Ledger) noteMount(m catalog.CreationMatch, names []value.Target, st *domain.State, cl *domain.CallInfo) {
	if !strings.HasPrefix(m.Entry.Command, "mount") || m.From == nil || len(names) != 1 {
		return
	}
	n := mounting{st.Resolve(cl.Args[m.From.Word].V.Skip(m.From.Skip)), names[0].V, x.tools.Host, cl.Whole}
	if len(n.Device) == 0 || n.Device.Summary() || n.Folder.Summary() || slices.ContainsFunc(x.Mounted, n.Same) {
		return
	}
	x.Mounted = append(x.Mounted, n)
}

func (m mounting) Same(n mounting) bool {
	return value.SameValue(m.Device, n.Device) && value.SameValue(m.Folder, n.Folder) && value.SameValue(m.host, n.host)
}

// mountsOf are the pairs of a device and a folder of which one is what a guard looked at and the other one what a site destroys.
func (x *Ledger) mountsOf(st *domain.State, a *value.Ask, t value.Target) []mounting {
	var out []mounting
	for _, g := range a.Targets {
		gv, tv := st.Resolve(g.V), st.Resolve(t.V)
		if len(gv) == 0 || len(tv) == 0 || !value.SameValue(a.Host, t.Host) || gv.Summary() || tv.Summary() {
			continue
		}
		switch gk, tk := kindOf(g.Kind, gv), kindOf(t.Kind, tv); {
		case tk == catalog.KindDevice && gk != catalog.KindDevice:
			out = append(out, mounting{Device: tv, Folder: withoutSlash(gv), host: t.Host})
		case tk == catalog.KindPath && gk != catalog.KindPath:
			out = append(out, mounting{Device: gv, Folder: withoutSlash(tv), host: t.Host})
		}
	}
	return out
}
