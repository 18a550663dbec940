package symexec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// items is xargs and parallel: the command runs with words from standard input, for none, one and two of an unknown list.
func (x *exec) items(m catalog.WrapperMatch, cl *domain.CallInfo, st *domain.State) []*domain.State {
	base := cl.Args[m.Command:m.End]
	repl := ""
	if m.Text {
		repl = "{}" // parallel
	}
	for i, a := range cl.Args[1:m.Command] {
		t, _ := a.V.Constant()
		if f := cl.Args[i+2]; (t == "-a" || t == "--arg-file") && i+2 < m.Command && f.Word != nil {
			st = st.Fork()
			st.Stdin = &domain.Input{Text: x.tools.FileText(st, f.V, f.Word)}
		}
		if strings.HasPrefix(t, "-I") || strings.HasPrefix(t, "--replace") {
			if repl = strings.TrimPrefix(t, "-I"); repl == "" && i+2 < len(cl.Args) {
				repl, _ = cl.Args[i+2].V.Constant()
			}
		}
	}
	run := func(s *domain.State, item *domain.Field, more ...domain.Field) []*domain.State {
		in := *cl
		in.Shell, in.NoFn, in.At = false, true, base[0].Src
		in.Args = append([]domain.Field(nil), base...)
		if item != nil && m.Text {
			words, plain := x.jobWords(base, repl, append([]domain.Field{*item}, more...))
			if !plain {
				return x.runWords(words, nil, &jobOf, &in, s)
			}
			in.Args = words
		} else if item != nil {
			if repl != "" {
				for i, f := range in.Args {
					in.Args[i].V = replaceText(f.V, repl, item.V)
				}
			} else {
				in.Args = append(append(in.Args, *item), more...)
			}
		}
		return x.dispatch(&in, s)
	}
	at := cl.Args[m.Command].Src
	failed := m.Wrapper.FailedStatus
	ask := func(l []*domain.State) []*domain.State { // its status is 123 when any command failed
		if failed == 0 {
			return x.countFailed(cl, cl.Args[1:m.Command], l)
		}
		var out []*domain.State
		for _, s := range l {
			c := s.Fork()
			if v, ok := c.Status.Val.Constant(); ok {
				if v != "0" {
					c.Status.Val = value.Number(failedAs(v, failed))
				}
			} else {
				for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
					if !b.Ok {
						b.St.Status.Val = value.Number(failed)
					} else {
						b.St.Status.Val = value.Lit("0")
					}
					out = append(out, b.St)
				}
				continue
			}
			out = append(out, c)
		}
		return out
	}
	if fields, known := givenItems(cl, m.End); fields != nil {
		st = st.Fork()
		if n := perCall(m, cl); known && n > 1 && len(fields) > 1 && !slices.ContainsFunc(fields, func(f domain.Field) bool { return f.Multi != nil }) {
			return x.itemChunks(m.Wrapper, ask, run, fields, n, st)
		} else if known {
			return x.itemList(m.Wrapper, ask, run, fields, false, st)
		}
		st.Stdin = nil // items that are put together from several lists, or stand in files
	}
	if st.Stdin == nil {
		s := x.tab.Sym("xargs"+x.prog.At(cl.Node), func(s *value.Sym) {
			s.Kind, s.Name, s.Desc, s.Lines = value.SymInput, "item", "a word of the input", true
		})
		return x.itemList(m.Wrapper, ask, run, []domain.Field{{V: value.SymValue(s), Multi: s, Src: at}}, false, st)
	}
	var fields []domain.Field
	if m.Text || repl != "" { // xargs -I, too, takes lines
		fields = lineItems(st.Resolve(st.Stdin.Text), at)
	} else {
		fields = x.fields([]seg{{v: st.Resolve(st.Stdin.Text), exp: true}}, st, at)
	}
	c := st.Fork()
	c.Stdin = &domain.Input{}
	never := m.Wrapper.FailedStatus == 0 || x.noRunIfEmpty(cl.Args[1:m.Command])
	if len(fields) == 0 {
		if never {
			return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
		}
		return ask(run(c, nil))
	}
	if n := perCall(m, cl); repl == "" && n > 1 && len(fields) > 1 && !slices.ContainsFunc(fields, func(f domain.Field) bool { return f.Multi != nil }) {
		return x.itemChunks(m.Wrapper, ask, run, fields, n, c)
	}
	return x.itemList(m.Wrapper, ask, run, fields, !never, c)
}

func (x *exec) itemList(w *catalog.Wrapper, ask func([]*domain.State) []*domain.State, run func(*domain.State, *domain.Field, ...domain.Field) []*domain.State, fields []domain.Field, empty bool, st *domain.State) []*domain.State {
	first := st.Fork()
	first.Status = domain.Status{Val: value.Lit("0")}
	cur := []*domain.State{first}
	one := func(s *domain.State, f *domain.Field) []*domain.State { // a failure is not forgotten when the next item goes well
		before := s.Status
		var out []*domain.State
		for _, o := range run(s, f) {
			out = append(out, x.worse(w, before, o)...)
		}
		return out
	}
	if len(fields) > x.prog.Bounds.Items { // the rest is as one that nobody has asked about
		d := x.dom.EitherDanger(first, fields)
		rest := x.tab.Sym("items"+strconv.Itoa(fields[0].Src.Start)+d.Key(), func(s *value.Sym) {
			s.Kind, s.Desc, s.Lines, s.Danger = value.SymOther, "an item", true, d
		})
		fields = append(append([]domain.Field(nil), fields[:min(3, x.prog.Bounds.Items)]...), domain.Field{V: value.SymValue(rest), Multi: rest, Src: fields[0].Src})
		cur[0] = x.dom.LongList(first, fields[0].Src)
	}
	for _, f := range fields {
		f := f
		if f.Multi == nil {
			cur = x.dom.Merge(x.each(cur, func(s *domain.State) []*domain.State { return one(s, &f) }))
			continue
		}
		if len(cur) == 0 { // the budget is used up, or none comes back
			break
		}
		var done []*domain.State
		watch := x.dom.WatchList(f.Multi, nil, f.Src, cur[0])
		for i := 0; i <= x.dom.Follows(f.Multi) && len(cur) > 0; i++ {
			var on []*domain.State
			for _, s := range cur {
				for _, b := range x.dom.DecideMore(s, f.Multi, i) {
					if b.Ok {
						on = append(on, b.St)
					} else if rest := b.St.Resolve(f.V); i == 0 && rest.HasLit() {
						// what stands beside a text that is empty is an item: "${1}p1"
						done = append(done, one(b.St, &domain.Field{V: rest, Src: f.Src})...)
					} else if i == 0 && f.Blank {
						done = append(done, one(b.St, &domain.Field{Quoted: true, Src: f.Src})...)
					} else if i == 0 && empty && len(fields) == 1 {
						done = append(done, run(b.St, nil)...) // once, with none (xargs(1), -r)
					} else {
						done = append(done, b.St)
					}
				}
			}
			item := domain.Field{V: value.SymValue(x.dom.WordOf(f, i, f.Multi.Name, on)), Src: f.Src}
			cur = x.dom.Merge(x.each(on, func(s *domain.State) []*domain.State { return one(s, &item) }))
			watch.Round(i, cur)
		}
		watch.Done()
		cur = x.dom.Merge(append(cur, done...))
	}
	return ask(cur)
}

func replaceText(v value.Value, old string, with value.Value) value.Value {
	var out value.Value
	for _, p := range v {
		if p.Sym != nil {
			out = out.Append(value.Value{p})
			continue
		}
		parts := strings.Split(p.Lit, old)
		for i, t := range parts {
			if i > 0 {
				out = out.Append(with)
			}
			out = out.Append(value.Lit(t))
		}
	}
	return out
}

// countFailed is the status of parallel: how many commands failed (parallel(1), EXIT STATUS).
func (x *exec) countFailed(cl *domain.CallInfo, options []domain.Field, l []*domain.State) []*domain.State {
	most := 101
	for _, f := range options {
		if t, _ := f.V.Constant(); strings.HasPrefix(t, "--halt") {
			most = 255 // the status of the command that failed
		}
	}
	var out []*domain.State
	for _, s := range l {
		for _, b := range x.dom.DecideStatus(s, s.Status.Val, func(n int) bool { return n == 0 }) {
			c := b.St.Fork()
			c.Status.Val = value.Lit("0")
			if !b.Ok {
				var d value.StatusSet
				for n := 1; n <= most; n++ {
					d.Add(n)
				}
				y := x.dom.FreshAt(c, "failed", cl.Node, "", func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" })
				c.SetCon(y, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &d})
				c.Status.Val = value.SymValue(y)
			}
			out = append(out, c)
		}
	}
	return out
}

// perCall is how many items one call of the command gets: those that fit unless an option says less; one with parallel.
func perCall(m catalog.WrapperMatch, cl *domain.CallInfo) int {
	unless := effects.MaxText
	if m.Text {
		unless = 1
	}
	for i, a := range cl.Args[1:m.Command] {
		t, _ := a.V.Constant()
		switch {
		case t == "-n" || t == "-N" || t == "-L" || t == "--max-args" || t == "--max-lines":
			t, _ = cl.Args[i+2].V.Constant()
		case strings.HasPrefix(t, "-n") || strings.HasPrefix(t, "-N") || strings.HasPrefix(t, "-L"):
			t = t[2:]
		case strings.HasPrefix(t, "--max-args=") || strings.HasPrefix(t, "--max-lines="):
			t = t[strings.IndexByte(t, '=')+1:]
		case m.Text && (t == "-X" || t == "-m" || t == "--xargs"):
			return effects.MaxText
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
func (x *exec) itemChunks(w *catalog.Wrapper, ask func([]*domain.State) []*domain.State, run func(*domain.State, *domain.Field, ...domain.Field) []*domain.State, fields []domain.Field, n int, st *domain.State) []*domain.State {
	first := st.Fork()
	first.Status = domain.Status{Val: value.Lit("0")}
	cur := []*domain.State{first}
	for chunk := range slices.Chunk(fields, n) {
		cur = x.dom.Merge(x.each(cur, func(s *domain.State) []*domain.State {
			before := s.Status
			var out []*domain.State
			for _, o := range run(s, &chunk[0], chunk[1:]...) {
				out = append(out, x.worse(w, before, o)...)
			}
			return out
		}))
	}
	return ask(cur)
}

// noRunIfEmpty reports whether xargs was told to run nothing when there are no items; with -I it does so by itself.
func (x *exec) noRunIfEmpty(options []domain.Field) bool {
	return slices.ContainsFunc(options, func(f domain.Field) bool {
		t, _ := f.V.Constant()
		return t == "--no-run-if-empty" || strings.HasPrefix(t, "-I") || strings.HasPrefix(t, "--replace") || len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.IndexByte(t, 'r') > 0 && !strings.ContainsAny(t, "nLPd")
	})
}

// failedAs is the status of xargs where one of its commands ended with a status.
func failedAs(status string, failed int) int {
	switch n, _ := strconv.Atoi(status); {
	case failed != 123:
	case n == 255:
		return 124
	case n >= 123 && n <= 127:
		return n
	}
	return failed
}
