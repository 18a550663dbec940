package proof

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// OwnVariable begins the names of the variables that text for another shell gets for what is not known.
const OwnVariable = "wl_"

// GivenText is the text that somebody else has given a variable: another one each time.
func (x *Ledger) GivenText(st *domain.State, name string) *value.Sym {
	s := x.dom.Fresh(st, "given:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymEnv, name, true })
	s.AddReasons(x.dom.Approximated.Because)
	return s
}

// ReplacedText is the text that code which nobody knows may have given a variable in place of one that is not empty: another one each time.
func (x *Ledger) ReplacedText(st *domain.State, name string) *value.Sym {
	s := x.dom.Fresh(st, "replaced:"+name, func(s *value.Sym) { s.Kind, s.Name, s.Lines, s.Replaces = value.SymEnv, name, true, true })
	s.AddReasons(x.dom.Approximated.Because)
	st.SetCon(s, &value.Con{Set: value.Yes})
	return s
}

// kept are the variables that no file which is sourced gives another text: what every login sets, and what the shell itself sets.
var kept = map[string]bool{"IFS": true, "UID": true, "EUID": true, "PPID": true, "USER": true, "LOGNAME": true, "OPTIND": true,
	"REPLY": true, "PIPESTATUS": true, "BASH_SOURCE": true, "FUNCNAME": true, "LINENO": true, "RANDOM": true, "SECONDS": true}

func Assignable(name, prefix string) bool {
	return strings.HasPrefix(name, prefix) && syntax.ValidName(name) && !domain.Settled[name] && !kept[name] && !strings.HasPrefix(name, OwnVariable)
}

// foreign is a call of what may be a function that unknown code has defined: it may change what a flag or a list says that the script
// has only given its first text. What holds a text of its own is left alone: hardly any function assigns its caller's.
func (x *Ledger) foreign(cl *domain.CallInfo, st *domain.State) *domain.State {
	if st.Opts&domain.OptForeign == 0 || !cl.Shell || cl.NoFn || !syntax.ValidName(cl.Name) || programs[cl.Name] || models.Silent[cl.Name] {
		return st
	}
	return x.Presets(st)
}

// Presets forgets the flags and lists that the script has only given their first text.
func (x *Ledger) Presets(st *domain.State) *domain.State {
	c := st
	st.Vars.Each(func(k uint32, v *domain.Variable) {
		name := x.tab.NameOf[k]
		if v == nil || v.Fixed || v.Ref != "" || !v.Set || v.Each || !Assignable(name, "") || !x.dom.Matter(k) || !preset(v) {
			return
		}
		if c == st {
			c = st.Fork()
		}
		s := x.GivenText(c, name)
		c.SetCon(s, &value.Con{Set: value.Yes})
		n := &domain.Variable{Set: true, Val: value.SymValue(s), Int: v.Int}
		if v.Array || v.Assoc {
			n = &domain.Variable{Set: true, Array: v.Array, Assoc: v.Assoc, List: s}
		}
		c.Vars = c.Vars.Set(k, n)
	})
	return c
}

// preset reports whether a variable holds what it is given before something else decides: nothing, or a word that says no.
func preset(v *domain.Variable) bool {
	if v.Array || v.Assoc {
		return v.List == nil && len(v.Elems) == 0 && len(v.Keys) == 0
	}
	t, known := v.Val.Constant()
	return known && slices.Contains([]string{"", "0", "1", "no", "false", "off", "n", "none", "N", "No", "NO", "False", "FALSE"}, t)
}

// programs are common programs, which are no functions of somebody else's library.
var programs = map[string]bool{"ls": true, "date": true, "id": true, "whoami": true, "find": true, "tar": true, "curl": true, "wget": true, "git": true,
	"make": true, "apt": true, "yum": true, "dnf": true, "dpkg": true, "rpm": true, "ssh": true, "scp": true, "rsync": true, "systemctl": true, "service": true,
	"stat": true, "du": true, "df": true, "ps": true, "mktemp": true, "diff": true, "cmp": true, "less": true, "more": true, "clear": true, "tput": true,
	"stty": true, "nproc": true, "free": true, "ip": true, "ping": true, "dd": true, "mount": true, "lsblk": true, "blkid": true, "python": true, "python3": true,
	"perl": true, "docker": true, "kubectl": true, "mysql": true, "psql": true, "openssl": true, "gzip": true, "gunzip": true, "zcat": true, "xz": true, "unzip": true,
	"chgrp": true, "install": true, "reboot": true, "shutdown": true, "modprobe": true, "udevadm": true, "partprobe": true, "file": true, "which": true}

// Handed forgets what stands in files that an unknown command is given the names of: it may have written into them.
func (x *Ledger) Handed(cl *domain.CallInfo, st *domain.State) *domain.State {
	if st.Files.Len() == 0 || readsOnly[cl.Name] {
		return st
	}
	c := st
	client, reads := x.prog.Cat.ReadsInput(cl.Name), false
	for _, a := range cl.Args[min(1, len(cl.Args)):] {
		v := st.Resolve(a.V)
		t, _ := v.Constant()
		if read := reads || strings.HasPrefix(t, "--file="); client && read { // psql -f FILE
			reads = false
			continue
		}
		reads = t == "-f" || t == "--file"
		names := []value.Value{v}
		if len(v) > 0 && v[0].Sym == nil && strings.HasPrefix(v[0].Lit, "-") { // --output=FILE, -oFILE
			if i := strings.IndexByte(v[0].Lit, '='); i > 0 {
				names = append(names, v.Skip(i+1))
			} else {
				names = append(names, v.Skip(2))
			}
		}
		for _, n := range names {
			key := x.tools.FileKey(st, n)
			if _, ok := c.Files.Get(x.tab.Name(key)); ok {
				if c == st {
					c = st.Fork()
				}
				x.tools.Handed(c, key)
			}
		}
	}
	return c
}

// readsOnly are commands that leave what stands in the files that they are given.
var readsOnly = map[string]bool{"chmod": true, "chown": true, "chgrp": true, "ls": true, "stat": true, "test": true, "[": true, "cat": true, "cksum": true,
	"diff": true, "cmp": true, "less": true, "more": true, "logger": true, "md5sum": true, "sha256sum": true, "xargs": true, "echo": true, "printf": true, "mail": true,
	"sync": true, "file": true, "comm": true, "join": true, "grep": true, "egrep": true, "fgrep": true}
