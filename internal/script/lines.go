package script

import (
	"bytes"
	"sort"
)

// lineOffsets lists the offset of each line's first byte. A final newline ends the last line and
// begins none, as in go/token.
func lineOffsets(src []byte) []int {
	lines := make([]int, 1, 2+bytes.Count(src, []byte{'\n'}))
	for off := 0; ; {
		i := bytes.IndexByte(src[off:], '\n')
		if i < 0 || off+i+1 == len(src) {
			return lines
		}
		off += i + 1
		lines = append(lines, off)
	}
}

// position finds the line and column of an offset, both from 1. Offsets outside of the text are
// taken to its nearest end.
func position(lines []int, size, offset int) (line, column int) {
	offset = max(0, min(offset, size))
	line = sort.Search(len(lines), func(i int) bool { return lines[i] > offset })
	return line, offset - lines[line-1] + 1
}

// Position gives the line and column of an offset in Source. Both count from 1, columns in bytes.
// An offset outside of Source is taken to its nearest end.
func (s *Script) Position(offset int) (line, column int) {
	return position(s.lineTable(), len(s.Source), offset)
}

// LineCount says how many lines there are, at least 1.
func (s *Script) LineCount() int { return len(s.lineTable()) }

// LineOffsets gives the offset of each line's first byte. It is what token.File.SetLines takes,
// but for an empty script, whose file already has the one line. The caller must not change it.
func (s *Script) LineOffsets() []int { return s.lineTable() }

// LineText gives the text of a line, without its line ending; "" for a line that is not there.
func (s *Script) LineText(line int) string {
	lines := s.lineTable()
	if line < 1 || line > len(lines) {
		return ""
	}
	end := len(s.Source)
	if line < len(lines) {
		end = lines[line]
	}
	text := bytes.TrimSuffix(s.Source[lines[line-1]:end], []byte("\n"))
	return string(bytes.TrimSuffix(text, []byte("\r")))
}

// lineTable is the table made by Parse, or a fresh one for a Script put together by hand; it is not
// stored then, because a Script may be shared.
func (s *Script) lineTable() []int {
	if s.lines == nil {
		return lineOffsets(s.Source)
	}
	return s.lines
}

// errorAt makes an error at an offset.
func (s *Script) errorAt(offset int, message string) *Error {
	offset = max(0, min(offset, len(s.Source)))
	line, column := s.Position(offset)
	return &Error{Path: s.Path, Offset: offset, Line: line, Column: column, Message: message}
}
