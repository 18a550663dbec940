package replay

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// pipeline runs every part in a shell of its own.
func (r *rewriter) pipeline(c *syntax.BinaryCmd, cond bool) syntax.Command {
	var parts []*syntax.Stmt
	var ops []*syntax.BinaryCmd
	var flatten func(b *syntax.BinaryCmd)
	flatten = func(b *syntax.BinaryCmd) {
		if x, ok := b.X.Cmd.(*syntax.BinaryCmd); ok && (x.Op == syntax.Pipe || x.Op == syntax.PipeAll) && !b.X.Negated && len(b.X.Redirs) == 0 {
			flatten(x)
		} else {
			parts = append(parts, b.X)
		}
		ops = append(ops, b)
		parts = append(parts, b.Y)
	}
	flatten(c)
	r.pipes++
	id := strconv.Itoa(r.pipes)
	var made []*syntax.Stmt
	for i, p := range parts {
		last := i == len(parts)-1
		q := r.stmt(p, cond)
		switch {
		case r.status:
			q = block(&syntax.Stmt{Cmd: &syntax.Subshell{Stmts: r.forked(wordFork, p.Cmd, q)}}, call(wordPart, id, strconv.Itoa(i)))
		case last && r.lastpipe:
		case last:
			q = &syntax.Stmt{Cmd: &syntax.Subshell{Stmts: r.forked(wordFork+"0", p.Cmd, q)}}
		default:
			q = block(r.forked(wordFork, p.Cmd, q)...)
		}
		made = append(made, q)
	}
	x := made[0]
	for i, b := range ops {
		x = &syntax.Stmt{Cmd: &syntax.BinaryCmd{OpPos: b.OpPos, Op: b.Op, X: x, Y: made[i+1]}}
	}
	if r.status {
		return block(x, call(wordPipe, id, strconv.Itoa(len(parts)))).Cmd
	}
	return x.Cmd
}
