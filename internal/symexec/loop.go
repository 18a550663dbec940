package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// while runs while and until loops to a fixpoint of states. Counting loops run concretely up to a bound; then what the loop
// changes is taken as unknown.
func (x *exec) while(c *syntax.WhileClause, st *state) []*state {
	retries := x.retries(c.Do) || x.retries(c.Cond) || mixedCond(c.Cond)
	guarded := false // a guard decides whether the loop goes on, so that leaving it by break gives up
	lines := readInto(c.Cond)
	x.rests.reads = lines
	options := x.givenOptions(c, c.Cond, c.Do)
	out := x.loop(st, retries, &guarded, x.span(c), func(in []*state) (on, past []*state) {
		construct := "while"
		if c.Until {
			construct = "until"
		}
		cond := condition{by: construct, at: x.stmtsSpan(c.Cond), zero: TookBody, nonzero: TookPast}
		if c.Until {
			cond.zero, cond.nonzero = TookPast, TookBody
		}
		conds := x.ignoring(construct, func() []*state { return x.stmts(c.Cond, in) })
		if !x.dash {
			past = append(past, x.sc.loops[len(x.sc.loops)-1].continuedOut(c.Until)...)
		}
		for _, s := range conds {
			guarded = guarded || s.status.ask != nil
			zero, nonzero := x.split(s, cond)
			if c.Until {
				zero, nonzero = nonzero, zero
			}
			on, past = append(on, zero...), append(past, nonzero...)
		}
		if len(lines) > 0 {
			for i, s := range on {
				on[i] = s.fork()
				x.eachOf(on[i], lines)
			}
		}
		return on, past
	}, func(in []*state) []*state { return x.joinOptions(x.stmts(c.Do, in), options) })
	return x.joinOptions(out, options)
}

// loop runs test and body until no new state comes up. Its result are the states in which the loop ends.
func (x *exec) loop(st *state, retries bool, guarded *bool, at Range, test func([]*state) (on, past []*state), body func([]*state) []*state) []*state {
	ls := &loopScope{}
	saved := x.sc.loops
	x.sc.loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.loops = saved }()
	off := x.top().off
	watch := x.watchList(x.inputList(st), x.rests.reads, at, st)
	x.rests.reads = nil
	defer watch.done()
	var out []*state
	seen := map[string][]*state{}
	cur := []*state{st}
	grown, cuts := x.watch(st), x.cuts
	again := false // some way goes round for ever, unless another round ends it
	open := 0      // rounds that some states leave and others do not: their number is not known
	for round := 0; len(cur) > 0; round++ {
		if x.over {
			return out
		}
		x.top().off = off
		left := x.left(ls)
		on, past := test(cur)
		if x.cuts > cuts {
			// the input may have more lines than were tried
			if more := grown.more(); len(more) > 0 {
				more = grown.after(x.merge(append(body(more), ls.continues...)))
				ls.continues = nil
				x.top().off = off
				_, ended := test(more)
				past = append(past, ended...)
			}
			cuts = x.cuts
		}
		for _, p := range past {
			c := p.fork()
			if round == 0 {
				// the loop's own status hides that of its condition
				c.status = status{val: lit("0"), hides: p.status.ask, hidden: "while"}
			} else {
				c.status = status{val: lit("0"), ask: c.status.ask}
				if retries {
					x.event(c, Step{Kind: LoopEnded, At: at})
				}
			}
			out = append(out, c)
		}
		if len(on)+len(ls.continues) == 0 {
			break
		}
		on = x.merge(on)
		entered := slices.Clone(on)
		next := body(on)
		next = append(next, ls.continues...)
		ls.continues = nil
		grown.round(entered, next)
		x.top().off = off
		if len(out) > x.bounds.States {
			out = x.merge(out)
		}
		next = x.merge(next)
		for _, n := range next {
			if n.stdin != nil && n.stdin.lines > 0 {
				watch.round(n.stdin.lines-1, []*state{n})
			}
		}
		for i, n := range next {
			next[i] = x.settleIrrelevant(st, n)
		}
		if len(past) > 0 || x.left(ls) > left {
			open++
		}
		if round >= x.bounds.Rounds || open > x.bounds.OpenRounds {
			next = x.widenAt(at, min(round, open), st, next)
		}
		cur = cur[:0:0]
		for _, n := range next {
			x.merges++
			x.liveArgs = true
			x.dropDead(n)
			if n = x.unseen(seen, n); n != nil {
				cur = append(cur, n)
			} else {
				again = true
			}
		}
		if round > x.bounds.Rounds+8 || open > 3*x.bounds.OpenRounds {
			x.limits["a loop that did not settle was cut off"] = true
			x.cutLoop(at, cur)
			out = append(out, cur...)
			break
		}
	}
	if again && len(out)+len(ls.breaks) == 0 {
		x.departures.never++
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

// continuedOut takes the states out in which continue ran in the condition and ends the loop. bash takes its status, which is 0
// unless ! turns it around, for that of the condition; dash goes on with the next round.
func (ls *loopScope) continuedOut(until bool) []*state {
	var out, stay []*state
	for _, c := range ls.continues {
		if v, _ := c.status.val.constant(); (v == "0") == until {
			out = append(out, c)
		} else {
			stay = append(stay, c)
		}
	}
	ls.continues = stay
	return out
}

// left counts the states that have left a loop on the way.
func (x *exec) left(ls *loopScope) int {
	n := len(ls.breaks) + x.departures.exits
	if x.sc.rets != nil {
		n += len(*x.sc.rets)
	}
	return n
}

// unseen returns the part of a state that the loop has not been entered with before: nil when an earlier state was
// equal and no better proved.
func (x *exec) unseen(seen map[string][]*state, n *state) *state {
	k := x.identity(n, view{all: true})
	same := seen[string(k)]
	for i, o := range same {
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
		m := x.joinOf(o, n, nil)
		same[i] = m
		return m
	}
	seen[string(k)] = append(same, n)
	return n
}

// widenLoop makes unknown every variable in which the states after many rounds differ from the one before the loop.
func (x *exec) widenLoop(before *state, states []*state) []*state {
	if len(states) == 0 {
		return nil
	}
	x.limits["a loop may run more often than was followed"] = true
	var out []*state
	for _, g := range x.byCode(states) {
		acc := x.mergeAll(g).fork()
		x.widenState(before, acc)
		out = append(out, acc)
	}
	return out
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
		script.Walk(s, func(n syntax.Node) bool {
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

// mixedCond reports whether a loop's condition asks several things: while ! guard && [ $n -lt 5 ]. What stands before its last
// command decides nothing.
func mixedCond(cond []*syntax.Stmt) bool {
	if len(cond) == 0 {
		return false
	}
	_, ok := cond[len(cond)-1].Cmd.(*syntax.BinaryCmd)
	return ok
}

// leaveLoop is break and continue.
func (x *exec) leaveLoop(cl *callInfo, st *state, isBreak bool) []*state {
	loops := x.sc.loops
	if len(loops) > 0 && x.overfull(cl) {
		return x.giveUp(st, cl.whole, operands)
	}
	n := 1
	if len(cl.args) > 1 {
		if t, ok := cl.args[1].v.constant(); ok {
			if m, err := parseInt(t); err == nil && m > 0 {
				n = m
			} else if err == nil && !x.dash {
				n, isBreak = max(len(loops), 1), true // a count out of range leaves all loops
			}
		}
	}
	c := st.fork()
	c.status = status{val: lit("0"), at: cl.whole}
	if n > len(loops) && x.sc.outer > 0 { // it means a loop around the subshell, which ends
		x.exit(c, cl.whole, cl.name)
		return nil
	}
	if len(loops) == 0 {
		return []*state{c} // outside a loop it does nothing
	}
	x.departures.jumps++
	ls := loops[max(len(loops)-n, 0)]
	if isBreak {
		x.collect(&ls.breaks, c)
	} else {
		x.collect(&ls.continues, c)
	}
	return nil
}

// chose notes which list of a case runs.
func (x *exec) chose(c *syntax.CaseClause, item *syntax.CaseItem, v Value, in []*state) []*state {
	at := x.between(int(item.Patterns[0].Pos().Offset()), int(item.Patterns[len(item.Patterns)-1].End().Offset()))
	out := make([]*state, len(in))
	for i, st := range in {
		out[i] = st.fork()
		d := st.values()
		d.words = v
		x.event(out[i], Step{Kind: Chosen, At: at, To: x.span(c.Word), detail: d})
	}
	return out
}

func (x *exec) caseClause(c *syntax.CaseClause, st *state) []*state {
	var out []*state
	words := x.word(c.Word, st)
	for i := range words {
		words[i].st = x.unchanged(words[i].st)
	}
	x.before = nil
	for _, r := range words {
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
			hit = x.chose(c, item, r.v, x.merge(hit))
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
				if out = append(out, ends...); len(out) > maxWaiting {
					out = x.merge(out)
				}
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
