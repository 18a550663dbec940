package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// mountedData has a command that deletes folders delete what the script has mounted in them: that is data, whatever the names are.
func (x *exec) mountedData(words []string, cl *domain.CallInfo, st *domain.State) ([]string, *domain.CallInfo) {
	if cl.Name != "rm" && cl.Name != "find" {
		return words, cl
	}
	var out []string
	var args []domain.Field
	for i, f := range cl.Args {
		var at []value.Value
		if i > 0 && !strings.HasPrefix(words[i], "-") {
			at = x.proof.MountedAt(st, f.V)
		}
		for _, v := range at {
			g := f
			g.V, g.Multi, g.Mounted = v, nil, true
			g.Below = !value.SameValue(x.proof.Folder(st, f.V), v)
			if slices.ContainsFunc(args, func(o domain.Field) bool { return o.Word == f.Word && o.Mounted && value.SameValue(o.V, v) }) {
				continue // mounted there twice
			}
			out, args = append(out, mountedFolder), append(args, g)
		}
		if len(at) == 0 {
			out, args = append(out, words[i]), append(args, f)
		}
	}
	c := *cl
	c.Args = args
	return out, &c
}

// mountedFolder is a path that the catalogue takes for data.
const mountedFolder = "/mnt/data"

// tieMounts lets guards cover the targets that the script mounts where they looked.
func (x *exec) tieMounts(h *proof.Hit) {
	for i := range h.Answers {
		a := &h.Answers[i]
		for _, p := range a.Mounts {
			k := slices.IndexFunc(x.proof.Mounted, p.Same)
			if _, fixed := p.Device.Constant(); !fixed && !a.Ask.Entry.Release {
				continue // what is handed to the script may be in use anywhere
			}
			if k >= 0 && !a.Covers && !(a.Ask.Entry.Release && a.Outcome != domain.Idle) {
				a.Covers, a.Reassigned = true, ""
				a.Assumes = []proof.Assumption{{Text: p.Device.String() + " is what is mounted at " + p.Folder.String(), At: x.proof.Mounted[k].At}}
			}
		}
	}
}
