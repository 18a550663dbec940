package symexec

import (
	"mvdan.cc/sh/v3/syntax"
)

// while runs while and until loops to a fixpoint of states. Counting loops run concretely up to a bound; then what the loop
// changes is taken as unknown.
func (x *exec) while(c *syntax.WhileClause, st *state) []*state {
	retries := x.retries(c.Do) || mixedCond(c.Cond)
	guarded := false // a guard decides whether the loop goes on, so that leaving it by break gives up
	out := x.loop(st, retries, &guarded, x.span(c), func(in []*state) (on, past []*state) {
		construct := "while"
		if c.Until {
			construct = "until"
		}
		conds := x.ignoring(construct, func() []*state { return x.stmts(c.Cond, in) })
		for _, s := range conds {
			guarded = guarded || s.status.ask != nil
			zero, nonzero := x.split(s, construct, x.stmtsSpan(c.Cond))
			if c.Until {
				zero, nonzero = nonzero, zero
			}
			on, past = append(on, zero...), append(past, nonzero...)
		}
		return on, past
	}, func(in []*state) []*state { return x.stmts(c.Do, in) })
	return out
}

// loop runs test and body until no new state comes up. Its result are the states in which the loop ends.
func (x *exec) loop(st *state, retries bool, guarded *bool, at Range, test func([]*state) (on, past []*state), body func([]*state) []*state) []*state {
	ls := &loopScope{}
	saved := x.sc.loops
	x.sc.loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.loops = saved }()
	off := x.top().off
	var out []*state
	seen := map[string][]*state{}
	cur := []*state{st}
	open := 0 // rounds that some states leave and others do not: their number is not known
	for round := 0; len(cur) > 0; round++ {
		if x.over {
			return out
		}
		x.top().off = off
		left := x.left(ls)
		on, past := test(cur)
		for _, p := range past {
			c := p.fork()
			if round == 0 {
				c.status = status{val: lit("0")}
			} else {
				c.status = status{val: lit("0"), ask: c.status.ask}
				if retries {
					x.event(c, Step{Kind: LoopEnded, At: at})
				}
			}
			out = append(out, c)
		}
		if len(on) == 0 {
			break
		}
		next := body(x.merge(on))
		next = append(next, ls.continues...)
		ls.continues = nil
		x.top().off = off
		if len(out) > maxStates {
			out = x.merge(out)
		}
		next = x.merge(next)
		for i, n := range next {
			next[i] = x.settleIrrelevant(st, n)
		}
		if len(past) > 0 || x.left(ls) > left {
			open++
		}
		if round >= maxRounds || open > maxOpenRounds {
			next = x.widenLoop(st, next)
		}
		cur = cur[:0:0]
		for _, n := range next {
			x.merges++
			x.liveArgs = true
			x.dropDead(n)
			if n = x.unseen(seen, n); n != nil {
				cur = append(cur, n)
			}
		}
		if round > maxRounds+8 || open > 3*maxOpenRounds {
			x.limits["a loop that did not settle was cut off"] = true
			out = append(out, cur...)
			break
		}
	}
	for _, b := range ls.breaks {
		if *guarded || len(x.askedSince(st, b)) > 0 {
			b = b.fork()
			by := "break"
			if *guarded {
				by = "condition"
			}
			x.event(b, Step{Kind: LoopEnded, At: at, By: by})
		}
		out = append(out, b)
	}
	x.top().off = off
	return out
}

// left counts the states that have left a loop on the way.
func (x *exec) left(ls *loopScope) int {
	n := len(ls.breaks) + x.ended
	if x.sc.rets != nil {
		n += len(*x.sc.rets)
	}
	return n
}

// unseen returns the part of a state that the loop has not been entered with before: nil when an earlier state was
// equal and no better proved.
func (x *exec) unseen(seen map[string][]*state, n *state) *state {
	k := x.identity(n, false, true)
	for i, o := range seen[k] {
		if c := compareFacts(o, n); c == factsApart || c == factsMore {
			continue
		}
		u := uniteFacts(o.facts, n.facts)
		changed := false
		o.facts.diff(u, func(_ uint32, a fact, aok bool, b fact, bok bool) {
			if aok != bok || a.resolve() != b.resolve() {
				changed = true
			}
		})
		if !changed {
			return nil
		}
		m := x.unite(o, n, false)
		seen[k][i] = m
		return m
	}
	seen[k] = append(seen[k], n)
	return n
}

// widenLoop makes unknown every variable in which the states after many rounds differ from the one before the loop.
func (x *exec) widenLoop(before *state, states []*state) []*state {
	if len(states) == 0 {
		return nil
	}
	x.limits["a loop may run more often than was followed"] = true
	acc := x.mergeAll(states).fork()
	before.vars.diff(acc.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if sameVariable(v, w) {
			return
		}
		n := x.anyVariable(acc, k, v, w)
		acc.vars = acc.vars.set(k, n)
	})
	return []*state{acc}
}

// settleIrrelevant makes unknown what a loop changes and cannot matter to a finding, so that it does not keep the loop from
// settling.
func (x *exec) settleIrrelevant(before, st *state) *state {
	var c *state
	before.vars.diff(st.vars, func(k uint32, v *variable, vok bool, w *variable, wok bool) {
		if x.matter(k) || vok && wok && sameVariable(v, w) {
			return
		}
		if c == nil {
			c = st.fork()
		}
		c.vars = c.vars.set(k, x.irrelevant(k, v, w))
	})
	if c == nil {
		return st
	}
	return c
}

// retries reports whether a loop's body can leave the loop early, so that its ordinary end means that it gave up.
func (x *exec) retries(body []*syntax.Stmt) bool {
	found := false
	for _, s := range body {
		syntax.Walk(s, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
				switch c.Args[0].Lit() {
				case "break", "return":
					found = true
				}
			}
			_, isFunc := n.(*syntax.FuncDecl)
			return !found && !isFunc
		})
	}
	return found
}

// mixedCond reports whether a loop's condition is made of several commands: while ! guard && [ $n -lt 5 ].
func mixedCond(cond []*syntax.Stmt) bool {
	if len(cond) != 1 {
		return len(cond) > 1
	}
	_, ok := cond[0].Cmd.(*syntax.BinaryCmd)
	return ok
}

func (x *exec) forClause(c *syntax.ForClause, st *state) []*state {
	switch l := c.Loop.(type) {
	case *syntax.CStyleLoop:
		var out []*state
		for _, init := range x.arithm(l.Init, st) {
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
		lists = x.words(l.Items, st)
	} else {
		lists = []expanded{{st, x.fields([]seg{x.segOf(x.get(st, "@", nil), st, true)}, st, x.span(l))}}
	}
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

func (x *exec) forItems(c *syntax.ForClause, name string, e expanded) []*state {
	ls := &loopScope{}
	saved := x.sc.loops
	x.sc.loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.loops = saved }()
	off := x.top().off
	retries := x.retries(c.Do)
	base := e.st.fork()
	base.status = status{val: lit("0")}
	cur := []*state{base}
	started := false
	run := func(in []*state, v Value) []*state {
		started = true
		for i, s := range in {
			in[i] = x.assign(s, name, &variable{set: true, val: v})
		}
		x.top().off = off
		next := x.stmts(c.Do, in)
		next = append(next, ls.continues...)
		ls.continues = nil
		x.top().off = off
		return x.merge(next)
	}
	fields := e.fields
	if len(fields) > maxItems {
		x.limits["a long list was tried with its first elements and an unknown one"] = true
		rest := x.sym("items"+x.at(c), func(s *Sym) { s.kind, s.name, s.desc, s.lines = symOther, name, "$"+name, true })
		fields = append(append([]Field(nil), fields[:3]...), Field{v: symValue(rest), multi: rest})
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
			cur = nil
			if len(on) > 0 {
				v := symValue(x.elem(f.multi, i, name))
				if len(f.v) > 1 { // text around the list
					v = f.v.replace(f.multi, v[0].sym)
				}
				cur = run(x.merge(on), v)
			}
		}
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
			reply := x.fresh(n, "select"+x.at(c), func(s *Sym) { s.kind, s.name = symInput, l.Name.Value })
			n.vars = n.vars.set(x.name(l.Name.Value), &variable{set: true, val: symValue(reply)})
			n.vars = n.vars.set(x.name("REPLY"), &variable{set: true, val: symValue(reply)})
			on, past = append(on, n), append(past, s)
		}
		return on, past
	}, func(in []*state) []*state { return x.stmts(c.Do, in) })
}

// leaveLoop is break and continue.
func (x *exec) leaveLoop(cl *callInfo, st *state, isBreak bool) []*state {
	n := 1
	if len(cl.args) > 1 {
		if t, ok := cl.args[1].v.constant(); ok {
			if m, err := parseInt(t); err == nil && m > 0 {
				n = m
			}
		}
	}
	c := st.fork()
	c.status = status{val: lit("0"), at: cl.whole}
	loops := x.sc.loops
	if len(loops) == 0 {
		if x.sc.cut {
			x.exit(c, cl.whole, cl.name)
			return nil
		}
		return []*state{c} // outside a loop it does nothing
	}
	ls := loops[max(len(loops)-n, 0)]
	if isBreak {
		x.collect(&ls.breaks, c)
	} else {
		x.collect(&ls.continues, c)
	}
	return nil
}

func (x *exec) caseClause(c *syntax.CaseClause, st *state) []*state {
	var out []*state
	for _, r := range x.word(c.Word, st) {
		cur := []*state{r.st}
		var falling []*state // ;& goes on with the next list, whatever its pattern
		for _, item := range c.Items {
			var hit []*state
			hit = append(hit, falling...)
			falling = nil
			for _, p := range item.Patterns {
				var rest []*state
				for _, s := range cur {
					for _, g := range x.glob(p, s) {
						for _, b := range x.decideMatch(g.st, r.v, g.g) {
							if b.ok {
								hit = append(hit, b.st)
							} else {
								rest = append(rest, b.st)
							}
						}
					}
				}
				cur = rest
			}
			cur = x.merge(cur)
			if len(hit) == 0 {
				continue
			}
			hit = x.merge(hit)
			if len(item.Stmts) == 0 {
				hit = x.withStatus(hit, "0", x.span(c))
			}
			ends := x.stmts(item.Stmts, hit)
			switch item.Op {
			case syntax.Fallthrough:
				falling = ends
			case syntax.Resume, syntax.ResumeKorn:
				cur = append(cur, ends...)
			default:
				out = append(out, ends...)
			}
			if len(cur) == 0 && len(falling) == 0 {
				break
			}
		}
		out = append(out, falling...)
		for _, s := range cur {
			n := s.fork()
			n.status = status{val: lit("0"), at: x.span(c)}
			out = append(out, n)
		}
	}
	return out
}
