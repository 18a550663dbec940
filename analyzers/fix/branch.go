package fix

import "mvdan.cc/sh/v3/syntax"

// branches has the branches of the conditions around a place stop the script: the one that says "in use" and goes on. Which one that
// is, the proof tells.
func (t *try) branches(c nest) []*candidate {
	var out []*candidate
	for i := len(c.nodes) - 1; i >= 0 && len(out) < mostTries; i-- {
		n := c.nodes[i]
		switch clause := n.Node.(type) {
		case *syntax.FuncDecl:
			return existing(out)
		case *syntax.IfClause:
			if t.inside(c, i, clause.Cond) {
				for _, word := range t.words(c, i) {
					out = append(out, t.ofIf(c, n, clause, word)...)
				}
			}
		case *syntax.CaseClause:
			if i+1 < len(c.nodes) {
				if _, ok := c.nodes[i+1].Node.(*syntax.CaseItem); ok {
					continue // the place is in one of its branches
				}
			}
			for _, word := range t.words(c, i) {
				for _, item := range clause.Items {
					out = append(out, t.append(c, n, item.Stmts, "stop in this branch, too, with `"+word+"`", word))
				}
			}
		case *syntax.BinaryCmd:
			if clause.Op == syntax.OrStmt && i+1 < len(c.nodes) && c.nodes[i+1].Node == syntax.Node(clause.X) {
				for _, word := range t.words(c, i) {
					out = append(out, t.instead(c, i+1, word)...)
				}
			}
		}
	}
	return existing(out)
}

// inside reports whether node i+1 is one of a list of statements.
func (t *try) inside(c nest, i int, list []*syntax.Stmt) bool {
	if i+1 >= len(c.nodes) {
		return true // the place is the clause itself
	}
	for _, s := range list {
		if c.nodes[i+1].Node == syntax.Node(s) {
			return true
		}
	}
	return false
}

// ofIf are the changes that have a branch of an if stop the script.
func (t *try) ofIf(c nest, n node, clause *syntax.IfClause, word string) []*candidate {
	var out []*candidate
	message := "stop in this branch, too, with `" + word + "`"
	for b := clause; b != nil; b = b.Else {
		out = append(out, t.append(c, n, b.Then, message, word))
		if b.Else != nil || !b.ThenPos.IsValid() {
			continue
		}
		fi := n.at(b.FiPos)
		l := c.layoutOf(fi, fi+len("fi"))
		head := c.layoutOf(n.start(), n.start())
		between, inner := " ", " "
		if l.indent == head.indent && onlyBlank(c.script.Source, fi) {
			between, inner = l.newline+l.indent, l.newline+l.indent+"\t"
			if len(b.Then) > 0 {
				first := node{b.Then[0], n.base, n.quote}
				if in := c.layoutOf(first.start(), first.end()); onlyBlank(c.script.Source, first.start()) {
					inner = l.newline + in.indent
				}
			}
		}
		out = append(out, t.candidate(c, "stop where this is not so, with `"+word+"`", true, func(stop func(string) string) []edit {
			if between == " " {
				return []edit{{fi, fi, "else " + stop(word) + "; "}}
			}
			return []edit{{fi, fi, "else" + inner + stop(word) + between}}
		}, n))
	}
	return out
}

// onlyBlank reports whether nothing but blanks stands before an offset on its line.
func onlyBlank(src []byte, at int) bool {
	for i := at - 1; i >= 0 && src[i] != '\n'; i-- {
		if src[i] != ' ' && src[i] != '\t' {
			return false
		}
	}
	return true
}
