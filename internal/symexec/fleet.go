package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// maxHosts bounds the machines of a list that are told apart; a longer one is one place, by its own name.
const maxHosts = 4

// onHosts runs the command of a wrapper that may speak to several machines: on each that the call names, one after the other,
// with the worst of their statuses at the end.
func (x *exec) onHosts(all []catalog.WrapperMatch, host value.Value, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	w := all[0].Wrapper
	hosts := hostList(host, w.Several)
	defer func(many string) { x.proof.Many = many }(x.proof.Many)
	if w.Host != "" {
		x.proof.Many = ""
		if len(hosts) == 1 && w.Several != "" && maybeMany(all[0], host) {
			x.proof.Many = x.prog.At(cl.Node)
		}
	}
	if len(hosts) == 1 && w.FailedStatus == 0 {
		return x.onHost(all, host, cl, st)
	}
	first := st.Fork()
	first.Status = domain.Status{Val: value.Lit("0"), At: cl.Whole}
	first.Stdin = st.Stdin
	cur := []*domain.State{first}
	for _, h := range hosts {
		var next []*domain.State
		for _, s := range cur {
			before := s.Status
			out, done := x.onHost(all, h, cl, s)
			if !done {
				return nil, false
			}
			for _, o := range out {
				next = append(next, x.worse(w, before, o)...)
			}
		}
		cur = x.dom.Merge(next)
	}
	return cur, true
}

// hostList are the machines of a list that is known.
func hostList(host value.Value, separators string) []value.Value {
	t, ok := host.Constant()
	if !ok || separators == "" {
		return []value.Value{host}
	}
	names := strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(separators, r) })
	if len(names) < 2 || len(names) > maxHosts || strings.ContainsAny(t, "[]*?!&") {
		return []value.Value{host}
	}
	var out []value.Value
	for _, n := range names {
		out = append(out, value.Lit(n[strings.LastIndexByte(n, '@')+1:]))
	}
	return out
}

// maybeMany reports whether a place may be several machines: a group, a pattern, or a list that is not known.
func maybeMany(m catalog.WrapperMatch, host value.Value) bool {
	t, ok := host.Constant()
	if !ok || strings.ContainsAny(t, ",[]*?:") {
		return true
	}
	return !slices.ContainsFunc(m.Singles, func(o catalog.Operand) bool { return o.Word == m.Host.Word })
}

// worse is a state with the worse one of two statuses: its own, and that of the machines before.
func (x *exec) worse(w *catalog.Wrapper, before domain.Status, st *domain.State) []*domain.State {
	zero := func(n int) bool { return n == 0 }
	var out []*domain.State
	for _, a := range x.dom.DecideStatus(st, before.Val, zero) {
		for _, b := range x.dom.DecideStatus(a.St, st.Status.Val, zero) {
			c := b.St.Fork()
			s := c.Status
			if s.Ask == nil {
				s.Ask = before.Ask
			}
			switch {
			case a.Ok && b.Ok:
				s.Val = value.Lit("0")
			case w.FailedStatus != 0:
				v := s.Val
				if b.Ok {
					v = before.Val
				}
				t, known := v.Constant()
				s.Val = value.Number(failedAs(t, w.FailedStatus))
				if !known && s.Ask == nil && w.FailedStatus == 123 { // it was not found, or ended with 255
					for _, n := range []int{124, 127} {
						o := c.Fork()
						o.Status = s
						o.Status.Val = value.Number(n)
						out = append(out, o)
					}
				}
			case b.Ok:
				s.Val = before.Val
			case !a.Ok:
				m, n := x.statusNumber(c, before.Val), x.statusNumber(c, s.Val)
				if m > 0 && n > 0 {
					s.Val = value.Number(max(m, n))
				} else if m > n || n == 0 {
					s.Val = before.Val
				}
			}
			c.Status = s
			c.Pipes = []domain.Status{s}
			out = append(out, c)
		}
	}
	return out
}

// statusNumber is a status that is known, 0 for another one.
func (x *exec) statusNumber(st *domain.State, v value.Value) int {
	if s := st.Resolve(v).Single(); s != nil {
		if c := st.Con(s); c.Dom != nil {
			if n, ok := c.Dom.Only(); ok {
				return n
			}
		}
	}
	t, _ := st.Resolve(v).Constant()
	n, err := strconv.Atoi(t)
	if err != nil {
		return 0
	}
	return n
}

// shownBy is what a wrapper makes of the output of its command: with the machine's name before each line, or below a line of its own.
func (x *exec) shownBy(all []catalog.WrapperMatch, host value.Value, cl *domain.CallInfo, st *domain.State) ([]*domain.State, bool) {
	w := all[0].Wrapper
	if k := st.Fd(1).Kind; w.Output == "" || k != domain.ToCapture && k != domain.ToFile {
		return x.onHosts(all, host, cl, st)
	}
	done := true
	var out []*domain.State
	for _, c := range x.captureOutput(st, w.Command, cl.Whole, false, func(in *domain.State) []*domain.State {
		l, ok := x.onHosts(all, host, cl, in)
		done = done && ok
		return l
	}) {
		for _, b := range x.dom.DecideEmpty(c.st, c.out) {
			if b.Ok && w.Output == "prefixed" {
				out = append(out, b.St)
				continue
			}
			if b.Ok { // where pssh itself fails there is no line for any machine
				for _, f := range x.dom.DecideStatus(b.St, b.St.Status.Val, func(n int) bool { return n == 0 }) {
					if !f.Ok {
						out = append(out, f.St)
					}
				}
			}
			s := x.dom.FreshAt(b.St, "shown", cl.Node, "", func(s *value.Sym) { s.Kind, s.Desc, s.Lines = value.SymOutput, "output of "+w.Command, true })
			b.St.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
			out = append(out, x.tools.Print(b.St, value.SymValue(s).Append(value.Lit("\n")))...)
		}
	}
	return out, done
}
