package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// items is xargs and parallel: the command runs with words from standard input, for none, one and two of an unknown list.
func (x *exec) items(m catalog.WrapperMatch, cl *callInfo, st *state) []*state {
	base := cl.args[m.Command:m.End]
	repl := ""
	for i, a := range cl.args[1:m.Command] {
		t, _ := a.v.constant()
		if strings.HasPrefix(t, "-I") || strings.HasPrefix(t, "--replace") {
			if repl = strings.TrimPrefix(t, "-I"); repl == "" && i+2 < len(cl.args) {
				repl, _ = cl.args[i+2].v.constant()
			}
		}
	}
	run := func(s *state, item *Field) []*state {
		in := *cl
		in.shell, in.noFn, in.at = false, true, base[0].src
		in.args = append([]Field(nil), base...)
		if item != nil {
			if repl != "" {
				for i, f := range in.args {
					in.args[i].v = replaceText(f.v, repl, item.v)
				}
			} else {
				in.args = append(in.args, *item)
			}
		}
		return x.dispatch(&in, s)
	}
	at := cl.args[m.Command].src
	failed := m.Wrapper.FailedStatus
	ask := func(l []*state) []*state { // its status is 123 when any command failed
		if failed == 0 {
			return x.countFailed(cl, l)
		}
		var out []*state
		for _, s := range l {
			c := s.fork()
			if v, ok := c.status.val.constant(); ok {
				if v != "0" {
					c.status.val = number(failed)
				}
			} else {
				for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
					if !b.ok {
						b.st.status.val = number(failed)
					} else {
						b.st.status.val = lit("0")
					}
					out = append(out, b.st)
				}
				continue
			}
			out = append(out, c)
		}
		return out
	}
	if st.stdin == nil {
		s := x.sym("xargs"+x.at(cl.node), func(s *Sym) { s.kind, s.name, s.desc, s.lines = symInput, "item", "a word of the input", true })
		return x.itemList(ask, run, []Field{{v: symValue(s), multi: s, src: at}}, st)
	}
	fields := x.fields([]seg{{v: st.resolve(st.stdin.text), exp: true}}, st, at)
	c := st.fork()
	c.stdin = &input{}
	if len(fields) == 0 {
		return ask(run(c, nil))
	}
	return x.itemList(ask, run, fields, c)
}

func (x *exec) itemList(ask func([]*state) []*state, run func(*state, *Field) []*state, fields []Field, st *state) []*state {
	first := st.fork()
	first.status = status{val: lit("0")}
	cur := []*state{first}
	if len(fields) > maxItems { // the rest is as one that nobody has asked about
		rest := x.sym("items"+itoa(fields[0].src.Start), func(s *Sym) { s.kind, s.desc, s.lines = symOther, "an item", true })
		fields = append(append([]Field(nil), fields[:3]...), Field{v: symValue(rest), multi: rest, src: fields[0].src})
		cur[0] = x.longList(first, fields[0].src)
	}
	for _, f := range fields {
		f := f
		if f.multi == nil {
			cur = x.merge(x.each(cur, func(s *state) []*state { return run(s, &f) }))
			continue
		}
		var done []*state
		watch := x.watchList(f.multi, nil, f.src, cur[0])
		for i := 0; i <= 2 && len(cur) > 0; i++ {
			var on []*state
			for _, s := range cur {
				for _, b := range x.decideMore(s, f.multi, i) {
					if b.ok {
						on = append(on, b.st)
					} else {
						done = append(done, b.st)
					}
				}
			}
			item := Field{v: symValue(x.wordOf(f, i, f.multi.name, on)), src: f.src}
			cur = x.merge(x.each(on, func(s *state) []*state { return run(s, &item) }))
			watch.round(i, cur)
		}
		watch.done()
		cur = x.merge(append(cur, done...))
	}
	return ask(cur)
}

func replaceText(v Value, old string, with Value) Value {
	var out Value
	for _, p := range v {
		if p.sym != nil {
			out = out.append(Value{p})
			continue
		}
		parts := strings.Split(p.lit, old)
		for i, t := range parts {
			if i > 0 {
				out = out.append(with)
			}
			out = out.append(lit(t))
		}
	}
	return out
}

// countFailed is the status of parallel: how many commands failed (parallel(1), EXIT STATUS).
func (x *exec) countFailed(cl *callInfo, l []*state) []*state {
	var out []*state
	for _, s := range l {
		for _, b := range x.decideStatus(s, s.status.val, func(n int) bool { return n == 0 }) {
			c := b.st.fork()
			c.status.val = lit("0")
			if !b.ok {
				var d domain
				for n := 1; n <= 101; n++ {
					d.add(n)
				}
				y := x.fresh(c, "failed"+x.at(cl.node), func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
				c.setCon(y, &con{set: yes, nonempty: yes, dom: &d})
				c.status.val = symValue(y)
			}
			out = append(out, c)
		}
	}
	return out
}
