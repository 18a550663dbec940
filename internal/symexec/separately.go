package symexec

import (
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
		if syntax.ValidName(name) && name != "IFS" && name != "HOME" {
			st.Vars = st.Vars.Set(uint32(id), x.dom.Irrelevant(uint32(id), nil, nil))
		}
	}
	st.Funcs = x.allFunctions(st)
	return st
}
