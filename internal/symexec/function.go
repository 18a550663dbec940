package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// callNamed calls a function of the script, or takes its author's word for what it answers.
func (x *exec) callNamed(f *effects.Function, cl *domain.CallInfo, st *domain.State) []*domain.State {
	cl.Name = f.Name
	if g, ok := x.prog.Cat.Function(f.Name); ok {
		return x.proof.Ask(g, x.allOperands(cl, st), cl, st)
	}
	if c, ok := f.Unit.Script.Contracts[f.Name]; ok {
		g := x.contracts[f.Name]
		if g == nil {
			g = &catalog.Guard{Function: f.Name, IdleStatus: c.Idle, ActiveStatus: c.Active}
			x.contracts[f.Name] = g
		}
		return x.proof.Ask(g, x.allOperands(cl, st), cl, st)
	}
	if f.Doubted != nil {
		return x.dom.Merge(append(x.callNamed(f.Doubted, cl, st.Fork()), x.proof.UnknownCommand(cl, x.definedAnew(f.Doubted, st.Fork()))...))
	}
	args := &domain.Params{}
	cur := []expanded{{st: st}}
	for _, a := range cl.Args[1:] {
		if a.Multi == nil {
			for i := range cur {
				fields := cur[i].fields
				if len(cur) > 1 {
					fields = fields[:len(fields):len(fields)]
				}
				cur[i].fields = append(fields, a)
			}
			continue
		}
		if a.Multi.Kind == value.SymArgs && len(cl.Args) == 2 {
			args = &domain.Params{Open: true, Base: a.Multi.Index, Gen: a.Multi.Gen}
			continue
		}
		if len(cur) > value.MaxOpenArgs { // there may be any number of all that follow
			args = domain.UnknownParams()
			continue
		}
		// an unquoted unknown text: nothing, one word, or two where that makes a difference
		var next []expanded
		for _, e := range cur {
			for _, b := range x.dom.DecideEmpty(e.st, a.V) {
				if b.Ok {
					next = append(next, expanded{b.St, e.fields})
					continue
				}
				g := a
				if v := x.proof.WordsOfArg(a, b.St); v != nil {
					g.V = v
				}
				g.Multi = nil
				if x.prog.Slice.EffectOf[f.Name] != 0 {
					b.St.Assumes |= x.dom.OneWord(a)
				}
				fields := append(e.fields[:len(e.fields):len(e.fields)], g)
				if a.Multi.Lines && !oneLine(a.Multi) && x.readsMore(f) {
					second := g
					second.V = value.SymValue(x.dom.Derive(g.V, "second", func(s *value.Sym) { s.Behind = g.V.Single() }))
					next = append(next, expanded{b.St.Fork(), append(fields[:len(fields):len(fields)], second)})
				}
				next = append(next, expanded{b.St, fields})
			}
		}
		cur = next
	}
	var out []*domain.State
	for _, e := range cur {
		p := *args
		for _, a := range e.fields {
			p.Known = append(p.Known, a.V)
			p.Src = append(p.Src, a.Src)
		}
		x.dom.Top().Off = int(cl.Node.End().Offset())
		out = append(out, x.callFunction(f, p.Bounded(), e.st, cl.Whole, false)...)
	}
	return out
}

// readsMore reports whether a function reads a parameter behind its first one, or how many there are. One that hands all of them on
// does not tell the words apart: $MKFS $disk may be a command with options.
func (x *exec) readsMore(f *effects.Function) bool {
	more, ok := x.manyParams[f.Decl]
	if ok {
		return more
	}
	script.Walk(f.Decl.Body, func(n syntax.Node) bool {
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
	x.manyParams[f.Decl] = more
	return more
}

func (x *exec) allOperands(cl *domain.CallInfo, st *domain.State) []value.Target {
	var out []value.Target
	for _, a := range cl.Args[1:] {
		out = append(out, value.Target{Kind: catalog.KindAny, V: st.Resolve(a.V), Host: x.tools.Host})
	}
	return out
}

// callFunction runs a function's body with its own parameters and local variables.
func (x *exec) callFunction(f *effects.Function, args *domain.Params, st *domain.State, at place.Range, alone bool) []*domain.State {
	x.prog.Seen[f.Decl] = true
	if x.apart {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("apart")), At: at})}
	}
	depth := 0
	for _, c := range x.dom.Calls {
		if c.Fn != nil && c.Fn.Decl == f.Decl {
			depth++
		}
	}
	if depth >= x.prog.Bounds.Recursion || len(x.dom.Calls) > x.prog.Bounds.Calls || x.nest > x.prog.Bounds.Depth/2 {
		return x.deferCall(f, args, st, at)
	}
	if !alone && x.quits(f, st) {
		c := st.Fork()
		c.Status = domain.Status{Val: value.SymValue(x.dom.AnyStatusSym("quit")), At: at}
		x.exit(c, at, "exit")
		return nil
	}
	b := x.bodies[f.Decl.Body]
	if b == nil {
		b = domain.NewBody(x.dom, []*syntax.Stmt{f.Decl.Body})
		x.bodies[f.Decl.Body] = b
	}
	c := st.Fork()
	if args != nil {
		c.Args = args
	} else if !alone {
		c.Args = &domain.Params{}
	}
	c.Frame = &domain.Frame{Up: st.Frame, Fn: f}
	// bash manual, trap: an ERR trap is not inherited by functions without set -E
	var inherited *domain.Handler
	if st.Traps != nil && st.Traps.Err != nil && st.Opts&domain.OptErrtrace == 0 {
		inherited = st.Traps.Err
		t := *st.Traps
		t.Err = nil
		c.Traps = &t
	}
	if !alone && at.Script != nil {
		x.dom.Event(c, domain.Step{Kind: domain.Called, At: at, By: f.Name})
	}
	var rets []*domain.State
	saved, unit := x.sc, x.prog.Unit
	x.sc = domain.Scope{Exits: saved.Exits, Rets: &rets, Sub: saved.Sub, Shell: saved.Shell, First: saved.First, InFunc: true, Given: x.givenIn(saved)} // a caller's loop is none of the function's
	x.prog.Unit = f.Unit
	x.dom.Calls = append(x.dom.Calls, domain.Call{Fn: f, Unit: f.Unit, Body: b})
	returns := x.departures.returns
	out := x.stmt(f.Decl.Body, []*domain.State{c})
	x.dom.Calls = x.dom.Calls[:len(x.dom.Calls)-1]
	given := x.sc.Given
	x.sc, x.prog.Unit = saved, unit
	if given != nil {
		for _, g := range *given {
			x.collect(saved.Given, x.popFrame(g, st))
		}
	}
	x.departures.returns = returns // they complete the call
	out = append(out, rets...)
	if slices.ContainsFunc(out, func(o *domain.State) bool { return returnTrap(o) != nil }) {
		out = x.each(out, func(o *domain.State) []*domain.State { return x.returning(o, st) })
	}
	for i, o := range out {
		o = x.popFrame(o, st)
		if inherited != nil && (o.Traps == nil || o.Traps.Err == nil) {
			t := domain.Traps{}
			if o.Traps != nil {
				t = *o.Traps
			}
			t.Err = inherited
			o.Traps = &t
		}
		if p := o.Pend; p != nil && p != st.Pend && p.By != nil && !p.Read && o.Status.Ask == nil && p.Ask.Entry.IdleOutput == "" && !p.Ask.Query {
			// the function's status is that of a later command: who tests the call gets that one
			o.Status.Hides, o.Status.Hidden = p.Ask, firstLine(p.By.Text())
		}
		if p := o.Pend; p != nil && st.Pend != nil && st.Pend.By == nil && p.By != nil && p.Ask == st.Pend.Ask {
			o.Pend = &domain.Pending{Ask: p.Ask, By: &at, Read: p.Read} // to the caller it is the call that overwrote the status
			o.Status.At = at
		}
		out[i] = o
	}
	return x.dom.Merge(out)
}

// popFrame brings back what the function's local variables hid.
func (x *exec) popFrame(o, caller *domain.State) *domain.State {
	n := o.Fork()
	if n.Frame != nil {
		kept := x.tab.Name(optionsBefore)
		n.Frame.Saved.Each(func(k uint32, v *domain.Variable) {
			switch {
			case v != nil && k == kept:
				optionsBack(n, v)
			case v == nil:
				n.Vars = n.Vars.Del(k)
			case v.Perhaps:
				n.Vars = n.Vars.Set(k, x.dom.Returned(n, k, v))
			default:
				n.Vars = n.Vars.Set(k, v)
			}
		})
		n.Frame = n.Frame.Up
	}
	n.Args = caller.Args
	return n
}
