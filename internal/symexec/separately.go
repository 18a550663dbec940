package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// What still has too many ways with the coarsest bounds is not run from its beginning to its end: each command is executed once and by
// itself, in a state in which nothing is known. That takes time in proportion to the length of the text, comes to every destructive
// command, and proves none.

// commandSteps is the work on one command.
const commandSteps = 200

// separately executes the commands of a function and those that it calls, or of all of the script.
func (x *exec) separately(f *function) {
	defer func(unit *unit, sc scope, calls []call, bounds Bounds) {
		x.unit, x.sc, x.calls, x.bounds, x.apart, x.over = unit, sc, calls, bounds, false, false
	}(x.unit, x.sc, x.calls, x.bounds)
	x.apart = true
	x.bounds = x.ladder[len(x.ladder)-1]
	st := x.anything()
	if f != nil {
		for _, g := range x.reachedFrom(f) {
			x.seen[g.decl] = true
			x.one(g.unit, g.decl.Body, st)
		}
		return
	}
	for done := map[*unit]bool{}; ; {
		n := len(done)
		for _, key := range sortedKeys(x.units) { // a file that is sourced adds another one
			u := x.units[key]
			if u.segs != nil || done[u] {
				continue
			}
			done[u] = true
			for _, s := range u.script.Stmts {
				x.one(u, s, st)
			}
		}
		if len(done) == n {
			break
		}
	}
	for _, g := range x.static.funcs {
		x.seen[g.decl] = true
	}
}

// one executes the commands of a statement, each by itself.
func (x *exec) one(u *unit, s *syntax.Stmt, st *state) {
	if x.ctx.Err() != nil {
		return
	}
	if oneCommand(s) {
		var exits, rets []*state
		x.unit = u
		x.sc = scope{exits: &exits, rets: &rets, loops: []*loopScope{{}}, first: true, inFunc: true}
		x.calls = []call{{unit: u, body: u.info, off: int(s.Pos().Offset())}}
		x.over, x.nest, x.limit = false, 0, x.steps+commandSteps
		ends := append(x.stmt(s, []*state{st.fork()}), exits...)
		for _, e := range ends {
			if e.traps != nil && e.traps.err != nil {
				x.runHandler(e, e.traps.err, "ERR")
			}
		}
		x.exitTraps(ends)
		if !x.over {
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
		x.unit = u
		x.gaps = append(x.gaps, x.span(s))
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
func (x *exec) anything() *state {
	st := x.start(x.main)
	st.opts = 0
	for id, name := range x.nameOf {
		if syntax.ValidName(name) && name != "IFS" && name != "HOME" {
			st.vars = st.vars.set(uint32(id), x.irrelevant(uint32(id), nil, nil))
		}
	}
	st.funcs = x.allFunctions(st)
	return st
}
