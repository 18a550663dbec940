package playground

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
)

// A units is a text with where its lines start, in bytes and in the UTF-16 units that browsers count.
type units struct {
	text   string
	starts []start
}

type start struct{ bytes, units int }

func newUnits(text string) *units {
	u := &units{text: text, starts: []start{{}}}
	n := 0
	for i, r := range text {
		n += utf16Len(r)
		if r == '\n' {
			u.starts = append(u.starts, start{i + 1, n})
		}
	}
	return u
}

func utf16Len(r rune) int {
	if n := utf16.RuneLen(r); n > 0 {
		return n
	}
	return 1
}

// at gives the unit at a line and column of the driver's, which count from 1, columns in bytes. What is behind the end of a
// line or of the text is that end.
func (u *units) at(line, column int) int {
	if line < 1 {
		return 0
	}
	last := line >= len(u.starts)
	if line > len(u.starts) {
		line, column = len(u.starts), len(u.text)+1
	}
	from := u.starts[line-1]
	end := len(u.text)
	if !last {
		end = u.starts[line].bytes - 1
	}
	n := from.units
	for i := from.bytes; i < min(from.bytes+column-1, end); {
		r, size := utf8.DecodeRuneInString(u.text[i:])
		n += utf16Len(r)
		i += size
	}
	return n
}

// place gives a place as a range. One without an end is a character, and one without a line the first line.
func (u *units) place(p driver.Place) (from, to int) {
	if p.Line < 1 {
		return 0, u.at(1, len(u.text)+1)
	}
	from = u.at(p.Line, p.Column)
	if p.EndLine < p.Line {
		return from, u.at(p.Line, p.Column+1)
	}
	return from, max(from, u.at(p.EndLine, p.EndColumn))
}
