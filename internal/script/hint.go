package script

import (
	"bytes"
	"strings"
)

// A Hint is a comment that says how a script is to be read: "source=FILE" or "shell=NAME", of wipelint's or of shellcheck's. Whoever may
// write one may have another file or another shell looked at than the one that runs.
type Hint struct {
	// Line is where it stands.
	Line int
	// Text is the comment with the line of the command below it, whose file it names.
	Text string
	// Own says that it is wipelint's.
	Own bool
}

// Hints are those of a script, in order, whether they count or not.
func (s *Script) Hints() []Hint {
	if !bytes.Contains(s.Source, []byte("source=")) && !bytes.Contains(s.Source, []byte("shell=")) {
		return nil
	}
	var out []Hint
	for line := 1; line <= s.LineCount(); line++ {
		text := strings.TrimSpace(strings.TrimPrefix(s.LineText(line), string(utf8BOM)))
		words := strings.Fields(strings.TrimLeft(text, "#"))
		if !strings.HasPrefix(text, "#") || len(words) < 2 || words[0] != "wipelint" && words[0] != "shellcheck" {
			continue
		}
		for _, w := range words[1:] {
			if strings.HasPrefix(w, "source=") {
				text += "\n" + s.below(line)
			} else if !strings.HasPrefix(w, "shell=") {
				continue
			}
			out = append(out, Hint{line, text, words[0] == "wipelint"})
			break
		}
	}
	return out
}

// below is the first line below another one that is no comment.
func (s *Script) below(line int) string {
	for line++; line <= s.LineCount(); line++ {
		if text := strings.TrimSpace(s.LineText(line)); !strings.HasPrefix(text, "#") {
			return text
		}
	}
	return ""
}

// heed notes which hints do not count.
func (s *Script) heed(heeds func(string) bool) {
	if heeds == nil {
		return
	}
	for _, h := range s.Hints() {
		if heeds(h.Text) {
			continue
		}
		if s.unheeded == nil {
			s.unheeded = map[int]bool{}
		}
		s.unheeded[h.Line] = true
	}
}

// Unheeded are the hints that do not count.
func (s *Script) Unheeded() []Hint {
	if len(s.unheeded) == 0 {
		return nil
	}
	var out []Hint
	for _, h := range s.Hints() {
		if s.unheeded[h.Line] {
			out = append(out, h)
		}
	}
	return out
}
