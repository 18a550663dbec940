package htmlreport

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/script"
)

// changes are what the edits of a fix make of the files, as lines of a diff. A fix of which a file cannot be read, or does
// not have the places any more, has none: its message is shown.
func (e *embedder) changes(edits []driver.Edit) []fileDiff {
	out := []fileDiff{}
	byFile := map[string][]driver.Edit{}
	var names []string
	for _, edit := range edits {
		if byFile[edit.File] == nil {
			names = append(names, edit.File)
		}
		byFile[edit.File] = append(byFile[edit.File], edit)
	}
	for _, name := range names {
		s := e.sources[name]
		if s == nil {
			s = read(e.run, name)
		}
		if s.text == nil {
			return []fileDiff{}
		}
		changed, ok := apply(s.text, byFile[name])
		if !ok {
			return []fileDiff{}
		}
		out = append(out, fileDiff{e.path(name), diffLines(s.text.Source, changed)})
	}
	return out
}

// apply gives the text with the edits made; false when they overlap or are not in it.
func apply(s *script.Script, edits []driver.Edit) ([]byte, bool) {
	at := func(line, column int) (int, bool) {
		if line < 1 || line > s.LineCount() || column < 1 {
			return 0, false
		}
		i := s.LineOffsets()[line-1] + column - 1
		return i, i <= len(s.Source)
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b driver.Edit) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var out []byte
	done := 0
	for _, edit := range edits {
		from, ok := at(edit.Line, edit.Column)
		to, ended := at(edit.EndLine, edit.EndColumn)
		if !ok || !ended || from < done || to < from {
			return nil, false
		}
		out = append(append(out, s.Source[done:from]...), edit.NewText...)
		done = to
	}
	return append(out, s.Source[done:]...), true
}

// diffLines compares two texts, with three lines around what differs.
func diffLines(old, changed []byte) [][2]string {
	out := [][2]string{}
	text := string(diff.Diff("a", old, "b", changed))
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if i < 3 || l == "" { // its head, which names the files
			continue
		}
		body := strings.TrimSuffix(l[1:], "\r")
		if l[0] == '@' {
			body = l
		}
		if len(body) > longLine {
			body = body[:edge(body, longLine)] + "…"
		}
		out = append(out, [2]string{report.Clean(l[:1]), clean(body)})
	}
	return out
}
