package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// Commands that are named in other ways than by a word: W=$(command -v wipefs), mkfs."$FS", $KUBECTL, run_logged mkfs.ext4.

// located is command -v and which of a command that can destroy data: it prints where that is, or nothing.
func (x *exec) located(cl *callInfo, operands []Field, st *state) []*state {
	if len(operands) != 1 || st.fd(1).kind != toCapture {
		return nil
	}
	name, ok := operands[0].v.constant()
	if anything, path, device := x.cat.Names(name); !ok || !anything && !path && !device {
		return nil
	}
	if f, ok := st.funcs.get(x.name(name)); ok && f != nil {
		return nil
	}
	c := st.fork()
	c = x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})
	var out []*state
	for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
		if b.ok {
			out = append(out, x.print(b.st, lit(name+"\n"))...)
		} else {
			out = append(out, b.st)
		}
	}
	return out
}

// which is the program of that name, and type -P.
func (x *exec) which(cl *callInfo, st *state) []*state {
	operands := cl.args[1:]
	for len(operands) > 0 {
		if t, ok := operands[0].v.constant(); !ok || !strings.HasPrefix(t, "-") {
			break
		}
		operands = operands[1:]
	}
	return x.located(cl, operands, st)
}

// guessed runs a command of whose name a part is known, or whose name its variable tells: mkfs."$FS", "$KUBECTL".
func (x *exec) guessed(cl *callInfo, st *state, v Value) ([]*state, bool) {
	name := baseName(v.pattern())
	if s := v.single(); s != nil {
		if s.kind != symEnv {
			return nil, false
		}
		name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(s.name, "_BIN"), "_CMD"))
	} else if name == "" || strings.HasPrefix(name, catalog.Unknown) {
		return nil, false
	}
	if anything, path, device := x.cat.Names(name); !anything && !path && !device {
		return nil, false
	}
	words := make([]string, len(cl.args))
	for i, f := range cl.args {
		words[i] = st.resolve(f.v).pattern()
	}
	words[0] = name
	if _, ok := x.cat.Destructive(words); !ok {
		return nil, false
	}
	c := *cl
	c.name = name
	c.args = append([]Field{{v: lit(name), src: cl.args[0].src}}, cl.args[1:]...)
	return x.listedCommand(&c, st)
}

// runners are words of names of commands that run what they are given.
var runners = map[string]bool{"run": true, "exec": true, "cmd": true, "command": true, "do": true, "try": true, "retry": true, "must": true, "quiet": true,
	"quietly": true, "silent": true, "logged": true, "execute": true, "invoke": true, "asroot": true, "root": true}

// handsOn runs the words of a command that nobody knows, whose name says that it runs what it is given: run_logged mkfs.ext4 "$1".
func (x *exec) handsOn(cl *callInfo, st *state) {
	if len(cl.args) < 3 {
		return
	}
	runs := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(cl.name), func(r rune) bool { return r == '_' || r == '-' || r == '.' || r == ':' }) {
		runs = runs || runners[w]
	}
	if name, ok := cl.args[1].v.constant(); !runs || !ok || !x.listed(baseName(name)) {
		return
	}
	in := *cl
	in.args, in.at, in.noFn, in.shell = cl.args[1:], cl.args[1].src, true, false
	x.dispatch(&in, st.fork())
}

// writtenScript runs a file that the script has written before: bash /tmp/x.sh.
func (x *exec) writtenScript(w *catalog.Wrapper, m catalog.WrapperMatch, cl *callInfo, st *state) ([]*state, bool) {
	text, ok := st.files.get(x.name(x.fileKey(st.resolve(cl.args[m.Script].v))))
	if !ok {
		return nil, false
	}
	c := st.fork()
	c.stdin = &input{text: text}
	return x.runStdin(w, cl.args[min(m.Script+1, len(cl.args)):], cl, c)
}
