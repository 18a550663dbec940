package fix

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// siblings is the list of statements that statement i is one of, and its place there; nil if it is none.
func (c nest) siblings(i int) ([]*syntax.Stmt, int) {
	s := c.stmt(i)
	if s == nil {
		return nil, -1
	}
	if i == 0 {
		return c.script.Stmts, slices.Index(c.script.Stmts, s)
	}
	if c.nodes[i-1].base != c.nodes[i].base {
		return nil, -1
	}
	var lists [][]*syntax.Stmt
	switch p := c.nodes[i-1].Node.(type) {
	case *syntax.IfClause:
		lists = append(lists, p.Cond, p.Then)
	case *syntax.WhileClause:
		lists = append(lists, p.Cond, p.Do)
	case *syntax.ForClause:
		lists = append(lists, p.Do)
	case *syntax.Block:
		lists = append(lists, p.Stmts)
	case *syntax.Subshell:
		lists = append(lists, p.Stmts)
	case *syntax.CmdSubst:
		lists = append(lists, p.Stmts)
	case *syntax.CaseItem:
		lists = append(lists, p.Stmts)
	}
	for _, l := range lists {
		if k := slices.Index(l, s); k >= 0 {
			return l, k
		}
	}
	return nil, -1
}

// statusRead reports whether something may look at the status of statement i: the next command by $?, or, where it is the last of
// its list, whoever reads the status of that.
func (c nest) statusRead(i int) bool {
	list, k := c.siblings(i)
	if k < 0 {
		return true
	}
	if k == len(list)-1 {
		return i > 0
	}
	next := c.text(node{list[k+1], c.nodes[i].base, c.nodes[i].quote})
	return strings.Contains(next, "$?") || strings.Contains(next, "PIPESTATUS")
}

// later has the conditions stop the script that stand between a guard and the command, on what the guard said: its answer is in a
// variable by then.
func (t *try) later(c nest) []*candidate {
	var out []*candidate
	for i := len(c.nodes) - 1; i >= 0 && len(out) < mostTries; i-- {
		if _, ok := c.nodes[i].Node.(*syntax.FuncDecl); ok {
			break
		}
		list, k := c.siblings(i)
		if k < 0 {
			continue
		}
		for _, s := range list[k+1:] {
			n := node{s, c.nodes[i].base, c.nodes[i].quote}
			if t.here(c, n) {
				break
			}
			var head *syntax.Stmt
			switch cmd := s.Cmd.(type) {
			case *syntax.IfClause:
				if len(cmd.Cond) > 0 {
					head = cmd.Cond[0]
				}
			case *syntax.BinaryCmd:
				head = cmd.X
			case *syntax.CaseClause:
				if len(cmd.Items) > 0 {
					at := n.at(cmd.Word.Pos())
					out = append(out, t.branches(around(place.Range{Script: c.script, Start: at, End: at + 1}))...)
				}
			}
			if head != nil {
				at := n.at(head.Pos())
				out = append(out, t.branches(around(place.Range{Script: c.script, Start: at, End: at + 1}))...)
			}
		}
	}
	return out
}
