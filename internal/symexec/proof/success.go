package proof

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Where a command may act on everything when something is empty, it matters what the success of a command tells about texts.

// printers are commands that print something whenever they succeed, and nothing else when they fail.
var printers = map[string]bool{"mktemp": true, "tempfile": true, "readlink": true, "realpath": true, "pwd": true, "hostname": true, "uname": true, "id": true,
	"whoami": true, "date": true, "nproc": true, "getconf": true, "logname": true, "arch": true, "tty": true, "stat": true, "wc": true, "du": true, "df": true,
	"sha256sum": true, "md5sum": true, "basename": true, "dirname": true, "brew": true, "pg_config": true, "llvm-config": true, "uuidgen": true, "python-config": true}

// takers are commands that fail when one of their operands is empty.
var takers = map[string]bool{"mkdir": true, "rmdir": true, "touch": true, "ls": true, "stat": true, "chmod": true, "chown": true, "chgrp": true, "mountpoint": true,
	"du": true, "readlink": true, "realpath": true, "truncate": true, "cp": true, "mv": true, "ln": true, "install": true, "id": true, "getent": true,
	"umount": true, "test": true, "file": true}

// statusMatters reports whether something may look at the status of the command that runs.
func (x *Ledger) statusMatters(st *domain.State) bool {
	return x.NoErr > 0 || x.Condition || st.Opts&domain.OptErrexit != 0 || x.ErrCleared || x.StatusRead
}

// learnFromSuccess runs a command whose success tells that a text is not empty; nil when it is none, or nothing looks at its status. What
// it tells is kept aside, as an answer to a question, so that no way is dropped on account of it.
func (x *Ledger) learnFromSuccess(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if !x.statusMatters(st) {
		return nil
	}
	captured := st.Fd(1).Kind == domain.ToCapture
	if !captured && !takers[cl.Name] {
		return nil
	}
	tell := func(s *domain.State, y *value.Sym, question string) {
		s.SetCon(y, s.Con(y).WithAnswer(question, true))
	}
	var taken []*value.Sym
	if takers[cl.Name] {
		for _, f := range cl.Args[1:] {
			if s := st.Resolve(f.V).Single(); s != nil && f.Multi == nil && x.dom.Emptiness(st, s) != value.Filled {
				taken = append(taken, s)
			}
		}
	}
	if len(taken) == 0 && !captured {
		return nil
	}
	prints := printers[cl.Name] || cl.Name == "git" && len(cl.Args) > 1 && cl.Args[1].V.Key() == "rev-parse"
	var out []*domain.State
	for _, e := range x.AnyCommand(cl, st) {
		for _, b := range x.dom.DecideStatus(e, e.Status.Val, func(n int) bool { return n == 0 }) {
			out = append(out, b.St)
			if !b.Ok {
				continue
			}
			for _, s := range taken {
				tell(b.St, s, domain.Exists)
			}
			if y := lastPrinted(b.St); captured && y != nil {
				if prints {
					tell(b.St, y, domain.Exists)
				} else {
					tell(b.St, y, domain.Succeeded)
				}
			}
		}
	}
	return out
}

// lastPrinted is what a command has printed just now.
func lastPrinted(st *domain.State) *value.Sym {
	level := st.Fd(1).Level
	if level >= len(st.Caps) || len(st.Caps[level]) == 0 {
		return nil
	}
	v := st.Caps[level]
	if s := v[len(v)-1].Sym; s != nil && s.Kind == value.SymOutput {
		return s
	}
	return nil
}
