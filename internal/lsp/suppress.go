package lsp

import (
	"bytes"
	"fmt"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// An insertion is text to put at an offset.
type insertion struct {
	Offset int
	Text   string
}

// suppression gives the comment that suppresses a rule for what stands at an offset of a script: on a line of its own before
// the smallest command there that begins its line, with the same indentation. The quotes of the reason are for the author to
// fill. It is false where there is no such command.
func suppression(s *script.Script, offset int, of *rule.Rule) (insertion, bool) {
	found := -1
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if n == nil {
				return false
			}
			if c, ok := n.(*syntax.Stmt); ok {
				start := int(c.Pos().Offset())
				if start <= offset && offset < int(c.End().Offset()) && start > found && beginsLine(s.Source, start) {
					found = start
				}
			}
			return true
		})
	}
	if found < 0 {
		return insertion{}, false
	}
	line := bytes.LastIndexByte(s.Source[:found], '\n') + 1
	ending := "\n"
	if i := bytes.IndexByte(s.Source[found:], '\n'); i > 0 && s.Source[found+i-1] == '\r' {
		ending = "\r\n"
	}
	text := fmt.Sprintf("%s# wipelint:disable=%s reason=\"\"%s", s.Source[line:found], of.Name(), ending)
	return insertion{line, text}, true
}

// beginsLine reports whether only blanks stand before an offset on its line, and the line does not continue the one before.
func beginsLine(src []byte, offset int) bool {
	line := bytes.LastIndexByte(src[:offset], '\n') + 1
	return len(bytes.TrimLeft(src[line:offset], " \t")) == 0 && !bytes.HasSuffix(src[:line], []byte("\\\n"))
}
