package script

import (
	"bytes"
	"strings"
)

// SourceAt is the file that a comment above a command says it reads: "# wipelint source=lib/disks.sh", or the same of shellcheck. "" is
// none. offset is where the command begins.
func (s *Script) SourceAt(offset int) string {
	line, _ := s.Position(offset)
	for line--; line > 0; line-- {
		text := strings.TrimSpace(s.LineText(line))
		if !strings.HasPrefix(text, "#") {
			return ""
		}
		if f := sourceIn(text); f != "" && !s.unheeded[line] {
			return f
		}
	}
	return ""
}

// SourcesSaid are all files that such comments of a script name.
func (s *Script) SourcesSaid() []string {
	if !bytes.Contains(s.Source, []byte("source=")) {
		return nil
	}
	var out []string
	number := 0
	for line := range bytes.Lines(s.Source) {
		number++
		if text := bytes.TrimSpace(line); len(text) > 0 && text[0] == '#' && !s.unheeded[number] {
			if f := sourceIn(string(text)); f != "" {
				out = append(out, f)
			}
		}
	}
	return out
}

// sourceIn is the file that one comment names. /dev/null says of a file that it is not to be looked for, and so says nothing of it.
func sourceIn(comment string) string {
	words := strings.Fields(strings.TrimLeft(comment, "#"))
	if len(words) < 2 || words[0] != "wipelint" && words[0] != "shellcheck" {
		return ""
	}
	for _, w := range words[1:] {
		if f, ok := strings.CutPrefix(w, "source="); ok && f != "/dev/null" {
			return strings.TrimPrefix(strings.Trim(f, `"'`), "SCRIPTDIR/")
		}
	}
	return ""
}
