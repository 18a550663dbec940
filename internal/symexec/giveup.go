package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// giveUp is what bash does when a script assigns to a readonly variable, or an expansion fails: it gives up the command, with all
// that stand around it, and goes on behind the whole line of the script, of the file that is sourced, or of the text of eval; a
// subshell ends. An ERR trap does not run. set -e ends the shell, but not where it is a number that cannot be computed, or exit 1 2.
func (x *exec) giveUp(st *state, at Range, by string) []*state {
	c := x.setStatus(st, status{val: lit("1"), at: at})
	switch {
	case x.sc.given != nil && c.opts&optErrexit != 0 && by != arithmetic && by != operands:
		x.exit(c, at, "set -e")
	case x.sc.given != nil:
		x.event(c, Step{Kind: GivenUp, At: at, By: by})
		x.departures.jumps++
		x.collect(x.sc.given, c)
	case x.sc.sub != "":
		x.exit(c, at, by)
	default:
		return []*state{c} // nothing in the words told that this may happen, such as i=08 for $((i)): it goes on as if with an empty text
	}
	return nil
}

// What a shell gives a command up for.
const (
	arithmetic = "arithmetic"
	readonly   = "readonly"
	expansion  = "expansion"
	operands   = "operands" // exit 1 2
)

// incomputable reports whether a number may not be computed: an expansion may leave an operator without its operand, or a divisor be 0.
func incomputable(e syntax.ArithmExpr) bool {
	found := false
	script.Walk(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.UnaryArithm:
			found = found || n.Op != syntax.Inc && n.Op != syntax.Dec && expandedOperand(n.X)
		case *syntax.BinaryArithm:
			found = found || n.Op == syntax.Quo || n.Op == syntax.Rem || expandedOperand(n.Y) || n.Op != syntax.Add && n.Op != syntax.Sub && expandedOperand(n.X)
		case *syntax.Word:
			return false
		}
		return !found
	})
	return found
}

// uncertain reports whether a number is none that every shell can compute: it may be text such as 08, or several words.
func uncertain(e syntax.ArithmExpr) bool {
	if e == nil { // ${x::3} begins at 0
		return false
	}
	w, ok := e.(*syntax.Word)
	if !ok {
		return incomputable(e)
	}
	if t := w.Lit(); t != "" {
		_, err := parseShellInt(t)
		return err != nil
	}
	return !substitutesIn(w)
}

// expandedOperand reports whether an operand is an expansion.
func expandedOperand(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && w.Lit() == ""
}

// givenIn is where a function's commands are given up to: it has to take its local variables back first.
func (x *exec) givenIn(around scope) *[]*state {
	if around.given == nil {
		return nil
	}
	return new([]*state)
}

// lines runs statements that the shell reads one line after the other.
func (x *exec) lines(list []*syntax.Stmt, in []*state) []*state {
	if x.dash || len(in) == 0 || !x.static.givesUp {
		return x.stmts(list, in)
	}
	saved := x.sc.given
	defer func() { x.sc.given = saved }()
	from, cur := in[0], in
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Pos().Line() == list[n-1].End().Line() {
			n++
		}
		var given []*state
		x.sc.given = &given
		var then *syntax.Stmt
		if n < len(list) {
			then = list[n]
		}
		cur = x.stmtsBefore(list[:n], then, cur)
		x.sc.given = saved
		for _, g := range given {
			g = g.fork()
			g.fds, g.stdin, g.caps = from.fds, from.stdin, g.caps[:min(len(from.caps), len(g.caps))]
			cur = append(cur, g)
		}
		if list = list[n:]; len(cur) > 1 && len(list) > 0 && !x.readsStatus(list[0], 0) {
			x.dropStatus(cur)
		}
		cur = x.merge(cur)
		if len(cur) == 0 {
			return nil
		}
	}
	return cur
}
