package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// maxHosts bounds the machines of a list that are told apart; a longer one is one place, by its own name.
const maxHosts = 4

// onHosts runs the command of a wrapper that may speak to several machines: on each that the call names, one after the other,
// with the worst of their statuses at the end.
func (x *exec) onHosts(all []catalog.WrapperMatch, host Value, cl *callInfo, st *state) ([]*state, bool) {
	w := all[0].Wrapper
	hosts := hostList(host, w.Several)
	defer func(many string) { x.many = many }(x.many)
	if w.Host != "" {
		x.many = ""
		if len(hosts) == 1 && w.Several != "" && maybeMany(all[0], host) {
			x.many = x.at(cl.node)
		}
	}
	if len(hosts) == 1 && w.FailedStatus == 0 {
		return x.onHost(all, host, cl, st)
	}
	first := st.fork()
	first.status = status{val: lit("0"), at: cl.whole}
	first.stdin = st.stdin
	cur := []*state{first}
	for _, h := range hosts {
		var next []*state
		for _, s := range cur {
			before := s.status
			out, done := x.onHost(all, h, cl, s)
			if !done {
				return nil, false
			}
			for _, o := range out {
				next = append(next, x.worse(w, before, o)...)
			}
		}
		cur = x.merge(next)
	}
	return cur, true
}

// hostList are the machines of a list that is known.
func hostList(host Value, separators string) []Value {
	t, ok := host.constant()
	if !ok || separators == "" {
		return []Value{host}
	}
	names := strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(separators, r) })
	if len(names) < 2 || len(names) > maxHosts || strings.ContainsAny(t, "[]*?!&") {
		return []Value{host}
	}
	var out []Value
	for _, n := range names {
		out = append(out, lit(n[strings.LastIndexByte(n, '@')+1:]))
	}
	return out
}

// maybeMany reports whether a place may be several machines: a group, a pattern, or a list that is not known.
func maybeMany(m catalog.WrapperMatch, host Value) bool {
	t, ok := host.constant()
	if !ok || strings.ContainsAny(t, ",[]*?:") {
		return true
	}
	return !slices.ContainsFunc(m.Singles, func(o catalog.Operand) bool { return o.Word == m.Host.Word })
}

// speaksForOne reports whether a guard that was asked of several machines at once says idle with another status than 0. That of
// several is the largest one: one of them has said so, and another may have said anything that is less. What is asked and acted on in the same remote text is
// asked by each machine for itself.
func (a *Ask) speaksForOne(many string) bool {
	return a.many != "" && many != "" && a.many != many && len(a.Entry.IdleStatus) > 0 && !slices.Contains(a.Entry.IdleStatus, 0)
}

// worse is a state with the worse one of two statuses: its own, and that of the machines before.
func (x *exec) worse(w *catalog.Wrapper, before status, st *state) []*state {
	zero := func(n int) bool { return n == 0 }
	var out []*state
	for _, a := range x.decideStatus(st, before.val, zero) {
		for _, b := range x.decideStatus(a.st, st.status.val, zero) {
			c := b.st.fork()
			s := c.status
			if s.ask == nil {
				s.ask = before.ask
			}
			switch {
			case a.ok && b.ok:
				s.val = lit("0")
			case w.FailedStatus != 0:
				s.val = number(w.FailedStatus)
			case b.ok:
				s.val = before.val
			case !a.ok:
				m, n := x.statusNumber(c, before.val), x.statusNumber(c, s.val)
				if m > 0 && n > 0 {
					s.val = number(max(m, n))
				} else if m > n || n == 0 {
					s.val = before.val
				}
			}
			c.status = s
			c.pipes = []status{s}
			out = append(out, c)
		}
	}
	return out
}

// statusNumber is a status that is known, 0 for another one.
func (x *exec) statusNumber(st *state, v Value) int {
	if s := st.resolve(v).single(); s != nil {
		if c := st.con(s); c.dom != nil {
			if n, ok := c.dom.only(); ok {
				return n
			}
		}
	}
	t, _ := st.resolve(v).constant()
	n, err := strconv.Atoi(t)
	if err != nil {
		return 0
	}
	return n
}

// shownBy is what a wrapper makes of the output of its command: with the machine's name before each line, or below a line of its own.
func (x *exec) shownBy(all []catalog.WrapperMatch, host Value, cl *callInfo, st *state) ([]*state, bool) {
	w := all[0].Wrapper
	if k := st.fd(1).kind; w.Output == "" || k != toCapture && k != toFile {
		return x.onHosts(all, host, cl, st)
	}
	done := true
	var out []*state
	for _, c := range x.captureOutput(st, w.Command, cl.whole, false, func(in *state) []*state {
		l, ok := x.onHosts(all, host, cl, in)
		done = done && ok
		return l
	}) {
		for _, b := range x.decideEmpty(c.st, c.out) {
			if b.ok && w.Output == "prefixed" {
				out = append(out, b.st)
				continue
			}
			if b.ok { // where pssh itself fails there is no line for any machine
				for _, f := range x.decideStatus(b.st, b.st.status.val, func(n int) bool { return n == 0 }) {
					if !f.ok {
						out = append(out, f.st)
					}
				}
			}
			s := x.freshAt(b.st, "shown", cl.node, "", func(s *Sym) { s.kind, s.desc, s.lines = symOutput, "output of "+w.Command, true })
			b.st.setCon(s, &con{set: yes, nonempty: yes})
			out = append(out, x.print(b.st, symValue(s).append(lit("\n")))...)
		}
	}
	return out, done
}
