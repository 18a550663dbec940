package proof

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Where the script has mounted something that is not its own, a folder is data, whatever its name: rm -rf of a scratch folder whose
// umount has failed deletes what is mounted there.

// withoutData are types of file systems that hold nobody's files, and the sources that stand for them.
var withoutData = map[string]bool{"tmpfs": true, "proc": true, "sysfs": true, "devtmpfs": true, "devpts": true, "ramfs": true, "none": true, "overlay": true,
	"cgroup": true, "cgroup2": true, "securityfs": true, "debugfs": true, "configfs": true, "hugetlbfs": true, "mqueue": true, "binfmt_misc": true,
	"iso9660": true, "squashfs": true, "efivarfs": true, "bpf": true, "tracefs": true, "udev": true, "shm": true, "swap": true}

// mountsData reports whether a call of mount puts files where it mounts that can be deleted there.
func mountsData(m catalog.CreationMatch, cl *domain.CallInfo, st *domain.State) bool {
	if !strings.HasPrefix(m.Entry.Command, "mount") || m.From == nil {
		return false
	}
	source := st.Resolve(cl.Args[m.From.Word].V.Skip(m.From.Skip))
	from, _ := source.Constant()
	if withoutData[from] || readOnlyImage(source) {
		return false
	}
	for _, folder := range []string{"/proc", "/sys", "/dev", "/run"} {
		if (from == folder || strings.HasPrefix(from, folder+"/")) && (folder != "/dev" || from == "/dev" || from == "/dev/pts" || from == "/dev/shm") {
			return false
		}
	}
	for i, a := range cl.Args[1:] {
		t, _ := st.Resolve(a.V).Constant()
		next := ""
		if i+2 < len(cl.Args) {
			next, _ = st.Resolve(cl.Args[i+2].V).Constant()
		}
		switch {
		case (t == "-t" || t == "--types") && withoutData[next], t == "-r" || t == "--read-only":
			return false
		case (t == "-o" || t == "--options") && mountsReadOnly(next), strings.HasPrefix(t, "-o") && mountsReadOnly(t[2:]), strings.HasPrefix(t, "-t") && withoutData[t[2:]]:
			return false
		}
	}
	return true
}

// readOnlyImage reports whether an image's name says that its file system cannot be written to: that of a disc, or a squashfs.
func readOnlyImage(source value.Value) bool {
	if len(source) == 0 || source[len(source)-1].Sym != nil {
		return false
	}
	end := source[len(source)-1].Lit
	return strings.HasSuffix(end, ".iso") || strings.HasSuffix(end, ".ISO") || strings.HasSuffix(end, ".squashfs") || strings.HasSuffix(end, ".sfs") || strings.HasSuffix(end, ".snap")
}

func mountsReadOnly(options string) bool {
	for o := range strings.SplitSeq(options, ",") {
		if o == "ro" {
			return true
		}
	}
	return false
}

// mounted keeps that something was mounted, where that has succeeded.
func (x *Ledger) mounted(a *value.Ask, ran []*domain.State) []*domain.State {
	if x.mounts == nil {
		x.mounts = map[uint32]bool{}
	}
	x.mounts[a.Id] = true
	var out []*domain.State
	for _, c := range ran {
		for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
			if b.Ok {
				b.St.Facts = b.St.Facts.Set(a.Id, domain.Fact{Mask: domain.Unasked})
			}
			out = append(out, b.St)
		}
	}
	return out
}

// Folder is the folder that a path names.
func (x *Ledger) Folder(st *domain.State, path value.Value) value.Value {
	return placed(withoutSlash(st.Resolve(path)), catalog.KindPath, st)
}

// MountedAt are the folders in which the script has mounted something that a command deletes with a path: the path itself, one that all
// of its files are deleted of, or those below it.
func (x *Ledger) MountedAt(st *domain.State, path value.Value) []value.Value {
	v := x.Folder(st, path)
	key := strings.TrimSuffix(v.Key(), "/*")
	if key == "" {
		return nil
	}
	var out []value.Value
	st.Facts.Each(func(k uint32, f domain.Fact) {
		a := x.dom.AskList[k]
		if !x.mounts[k] || f.Mask != domain.Unasked || !value.SameValue(a.Host, x.tools.Host) {
			return
		}
		for _, t := range a.Targets {
			tv := st.Resolve(t.V)
			if folder := tv.Key(); !tv.Summary() && (folder == key || strings.HasPrefix(folder, key+"/")) {
				out = append(out, tv)
			}
		}
	})
	return out
}
