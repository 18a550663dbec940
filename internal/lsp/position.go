package lsp

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
)

// An encoding is what a position's character counts.
type encoding string

// The encodings of the protocol.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

// chooseEncoding picks one that the client offers: bytes if it can, as positions are bytes here, else the first that is
// known. A client that offers none counts in UTF-16.
func chooseEncoding(offered []encoding) encoding {
	for _, e := range offered {
		if e == utf8Units {
			return e
		}
	}
	for _, e := range offered {
		if e == utf16Units || e == utf32Units {
			return e
		}
	}
	return utf16Units
}

// units is how many units a rune of a number of bytes takes. A byte that is not UTF-8 is the one U+FFFD that clients see.
func (e encoding) units(r rune, size int) int {
	switch {
	case e == utf8Units && r == utf8.RuneError && size == 1:
		return len("\ufffd")
	case e == utf8Units:
		return size
	case e == utf16Units && r > 0xffff:
		return 2
	}
	return 1
}

// A text is the text of a document with its lines, as the protocol counts them: they end with \n, \r\n or \r. The driver's
// end with \n alone. A text is not changed.
type text struct {
	src    []byte
	starts []int // where the protocol's lines start
	lines  []int // where the driver's start
}

func newText(src []byte) *text {
	t := &text{src: src, starts: []int{0}, lines: []int{0}}
	for i, c := range src {
		switch {
		case c == '\n':
			t.starts, t.lines = append(t.starts, i+1), append(t.lines, i+1)
		case c == '\r' && (i+1 == len(src) || src[i+1] != '\n'):
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line gives the protocol's line n without its end.
func (t *text) line(n int) []byte {
	end := len(t.src)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return bytes.TrimRight(t.src[t.starts[n]:end], "\r\n")
}

// offset gives the byte at a position. One behind the end of a line is its end, one behind the last line the end of the
// text, and one inside of a character that character's start.
func (t *text) offset(p position, e encoding) int {
	if int64(p.Line) >= int64(len(t.starts)) {
		return len(t.src)
	}
	line := t.line(int(p.Line))
	units, i := 0, 0
	for i < len(line) {
		r, size := utf8.DecodeRune(line[i:])
		if units += e.units(r, size); int64(units) > int64(p.Character) {
			break
		}
		i += size
	}
	return t.starts[p.Line] + i
}

// position gives the position of a byte.
func (t *text) position(offset int, e encoding) position {
	offset = max(0, min(offset, len(t.src)))
	n := sort.SearchInts(t.starts, offset+1) - 1
	line, units := t.line(n), 0
	for i := 0; i < min(offset-t.starts[n], len(line)); {
		r, size := utf8.DecodeRune(line[i:])
		if i+size > offset-t.starts[n] {
			break // inside of a character
		}
		units += e.units(r, size)
		i += size
	}
	return position{Line: uint32(n), Character: uint32(units)}
}

// at gives the byte at a line and column of the driver's, which count from 1.
func (t *text) at(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(t.lines) {
		return len(t.src)
	}
	return min(t.lines[line-1]+max(0, column-1), len(t.src))
}

// span gives the bytes of a place.
func (t *text) span(p driver.Place) (from, to int) {
	from = t.at(p.Line, p.Column)
	if p.EndLine < p.Line {
		return from, from
	}
	return from, max(from, t.at(p.EndLine, p.EndColumn))
}

// place gives a place as a range of the protocol. A place without a line stands for the file; it is shown on the first line.
func (t *text) place(p driver.Place, e encoding) textRange {
	if p.Line < 1 {
		return textRange{End: t.position(len(t.line(0)), e)}
	}
	from, to := t.span(p)
	return textRange{t.position(from, e), t.position(to, e)}
}

// change gives the text after a change.
func (t *text) change(c contentChange, e encoding) (*text, error) {
	if c.Range == nil {
		return newText([]byte(c.Text)), nil
	}
	from, to := t.offset(c.Range.Start, e), t.offset(c.Range.End, e)
	if from > to {
		return nil, fmt.Errorf("a range ends at line %d before it starts at line %d", c.Range.End.Line, c.Range.Start.Line)
	}
	src := make([]byte, 0, len(t.src)-(to-from)+len(c.Text))
	src = append(src, t.src[:from]...)
	src = append(src, c.Text...)
	src = append(src, t.src[to:]...)
	return newText(src), nil
}
