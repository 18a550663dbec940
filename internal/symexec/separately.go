package symexec

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// What still has too many ways with the coarsest bounds is not run from its beginning to its end: each command is executed once and by
// itself, in a state in which nothing is known. That takes time in proportion to the length of the text, comes to every destructive
// command, and proves none.

// commandSteps is the work on one command.
const commandSteps = 200

// separately executes the commands of a function and those that it calls, or of all of the script.
func (x *exec) separately(f *effects.Function) {
	defer func(unit *effects.Unit, sc domain.Scope, calls []domain.Call, bounds effects.Bounds) {
		x.prog.Unit, x.sc, x.dom.Calls, x.prog.Bounds, x.apart, x.proof.Apart, x.dom.Over = unit, sc, calls, bounds, false, false, false
	}(x.prog.Unit, x.sc, x.dom.Calls, x.prog.Bounds)
	x.apart, x.proof.Apart = true, true
	x.prog.Bounds = x.ladder[len(x.ladder)-1]
	st := x.anything()
	if f != nil {
		for _, g := range x.prog.ReachedFrom(f) {
			x.prog.Seen[g.Decl] = true
			x.one(g.Unit, g.Decl.Body, st)
		}
		x.withParams(x.prog.ReachedFrom(f), st)
		return
	}
	for done := map[*effects.Unit]bool{}; ; {
		n := len(done)
		for _, key := range effects.SortedKeys(x.prog.Units) { // a file that is sourced adds another one
			u := x.prog.Units[key]
			if u.Segs != nil || done[u] {
				continue
			}
			done[u] = true
			for _, s := range u.Script.Stmts {
				x.one(u, s, st)
			}
		}
		if len(done) == n {
			break
		}
	}
	x.withParams(x.prog.Static.Funcs, st)
	for _, g := range x.prog.Static.Funcs {
		x.prog.Seen[g.Decl] = true
	}
}

// one executes the commands of a statement, each by itself.
func (x *exec) one(u *effects.Unit, s *syntax.Stmt, st *domain.State) {
	if x.ctx.Err() != nil {
		return
	}
	if oneCommand(s) {
		var exits, rets []*domain.State
		x.prog.Unit = u
		x.sc = domain.Scope{Exits: &exits, Rets: &rets, Loops: []*domain.LoopScope{{}}, First: true, InFunc: true}
		x.dom.Calls = []domain.Call{{Unit: u, Body: u.Info, Off: int(s.Pos().Offset())}}
		x.dom.Over, x.nest, x.dom.Limit = false, 0, x.dom.Steps+commandSteps
		ends := append(x.stmt(s, []*domain.State{st.Fork()}), exits...)
		for _, e := range ends {
			if e.Traps != nil && e.Traps.Err != nil {
				x.runHandler(e, e.Traps.Err, "ERR")
			}
		}
		x.exitTraps(ends)
		if !x.dom.Over {
			return
		}
	}
	inner := false
	script.Walk(s, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Stmt); ok && c != s {
			inner = true
			x.one(u, c, st)
			return false
		}
		return true
	})
	if !inner {
		x.prog.Unit = u
		x.beyondBounds(x.prog.Span(s))
	}
}

// oneCommand reports whether a statement is one command, or a pipeline of such: what runs in it depends on what else stands in it.
func oneCommand(s *syntax.Stmt) bool {
	switch c := s.Cmd.(type) {
	case nil, *syntax.CallExpr, *syntax.DeclClause, *syntax.ArithmCmd, *syntax.TestClause, *syntax.LetClause:
		return true
	case *syntax.BinaryCmd:
		return (c.Op == syntax.Pipe || c.Op == syntax.PipeAll) && oneCommand(c.X) && oneCommand(c.Y)
	}
	return false
}

// anything is a state in which nothing is known: each variable that the script names has some value.
func (x *exec) anything() *domain.State {
	st := x.start(x.prog.Main)
	st.Opts = 0
	for id, name := range x.tab.NameOf {
		if !syntax.ValidName(name) || name == "IFS" || name == "HOME" {
			continue
		}
		k := uint32(id)
		n := x.dom.Irrelevant(k, nil, nil)
		if held := x.prog.Held(name); x.prog.Slice.Has(name) && len(held.Patterns) > 0 {
			n = x.dom.AnyOf(st, k, held)
		} else if x.prog.Slice.Has(name) {
			continue // only the environment sets it
		}
		st.Vars = st.Vars.Set(k, n)
	}
	if to := x.dom.AnyOf(st, x.tab.Name("PWD"), x.prog.Folders()).Val; to.Single().Danger.May != "" { // data may be there
		st.Cwd = to
	}
	st.Funcs = x.allFunctions(st)
	return st
}

// withParams executes the commands of the functions once for each number of parameters that some call gives them, with any of the texts that
// these may be.
func (x *exec) withParams(fs []*effects.Function, st *domain.State) {
	for _, f := range fs {
		for _, args := range x.prog.Handed(f.Name) {
			c := st.Fork()
			p := &domain.Params{}
			speaks := false
			for i, held := range args {
				v := x.dom.AnyOf(c, x.tab.Name(strconv.Itoa(i+1)), held).Val
				p.Known = append(p.Known, v)
				speaks = speaks || len(v.Single().Danger.May) > 0
			}
			if speaks && f.Unit != nil {
				c.Args = p.Bounded()
				x.one(f.Unit, f.Decl.Body, c)
			}
		}
	}
}
