package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

func (x *exec) forClause(c *syntax.ForClause, st *state) []*state {
	switch l := c.Loop.(type) {
	case *syntax.CStyleLoop:
		var out []*state
		for _, init := range x.arithm(l.Init, st) {
			if init.err { // bash does not begin with the loop
				out = append(out, x.setStatus(init.st, status{val: lit("1"), at: x.span(c)}))
				continue
			}
			out = append(out, x.loop(init.st, x.retries(c.Do), new(bool), x.span(c), func(in []*state) (on, past []*state) {
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
			}, func(in []*state) []*state {
				var next []*state
				post := func(l2 []*state) {
					for _, s := range l2 {
						for _, n := range x.arithm(l.Post, s) {
							next = append(next, n.st)
						}
					}
				}
				ls := x.sc.loops[len(x.sc.loops)-1]
				post(x.stmts(c.Do, in))
				post(ls.continues)
				ls.continues = nil
				return next
			})...)
		}
		return out
	case *syntax.WordIter:
		return x.forWords(c, l, st)
	}
	return []*state{st}
}

func (x *exec) forWords(c *syntax.ForClause, l *syntax.WordIter, st *state) []*state {
	var lists []expanded
	if l.InPos.IsValid() {
		outer := x.sc.outer
		if !x.dash { // bash takes break and continue in a substitution of the list for the loop's own
			x.sc.outer++
		}
		lists = x.words(l.Items, st)
		x.sc.outer = outer
	} else {
		lists = []expanded{{st, x.fields([]seg{x.segOf(x.get(st, "@", nil), st, true)}, st, x.span(l))}}
	}
	for i := range lists {
		lists[i].st = x.unchanged(lists[i].st)
	}
	x.before = nil
	var out []*state
	for _, e := range lists {
		if c.Select {
			out = append(out, x.selectLoop(c, l, e.st)...)
			continue
		}
		out = append(out, x.forItems(c, l.Name.Value, e)...)
	}
	return out
}

// around is the text around a field's list, and whether it is a word even if the list is empty: $(is-idle "$h" || echo busy).
func (f Field) around() (text Value, surely bool) {
	for _, p := range f.v {
		if p.sym != f.multi {
			text = append(text, p)
			surely = surely || p.sym == nil && p.lit != ""
		}
	}
	return text, surely
}

func (x *exec) forItems(c *syntax.ForClause, name string, e expanded) []*state {
	ls := &loopScope{}
	saved := x.sc.loops
	x.sc.loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.loops = saved }()
	off := x.top().off
	retries := x.retries(c.Do)
	base := e.st.fork()
	if len(e.fields) == 0 || len(c.Do) == 0 || !x.readsStatus(c.Do[0], 0) {
		base.status = status{val: lit("0")}
	}
	cur := []*state{base}
	started := false
	run := func(in []*state, v Value) []*state {
		started = true
		for i, s := range in {
			in[i] = x.assign(s, name, &variable{set: true, val: v, each: true})
			x.leftBehind(s, in[i], name, v)
		}
		x.top().off = off
		next := x.stmts(c.Do, in)
		next = append(next, ls.continues...)
		ls.continues = nil
		x.top().off = off
		return x.merge(next)
	}
	fields := e.fields
	if len(fields) > x.bounds.Items {
		x.limits["a long list was tried with its first elements and an unknown one"] = true
		base = x.longList(base, x.span(c))
		cur = []*state{base}
		rest := x.sym("items"+x.at(c), func(s *Sym) { s.kind, s.name, s.desc, s.lines = symOther, name, "$"+name, true })
		fields = append(append([]Field(nil), fields[:min(3, x.bounds.Items)]...), Field{v: symValue(rest), multi: rest})
	}
	for _, f := range fields {
		if len(cur) == 0 || x.over {
			break
		}
		if f.multi == nil {
			cur = run(cur, f.v)
			continue
		}
		var done []*state
		grown := x.watch(e.st)
		watch := x.watchList(f.multi, []string{name}, x.span(c), cur[0])
		around, surely := f.around()
		for i := 0; i <= 2 && len(cur) > 0; i++ {
			var on, bare []*state
			for _, s := range cur {
				for _, b := range x.decideMore(s, f.multi, i) {
					if b.ok {
						on = append(on, b.st)
						continue
					}
					if i == 0 && len(around) > 0 { // what stands around the list is a word of its own
						bare = append(bare, b.st)
					}
					if i > 0 || !surely {
						d := b.st.fork()
						if !started {
							d.status = status{val: lit("0")}
						}
						done = append(done, d)
					}
				}
			}
			if len(bare) > 0 {
				done = append(done, run(x.merge(bare), around)...)
			}
			cur = nil
			if len(on) > 0 {
				v := symValue(x.wordOf(f, i, name, on))
				if len(f.v) > 1 { // text around the list
					v = f.v.replace(f.multi, v[0].sym)
				}
				on = x.merge(on)
				entered := slices.Clone(on)
				cur = run(on, v)
				grown.round(entered, cur)
				watch.round(i, cur)
				if i == 1 {
					if more := grown.more(); len(more) > 0 {
						done = append(done, grown.after(run(more, v))...)
					}
				}
			}
		}
		watch.done()
		cur = x.merge(append(cur, done...))
	}
	var out []*state
	for _, s := range cur {
		s = s.fork()
		if retries && started {
			x.event(s, Step{Kind: LoopEnded, At: x.span(c)})
		}
		out = append(out, s)
	}
	for _, b := range ls.breaks {
		if len(x.askedSince(e.st, b)) > 0 {
			b = b.fork()
			x.event(b, Step{Kind: LoopEnded, At: x.span(c), By: "break"})
		}
		out = append(out, b)
	}
	return out
}

// selectLoop is select: the human chooses again and again.
func (x *exec) selectLoop(c *syntax.ForClause, l *syntax.WordIter, st *state) []*state {
	return x.loop(st, false, new(bool), x.span(c), func(in []*state) (on, past []*state) {
		for _, s := range in {
			n := s.fork()
			var ask *Ask
			if x.person(s, 0) {
				at := x.span(l.Name)
				ask = x.newAsk(&readPrompt, nil, &callInfo{name: "select", args: []Field{{v: lit("select"), src: at}}, node: c, at: at, whole: at}, n)
				x.asksPerson(n, ask, "select "+l.Name.Value)
			}
			reply := x.freshAt(n, "select", c, "", func(s *Sym) { s.kind, s.name, s.ask = symInput, l.Name.Value, ask })
			n.vars = n.vars.set(x.name(l.Name.Value), &variable{set: true, val: symValue(reply)})
			n.vars = n.vars.set(x.name("REPLY"), &variable{set: true, val: symValue(reply)})
			on, past = append(on, n), append(past, s)
		}
		return on, past
	}, func(in []*state) []*state { return x.stmts(c.Do, in) })
}
