package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A backup that was made lets older ones go, and nothing else: it is a guard of the command that prunes the folder, or the repository,
// which it goes to.

// ages are what find tells older files by.
var ages = []string{"-mtime", "-mmin", "-ctime", "-cmin", "-atime", "-amin", "-newer", "-newermt", "-newerct"}

// pruners are the programs that remove older backups of their own repository.
var pruners = map[string][]string{"restic": {"forget", "prune"}, "borg": {"prune", "delete"}}

// prunes reports whether a command deletes what is old.
func prunes(cl *domain.CallInfo) bool {
	words := pruners[effects.BaseName(cl.Name)]
	if cl.Name == "find" {
		words = ages
	}
	return slices.ContainsFunc(cl.Args, func(f domain.Field) bool { return slices.Contains(words, f.V.Pattern()) })
}

// MayPrune reports whether a text can hold such a command.
func MayPrune(text string) bool {
	return strings.Contains(text, "find") && slices.ContainsFunc(ages, func(a string) bool { return strings.Contains(text, a) }) ||
		strings.Contains(text, "restic") || strings.Contains(text, "borg")
}

// IsBackup reports whether a guard of the catalogue makes a backup.
func IsBackup(g *catalog.Guard) bool { return g.Asks == catalog.AsksBackup && g.Release }

// NoteWritten keeps the name of a file that output goes to.
func (x *Ledger) NoteWritten(v value.Value) {
	if len(v) > 0 && len(x.Written) < maxWritten && !slices.ContainsFunc(x.Written, func(w value.Value) bool { return value.SameValue(v, w) }) {
		x.Written = append(x.Written, v)
	}
}

const maxWritten = 64

// itself reports whether a command deletes the very backup that another one was to make, as a script does where it has failed: the name is
// the backup's own.
func (x *Ledger) itself(st *domain.State, a *value.Ask, t value.Target) bool {
	thing := st.Resolve(t.V)
	return len(thing) > 0 && !thing.Summary() && slices.ContainsFunc(a.Words[1:], func(w value.Value) bool { return value.SameValue(st.Resolve(w), thing) })
}

// backsUp reports whether a backup goes where a command prunes.
func (x *Ledger) backsUp(st *domain.State, a *value.Ask, t value.Target, cl *domain.CallInfo) bool {
	if !prunes(cl) {
		return false
	}
	if cl.Name != "find" {
		return a.Name == effects.BaseName(cl.Name)
	}
	folder := strings.TrimSuffix(placed(withoutSlash(st.Resolve(t.V)), catalog.KindPath, st).Key(), "/*")
	if folder == "" {
		return false
	}
	for _, w := range append(slices.Clone(x.Written), a.Words[1:]...) {
		if key := placed(st.Resolve(w), catalog.KindPath, st).Key(); key == folder || strings.Contains(key, folder+"/") || strings.HasSuffix(key, "="+folder) {
			return true
		}
	}
	return false
}

// saves reports whether a backup is one of what a command destroys: it names that, or what contains it, or says that it takes all that the
// server has.
func (x *Ledger) saves(st *domain.State, a *value.Ask, t value.Target) bool {
	m := &matching{x: x, st: st, ask: a, site: t, kind: kindOf(t.Kind, st.Resolve(t.V))}
	if r, _ := m.hosts(m.server(), t.Host); r == apart && !m.clientOf() {
		return false
	}
	thing := st.Resolve(t.V)
	for _, w := range a.Words[1:] {
		v := st.Resolve(w)
		switch m.kind {
		case catalog.KindPath:
			if len(thing) > 0 && within(catalog.KindPath, placed(withoutSlash(thing), catalog.KindPath, st), placed(withoutSlash(v), catalog.KindPath, st)) {
				return true
			}
		default:
			if text, ok := v.Constant(); ok && (text == "--all-databases" || text == "-A" && strings.HasPrefix(a.Name, "m")) {
				return true
			}
			if r, _ := x.namedIn(st, v, thing); len(thing) > 0 && r == same {
				return true
			}
		}
	}
	return m.kind == catalog.KindDatabase && (wholeServer[a.Name] || len(thing) == 0)
}

// clientOf reports whether a backup is taken here, of a server that its words name.
func (m *matching) clientOf() bool {
	host := machine(m.st.Resolve(m.site.Host))
	return len(host) > 0 && slices.ContainsFunc(m.ask.Words[1:], func(w value.Value) bool {
		r, _ := m.x.namedIn(m.st, w, host)
		return r == same
	})
}

// wholeServer are the programs that save all that a server has.
var wholeServer = map[string]bool{"pg_dumpall": true, "pg_basebackup": true, "xtrabackup": true, "mariabackup": true, "innobackupex": true}

// askedThere reports whether a guard was asked on the machine that destroys.
func (x *Ledger) askedThere(st *domain.State, a *value.Ask, t value.Target) bool {
	host := x.hostName(st.Resolve(t.Host))
	if len(host) == 0 {
		return true
	}
	for _, asked := range append([]value.Target{{Host: a.Host}}, a.Targets...) {
		if len(asked.Host) > 0 && value.SameValue(machine(st.Resolve(asked.Host)), machine(host)) {
			return true
		}
	}
	return false
}
