package fix

import (
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// exactly mends a condition that takes every status but one for idle, as "if pgrep …; then exit 1; fi" does: it compares the
// status with the one that means idle. Where the guard says idle or active the condition comes out as before.
func (t *try) exactly(c nest) []*candidate {
	e := t.entry()
	if e == nil || e.Query || e.IdleOutput != "" || len(e.IdleStatus) != 1 || e.IdleStatus[0] == 0 {
		return nil
	}
	rc := t.fresh("rc")
	if rc == "" {
		return nil
	}
	var out []*candidate
	for i := len(c.nodes) - 1; i >= 0; i-- {
		s := c.stmt(i)
		if s == nil {
			continue
		}
		if _, ok := s.Cmd.(*syntax.CallExpr); !ok || s.Background || s.Coprocess {
			continue
		}
		if len(assigned(s)) > 0 {
			break
		}
		if _, ok := c.statusKept(i); ok {
			break // its status is in a variable, and it is that which is compared
		}
		n := c.nodes[i]
		call := node{&syntax.Stmt{Cmd: s.Cmd, Redirs: s.Redirs, Position: s.Cmd.Pos()}, n.base, n.quote}
		first := fmt.Sprintf("%s=0; %s || %s=$?", rc, c.text(call), rc)
		message := fmt.Sprintf("go on only with the status that means idle: %d", e.IdleStatus[0])
		if outer := t.firstOf(c, i); outer >= 0 {
			o := c.nodes[outer]
			l := c.layoutOf(o.start(), o.start())
			between := "; "
			if onlyBlank(c.script.Source, o.start()) {
				between = l.newline + l.indent
			}
			op := "-ne"
			if s.Negated {
				op = "-eq"
			}
			ask := strings.Replace(first, "; ", between, 1) + between
			out = append(out, t.candidate(c, message, true, func(func(string) string) []edit {
				return []edit{{o.start(), o.start(), ask}, {n.start(), n.end(), fmt.Sprintf(`[ "$%s" %s %d ]`, rc, op, e.IdleStatus[0])}}
			}, n))
		}
		mark := "! "
		if s.Negated {
			mark = ""
		}
		out = append(out, t.candidate(c, message, true, func(func(string) string) []edit {
			return []edit{{n.start(), n.end(), fmt.Sprintf(`%s{ %s; [ "$%s" -eq %d ]; }`, mark, first, rc, e.IdleStatus[0])}}
		}, n))
		break
	}
	return existing(out)
}

// statusKept is the variable that the status of statement i goes into: guard || rc=$?
func (c nest) statusKept(i int) (string, bool) {
	if i == 0 {
		return "", false
	}
	b, ok := c.nodes[i-1].Node.(*syntax.BinaryCmd)
	if !ok || b.Op != syntax.OrStmt || b.X != c.nodes[i].Node.(*syntax.Stmt) {
		return "", false
	}
	call, ok := b.Y.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) > 0 || len(call.Assigns) != 1 || call.Assigns[0].Value == nil || call.Assigns[0].Append {
		return "", false
	}
	a := node{call.Assigns[0].Value, c.nodes[i].base, c.nodes[i].quote}
	if c.text(a) != "$?" && c.text(a) != `"$?"` {
		return "", false
	}
	return call.Assigns[0].Name.Value, true
}

// compares mends the comparison of a status that is kept in a variable: with the one that means idle, and not with the one that means
// active.
func (t *try) compares(c nest) []*candidate {
	e := t.entry()
	if e == nil || e.Query || e.IdleOutput != "" || len(e.IdleStatus) != 1 || e.IdleStatus[0] == 0 {
		return nil
	}
	var out []*candidate
	for i := len(c.nodes) - 1; i >= 0; i-- {
		if c.stmt(i) == nil {
			continue
		}
		name, ok := c.statusKept(i)
		if !ok {
			continue
		}
		from := c.nodes[i].end()
		for k := i; k >= 0 && c.nodes[k].base == c.nodes[i].base; k-- {
			if k > 0 {
				if _, ok := c.nodes[k].Node.(*syntax.FuncDecl); !ok {
					continue
				}
			}
			n := c.nodes[k]
			syntax.Walk(n.Node, func(m syntax.Node) bool {
				if call, ok := m.(*syntax.CallExpr); ok && n.at(call.Pos()) > from {
					out = append(out, t.compare(c, n, call, name, e.IdleStatus[0]))
				}
				return true
			})
			if k == 0 {
				list, at := c.siblings(0)
				for _, s := range list[at+1:] {
					o := node{s, n.base, n.quote}
					syntax.Walk(s, func(m syntax.Node) bool {
						if call, ok := m.(*syntax.CallExpr); ok {
							out = append(out, t.compare(c, o, call, name, e.IdleStatus[0]))
						}
						return true
					})
				}
			}
			break
		}
		break
	}
	return existing(out)
}

// compare has [ "$rc" -ne 0 ] ask for the status that means idle.
func (t *try) compare(c nest, n node, call *syntax.CallExpr, name string, idle int) *candidate {
	if len(call.Args) != 5 || call.Args[0].Lit() != "[" || call.Args[3].Lit() != "0" {
		return nil
	}
	value := c.text(node{call.Args[1], n.base, n.quote})
	if strings.Trim(value, `"${}`) != name {
		return nil
	}
	ops := map[string]string{"-ne": "-eq", "!=": "-eq", "-gt": "-eq", "-eq": "-ne", "=": "-ne"}
	op := ops[call.Args[2].Lit()]
	if op == "" {
		return nil
	}
	from, to := n.at(call.Args[2].Pos()), n.at(call.Args[3].End())
	return t.candidate(c, fmt.Sprintf("go on only with the status that means idle: %d", idle), true, func(func(string) string) []edit {
		return []edit{{from, to, fmt.Sprintf("%s %d", op, idle)}}
	}, n)
}

// firstOf is the statement of a list that begins with statement i as its condition, so that what is put before it runs right before
// that; -1 if there is none.
func (t *try) firstOf(c nest, i int) int {
	k := i
	for k >= 2 && c.nodes[k-1].base == c.nodes[i].base && c.nodes[k-2].base == c.nodes[i].base {
		switch p := c.nodes[k-1].Node.(type) {
		case *syntax.BinaryCmd:
			if p.Op != syntax.AndStmt && p.Op != syntax.OrStmt || p.X != c.nodes[k].Node.(*syntax.Stmt) {
				return -1
			}
		case *syntax.IfClause:
			if len(p.Cond) == 0 || p.Cond[0] != c.nodes[k].Node.(*syntax.Stmt) {
				return -1
			}
		default:
			return -1
		}
		outer := c.stmt(k - 2)
		if outer == nil || outer.Background {
			return -1 // an elif
		}
		if roleOf(c, k-2) == listed {
			if outer.Negated {
				return -1
			}
			return k - 2
		}
		k -= 2
	}
	return -1
}

// piped mends a pipeline in a command substitution, which is how an answer gets into a variable: with pipefail the substitution
// fails with the guard.
func (t *try) piped(c nest) []*candidate {
	if c.script == nil || c.script.Dialect.Executes() != script.Bash || !t.zeroIsIdle() {
		return nil
	}
	var out []*candidate
	for i := len(c.nodes) - 1; i > 0; i-- {
		sub, ok := c.nodes[i].Node.(*syntax.CmdSubst)
		if !ok || len(sub.Stmts) != 1 || sub.Backquotes {
			continue
		}
		b, ok := sub.Stmts[0].Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.Pipe && b.Op != syntax.PipeAll || sub.Stmts[0].Negated {
			continue
		}
		n := c.nodes[i]
		elements := pipeline(b)
		if !t.within(c, node{elements[0], n.base, n.quote}, t.flaw.Guard.At) {
			continue
		}
		_, plain := elements[0].Cmd.(*syntax.CallExpr)
		safe := plain && len(elements) == 2 && reads(elements[1])
		from := node{sub.Stmts[0], n.base, n.quote}.start()
		for k := i - 1; k >= 0; k-- {
			s := c.stmt(k)
			if s == nil {
				continue
			}
			if s.Negated || s.Background || assigned(s) == "" || roleOf(c, k) != listed {
				break
			}
			end := c.nodes[k].end()
			for _, word := range t.words(c, k) {
				out = append(out, t.candidate(c, "let the pipeline fail with the guard, by `set -o pipefail` in it, and stop then", safe, func(stop func(string) string) []edit {
					return []edit{{from, from, "set -o pipefail; "}, {end, end, " || " + stop(word)}}
				}, n))
			}
			break
		}
		break
	}
	return existing(out)
}
