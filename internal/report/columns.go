package report

import (
	"strings"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// byteOrderMark is the byte order mark in front of a text, which no editor shows.
const byteOrderMark = "\ufeff"

// A text16 is the text of a file, of which columns are counted in UTF-16 code units. It is empty for a file that
// cannot be read again.
type text16 struct {
	script *script.Script
}

// text gives a file's text.
func (r *Run) text(name string) *text16 {
	if t, ok := r.texts[name]; ok {
		return t
	}
	t := &text16{}
	if r.Read != nil {
		if src, err := r.Read(name); err == nil {
			t.script = script.Parse(name, src, script.Options{})
		}
	}
	if r.texts == nil {
		r.texts = map[string]*text16{}
	}
	r.texts[name] = t
	return t
}

// line gives the text of a line; the results' own comes first, as it is what was analysed.
func (r *Run) line(name string, number int) (string, bool) {
	if line, ok := r.Line(name, number); ok {
		return line, true
	}
	if s := r.text(name).script; s != nil && number >= 1 && number <= s.LineCount() {
		return s.LineText(number), true
	}
	return "", false
}

// utf16Column turns a column that counts bytes into one that counts UTF-16 code units, as editors and SARIF do. A byte
// that is not UTF-8 counts as the one U+FFFD that readers make of it, and a byte order mark as nothing.
func (r *Run) utf16Column(name string, line, column int) int {
	text, ok := r.line(name, line)
	if !ok || column < 1 {
		return column
	}
	units := 1
	if line == 1 && column > len(byteOrderMark) && strings.HasPrefix(text, byteOrderMark) {
		units--
	}
	for i := 0; i < min(column-1, len(text)); {
		c, size := utf8.DecodeRuneInString(text[i:])
		units++
		if c > 0xffff {
			units++
		}
		i += size
	}
	// The end of a range may lie behind the text, on its line ending.
	return units + max(0, column-1-len(text))
}

// utf16Place gives a place with its columns in UTF-16 code units.
func (r *Run) utf16Place(p driver.Place) driver.Place {
	p.Column = r.utf16Column(p.File, p.Line, p.Column)
	p.EndColumn = r.utf16Column(p.File, p.EndLine, p.EndColumn)
	return p
}

// snippet is the text of a place within one line.
func (r *Run) snippet(p driver.Place) string {
	text, ok := r.line(p.File, p.Line)
	if !ok || p.Line != p.EndLine || p.Column < 1 || p.EndColumn < p.Column || p.EndColumn-1 > len(text) {
		return ""
	}
	return text[p.Column-1 : p.EndColumn-1]
}
