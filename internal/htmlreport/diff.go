package htmlreport

import (
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rewrite"
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
		changed, ok := rewrite.Apply(s.text.Source, byFile[name])
		if !ok {
			return []fileDiff{}
		}
		out = append(out, fileDiff{e.path(name), diffLines(s.text.Source, changed)})
	}
	return out
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
