package symexec

import (
	"slices"
	"strings"
)

// deadly are the signals that end a shell which has no trap for them. The shell's own kill delivers them before it returns.
var deadly = []string{"TERM", "KILL", "HUP", "INT", "QUIT", "ABRT"}

// signalName is the name of a signal, without SIG.
func signalName(t string) string {
	t = strings.TrimPrefix(strings.ToUpper(t), "SIG")
	if n, ok := map[string]string{"1": "HUP", "2": "INT", "3": "QUIT", "6": "ABRT", "9": "KILL", "15": "TERM"}[t]; ok {
		return n
	}
	return t
}

// withSignal is a list of traps with another one; nil takes it away.
func withSignal(traps []signalTrap, signal string, h *handler) []signalTrap {
	out := slices.DeleteFunc(slices.Clone(traps), func(t signalTrap) bool { return t.signal == signal })
	if h != nil {
		out = append(out, signalTrap{signal, h})
	}
	slices.SortFunc(out, func(a, b signalTrap) int { return strings.Compare(a.signal, b.signal) })
	return out
}

// acting is a handler that runs something: one with no text takes no notice of the signal.
func acting(h *handler) *handler {
	if h != nil {
		if t, ok := h.text.constant(); ok && t == "" {
			return nil
		}
	}
	return h
}

// signalled is the shell itself after a signal: ended, or what the trap for it leaves.
func (x *exec) signalled(st *state, signal string, at Range) []*state {
	if st.traps != nil && signal != "KILL" {
		for _, t := range st.traps.signals {
			if t.signal != signal {
				continue
			}
			if acting(t.handler) == nil {
				return []*state{st}
			}
			before := st.status
			out := x.runHandler(st, t.handler, signal)
			for i := range out {
				out[i] = out[i].fork()
				out[i].status = before
			}
			return out
		}
	}
	if x.sc.sub != "" { // whoever started this shell sees that it failed: 128 and the signal's number, or 255 from ssh
		s := x.fresh(st, "killed:status", func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
		all := anyStatus
		all.remove(0)
		st.setCon(s, &con{set: yes, nonempty: yes, dom: &all})
		st = x.setStatus(st, status{val: symValue(s), at: at})
	}
	x.exit(st, at, "kill")
	return nil
}

// ownID is the key of what $$ stands for in this shell.
func (x *exec) ownID() string {
	if x.sc.shell == 0 {
		return "special:$"
	}
	return "special:$" + itoa(x.sc.shell)
}

// kill is the builtin. kill $$ ends the shell of the script unless a trap says otherwise, from a subshell as well, which itself
// goes on to its own end.
func (x *exec) kill(cl *callInfo, st *state) []*state {
	signal, args := "TERM", cl.args[1:]
	if len(args) > 0 {
		t, _ := args[0].v.constant()
		switch {
		case t == "-s" && len(args) > 1:
			signal, _ = args[1].v.constant()
			args = args[2:]
		case t == "--":
			args = args[1:]
		case strings.HasPrefix(t, "-"):
			signal, args = t[1:], args[1:]
		}
	}
	signal = signalName(signal)
	own := slices.ContainsFunc(args, func(f Field) bool {
		s := st.resolve(f.v).single()
		return s != nil && s.key == x.ownID()
	})
	c := st.fork()
	if !own || !slices.Contains(deadly, signal) {
		return []*state{x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})}
	}
	c = x.setStatus(c, status{val: lit("0"), at: cl.whole})
	if x.sc.first {
		return x.signalled(c, signal, cl.whole)
	}
	c.killed = signal
	return []*state{c}
}
