package symexec

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// giveUp is what bash does when a script assigns to a readonly variable, or an expansion fails: it gives up the command, with all
// that stand around it, and goes on behind the whole line of the script, of the file that is sourced, or of the text of eval; a
// subshell ends. An ERR trap does not run. set -e ends the shell, but not where it is a number that cannot be computed, or exit 1 2.
func (x *exec) giveUp(st *domain.State, at place.Range, by string) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("1"), At: at})
	switch {
	case x.sc.Given != nil && c.Opts&domain.OptErrexit != 0 && by != arithmetic && by != operands:
		x.exit(c, at, "set -e")
	case x.sc.Given != nil:
		x.dom.Event(c, domain.Step{Kind: domain.GivenUp, At: at, By: by})
		x.departures.jumps++
		x.collect(x.sc.Given, c)
	case x.sc.Sub != "":
		x.exit(c, at, by)
	default:
		return []*domain.State{c} // nothing in the words told that this may happen, such as i=08 for $((i)): it goes on as if with an empty text
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

// givenIn is where a function's commands are given up to: it has to take its local variables back first.
func (x *exec) givenIn(around domain.Scope) *[]*domain.State {
	if around.Given == nil {
		return nil
	}
	return new([]*domain.State)
}

// lines runs statements that the shell reads one line after the other.
func (x *exec) lines(list []*syntax.Stmt, in []*domain.State) []*domain.State {
	if x.prog.Dash || len(in) == 0 || !x.prog.Static.GivesUp {
		return x.stmts(list, in)
	}
	saved := x.sc.Given
	defer func() { x.sc.Given = saved }()
	from, cur := in[0], in
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Pos().Line() == list[n-1].End().Line() {
			n++
		}
		var given []*domain.State
		x.sc.Given = &given
		var then *syntax.Stmt
		if n < len(list) {
			then = list[n]
		}
		cur = x.stmtsBefore(list[:n], then, cur)
		x.sc.Given = saved
		for _, g := range given {
			g = g.Fork()
			g.Fds, g.Stdin, g.Caps = from.Fds, from.Stdin, g.Caps[:min(len(from.Caps), len(g.Caps))]
			cur = append(cur, g)
		}
		if list = list[n:]; len(cur) > 1 && len(list) > 0 && !x.prog.ReadsStatus(list[0], 0) {
			x.dropStatus(cur)
		}
		cur = x.dom.Merge(cur)
		if len(cur) == 0 {
			return nil
		}
	}
	return cur
}
