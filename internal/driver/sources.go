package driver

import (
	"bytes"
	"regexp"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// sources reports whether a script may take in another file, whose functions may then hold the destructive command
// that the script's own text does not. It errs on the side of yes.
func sources(s *script.Script) bool {
	// Most scripts have neither, and the text tells.
	if !bytes.Contains(s.Source, []byte("source")) && !dot.Match(s.Source) {
		return false
	}
	found := false
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if found {
				return false
			}
			switch n := n.(type) {
			case *syntax.CallExpr:
				for i, word := range n.Args {
					name := unquoted(word)
					if name == "source" || name == "." && (i == 0 || runsBuiltin[unquoted(n.Args[i-1])]) {
						found = true
					}
				}
			case *syntax.SglQuoted:
				found = inText.MatchString(n.Value)
			case *syntax.Lit:
				// Double-quoted text and here-documents, which eval and bash -c may run.
				found = inText.MatchString(n.Value)
			}
			return !found
		})
	}
	return found
}

var (
	// dot is a "." that may be a command.
	dot = regexp.MustCompile(`(?:^|[^\w./~-])\.['"]?[ \t\\]`)
	// inText is a source command within quoted text.
	inText = regexp.MustCompile(`(?:^|[\n;&|({!` + "`" + `]|\b(?:then|do|else|builtin|command)\b)[ \t]*(?:\.|source)[ \t]|\bsource[ \t]`)
)

// runsBuiltin are the commands that run the builtin named after them.
var runsBuiltin = map[string]bool{"builtin": true, "command": true}

// unquoted is a word's text where it is known, without quotes and backslashes.
func unquoted(word *syntax.Word) string {
	var b bytes.Buffer
	for _, part := range word.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			for i := 0; i < len(part.Value); i++ {
				if part.Value[i] != '\\' {
					b.WriteByte(part.Value[i])
				}
			}
		case *syntax.SglQuoted:
			b.WriteString(part.Value)
		case *syntax.DblQuoted:
			b.WriteString(unquoted(&syntax.Word{Parts: part.Parts}))
		default:
			return ""
		}
	}
	return b.String()
}
