package symexec

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// trap is the builtin. EXIT and ERR handlers are kept; handlers of signals can run at any time after this point, so they are
// run once right here, apart from the way that goes on.
func (x *exec) trap(cl *domain.CallInfo, st *domain.State) []*domain.State {
	args := cl.Args[1:]
	if len(args) > 0 && args[0].V.Key() == "--" {
		args = args[1:]
	}
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	if len(args) == 0 || strings.HasPrefix(args[0].V.Key(), "-p") || args[0].V.Key() == "-l" {
		return []*domain.State{c}
	}
	first, known := st.Resolve(args[0].V).Constant()
	names := args[1:]
	h := &domain.Handler{Text: st.Resolve(args[0].V), At: args[0].Src}
	if known && first == "-" || len(names) == 0 {
		if len(names) == 0 {
			names = args
		}
		h = nil
	}
	set := domain.Traps{}
	if st.Traps != nil {
		set = *st.Traps
	}
	signals := ""
	for _, n := range names {
		t, _ := n.V.Constant()
		name := strings.TrimPrefix(strings.ToUpper(t), "SIG")
		if x.prog.Dash && (name == "ERR" || name == "DEBUG" || name == "RETURN") {
			c.Status.Val = value.Lit("1") // "bad trap": dash looks at no further name, and the script goes on
			break
		}
		switch name {
		case "EXIT", "0":
			set.Exit = acting(h)
		case "ERR":
			set.Err = acting(h)
		case "RETURN": // run where the function returns; of the script itself where a file ends that it sources, and with -T any function
			if !x.sc.InFunc {
				signals = t
			}
			set.Signals = withSignal(set.Signals, name, h)
		default: // a DEBUG trap runs at once, too: before the next command
			signals = t
			set.Signals = withSignal(set.Signals, signalName(t), h)
		}
	}
	c.Traps = &set
	if h = acting(h); h != nil {
		x.dom.Event(c, domain.Step{Kind: domain.TrapSet, At: h.At, By: signals})
	}
	if signals != "" && h != nil && x.proof.InTrap == "" {
		var drop []*domain.State
		saved := x.sc
		x.sc = domain.Scope{Exits: &drop, Sub: saved.Sub, Shell: saved.Shell, First: saved.First}
		x.runHandler(c.Fork(), h, strings.ToUpper(signals))
		x.sc = saved
	}
	return []*domain.State{c}
}

// returning runs the RETURN trap that a function has set, where it returns.
func (x *exec) returning(o, caller *domain.State) []*domain.State {
	h := returnTrap(o)
	if h == nil || h == returnTrap(caller) || x.proof.InTrap == "RETURN" {
		return []*domain.State{o}
	}
	c := o.Fork()
	t := *o.Traps
	t.Signals = withSignal(t.Signals, "RETURN", nil)
	c.Traps = &t
	status := o.Status
	out := x.runHandler(c, h, "RETURN")
	for i, s := range out {
		out[i] = s.Fork()
		out[i].Status = status
	}
	return out
}

func returnTrap(st *domain.State) *domain.Handler { return acting(signalTrap(st, "RETURN")) }

// exitTraps runs the EXIT trap of every state in which a shell ends.
func (x *exec) exitTraps(ends []*domain.State) []*domain.State {
	var out []*domain.State
	for _, st := range ends {
		if st.Traps == nil || st.Traps.Exit == nil {
			out = append(out, st)
			continue
		}
		h := st.Traps.Exit
		c := st.Fork()
		t := *st.Traps
		t.Exit = nil
		c.Traps = &t
		var exits []*domain.State
		saved := x.sc
		x.sc = domain.Scope{Exits: &exits, Sub: saved.Sub, Shell: saved.Shell, First: saved.First}
		after := x.runHandler(c, h, "EXIT")
		x.sc = saved
		for _, a := range after {
			n := a.Fork()
			n.Status = st.Status // the handler's own status does not count
			out = append(out, n)
		}
		out = append(out, exits...)
	}
	return out
}

func (x *exec) runHandler(st *domain.State, h *domain.Handler, name string) []*domain.State {
	v := st.Resolve(h.Text)
	text, ok := v.Constant()
	if !ok && len(v) > 0 && v[0].Sym == nil && strings.Contains(strings.TrimLeft(v[0].Lit, " \t\n"), " ") { // as of eval
		st = st.Fork()
		text, ok = x.textWith(st, v), true
	}
	if !ok {
		x.proof.Unresolved(h.At, "the handler of trap "+name, onlyRun)
		return []*domain.State{x.unknownCode(x.dom.Blind(st, h.At, domain.UnknownText, "the handler of the trap"))}
	}
	c := st.Fork()
	x.dom.Event(c, domain.Step{Kind: domain.TrapRuns, At: h.At, By: name, Ask: st.Status.Ask})
	saved, noErr := x.proof.InTrap, x.proof.NoErr
	x.proof.InTrap, x.proof.NoErr = name, 0
	before := st.Status
	out := x.runText(c, text, h.At, "trap"+name)
	x.proof.InTrap, x.proof.NoErr = saved, noErr
	if name == "ERR" {
		for i, o := range out {
			o = o.Fork()
			o.Status = before
			out[i] = o
		}
	}
	return out
}

// runText runs text in the current shell: eval, traps. at is where the text stands.
func (x *exec) runText(st *domain.State, text string, at place.Range, id string) []*domain.State {
	return x.runSegs(st, text, at, []effects.Segment{{From: 0, To: at.Start + quoteSkip(at), Exact: true}}, id)
}

// quoteSkip is how many bytes of quoting stand before the text in the source.
func quoteSkip(at place.Range) int {
	t := at.Text()
	if strings.HasPrefix(t, "'") || strings.HasPrefix(t, `"`) {
		return 1
	}
	if strings.HasPrefix(t, "$'") {
		return 2
	}
	return 0
}

func (x *exec) runSegs(st *domain.State, text string, at place.Range, segs []effects.Segment, id string) []*domain.State {
	if len(x.dom.Calls) > x.prog.Bounds.Calls {
		return x.tooDeep(st, at)
	}
	p := x.prog.ParseText(text)
	if p.Err != nil {
		x.proof.Unresolved(at, "this text", "cannot be parsed as a script")
		return []*domain.State{x.dom.SetStatus(x.unknownCode(x.dom.Blind(st, at, domain.UnknownText, "the text")), domain.Status{Val: value.Lit("2"), At: at})}
	}
	if len(p.Stmts) == 0 {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: at})}
	}
	key := id + ":" + strconv.Itoa(at.Start) + at.Script.Path + "\x00" + text
	u := x.prog.Units[key]
	if u == nil {
		u = &effects.Unit{Id: "#" + strconv.Itoa(len(x.prog.Units)), Script: at.Script, Segs: segs, Whole: at}
		x.prog.Static.AddText(x.prog, p.Stmts)
		u.Info = domain.NewBody(x.dom, p.Stmts)
		x.prog.Units[key] = u
	}
	saved := x.prog.Unit
	x.prog.Unit = u
	x.dom.Top().Off = max(x.dom.Top().Off, x.dom.Top().End)
	x.dom.Calls = append(x.dom.Calls, domain.Call{Unit: u, Body: u.Info})
	out := x.lines(p.Stmts, []*domain.State{st})
	x.dom.Calls = x.dom.Calls[:len(x.dom.Calls)-1]
	x.prog.Unit = saved
	return out
}
