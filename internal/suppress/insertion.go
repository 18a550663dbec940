package suppress

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// An Edit inserts text.
type Edit struct {
	Offset int // in bytes
	Text   string
}

// Insertion gives the edit that suppresses a rule for what stands at an offset of a script: a comment of its own line with
// the indentation of the command, or at the end of the command's line where that is the narrower one. With no reason the
// comment has empty quotes for the author to fill in; until then it suppresses nothing, and is reported. It is false when there
// is no command at the offset, or no place for a comment near it.
func Insertion(s *script.Script, offset int, of *rule.Rule, reason string) (Edit, bool) {
	reason = quotable(reason)
	if !tells(reason) {
		reason = ""
	}
	text := fmt.Sprintf("# %s:%s=%s reason=\"%s\"", name, disable, of.Name(), reason)
	for _, e := range places(s, s.Outline(), offset, text) {
		probe := e
		if reason == "" { // without one a comment has no effect that could be looked at
			probe.Text = strings.Replace(e.Text, `reason=""`, `reason="x"`, 1)
		}
		if holds(s, probe, offset, of) {
			return e, true
		}
	}
	return Edit{}, false
}

// quotable makes a text fit to stand in double quotes in a comment.
func quotable(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
}

// places lists where a comment for a command may stand, the narrowest first.
func places(s *script.Script, outline *script.Outline, offset int, text string) []Edit {
	var above, wide []Edit
	own, ok := outline.Innermost(offset)
	if !ok {
		return nil
	}
	for i := len(outline.Commands) - 1; i >= 0; i-- {
		c := outline.Commands[i]
		if !c.Holds(offset) {
			continue
		}
		line, _ := s.Position(c.Start)
		start := s.LineOffsets()[line-1]
		if line == 1 && bytes.HasPrefix(s.Source, []byte("\ufeff")) {
			start = len("\ufeff")
		}
		indent := string(s.Source[start:c.Start])
		if strings.TrimSpace(indent) != "" {
			continue
		}
		e := Edit{start, indent + text + ending(s, line)}
		if last, _ := s.Position(max(c.End-1, c.Start)); c.Simple || last == line {
			above = append(above, e)
		} else {
			wide = append(wide, e)
		}
	}
	line, _ := s.Position(max(own.End-1, own.Start))
	if own.Simple && own.End > offset {
		end := s.LineOffsets()[line-1] + len(s.LineText(line))
		above = append(above, Edit{end, " " + text})
	}
	return append(above, wide...)
}

// ending is how a line ends.
func ending(s *script.Script, line int) string {
	text := s.Source
	if lines := s.LineOffsets(); line < len(lines) {
		text = text[:lines[line]]
	}
	if bytes.HasSuffix(text, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// holds reports whether a script can be parsed after an edit just as before, and has a new comment then that is for the rule at the offset.
func holds(s *script.Script, e Edit, offset int, of *rule.Rule) bool {
	text := bytes.Join([][]byte{s.Source[:e.Offset], []byte(e.Text), s.Source[e.Offset:]}, nil)
	edited := script.Parse(s.Path, text, script.Options{})
	if (edited.Err == nil) != (s.Err == nil) || edited.Dialect != s.Dialect {
		return false
	}
	if offset >= e.Offset {
		offset += len(e.Text)
	}
	var at Position
	at.Line, at.Column = edited.Position(offset)
	from := e.Offset + strings.IndexByte(e.Text, '#')
	var comment Position
	comment.Line, comment.Column = edited.Position(from)
	for _, d := range Read(edited, []*rule.Rule{of}) {
		if d.At.Start != comment {
			continue
		}
		return len(d.Faults) == 0 && d.Names(of.Name()) && d.CoversPosition(at)
	}
	return false
}
