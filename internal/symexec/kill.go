package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
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
func withSignal(traps []domain.SignalTrap, signal string, h *domain.Handler) []domain.SignalTrap {
	out := slices.DeleteFunc(slices.Clone(traps), func(t domain.SignalTrap) bool { return t.Signal == signal })
	if h != nil {
		out = append(out, domain.SignalTrap{Signal: signal, Handler: h})
	}
	slices.SortFunc(out, func(a, b domain.SignalTrap) int { return strings.Compare(a.Signal, b.Signal) })
	return out
}

// acting is a handler that runs something: one with no text takes no notice of the signal.
func acting(h *domain.Handler) *domain.Handler {
	if h != nil {
		if t, ok := h.Text.Constant(); ok && t == "" {
			return nil
		}
	}
	return h
}

// signalled is the shell itself after a signal: ended, or what the trap for it leaves.
func (x *exec) signalled(st *domain.State, signal string, at place.Range) []*domain.State {
	if h := signalTrap(st, signal); h != nil && signal != "KILL" {
		if acting(h) == nil {
			return []*domain.State{st}
		}
		return x.handled(st, h, signal)
	}
	if x.sc.Sub != "" { // whoever started this shell sees that it failed: 128 and the signal's number, or 255 from ssh
		s := x.dom.Fresh(st, "killed:status", func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" })
		all := value.AnyStatus
		all.Remove(0)
		st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &all})
		st = x.dom.SetStatus(st, domain.Status{Val: value.SymValue(s), At: at})
	}
	x.exit(st, at, "kill")
	return nil
}

// handled is a shell behind the handler of a signal, which leaves the status as it was.
func (x *exec) handled(st *domain.State, h *domain.Handler, signal string) []*domain.State {
	before := st.Status
	out := x.runHandler(st, h, signal)
	for i := range out {
		out[i] = out[i].Fork()
		out[i].Status = before
	}
	return out
}

// signalTrap is the trap that a shell has for a signal, or for DEBUG or RETURN; nil where it has none.
func signalTrap(st *domain.State, signal string) *domain.Handler {
	if st.Traps != nil {
		for _, t := range st.Traps.Signals {
			if t.Signal == signal {
				return t.Handler
			}
		}
	}
	return nil
}

// debugged gives the states behind the DEBUG trap, which bash runs before each command, but for those of functions and subshells.
func (x *exec) debugged(st *domain.State) []*domain.State {
	h := acting(signalTrap(st, "DEBUG"))
	if h == nil || x.proof.InTrap != "" || x.sc.InFunc || x.sc.Sub != "" {
		return nil
	}
	return x.handled(st, h, "DEBUG")
}

// ownID is the key of what $$ stands for in this shell.
func (x *exec) ownID() string {
	if x.sc.Shell == 0 {
		return "special:$"
	}
	return "special:$" + strconv.Itoa(x.sc.Shell)
}

// kill is the builtin. kill $$ ends the shell of the script unless a trap says otherwise, from a subshell as well, which itself
// goes on to its own end.
func (x *exec) kill(cl *domain.CallInfo, st *domain.State) []*domain.State {
	signal, args := "TERM", cl.Args[1:]
	if len(args) > 0 {
		t, _ := args[0].V.Constant()
		switch {
		case t == "-s" && len(args) > 1:
			signal, _ = args[1].V.Constant()
			args = args[2:]
		case t == "--":
			args = args[1:]
		case strings.HasPrefix(t, "-"):
			signal, args = t[1:], args[1:]
		}
	}
	signal = signalName(signal)
	own := slices.ContainsFunc(args, func(f domain.Field) bool {
		s := st.Resolve(f.V).Single()
		return s != nil && s.Key == x.ownID()
	})
	c := st.Fork()
	if !own || !slices.Contains(deadly, signal) && signalTrap(st, signal) == nil {
		return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})}
	}
	c = x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if x.sc.First {
		return x.signalled(c, signal, cl.Whole)
	}
	c.Killed = signal
	return []*domain.State{c}
}
