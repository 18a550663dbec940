package script

import (
	"bytes"
	"strings"
)

// Uncommented gives the text of a part of a script without its comments, for a part that can be parsed by itself, as a command
// and the definition of a function can. A part that cannot is given as it is.
func (s *Script) Uncommented(part Span) string {
	text := s.Source[part.Start:part.End]
	if bytes.IndexByte(text, '#') < 0 {
		return string(text)
	}
	// Most scripts are parsed without their comments.
	p := parseWith(readable(text), parserKind{s.Variant, true})
	if p.err != nil {
		return string(text)
	}
	outline := (&Script{Source: text, Stmts: p.stmts}).Outline()
	var b strings.Builder
	from := 0
	for _, c := range outline.Comments {
		// What the parser takes for a comment without saying where is left alone.
		if c.Start >= c.End || text[c.Start] != '#' {
			return string(text)
		}
	}
	for _, c := range outline.Comments {
		if c.Start >= from {
			b.Write(text[from:c.Start])
			from = c.End
		}
	}
	b.Write(text[from:])
	return b.String()
}
