package fix

import (
	"mvdan.cc/sh/v3/syntax"
)

// instead has what stands behind || stop, where node i is the command before it.
func (t *try) instead(c nest, i int, word string) []*candidate {
	p := c.nodes[i-1].Node.(*syntax.BinaryCmd)
	n, y := c.nodes[i], node{p.Y, c.nodes[i].base, c.nodes[i].quote}
	if p.Y.Negated || p.Y.Background {
		return nil
	}
	message := "stop where this fails, with `|| " + word + "`"
	switch cmd := p.Y.Cmd.(type) {
	case *syntax.Block:
		if len(p.Y.Redirs) > 0 {
			return nil
		}
		return existing([]*candidate{t.append(c, node{cmd, n.base, n.quote}, cmd.Stmts, "stop there, too, with `"+word+"`", word)})
	case *syntax.CallExpr:
		made := len(cmd.Args) == 0 // n=$(guard) || n=0
		name := ""
		if len(cmd.Args) > 0 {
			name = cmd.Args[0].Lit()
		}
		if name == "exit" || name == "return" || name == "continue" || name == "break" {
			return nil
		}
		nothing := len(cmd.Args) == 1 && (name == "true" || name == ":")
		if nothing && !t.zero(c, n) {
			list, listIndex := c.nodes[i-2], i-2
			if c.stmt(listIndex) == nil || roleOf(c, listIndex) != listed || c.stmt(listIndex).Negated || c.stmt(listIndex).Background {
				return nil
			}
			if e := t.entry(); e == nil || len(e.IdleStatus) == 0 || e.IdleOutput != "" || n.end() > y.end() || list.start() != n.start() {
				return nil
			}
			return existing([]*candidate{t.byStatus(c, listIndex, n.start(), n.end(), n, string(c.script.Source[n.end():y.end()]), word)})
		}
		if nothing || made {
			return existing([]*candidate{t.candidate(c, message, true, func(stop func(string) string) []edit {
				return []edit{{y.start(), y.end(), stop(word)}}
			}, n)})
		}
		return existing([]*candidate{t.candidate(c, "stop there, too, with `"+word+"`", true, func(stop func(string) string) []edit {
			return []edit{{y.start(), y.start(), "{ "}, {y.end(), y.end(), "; " + stop(word) + "; }"}}
		}, n)})
	}
	return nil
}

// append puts what stops the script behind the last of a list of statements, which stand in a node.
func (t *try) append(c nest, in node, list []*syntax.Stmt, message, word string) *candidate {
	if len(list) == 0 {
		return nil
	}
	last := list[len(list)-1]
	if ends(last) {
		return nil
	}
	n := node{last, in.base, in.quote}
	for _, r := range last.Redirs {
		if r.Hdoc != nil {
			return nil
		}
	}
	l := c.layoutOf(n.start(), n.end())
	first := node{list[0], in.base, in.quote}
	if l.alone && first.start() != n.start() {
		l.alone = c.layoutOf(first.start(), first.end()).alone
	}
	return t.candidate(c, message, true, func(stop func(string) string) []edit {
		switch semicolon := in.base + int(last.Semicolon.Offset()); {
		case l.alone:
			return []edit{{l.lineEnd, l.lineEnd, l.newline + l.indent + stop(word)}}
		case last.Semicolon.IsValid():
			return []edit{{semicolon + 1, semicolon + 1, " " + stop(word) + ";"}}
		default:
			return []edit{{n.end(), n.end(), "; " + stop(word)}}
		}
	}, in)
}

// ends reports whether a statement leaves where it stands.
func ends(s *syntax.Stmt) bool {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	switch call.Args[0].Lit() {
	case "exit", "return", "continue", "break", "exec":
		return true
	}
	return false
}
