package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// while runs while and until loops to a fixpoint of states. Counting loops run concretely up to a bound; then what the loop
// changes is taken as unknown.
func (x *exec) while(c *syntax.WhileClause, st *domain.State) []*domain.State {
	retries := x.retries(c.Do) || x.retries(c.Cond) || mixedCond(c.Cond)
	guarded := false // a guard decides whether the loop goes on, so that leaving it by break gives up
	lines := domain.ReadInto(c.Cond)
	x.dom.Approximated.Reads = lines
	options := x.givenOptions(c, c.Cond, c.Do)
	out := x.loop(st, retries, &guarded, x.prog.Span(c), func(in []*domain.State) (on, past []*domain.State) {
		construct := "while"
		if c.Until {
			construct = "until"
		}
		cond := condition{by: construct, at: x.stmtsSpan(c.Cond), zero: domain.TookBody, nonzero: domain.TookPast}
		if c.Until {
			cond.zero, cond.nonzero = domain.TookPast, domain.TookBody
		}
		conds := x.ignoring(construct, func() []*domain.State { return x.stmts(c.Cond, in) })
		if !x.prog.Dash {
			past = append(past, x.sc.Loops[len(x.sc.Loops)-1].ContinuedOut(c.Until)...)
		}
		for _, s := range conds {
			guarded = guarded || s.Status.Ask != nil
			zero, nonzero := x.split(s, cond)
			if c.Until {
				zero, nonzero = nonzero, zero
			}
			on, past = append(on, zero...), append(past, nonzero...)
		}
		if len(lines) > 0 {
			for i, s := range on {
				on[i] = s.Fork()
				x.proof.EachOf(on[i], lines)
			}
		}
		return on, past
	}, func(in []*domain.State) []*domain.State { return x.joinOptions(x.stmts(c.Do, in), options) })
	return x.joinOptions(out, options)
}

// loop runs test and body until no new state comes up. Its result are the states in which the loop ends.
func (x *exec) loop(st *domain.State, retries bool, guarded *bool, at place.Range, test func([]*domain.State) (on, past []*domain.State), body func([]*domain.State) []*domain.State) []*domain.State {
	ls := &domain.LoopScope{}
	saved := x.sc.Loops
	x.sc.Loops = append(saved[:len(saved):len(saved)], ls)
	defer func() { x.sc.Loops = saved }()
	off := x.dom.Top().Off
	watch := x.dom.WatchList(x.dom.InputList(st), x.dom.Approximated.Reads, at, st)
	x.dom.Approximated.Reads = nil
	defer watch.Done()
	var out []*domain.State
	seen := map[string][]*domain.State{}
	cur := []*domain.State{st}
	grown, cuts := x.dom.Watch(st), x.dom.Cuts
	again := false // some way goes round for ever, unless another round ends it
	open := 0      // rounds that some states leave and others do not: their number is not known
	for round := 0; len(cur) > 0; round++ {
		if x.dom.Over {
			return out
		}
		x.dom.Top().Off = off
		left := x.left(ls)
		on, past := test(cur)
		if x.dom.Cuts > cuts {
			// the input may have more lines than were tried
			if more := grown.More(); len(more) > 0 {
				more = grown.After(x.dom.Merge(append(body(more), ls.Continues...)))
				ls.Continues = nil
				x.dom.Top().Off = off
				_, ended := test(more)
				past = append(past, ended...)
			}
			cuts = x.dom.Cuts
		}
		for _, p := range past {
			c := p.Fork()
			if round == 0 {
				// the loop's own status hides that of its condition
				c.Status = domain.Status{Val: value.Lit("0"), Hides: p.Status.Ask, Hidden: "while"}
			} else {
				c.Status = domain.Status{Val: value.Lit("0"), Ask: c.Status.Ask}
				if retries {
					x.dom.Event(c, domain.Step{Kind: domain.LoopEnded, At: at})
				}
			}
			out = append(out, c)
		}
		if len(on)+len(ls.Continues) == 0 {
			break
		}
		on = x.dom.Merge(on)
		entered := slices.Clone(on)
		next := body(on)
		next = append(next, ls.Continues...)
		ls.Continues = nil
		grown.Round(entered, next)
		x.dom.Top().Off = off
		if len(out) > x.prog.Bounds.States {
			out = x.dom.Merge(out)
		}
		next = x.dom.Merge(next)
		for _, n := range next {
			if n.Stdin != nil && n.Stdin.Lines > 0 {
				watch.Round(n.Stdin.Lines-1, []*domain.State{n})
			}
		}
		for i, n := range next {
			next[i] = x.settleIrrelevant(st, n)
		}
		if len(past) > 0 || x.left(ls) > left {
			open++
		}
		if round >= x.prog.Bounds.Rounds || open > x.prog.Bounds.OpenRounds {
			next = x.dom.WidenAt(at, min(round, open), st, next)
		}
		cur = cur[:0:0]
		for _, n := range next {
			x.dom.Merges++
			x.dom.LiveArgs = true
			x.dom.DropDead(n)
			if n = x.unseen(seen, n); n != nil {
				cur = append(cur, n)
			} else {
				again = true
			}
		}
		if round > x.prog.Bounds.Rounds+8 || open > 3*x.prog.Bounds.OpenRounds {
			x.dom.Limits["a loop that did not settle was cut off"] = true
			x.dom.CutLoop(at, cur)
			out = append(out, cur...)
			break
		}
	}
	if again && len(out)+len(ls.Breaks) == 0 {
		x.departures.never++
	}
	for _, b := range ls.Breaks {
		if *guarded || len(x.askedSince(st, b)) > 0 {
			b = b.Fork()
			by := "break"
			if *guarded {
				by = "condition"
			}
			x.dom.Event(b, domain.Step{Kind: domain.LoopEnded, At: at, By: by})
		}
		out = append(out, b)
	}
	x.dom.Top().Off = off
	return out
}

// left counts the states that have left a loop on the way.
func (x *exec) left(ls *domain.LoopScope) int {
	n := len(ls.Breaks) + x.departures.exits
	if x.sc.Rets != nil {
		n += len(*x.sc.Rets)
	}
	return n
}

// unseen returns the part of a state that the loop has not been entered with before: nil when an earlier state was
// equal and no better proved.
func (x *exec) unseen(seen map[string][]*domain.State, n *domain.State) *domain.State {
	k := x.dom.Identity(n, domain.View{All: true})
	same := seen[string(k)]
	for i, o := range same {
		if c := domain.CompareFacts(o, n); c == domain.FactsApart || c == domain.FactsMore {
			continue
		}
		u := domain.UniteFacts(o.Facts, n.Facts)
		changed := false
		o.Facts.Diff(u, func(_ uint32, a domain.Fact, aok bool, b domain.Fact, bok bool) {
			if aok != bok || a.Resolve() != b.Resolve() {
				changed = true
			}
		})
		if !changed {
			return nil
		}
		m := x.dom.JoinOf(o, n, nil)
		same[i] = m
		return m
	}
	seen[string(k)] = append(same, n)
	return n
}

// settleIrrelevant makes unknown what a loop changes and cannot matter to a finding, so that it does not keep the loop from
// settling.
func (x *exec) settleIrrelevant(before, st *domain.State) *domain.State {
	var c *domain.State
	before.Vars.Diff(st.Vars, func(k uint32, v *domain.Variable, vok bool, w *domain.Variable, wok bool) {
		if x.dom.Matter(k) || vok && wok && domain.SameVariable(v, w) {
			return
		}
		if c == nil {
			c = st.Fork()
		}
		c.Vars = c.Vars.Set(k, x.dom.Irrelevant(k, v, w))
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
func (x *exec) leaveLoop(cl *domain.CallInfo, st *domain.State, isBreak bool) []*domain.State {
	loops := x.sc.Loops
	if len(loops) > 0 && x.overfull(cl) {
		return x.giveUp(st, cl.Whole, operands)
	}
	n := 1
	if len(cl.Args) > 1 {
		if t, ok := cl.Args[1].V.Constant(); ok {
			if m, err := value.ParseInt(t); err == nil && m > 0 {
				n = m
			} else if err == nil && !x.prog.Dash {
				n, isBreak = max(len(loops), 1), true // a count out of range leaves all loops
			}
		}
	}
	c := st.Fork()
	c.Status = domain.Status{Val: value.Lit("0"), At: cl.Whole}
	if n > len(loops) && x.sc.Outer > 0 { // it means a loop around the subshell, which ends
		x.exit(c, cl.Whole, cl.Name)
		return nil
	}
	if len(loops) == 0 {
		return []*domain.State{c} // outside a loop it does nothing
	}
	x.departures.jumps++
	ls := loops[max(len(loops)-n, 0)]
	if isBreak {
		x.collect(&ls.Breaks, c)
	} else {
		x.collect(&ls.Continues, c)
	}
	return nil
}

// chose notes which list of a case runs.
func (x *exec) chose(c *syntax.CaseClause, item *syntax.CaseItem, v value.Value, in []*domain.State) []*domain.State {
	x.looked(v)
	at := x.prog.Between(int(item.Patterns[0].Pos().Offset()), int(item.Patterns[len(item.Patterns)-1].End().Offset()))
	out := make([]*domain.State, len(in))
	for i, st := range in {
		out[i] = st.Fork()
		d := st.Values()
		d.Words = v
		x.dom.Event(out[i], domain.Step{Kind: domain.Chosen, At: at, To: x.prog.Span(c.Word), Detail: d})
	}
	return out
}

func (x *exec) caseClause(c *syntax.CaseClause, st *domain.State) []*domain.State {
	var out []*domain.State
	words := x.word(c.Word, st)
	for i := range words {
		words[i].st = x.unchanged(words[i].st)
	}
	x.before = nil
	for _, r := range words {
		cur := []*domain.State{r.st}
		var falling []*domain.State // ;& goes on with the next list, whatever its pattern
		for _, item := range c.Items {
			var hit []*domain.State
			hit = append(hit, falling...)
			falling = nil
			for _, p := range item.Patterns {
				var rest []*domain.State
				for _, s := range cur {
					for _, g := range x.glob(p, s) {
						for _, b := range x.matches(g.st, r.v, g.g) {
							if b.Ok {
								hit = append(hit, b.St)
							} else {
								rest = append(rest, b.St)
							}
						}
					}
				}
				cur = rest
			}
			cur = x.dom.Merge(cur)
			if len(hit) == 0 {
				continue
			}
			hit = x.chose(c, item, r.v, x.dom.Merge(hit))
			if len(item.Stmts) == 0 {
				hit = x.withStatus(hit, "0", x.prog.Span(c))
			}
			ends := x.stmts(item.Stmts, hit)
			switch item.Op {
			case syntax.Fallthrough:
				falling = ends
			case syntax.Resume, syntax.ResumeKorn:
				cur = append(cur, ends...)
			default:
				if out = append(out, ends...); len(out) > value.MaxWaiting {
					out = x.dom.Merge(out)
				}
			}
			if len(cur) == 0 && len(falling) == 0 {
				break
			}
		}
		out = append(out, falling...)
		for _, s := range cur {
			n := s.Fork()
			n.Status = domain.Status{Val: value.Lit("0"), At: x.prog.Span(c)}
			out = append(out, n)
		}
	}
	return out
}
