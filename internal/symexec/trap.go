package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// trap is the builtin. EXIT and ERR handlers are kept; handlers of signals can run at any time after this point, so they are
// run once right here, apart from the way that goes on.
func (x *exec) trap(cl *callInfo, st *state) []*state {
	args := cl.args[1:]
	if len(args) > 0 && args[0].v.key() == "--" {
		args = args[1:]
	}
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	if len(args) == 0 || strings.HasPrefix(args[0].v.key(), "-p") || args[0].v.key() == "-l" {
		return []*state{c}
	}
	first, known := st.resolve(args[0].v).constant()
	names := args[1:]
	h := &handler{text: st.resolve(args[0].v), at: args[0].src}
	if known && first == "-" || len(names) == 0 {
		if len(names) == 0 {
			names = args
		}
		h = nil
	}
	set := trapSet{}
	if st.traps != nil {
		set = *st.traps
	}
	signals := ""
	for _, n := range names {
		t, _ := n.v.constant()
		name := strings.TrimPrefix(strings.ToUpper(t), "SIG")
		if x.dash && (name == "ERR" || name == "DEBUG" || name == "RETURN") {
			c.status.val = lit("1") // "bad trap": dash looks at no further name, and the script goes on
			break
		}
		switch name {
		case "EXIT", "0":
			set.exit = acting(h)
		case "ERR":
			set.err = acting(h)
		case "DEBUG", "RETURN":
		default:
			signals = t
			set.signals = withSignal(set.signals, signalName(t), h)
		}
	}
	c.traps = &set
	if h = acting(h); h != nil {
		x.event(c, Step{Kind: TrapSet, At: h.at, By: signals})
	}
	if signals != "" && h != nil && x.inTrap == "" {
		var drop []*state
		saved := x.sc
		x.sc = scope{exits: &drop, sub: saved.sub, shell: saved.shell, first: saved.first}
		x.runHandler(c.fork(), h, strings.ToUpper(signals))
		x.sc = saved
	}
	return []*state{c}
}

// exitTraps runs the EXIT trap of every state in which a shell ends.
func (x *exec) exitTraps(ends []*state) []*state {
	var out []*state
	for _, st := range ends {
		if st.traps == nil || st.traps.exit == nil {
			out = append(out, st)
			continue
		}
		h := st.traps.exit
		c := st.fork()
		t := *st.traps
		t.exit = nil
		c.traps = &t
		var exits []*state
		saved := x.sc
		x.sc = scope{exits: &exits, sub: saved.sub, shell: saved.shell, first: saved.first}
		after := x.runHandler(c, h, "EXIT")
		x.sc = saved
		for _, a := range after {
			n := a.fork()
			n.status = st.status // the handler's own status does not count
			out = append(out, n)
		}
		out = append(out, exits...)
	}
	return out
}

func (x *exec) runHandler(st *state, h *handler, name string) []*state {
	text, ok := st.resolve(h.text).constant()
	if !ok {
		x.unresolved(h.at, "the handler of trap "+name+" is known only when the script runs")
		return []*state{x.unknownCode(x.blind(st, h.at, UnknownText, "the handler of the trap"))}
	}
	c := st.fork()
	x.event(c, Step{Kind: TrapRuns, At: h.at, By: name, Ask: st.status.ask})
	saved, noErr := x.inTrap, x.noErr
	x.inTrap, x.noErr = name, 0
	before := st.status
	out := x.runText(c, text, h.at, "trap"+name)
	x.inTrap, x.noErr = saved, noErr
	if name == "ERR" {
		for i, o := range out {
			o = o.fork()
			o.status = before
			out[i] = o
		}
	}
	return out
}

// parsedText is text that was parsed once for all states that run it.
type parsedText struct {
	stmts []*syntax.Stmt
	err   error
}

func (x *exec) parse(text string) []*syntax.Stmt {
	return x.parseText(text).stmts
}

func (x *exec) parseText(text string) *parsedText {
	if p, ok := x.parsed[text]; ok {
		return p
	}
	d := script.POSIX
	if !x.dash {
		d = script.Bash
	}
	p := &parsedText{}
	if len(text) <= x.bounds.Text {
		p.stmts, p.err = script.ParseText(text, d)
	}
	x.parsed[text] = p
	return p
}

// runText runs text in the current shell: eval, traps. at is where the text stands.
func (x *exec) runText(st *state, text string, at Range, id string) []*state {
	return x.runSegs(st, text, at, []segment{{0, at.Start + quoteSkip(at), true}}, id)
}

// quoteSkip is how many bytes of quoting stand before the text in the source.
func quoteSkip(at Range) int {
	t := at.Text()
	if strings.HasPrefix(t, "'") || strings.HasPrefix(t, `"`) {
		return 1
	}
	if strings.HasPrefix(t, "$'") {
		return 2
	}
	return 0
}

func (x *exec) runSegs(st *state, text string, at Range, segs []segment, id string) []*state {
	if len(x.calls) > x.bounds.Calls {
		return x.tooDeep(st, at)
	}
	p := x.parseText(text)
	if p.err != nil {
		x.unresolved(at, "the text cannot be parsed as a script")
		return []*state{x.setStatus(x.unknownCode(x.blind(st, at, UnknownText, "the text")), status{val: lit("2"), at: at})}
	}
	if len(p.stmts) == 0 {
		return []*state{x.setStatus(st, status{val: lit("0"), at: at})}
	}
	key := id + ":" + strconv.Itoa(at.Start) + at.Script.Path + "\x00" + text
	u := x.units[key]
	if u == nil {
		u = &unit{id: "#" + strconv.Itoa(len(x.units)), script: at.Script, segs: segs, whole: at}
		x.static.addText(x, p.stmts)
		u.info = newBody(x, p.stmts)
		x.units[key] = u
	}
	saved := x.unit
	x.unit = u
	x.top().off = max(x.top().off, x.top().end)
	x.calls = append(x.calls, call{unit: u, body: u.info})
	out := x.lines(p.stmts, []*state{st})
	x.calls = x.calls[:len(x.calls)-1]
	x.unit = saved
	return out
}

func (x *exec) tooDeep(st *state, at Range) []*state {
	x.limits["calls are nested too deeply; the inner ones were taken as unknown"] = true
	c := x.tooDeepHere(st, at)
	s := x.sym("deep:status", func(s *Sym) { s.kind, s.desc, s.summary = symStatus, "$?", true })
	return []*state{x.setStatus(c, status{val: symValue(s), at: at})}
}
