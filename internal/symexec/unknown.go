package symexec

import "strings"

// unknownCommand is a command about which nothing is known: it succeeds or fails, and prints something.
func (x *exec) unknownCommand(cl *callInfo, st *state) []*state {
	st = x.foreign(cl, x.handed(cl, st))
	if x.relevant.wide {
		if out := x.telling(cl, st); out != nil {
			return out
		}
	}
	return x.anyCommand(cl, st)
}

func (x *exec) anyCommand(cl *callInfo, st *state) []*state {
	c := st.fork()
	s := x.statusSym(c, cl.node)
	key := &x.symBuf
	key.Reset()
	x.writeAt(key, cl.node)
	site := x.cmds[string(key.buf)]
	if site == nil {
		site = &cmdSite{id: uint32(len(x.cmdList)), name: cl.name, at: cl.at}
		x.cmds[key.String()] = site
		x.cmdList = append(x.cmdList, site)
	}
	c = x.setStatus(c, status{val: symValue(s), cmd: site, at: cl.whole})
	return x.print(c, x.unknownOutput(c, cl))
}

func (x *exec) unknownOutput(st *state, cl *callInfo) Value {
	if silent[cl.name] {
		return nil
	}
	if st.fd(1).kind != toCapture && st.fd(1).kind != toFile {
		return nil
	}
	given := givenTo(cl, st)
	var which keyBuilder
	for _, v := range given {
		which.put(1)
		v.writeKey(&which)
	}
	return symValue(x.freshAt(st, "out", cl.node, which.String(), func(s *Sym) {
		s.kind, s.desc, s.lines, s.asked, s.path = symOutput, "output of "+cl.name, true, given, foundIn(cl, st)
	}))
}

// givenTo are the words and the input of a command that hold names which are not known, or of files and devices: what it prints was looked up with them.
func givenTo(cl *callInfo, st *state) []Value {
	var out []Value
	note := func(v Value) {
		v = st.resolve(v)
		if t, ok := v.constant(); ok && strings.HasPrefix(t, "/") || !ok && !v.summary() {
			out = append(out, v)
		}
	}
	for _, a := range cl.args[1:] {
		note(a.v)
	}
	if st.stdin != nil {
		note(st.stdin.text)
	}
	return out
}

// silent are the commands that print nothing unless they are told to.
var silent = map[string]bool{"sleep": true, "mkdir": true, "touch": true, "rm": true, "rmdir": true, "cp": true, "mv": true, "ln": true,
	"chmod": true, "chown": true, "sync": true, "logger": true, "true": true, "false": true, "kill": true, "umount": true, "swapoff": true}
