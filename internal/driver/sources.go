package driver

import (
	"bytes"
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A sourcing is what a script says about the files that it may take in.
type sourcing struct {
	words  []*syntax.Word            // what source commands name
	inText map[*syntax.Word]bool     // those that stand in a text, where offsets are the text's
	values map[string][]*syntax.Word // what is put into variables
	open   map[string]bool           // variables whose values are being looked at
}

// sourcesOf finds the source commands of a script, also in text that eval, bash -c or ssh may run. It errs on the side of
// too many.
func sourcesOf(s *script.Script) *sourcing {
	out := &sourcing{inText: map[*syntax.Word]bool{}, values: map[string][]*syntax.Word{}, open: map[string]bool{}}
	if !maySource(s.Source) { // most scripts have none, and the text tells
		return out
	}
	for _, stmt := range s.Stmts {
		if from, to := int(stmt.Pos().Offset()), int(stmt.End().Offset()); from < to && to <= len(s.Source) && maySource(s.Source[max(from-1, 0):to]) {
			out.commands(stmt, s.Dialect, 0)
		}
	}
	if len(out.words) == 0 {
		return out
	}
	for _, stmt := range s.Stmts {
		out.assignments(stmt)
	}
	return out
}

func (o *sourcing) commands(stmt *syntax.Stmt, dialect script.Dialect, depth int) {
	inner := func(text string) {
		if depth > 2 || len(text) < len(". x") || !maySource([]byte(text)) || !inText.MatchString(text) {
			return
		}
		stmts, _ := script.ParseText(text, dialect)
		for _, s := range stmts {
			o.commands(s, dialect, depth+1)
			o.assignments(s)
		}
	}
	syntax.Walk(stmt, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			for i, word := range n.Args[:max(len(n.Args)-1, 0)] {
				name := unquoted(word)
				if name == "source" || name == "." && (i == 0 || runsBuiltin[unquoted(n.Args[i-1])]) {
					o.words = append(o.words, n.Args[i+1])
					o.inText[n.Args[i+1]] = depth > 0
				}
			}
		case *syntax.Word:
			l := n.Lit()
			return l == "" || strings.ContainsAny(l, " \t") // most words are plain, and have no text to run
		case *syntax.SglQuoted:
			inner(n.Value)
		case *syntax.Lit:
			// Double-quoted text and here-documents.
			inner(n.Value)
		}
		return true
	})
}

func (o *sourcing) assignments(stmt *syntax.Stmt) {
	syntax.Walk(stmt, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Word:
			return n.Lit() == ""
		case *syntax.Assign:
			if n.Name != nil && n.Value != nil {
				o.values[n.Name.Value] = append(o.values[n.Name.Value], n.Value)
			}
		case *syntax.WordIter:
			if n.Name != nil {
				o.values[n.Name.Value] = append(o.values[n.Name.Value], n.Items...)
			}
		}
		return true
	})
}

// maySource tells from a text whether it can hold a source command.
func maySource(text []byte) bool {
	if bytes.Contains(text, []byte("source")) {
		return true
	}
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '.')
		if i < 0 {
			return false
		}
		at += i
		if at > 0 && notBeforeDot[text[at-1]] {
			continue
		}
		next := text[at+1:]
		if len(next) > 1 && (next[0] == '\'' || next[0] == '"') {
			next = next[1:]
		}
		if len(next) > 0 && (next[0] == ' ' || next[0] == '\t' || next[0] == '\\') {
			return true
		}
	}
}

// notBeforeDot are the signs that the "." after them belongs to a word.
var notBeforeDot = func() (t [256]bool) {
	for c := range 256 {
		b := byte(c)
		t[c] = b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || bytes.IndexByte([]byte("_./~-"), b) >= 0
	}
	return t
}()

// inText is a source command within quoted text.
var inText = regexp.MustCompile(`(?:^|[\n;&|({!` + "`" + `]|\b(?:then|do|else|builtin|command)\b)[ \t]*(?:\.|source)[ \t]|\bsource[ \t]`)

// runsBuiltin are the commands that run the builtin named after them.
var runsBuiltin = map[string]bool{"builtin": true, "command": true}

// unquoted is a word's text where it is known, without quotes and backslashes.
func unquoted(word *syntax.Word) string {
	if len(word.Parts) == 1 {
		if l, ok := word.Parts[0].(*syntax.Lit); ok {
			return unescaped(l.Value)
		}
	}
	var b bytes.Buffer
	for _, part := range word.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			b.WriteString(unescaped(part.Value))
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
