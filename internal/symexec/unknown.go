package symexec

// unknownCommand is a command about which nothing is known: it succeeds or fails, and prints something.
func (x *exec) unknownCommand(cl *callInfo, st *state) []*state {
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
	return symValue(x.freshAt(st, "out", cl.node, "", func(s *Sym) {
		s.kind, s.desc, s.lines = symOutput, "output of "+cl.name, true
	}))
}

// silent are the commands that print nothing unless they are told to.
var silent = map[string]bool{"sleep": true, "mkdir": true, "touch": true, "rm": true, "rmdir": true, "cp": true, "mv": true, "ln": true,
	"chmod": true, "chown": true, "sync": true, "logger": true, "true": true, "false": true, "kill": true, "umount": true, "swapoff": true}
