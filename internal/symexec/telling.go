package symexec

// Where a command may act on everything when something is empty, it matters what the success of a command tells about texts.

// printers are commands that print something whenever they succeed, and nothing else when they fail.
var printers = map[string]bool{"mktemp": true, "tempfile": true, "readlink": true, "realpath": true, "pwd": true, "hostname": true, "uname": true, "id": true,
	"whoami": true, "date": true, "nproc": true, "getconf": true, "logname": true, "arch": true, "tty": true, "stat": true, "wc": true, "du": true, "df": true,
	"sha256sum": true, "md5sum": true, "basename": true, "dirname": true, "brew": true, "pg_config": true, "llvm-config": true, "uuidgen": true, "python-config": true}

// takers are commands that fail when one of their operands is empty.
var takers = map[string]bool{"mkdir": true, "rmdir": true, "touch": true, "ls": true, "stat": true, "chmod": true, "chown": true, "chgrp": true, "mountpoint": true,
	"du": true, "readlink": true, "realpath": true, "truncate": true, "cp": true, "mv": true, "ln": true, "install": true, "id": true, "getent": true,
	"umount": true, "test": true, "file": true}

// heeded reports whether something may look at the status of the command that runs.
func (x *exec) heeded(st *state) bool {
	return x.noErr > 0 || x.condition || st.opts&optErrexit != 0 || x.errCleared || x.statusRead
}

// telling runs a command whose success tells that a text is not empty; nil when it is none, or nothing looks at its status. What
// it tells is kept aside, as an answer to a question, so that no way is dropped on account of it.
func (x *exec) telling(cl *callInfo, st *state) []*state {
	if !x.heeded(st) {
		return nil
	}
	captured := st.fd(1).kind == toCapture
	if !captured && !takers[cl.name] {
		return nil
	}
	tell := func(s *state, y *Sym, question string) {
		s.setCon(y, s.con(y).withSaid(question, true))
	}
	var taken []*Sym
	if takers[cl.name] {
		for _, f := range cl.args[1:] {
			if s := st.resolve(f.v).single(); s != nil && f.multi == nil && x.emptiness(st, s) != filled {
				taken = append(taken, s)
			}
		}
	}
	if len(taken) == 0 && !captured {
		return nil
	}
	prints := printers[cl.name] || cl.name == "git" && len(cl.args) > 1 && cl.args[1].v.key() == "rev-parse"
	var out []*state
	for _, e := range x.anyCommand(cl, st) {
		for _, b := range x.decideStatus(e, e.status.val, func(n int) bool { return n == 0 }) {
			out = append(out, b.st)
			if !b.ok {
				continue
			}
			for _, s := range taken {
				tell(b.st, s, exists)
			}
			if y := lastPrinted(b.st); captured && y != nil {
				if prints {
					tell(b.st, y, exists)
				} else {
					tell(b.st, y, succeeded)
				}
			}
		}
	}
	return out
}

// lastPrinted is what a command has printed just now.
func lastPrinted(st *state) *Sym {
	level := st.fd(1).level
	if level >= len(st.caps) || len(st.caps[level]) == 0 {
		return nil
	}
	v := st.caps[level]
	if s := v[len(v)-1].sym; s != nil && s.kind == symOutput {
		return s
	}
	return nil
}
