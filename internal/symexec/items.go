package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// items is xargs and parallel: the command runs with words from standard input, for none, one and two of an unknown list.
func (x *exec) items(m catalog.WrapperMatch, cl *callInfo, st *state) []*state {
	base := cl.args[m.Command:m.End]
	repl := ""
	if m.Text {
		repl = "{}" // parallel
	}
	for i, a := range cl.args[1:m.Command] {
		t, _ := a.v.constant()
		if f := cl.args[i+2]; (t == "-a" || t == "--arg-file") && i+2 < m.Command && f.word != nil {
			st = st.fork()
			st.stdin = &input{text: x.fileText(st, f.v, f.word)}
		}
		if strings.HasPrefix(t, "-I") || strings.HasPrefix(t, "--replace") {
			if repl = strings.TrimPrefix(t, "-I"); repl == "" && i+2 < len(cl.args) {
				repl, _ = cl.args[i+2].v.constant()
			}
		}
	}
	run := func(s *state, item *Field, more ...Field) []*state {
		in := *cl
		in.shell, in.noFn, in.at = false, true, base[0].src
		in.args = append([]Field(nil), base...)
		if item != nil && m.Text {
			words, plain := x.jobWords(base, repl, append([]Field{*item}, more...))
			if !plain {
				return x.runWords(words, nil, &jobOf, &in, s)
			}
			in.args = words
		} else if item != nil {
			if repl != "" {
				for i, f := range in.args {
					in.args[i].v = replaceText(f.v, repl, item.v)
				}
			} else {
				in.args = append(append(in.args, *item), more...)
			}
		}
		return x.dispatch(&in, s)
	}
	at := cl.args[m.Command].src
	failed := m.Wrapper.FailedStatus
	ask := func(l []*state) []*state { // its status is 123 when any command failed
		if failed == 0 {
			return x.countFailed(cl, cl.args[1:m.Command], l)
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
	if fields, known := givenItems(cl, m.End); fields != nil {
		st = st.fork()
		if n := perCall(m, cl); known && n > 1 && len(fields) > 1 && !slices.ContainsFunc(fields, func(f Field) bool { return f.multi != nil }) {
			return x.itemChunks(m.Wrapper, ask, run, fields, n, st)
		} else if known {
			return x.itemList(m.Wrapper, ask, run, fields, false, st)
		}
		st.stdin = nil // items that are put together from several lists, or stand in files
	}
	if st.stdin == nil {
		s := x.sym("xargs"+x.at(cl.node), func(s *Sym) { s.kind, s.name, s.desc, s.lines = symInput, "item", "a word of the input", true })
		return x.itemList(m.Wrapper, ask, run, []Field{{v: symValue(s), multi: s, src: at}}, false, st)
	}
	var fields []Field
	if m.Text {
		fields = lineItems(st.resolve(st.stdin.text), at)
	} else {
		fields = x.fields([]seg{{v: st.resolve(st.stdin.text), exp: true}}, st, at)
	}
	c := st.fork()
	c.stdin = &input{}
	never := m.Wrapper.FailedStatus == 0 || x.noRunIfEmpty(cl.args[1:m.Command])
	if len(fields) == 0 {
		if never {
			return []*state{x.setStatus(c, status{val: lit("0"), at: cl.whole})}
		}
		return ask(run(c, nil))
	}
	if n := perCall(m, cl); repl == "" && n > 1 && len(fields) > 1 && !slices.ContainsFunc(fields, func(f Field) bool { return f.multi != nil }) {
		return x.itemChunks(m.Wrapper, ask, run, fields, n, c)
	}
	return x.itemList(m.Wrapper, ask, run, fields, !never, c)
}

func (x *exec) itemList(w *catalog.Wrapper, ask func([]*state) []*state, run func(*state, *Field, ...Field) []*state, fields []Field, empty bool, st *state) []*state {
	first := st.fork()
	first.status = status{val: lit("0")}
	cur := []*state{first}
	one := func(s *state, f *Field) []*state { // a failure is not forgotten when the next item goes well
		before := s.status
		var out []*state
		for _, o := range run(s, f) {
			out = append(out, x.worse(w, before, o)...)
		}
		return out
	}
	if len(fields) > x.bounds.Items { // the rest is as one that nobody has asked about
		rest := x.sym("items"+itoa(fields[0].src.Start), func(s *Sym) { s.kind, s.desc, s.lines = symOther, "an item", true })
		fields = append(append([]Field(nil), fields[:min(3, x.bounds.Items)]...), Field{v: symValue(rest), multi: rest, src: fields[0].src})
		cur[0] = x.longList(first, fields[0].src)
	}
	for _, f := range fields {
		f := f
		if f.multi == nil {
			cur = x.merge(x.each(cur, func(s *state) []*state { return one(s, &f) }))
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
					} else if rest := b.st.resolve(f.v); i == 0 && rest.hasLit() {
						// what stands beside a text that is empty is an item: "${1}p1"
						done = append(done, one(b.st, &Field{v: rest, src: f.src})...)
					} else if i == 0 && f.blank {
						done = append(done, one(b.st, &Field{quoted: true, src: f.src})...)
					} else if i == 0 && empty && len(fields) == 1 {
						done = append(done, run(b.st, nil)...) // once, with none (xargs(1), -r)
					} else {
						done = append(done, b.st)
					}
				}
			}
			item := Field{v: symValue(x.wordOf(f, i, f.multi.name, on)), src: f.src}
			cur = x.merge(x.each(on, func(s *state) []*state { return one(s, &item) }))
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
func (x *exec) countFailed(cl *callInfo, options []Field, l []*state) []*state {
	most := 101
	for _, f := range options {
		if t, _ := f.v.constant(); strings.HasPrefix(t, "--halt") {
			most = 255 // the status of the command that failed
		}
	}
	var out []*state
	for _, s := range l {
		for _, b := range x.decideStatus(s, s.status.val, func(n int) bool { return n == 0 }) {
			c := b.st.fork()
			c.status.val = lit("0")
			if !b.ok {
				var d domain
				for n := 1; n <= most; n++ {
					d.add(n)
				}
				y := x.freshAt(c, "failed", cl.node, "", func(s *Sym) { s.kind, s.desc = symStatus, "$?" })
				c.setCon(y, &con{set: yes, nonempty: yes, dom: &d})
				c.status.val = symValue(y)
			}
			out = append(out, c)
		}
	}
	return out
}

// perCall is how many items one call of the command gets: those that fit unless an option says less; one with parallel.
func perCall(m catalog.WrapperMatch, cl *callInfo) int {
	unless := maxText
	if m.Text {
		unless = 1
	}
	for i, a := range cl.args[1:m.Command] {
		t, _ := a.v.constant()
		switch {
		case t == "-n" || t == "-N" || t == "-L" || t == "--max-args" || t == "--max-lines":
			t, _ = cl.args[i+2].v.constant()
		case strings.HasPrefix(t, "-n") || strings.HasPrefix(t, "-N") || strings.HasPrefix(t, "-L"):
			t = t[2:]
		case strings.HasPrefix(t, "--max-args=") || strings.HasPrefix(t, "--max-lines="):
			t = t[strings.IndexByte(t, '=')+1:]
		case m.Text && (t == "-X" || t == "-m" || t == "--xargs"):
			return maxText
		case strings.HasPrefix(t, "-i") || strings.HasPrefix(t, "-l"):
			t = "1"
		default:
			continue
		}
		if n, err := strconv.Atoi(t); err == nil {
			return max(n, 1)
		}
		return 1
	}
	return unless
}

// itemChunks runs the command with several items at once, so that they are the operands of one call.
func (x *exec) itemChunks(w *catalog.Wrapper, ask func([]*state) []*state, run func(*state, *Field, ...Field) []*state, fields []Field, n int, st *state) []*state {
	first := st.fork()
	first.status = status{val: lit("0")}
	cur := []*state{first}
	for chunk := range slices.Chunk(fields, n) {
		cur = x.merge(x.each(cur, func(s *state) []*state {
			before := s.status
			var out []*state
			for _, o := range run(s, &chunk[0], chunk[1:]...) {
				out = append(out, x.worse(w, before, o)...)
			}
			return out
		}))
	}
	return ask(cur)
}

// noRunIfEmpty reports whether xargs was told to run nothing when there are no items; with -I it does so by itself.
func (x *exec) noRunIfEmpty(options []Field) bool {
	return slices.ContainsFunc(options, func(f Field) bool {
		t, _ := f.v.constant()
		return t == "--no-run-if-empty" || strings.HasPrefix(t, "-I") || strings.HasPrefix(t, "--replace") || len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.IndexByte(t, 'r') > 0 && !strings.ContainsAny(t, "nLPd")
	})
}
