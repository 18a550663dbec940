package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// assigned forgets what variables hold whose names begin with a prefix: somebody may have given any of them another text. What is
// readonly keeps its text, and so does what every login sets.
//
// A variable that was set is taken to be set still, and to be empty only if somebody says so; of one that only the environment may
// have set that is not known. Only those that were read so far are given a new name: nothing is known of the others.
func (x *exec) assigned(st *state, prefix string) *state {
	c := st.fork()
	st.vars.each(func(k uint32, v *variable) {
		name := x.nameOf[k]
		if v == nil || v.fixed || v.ref != "" || !assignable(name, prefix) {
			return
		}
		s := x.givenText(c, name)
		if v.set && !v.loose {
			c.setCon(s, &con{set: yes})
		}
		n := &variable{set: true, val: symValue(s), int: v.int, loose: !v.set || v.loose}
		if v.array || v.assoc {
			n = &variable{set: true, array: v.array, assoc: v.assoc, list: s}
		}
		c.vars = c.vars.set(k, n)
	})
	for k, name := range x.nameOf {
		if _, bound := st.vars.get(uint32(k)); bound || !assignable(name, prefix) || x.syms["env:"+name] == nil {
			continue
		}
		c.vars = c.vars.set(uint32(k), &variable{set: true, loose: true, val: symValue(x.givenText(c, name))})
	}
	return c
}

// givenText is the text that somebody else has given a variable: another one each time.
func (x *exec) givenText(st *state, name string) *Sym {
	s := x.fresh(st, "given:"+name, func(s *Sym) { s.kind, s.name, s.lines = symEnv, name, true })
	s.unmade(x.rests.because)
	return s
}

// kept are the variables that no file which is sourced gives another text: what every login sets, and what the shell itself sets.
var kept = map[string]bool{"IFS": true, "UID": true, "EUID": true, "PPID": true, "USER": true, "LOGNAME": true, "OPTIND": true,
	"REPLY": true, "PIPESTATUS": true, "BASH_SOURCE": true, "FUNCNAME": true, "LINENO": true, "RANDOM": true, "SECONDS": true}

func assignable(name, prefix string) bool {
	return strings.HasPrefix(name, prefix) && syntax.ValidName(name) && !settled[name] && !kept[name] && !strings.HasPrefix(name, ownVariable)
}

// assignedNamed is what a command does that assigns a variable whose name is not known, or only how it begins.
func (x *exec) assignedNamed(st *state, name Value) *state {
	prefix := ""
	if name = st.resolve(name); len(name) > 0 && name[0].sym == nil {
		prefix = name[0].lit
	}
	return x.assigned(st, prefix)
}

// unknownCode forgets what this shell knew before it ran commands that nobody knows: they may have assigned variables, turned off
// what stops the script, gone into another folder, and defined functions.
func (x *exec) unknownCode(st *state) *state {
	c := x.assigned(st, "")
	c.opts &^= optErrexit | optNounset | optPipefail | optInheritErrexit | optLastpipe
	c.opts |= optForeign
	if len(st.cwd) > 0 {
		s := x.fresh(c, "folder", func(s *Sym) { s.kind, s.name, s.desc = symOther, "PWD", "$PWD" })
		c.setCon(s, &con{set: yes, nonempty: yes})
		c.cwd = symValue(s)
	}
	st.funcs.each(func(k uint32, f *function) {
		if f != nil && f.doubted == nil {
			c.funcs = c.funcs.set(k, x.perhaps(f))
		}
	})
	if st.traps != nil && st.traps.err != nil {
		t := *st.traps
		t.err = nil
		c.traps = &t
	}
	return x.unknownFiles(c)
}

// unknownFiles forgets what stands in files.
func (x *exec) unknownFiles(st *state) *state {
	c := st
	st.files.each(func(k uint32, _ Value) {
		if strings.HasPrefix(x.nameOf[k], "\x01") { // an open descriptor
			return
		}
		if c == st {
			c = st.fork()
		}
		c.files = c.files.del(k)
	})
	return c
}

// perhaps is a function that unknown code may have defined anew.
func (x *exec) perhaps(f *function) *function {
	if d := x.doubts[f]; d != nil {
		return d
	}
	d := *f
	d.doubted = f
	if x.doubts == nil {
		x.doubts = map[*function]*function{}
	}
	x.doubts[f] = &d
	return &d
}

// foreign is a call of what may be a function that unknown code has defined: it may change what a flag or a list says that the script
// has only given its first text. What holds a text of its own is left alone: hardly any function assigns its caller's.
func (x *exec) foreign(cl *callInfo, st *state) *state {
	if st.opts&optForeign == 0 || !cl.shell || cl.noFn || !syntax.ValidName(cl.name) || programs[cl.name] || silent[cl.name] {
		return st
	}
	return x.presets(st)
}

// presets forgets the flags and lists that the script has only given their first text.
func (x *exec) presets(st *state) *state {
	c := st
	st.vars.each(func(k uint32, v *variable) {
		name := x.nameOf[k]
		if v == nil || v.fixed || v.ref != "" || !v.set || v.each || !assignable(name, "") || !x.matter(k) || !preset(v) {
			return
		}
		if c == st {
			c = st.fork()
		}
		s := x.givenText(c, name)
		c.setCon(s, &con{set: yes})
		n := &variable{set: true, val: symValue(s), int: v.int}
		if v.array || v.assoc {
			n = &variable{set: true, array: v.array, assoc: v.assoc, list: s}
		}
		c.vars = c.vars.set(k, n)
	})
	return c
}

// preset reports whether a variable holds what it is given before something else decides: nothing, or a word that says no.
func preset(v *variable) bool {
	if v.array || v.assoc {
		return v.list == nil && len(v.elems) == 0 && len(v.keys) == 0
	}
	t, known := v.val.constant()
	return known && slices.Contains([]string{"", "0", "1", "no", "false", "off", "n", "none", "N", "No", "NO", "False", "FALSE"}, t)
}

// programs are common programs, which are no functions of somebody else's library.
var programs = map[string]bool{"ls": true, "date": true, "id": true, "whoami": true, "find": true, "tar": true, "curl": true, "wget": true, "git": true,
	"make": true, "apt": true, "yum": true, "dnf": true, "dpkg": true, "rpm": true, "ssh": true, "scp": true, "rsync": true, "systemctl": true, "service": true,
	"stat": true, "du": true, "df": true, "ps": true, "mktemp": true, "diff": true, "cmp": true, "less": true, "more": true, "clear": true, "tput": true,
	"stty": true, "nproc": true, "free": true, "ip": true, "ping": true, "dd": true, "mount": true, "lsblk": true, "blkid": true, "python": true, "python3": true,
	"perl": true, "docker": true, "kubectl": true, "mysql": true, "psql": true, "openssl": true, "gzip": true, "gunzip": true, "zcat": true, "xz": true, "unzip": true,
	"chgrp": true, "install": true, "reboot": true, "shutdown": true, "modprobe": true, "udevadm": true, "partprobe": true, "file": true, "which": true}

// handed forgets what stands in files that an unknown command is given the names of: it may have written into them.
func (x *exec) handed(cl *callInfo, st *state) *state {
	if st.files.len() == 0 || readsOnly[cl.name] {
		return st
	}
	c := st
	for _, a := range cl.args[min(1, len(cl.args)):] {
		v := st.resolve(a.v)
		names := []Value{v}
		if len(v) > 0 && v[0].sym == nil && strings.HasPrefix(v[0].lit, "-") { // --output=FILE, -oFILE
			if i := strings.IndexByte(v[0].lit, '='); i > 0 {
				names = append(names, v.skip(i+1))
			} else {
				names = append(names, v.skip(2))
			}
		}
		for _, n := range names {
			id := x.name(x.fileKey(n))
			if _, ok := c.files.get(id); ok {
				if c == st {
					c = st.fork()
				}
				c.files = c.files.del(id)
			}
		}
	}
	return c
}

// readsOnly are commands that leave what stands in the files that they are given.
var readsOnly = map[string]bool{"chmod": true, "chown": true, "chgrp": true, "ls": true, "stat": true, "test": true, "[": true, "cat": true, "cksum": true,
	"diff": true, "cmp": true, "less": true, "more": true, "logger": true, "md5sum": true, "sha256sum": true, "xargs": true, "echo": true, "printf": true, "mail": true,
	"sync": true, "file": true, "comm": true, "join": true, "grep": true, "egrep": true, "fgrep": true}

// unknownRef is what declare -n says where the name of the variable is not known.
const unknownRef = "\x00"

// assignDefault is what ${x:=text} assigns; in ${!x:=text} to a variable whose name is not looked for.
func (x *exec) assignDefault(p *syntax.ParamExp, st *state, v Value) *state {
	if p.Excl {
		return x.assigned(st, "")
	}
	return x.assign(st, p.Param.Value, &variable{set: true, val: v})
}

// letNamed is let "$x=1": the name is not known.
func (x *exec) letNamed(e syntax.ArithmExpr, st *state) *state {
	if w, ok := e.(*syntax.Word); ok {
		if t := staticText(w); strings.Contains(t, catalog.Unknown) && strings.Contains(t, "=") {
			return x.assigned(st, "")
		}
	}
	return st
}

// writesInPlace reports whether a text tool writes its result into a file: sed -i, sort -o.
func writesInPlace(cl *callInfo) bool {
	option := map[string]string{"sed": "i", "sort": "o"}[cl.name]
	return option != "" && slices.ContainsFunc(cl.args[1:], func(a Field) bool {
		t, _ := a.v.constant()
		return strings.HasPrefix(t, "--in-place") || strings.HasPrefix(t, "--output") ||
			len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.Contains(t, option)
	})
}

// awkWrites reports whether a program of awk may write files.
func awkWrites(cl *callInfo) bool {
	return strings.HasSuffix(cl.name, "awk") && slices.ContainsFunc(cl.args[1:], func(a Field) bool { return strings.Contains(a.v.pattern(), ">") })
}
