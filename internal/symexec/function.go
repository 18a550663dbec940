package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// callNamed calls a function of the script, or takes its author's word for what it answers.
func (x *exec) callNamed(f *function, cl *callInfo, st *state) []*state {
	cl.name = f.name
	if g, ok := x.cat.Function(f.name); ok {
		return x.ask(g, x.allOperands(cl, st), cl, st)
	}
	if c, ok := f.unit.script.Contracts[f.name]; ok {
		g := x.contracts[f.name]
		if g == nil {
			g = &catalog.Guard{Function: f.name, IdleStatus: c.Idle, ActiveStatus: c.Active}
			x.contracts[f.name] = g
		}
		return x.ask(g, x.allOperands(cl, st), cl, st)
	}
	if f.doubted != nil {
		return x.merge(append(x.callNamed(f.doubted, cl, st.fork()), x.unknownCommand(cl, st.fork())...))
	}
	args := &params{}
	cur := []expanded{{st: st}}
	for _, a := range cl.args[1:] {
		if a.multi == nil {
			for i := range cur {
				fields := cur[i].fields
				if len(cur) > 1 {
					fields = fields[:len(fields):len(fields)]
				}
				cur[i].fields = append(fields, a)
			}
			continue
		}
		if a.multi.kind == symArgs && len(cl.args) == 2 {
			args = &params{open: true, base: a.multi.index, gen: a.multi.gen}
			continue
		}
		if len(cur) > maxOpenArgs { // there may be any number of all that follow
			args = unknownParams()
			continue
		}
		// an unquoted unknown text: nothing, one word, or two where that makes a difference
		var next []expanded
		for _, e := range cur {
			for _, b := range x.decideEmpty(e.st, a.v) {
				if b.ok {
					next = append(next, expanded{b.st, e.fields})
					continue
				}
				g := a
				if v := x.wordsOfArg(a, b.st); v != nil {
					g.v = v
				}
				g.multi = nil
				if x.relevant.hot[f.name] != 0 {
					b.st.assumes |= x.oneWord(a)
				}
				fields := append(e.fields[:len(e.fields):len(e.fields)], g)
				if a.multi.lines && !oneLine(a.multi) && x.readsMore(f) {
					second := g
					second.v = symValue(x.derive(g.v, "second", func(s *Sym) { s.behind = g.v.single() }))
					next = append(next, expanded{b.st.fork(), append(fields[:len(fields):len(fields)], second)})
				}
				next = append(next, expanded{b.st, fields})
			}
		}
		cur = next
	}
	var out []*state
	for _, e := range cur {
		p := *args
		for _, a := range e.fields {
			p.known = append(p.known, a.v)
			p.src = append(p.src, a.src)
		}
		x.top().off = int(cl.node.End().Offset())
		out = append(out, x.callFunction(f, p.bounded(), e.st, cl.whole, false)...)
	}
	return out
}

// readsMore reports whether a function reads a parameter behind its first one, or how many there are. One that hands all of them on
// does not tell the words apart: $MKFS $disk may be a command with options.
func (x *exec) readsMore(f *function) bool {
	more, ok := x.manyParams[f.decl]
	if ok {
		return more
	}
	script.Walk(f.decl.Body, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			more = more || n.Param != nil && n.Param.Value != "0" && n.Param.Value != "1" && strings.Trim(n.Param.Value, "#23456789") == ""
		case *syntax.CallExpr:
			if len(n.Args) > 0 {
				name := n.Args[0].Lit()
				more = more || name == "shift" || name == "getopts"
			}
		case *syntax.WordIter:
			more = more || !n.InPos.IsValid()
		}
		return !more
	})
	if x.manyParams == nil {
		x.manyParams = map[*syntax.FuncDecl]bool{}
	}
	x.manyParams[f.decl] = more
	return more
}

func (x *exec) allOperands(cl *callInfo, st *state) []Target {
	var out []Target
	for _, a := range cl.args[1:] {
		out = append(out, Target{Kind: catalog.KindAny, V: st.resolve(a.v), Host: x.host})
	}
	return out
}

// callFunction runs a function's body with its own parameters and local variables.
func (x *exec) callFunction(f *function, args *params, st *state, at Range, alone bool) []*state {
	x.seen[f.decl] = true
	if x.apart {
		return []*state{x.setStatus(st, status{val: symValue(x.anyStatusSym("apart")), at: at})}
	}
	depth := 0
	for _, c := range x.calls {
		if c.fn != nil && c.fn.decl == f.decl {
			depth++
		}
	}
	if depth >= x.bounds.Recursion || len(x.calls) > x.bounds.Calls || x.nest > x.bounds.Depth/2 {
		return x.deferCall(f, args, st, at)
	}
	if !alone && x.quits(f, st) {
		c := st.fork()
		c.status = status{val: symValue(x.anyStatusSym("quit")), at: at}
		x.exit(c, at, "exit")
		return nil
	}
	b := x.bodies[f.decl.Body]
	if b == nil {
		b = newBody(x, []*syntax.Stmt{f.decl.Body})
		x.bodies[f.decl.Body] = b
	}
	c := st.fork()
	if args != nil {
		c.args = args
	} else if !alone {
		c.args = &params{}
	}
	c.frame = &frame{up: st.frame, fn: f}
	// bash manual, trap: an ERR trap is not inherited by functions without set -E
	var inherited *handler
	if st.traps != nil && st.traps.err != nil && st.opts&optErrtrace == 0 {
		inherited = st.traps.err
		t := *st.traps
		t.err = nil
		c.traps = &t
	}
	if !alone && at.Script != nil {
		x.event(c, Step{Kind: Called, At: at, By: f.name})
	}
	var rets []*state
	saved, unit := x.sc, x.unit
	x.sc = scope{exits: saved.exits, rets: &rets, sub: saved.sub, shell: saved.shell, first: saved.first, inFunc: true, given: x.givenIn(saved)} // a caller's loop is none of the function's
	x.unit = f.unit
	x.calls = append(x.calls, call{fn: f, unit: f.unit, body: b})
	returns := x.departures.returns
	out := x.stmt(f.decl.Body, []*state{c})
	x.calls = x.calls[:len(x.calls)-1]
	given := x.sc.given
	x.sc, x.unit = saved, unit
	if given != nil {
		for _, g := range *given {
			x.collect(saved.given, x.popFrame(g, st))
		}
	}
	x.departures.returns = returns // they complete the call
	out = append(out, rets...)
	for i, o := range out {
		o = x.popFrame(o, st)
		if inherited != nil && (o.traps == nil || o.traps.err == nil) {
			t := trapSet{}
			if o.traps != nil {
				t = *o.traps
			}
			t.err = inherited
			o.traps = &t
		}
		if p := o.pend; p != nil && p != st.pend && p.by != nil && !p.read && o.status.ask == nil && p.ask.Entry.IdleOutput == "" && !p.ask.Query {
			// the function's status is that of a later command: who tests the call gets that one
			o.status.hides, o.status.hidden = p.ask, firstLine(p.by.Text())
		}
		if p := o.pend; p != nil && st.pend != nil && st.pend.by == nil && p.by != nil && p.ask == st.pend.ask {
			o.pend = &pending{ask: p.ask, by: &at, read: p.read} // to the caller it is the call that overwrote the status
			o.status.at = at
		}
		out[i] = o
	}
	return x.merge(out)
}

// popFrame brings back what the function's local variables hid.
func (x *exec) popFrame(o, caller *state) *state {
	n := o.fork()
	if n.frame != nil {
		n.frame.saved.each(func(k uint32, v *variable) {
			switch {
			case v == nil:
				n.vars = n.vars.del(k)
			case v.perhaps:
				n.vars = n.vars.set(k, x.returned(n, k, v))
			default:
				n.vars = n.vars.set(k, v)
			}
		})
		n.frame = n.frame.up
	}
	n.args = caller.args
	return n
}
