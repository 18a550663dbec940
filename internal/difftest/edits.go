package difftest

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An edit puts a text for the bytes from one offset to another of a script.
type edit struct {
	from, to int
	text     string
}

// edited makes edits that do not overlap; of those that begin at one offset, the first one given comes first. All bytes between them stay as they are, so that a variant differs in nothing else:
// what is printed from a tree is laid out anew.
func edited(text string, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.WriteString(text[at:])
	return b.String()
}

// offset is where a node's position is in the text.
func offset(p syntax.Pos) int { return int(p.Offset()) }

// lineStart is where the line begins that an offset is in.
func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

// beginsLine tells whether nothing but blanks stands before an offset on its line.
func beginsLine(text string, at int) bool {
	return strings.TrimLeft(text[lineStart(text, at):at], " \t") == ""
}

// skeleton is all of a script that means something: two texts with the same one differ in comments, blanks and line ends.
func skeleton(sc Script) (string, bool) {
	file, err := parse(sc)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	if err := syntax.NewPrinter(syntax.Minify(true)).Print(&b, file); err != nil {
		return "", false
	}
	_, body, _ := strings.Cut(b.String(), "\n")
	if !strings.HasPrefix(b.String(), "#!") {
		body = b.String()
	}
	return body, true
}

// lists are all lists of statements in a script.
func lists(f *syntax.File) [][]*syntax.Stmt {
	var out [][]*syntax.Stmt
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.File:
			out = append(out, n.Stmts)
		case *syntax.Block:
			out = append(out, n.Stmts)
		case *syntax.Subshell:
			out = append(out, n.Stmts)
		case *syntax.CmdSubst:
			out = append(out, n.Stmts)
		case *syntax.ProcSubst:
			out = append(out, n.Stmts)
		case *syntax.IfClause:
			out = append(out, n.Cond, n.Then)
		case *syntax.WhileClause:
			out = append(out, n.Cond, n.Do)
		case *syntax.ForClause:
			out = append(out, n.Do)
		case *syntax.CaseItem:
			out = append(out, n.Stmts)
		}
		return true
	})
	return out
}

// anyCall tells whether a call in a node is one that a function looks for.
func anyCall(n syntax.Node, f func(name string, c *syntax.CallExpr) bool) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			found = found || f(c.Args[0].Lit(), c)
		}
		return !found
	})
	return found
}
