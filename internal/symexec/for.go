package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) forClause(c *syntax.ForClause, st *domain.State) []*domain.State {
	switch l := c.Loop.(type) {
	case *syntax.CStyleLoop:
		var out []*domain.State
		for _, init := range x.arithm(l.Init, st) {
			if init.Err { // bash does not begin with the loop
				out = append(out, x.dom.SetStatus(init.St, domain.Status{Val: value.Lit("1"), At: x.prog.Span(c)}))
				continue
			}
			out = append(out, x.loop(init.St, x.retries(c.Do), new(bool), x.prog.Span(c), func(in []*domain.State) (on, past []*domain.State) {
				for _, s := range in {
					for _, n := range x.arithm(l.Cond, s) {
						for _, t := range x.truthNum(n) {
							if t.ok || l.Cond == nil {
								on = append(on, t.st)
							} else {
								past = append(past, t.st)
							}
						}
					}
				}
				return on, past
			}, func(in []*domain.State) []*domain.State {
				var next []*domain.State
				post := func(l2 []*domain.State) {
					for _, s := range l2 {
						for _, n := range x.arithm(l.Post, s) {
							next = append(next, n.St)
						}
					}
				}
				ls := x.sc.Loops[len(x.sc.Loops)-1]
				post(x.stmts(c.Do, in))
				post(ls.Continues)
				ls.Continues = nil
				return next
			})...)
		}
		return out
	case *syntax.WordIter:
		return x.forWords(c, l, st)
	}
	return []*domain.State{st}
}

func (x *exec) forWords(c *syntax.ForClause, l *syntax.WordIter, st *domain.State) []*domain.State {
	var lists []expanded
	if l.InPos.IsValid() {
		outer := x.sc.Outer
		if !x.prog.Dash { // bash takes break and continue in a substitution of the list for the loop's own
			x.sc.Outer++
		}
		lists = x.words(l.Items, st)
		x.sc.Outer = outer
	} else {
		lists = []expanded{{st, x.fields([]seg{x.segOf(x.get(st, "@", nil), st, true)}, st, x.prog.Span(l))}}
	}
	for i := range lists {
		lists[i].st = x.unchanged(lists[i].st)
	}
	x.before = nil
	var out []*domain.State
	for _, e := range lists {
		if c.Select {
			out = append(out, x.selectLoop(c, l, e.st)...)
			continue
		}
		out = append(out, x.forItems(c, l.Name.Value, e)...)
	}
	return out
}

func (x *exec) forItems(c *syntax.ForClause, name string, e expanded) []*domain.State {
	ls := &domain.LoopScope{}
	saved := x.sc.Loops
	x.sc.Loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.Loops = saved }()
	off := x.dom.Top().Off
	retries := x.retries(c.Do)
	base := e.st.Fork()
	if len(e.fields) == 0 || len(c.Do) == 0 || !x.prog.ReadsStatus(c.Do[0], 0) {
		base.Status = domain.Status{Val: value.Lit("0")}
	}
	cur := []*domain.State{base}
	started := false
	run := func(in []*domain.State, v value.Value) []*domain.State {
		started = true
		for i, s := range in {
			in[i] = x.assign(s, name, &domain.Variable{Set: true, Val: v, Each: true})
			x.dom.ForgetLeftWord(s, in[i], name, v)
		}
		x.dom.Top().Off = off
		next := x.stmts(c.Do, in)
		next = append(next, ls.Continues...)
		ls.Continues = nil
		x.dom.Top().Off = off
		return x.dom.Merge(next)
	}
	fields := e.fields
	if len(fields) > x.prog.Bounds.Items {
		x.dom.Limits["a long list was tried with its first elements and an unknown one"] = true
		base = x.dom.LongList(base, x.prog.Span(c))
		cur = []*domain.State{base}
		d := x.dom.EitherDanger(base, fields)
		rest := x.tab.Sym("items"+x.prog.At(c)+d.Key(), func(s *value.Sym) {
			s.Kind, s.Name, s.Desc, s.Lines, s.Danger = value.SymOther, name, "$"+name, true, d
		})
		last := fields[len(fields)-1]
		fields = append(append([]domain.Field(nil), fields[:min(3, x.prog.Bounds.Items)]...), domain.Field{V: value.SymValue(rest), Multi: rest})
		if last.Multi == nil { // scripts ask whether a try is the last one
			fields = append(fields, last)
		}
	}
	for _, f := range fields {
		if len(cur) == 0 || x.dom.Over {
			break
		}
		if f.Multi == nil {
			cur = run(cur, f.V)
			continue
		}
		var done []*domain.State
		grown := x.dom.Watch(e.st)
		list := f.Multi
		if list.IndexOf != nil && len(f.V) == 1 { // an array has as many indices as elements
			list = list.IndexOf
		}
		watch := x.dom.WatchList(list, []string{name}, x.prog.Span(c), cur[0])
		around, surely := f.Around()
		for i := 0; i <= x.dom.Follows(list) && len(cur) > 0; i++ {
			var on, bare []*domain.State
			for _, s := range cur {
				for _, b := range x.dom.DecideMore(s, list, i) {
					if b.Ok {
						on = append(on, b.St)
						continue
					}
					if i == 0 && len(around) > 0 { // what stands around the list is a word of its own
						bare = append(bare, b.St)
					}
					if i > 0 || !surely {
						d := b.St.Fork()
						if !started {
							d.Status = domain.Status{Val: value.Lit("0")}
						}
						done = append(done, d)
					}
				}
			}
			if len(bare) > 0 {
				done = append(done, run(x.dom.Merge(bare), around)...)
			}
			cur = nil
			if len(on) > 0 {
				var v value.Value
				if list != f.Multi {
					v = value.Number(f.Multi.Below + i)
				} else {
					v = value.SymValue(x.dom.WordOf(f, i, name, on))
				}
				if len(f.V) > 1 { // text around the list
					v = f.V.Replace(f.Multi, v[0].Sym)
				}
				on = x.dom.Merge(on)
				entered := slices.Clone(on)
				cur = run(on, v)
				grown.Round(entered, cur)
				watch.Round(i, cur)
				if i == 1 {
					if more := grown.More(); len(more) > 0 {
						done = append(done, grown.After(run(more, v))...)
					}
				}
			}
		}
		watch.Done()
		cur = x.dom.Merge(append(cur, done...))
	}
	var out []*domain.State
	for _, s := range cur {
		s = s.Fork()
		if retries && started {
			x.dom.Event(s, domain.Step{Kind: domain.LoopEnded, At: x.prog.Span(c)})
		}
		out = append(out, s)
	}
	for _, b := range ls.Breaks {
		if len(x.askedSince(e.st, b)) > 0 {
			b = b.Fork()
			x.dom.Event(b, domain.Step{Kind: domain.LoopEnded, At: x.prog.Span(c), By: "break"})
		}
		out = append(out, b)
	}
	return out
}

// selectLoop is select: the human chooses again and again.
func (x *exec) selectLoop(c *syntax.ForClause, l *syntax.WordIter, st *domain.State) []*domain.State {
	return x.loop(st, false, new(bool), x.prog.Span(c), func(in []*domain.State) (on, past []*domain.State) {
		for _, s := range in {
			n := s.Fork()
			var ask *value.Ask
			if x.proof.Person(s, 0) {
				at := x.prog.Span(l.Name)
				ask = x.proof.NewAsk(&proof.ReadPrompt, nil, &domain.CallInfo{Name: "select", Args: []domain.Field{{V: value.Lit("select"), Src: at}}, Node: c, At: at, Whole: at}, n)
				x.proof.AsksPerson(n, ask, "select "+l.Name.Value)
			}
			reply := x.dom.FreshAt(n, "select", c, "", func(s *value.Sym) { s.Kind, s.Name, s.Ask = value.SymInput, l.Name.Value, ask })
			n.Vars = n.Vars.Set(x.tab.Name(l.Name.Value), &domain.Variable{Set: true, Val: value.SymValue(reply)})
			n.Vars = n.Vars.Set(x.tab.Name("REPLY"), &domain.Variable{Set: true, Val: value.SymValue(reply)})
			on, past = append(on, n), append(past, s)
		}
		return on, past
	}, func(in []*domain.State) []*domain.State { return x.stmts(c.Do, in) })
}
