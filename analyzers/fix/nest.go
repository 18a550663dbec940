package fix

import (
	"bytes"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// A node is a part of a script's tree, or of the tree of text that stands in its quotes for another shell.
type node struct {
	syntax.Node
	base  int  // what the node's offsets count from
	quote byte // ' or " or < for text in such quotes or in a here-document, 0 for the script's own
}

func (n node) start() int { return n.base + int(n.Pos().Offset()) }

// at gives an offset of the node's tree in the script.
func (n node) at(p syntax.Pos) int { return n.base + int(p.Offset()) }

// end is where a statement, or another node, ends on its line: before a semicolon, and before the text of a here-document.
func (n node) end() int { return n.base + end(n.Node) }

func end(n syntax.Node) int {
	switch n := n.(type) {
	case *syntax.Stmt:
		at := int(n.Position.Offset())
		if n.Negated {
			at++
		}
		if n.Cmd != nil {
			at = end(n.Cmd)
		}
		for _, r := range n.Redirs {
			at = max(at, int(r.Word.End().Offset()))
		}
		return at
	case *syntax.BinaryCmd:
		return end(n.Y)
	case *syntax.FuncDecl:
		return end(n.Body)
	}
	return int(n.End().Offset())
}

// A nest is the nodes around a place, the outermost first.
type nest struct {
	script *script.Script
	nodes  []node
	from   int // where the place begins
}

// around finds the nodes around a range. What stands in quotes is looked into where the quoted text is the text that a shell would
// get, letter by letter.
func around(at place.Range) nest {
	if at.Script == nil {
		return nest{}
	}
	n := nest{script: at.Script, from: at.Start}
	n.nodes = search(at.Script, at.Script.Stmts, 0, 0, at.Start, max(at.End, at.Start+1), 0)
	return n
}

func search(s *script.Script, stmts []*syntax.Stmt, base int, quote byte, from, to, depth int) []node {
	var stack, best []node
	inner := func(text string, at int, quote byte) bool {
		if depth > 3 || at > from || at+len(text) < to || at+len(text) > len(s.Source) || string(s.Source[at:at+len(text)]) != text {
			return false
		}
		parsed, err := script.ParseText(text, s.Dialect)
		if err != nil {
			return false
		}
		found := search(s, parsed, at, quote, from, to, depth+1)
		if found != nil {
			best = append(append([]node{}, stack...), found...)
		}
		return found != nil
	}
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			stack = append(stack, node{n, base, quote})
			if base+int(n.Pos().Offset()) > from || base+int(n.End().Offset()) < to {
				return true // the text of a here-document lies behind its statement
			}
			best = append([]node{}, stack...)
			switch n := n.(type) {
			case *syntax.SglQuoted:
				if !n.Dollar && quote == 0 {
					inner(n.Value, base+int(n.Left.Offset())+1, '\'')
				}
			case *syntax.DblQuoted:
				if open, shut := base+int(n.Pos().Offset())+1, base+int(n.End().Offset())-1; !n.Dollar && quote == 0 && open <= shut && shut <= len(s.Source) {
					text := string(s.Source[open:shut])
					if !strings.ContainsAny(text, "\\`\"") && !strings.Contains(text, "$(") && inner(text, open, '"') {
						stack = stack[:len(stack)-1]
						return false
					}
				}
			case *syntax.Lit:
				if len(stack) > 2 && quote == 0 {
					if r, ok := stack[len(stack)-3].Node.(*syntax.Redirect); ok && r.Hdoc == stack[len(stack)-2].Node {
						inner(n.Value, base+int(n.Pos().Offset()), '<')
					}
				}
			}
			return true
		})
		if len(best) > 0 && base+int(stmt.End().Offset()) >= to {
			break
		}
	}
	return best
}

// up gives the node that is n steps out of node i, and false beyond the outermost.
func (c nest) up(i, n int) (node, bool) {
	if i-n < 0 {
		return node{}, false
	}
	return c.nodes[i-n], true
}

// stmt gives node i as a statement.
func (c nest) stmt(i int) *syntax.Stmt {
	s, _ := c.nodes[i].Node.(*syntax.Stmt)
	return s
}

// text is the source of a node.
func (c nest) text(n node) string {
	from, to := n.start(), n.end()
	if from < 0 || to > len(c.script.Source) || from > to {
		return ""
	}
	return string(c.script.Source[from:to])
}

// fits reports whether a text can stand where a node does: text in quotes must not end them, or be expanded by the outer shell.
func (n node) fits(text string) bool {
	switch n.quote {
	case '\'':
		return !strings.Contains(text, "'")
	case '"':
		return !strings.ContainsAny(text, "\"$`\\")
	case '<':
		return !strings.ContainsAny(text, "$`\\")
	}
	return true
}

// A layout says how lines are written around a place.
type layout struct {
	alone   bool   // nothing else stands on the lines of the statement
	indent  string // of its first line
	newline string
	lineEnd int // where the rest of the last line ends: only blanks and a comment are there
}

// layoutOf looks at the lines that a statement stands on.
func (c nest) layoutOf(from, to int) layout {
	src := c.script.Source
	to = beforeReturn(src, to)
	l := layout{newline: "\n", lineEnd: to}
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		l.newline = "\r\n"
	}
	begin := bytes.LastIndexByte(src[:from], '\n') + 1
	before := string(src[begin:from])
	l.indent = before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	rest := string(src[to:])
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = strings.TrimSuffix(rest[:i], "\r")
	}
	behind := strings.TrimLeft(rest, " \t")
	l.alone = strings.Trim(before, " \t") == "" && (behind == "" || behind[0] == '#' && len(rest) > len(behind))
	if l.alone {
		l.lineEnd = to + len(strings.TrimRight(rest, " \t"))
	}
	return l
}
