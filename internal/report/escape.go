package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// tabWidth is how far apart the tab stops of a code frame are.
const tabWidth = 4

// runeWidths does not look at the locale, so that a report is the same everywhere.
var runeWidths = &runewidth.Condition{}

// A cell is a character of a source line as it is shown.
type cell struct {
	text       string
	width      int // columns on the terminal
	start, end int // bytes of the line
}

// cells takes a source line apart. What could move the cursor, hide text or change its order is shown escaped.
func cells(line string) []cell {
	var list []cell
	column := 0
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		c := cell{start: i, end: i + size}
		switch {
		case r == '\t':
			c.width = tabWidth - column%tabWidth
			c.text = strings.Repeat(" ", c.width)
		case r == '#' && isLogCommand(line[i:]):
			c.text, c.width = `\x23`, len(`\x23`)
		case shown(r, size):
			c.text, c.width = line[i:i+size], runeWidths.RuneWidth(r)
		default:
			c.text = escape(r, size, line[i])
			c.width = len(c.text)
		}
		column += c.width
		list = append(list, c)
		i += size
	}
	return list
}

// shown reports whether a rune can be printed as it is. Blanks other than the space are not: a no-break space is
// part of a word for the shell.
func shown(r rune, size int) bool {
	if r == utf8.RuneError && size <= 1 {
		return false
	}
	return unicode.IsPrint(r) && (r < utf8.RuneSelf || !invisible[r])
}

// invisible are the letters and marks that show nothing.
var invisible = map[rune]bool{0x034f: true, 0x115f: true, 0x1160: true, 0x17b4: true, 0x17b5: true, 0x3164: true, 0xffa0: true}

// escape writes a rune in the way of bash's $'…'.
func escape(r rune, size int, first byte) string {
	switch {
	case r == utf8.RuneError && size <= 1:
		return fmt.Sprintf(`\x%02x`, first)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}

// Clean makes text that may come from a script, or be a file's name, fit to print on a line: control characters,
// terminal sequences, bidirectional overrides and invalid UTF-8 are shown escaped.
func Clean(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if shown(r, size) && (r != '#' || !isLogCommand(s[i:])) {
			b.WriteString(s[i : i+size])
		} else {
			b.WriteString(escape(r, size, s[i]))
		}
		i += size
	}
	return b.String()
}

// textWidth is the number of columns that a clean text takes.
func textWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidths.RuneWidth(r)
	}
	return n
}

// clip cuts a clean text to a number of columns.
func clip(s string, columns int) string {
	if textWidth(s) <= columns {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeWidths.RuneWidth(r); n > columns-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// cleanLines is Clean for a text of several lines.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Clean(strings.ReplaceAll(line, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

// logCommands are the words that the log of a build service acts on after "##[", wherever in a line that stands.
// ("${x##[a-z]}" stands in many scripts, so not every word is one.)
var logCommands = map[string]bool{
	"add-mask": true, "add-matcher": true, "add-path": true, "command": true, "debug": true, "echo": true, "endgroup": true,
	"error": true, "group": true, "internal-set-repo-path": true, "notice": true, "remove-matcher": true, "save-state": true,
	"section": true, "set-env": true, "set-output": true, "stop-commands": true, "warning": true,
}

// isLogCommand reports whether a build service would take the start of a text for a command: "##[error]" is one of
// GitHub's and Azure's, "##vso[" of Azure's.
func isLogCommand[T string | []byte](text T) bool {
	const longest = len("##[internal-set-repo-path]")
	head := strings.ToLower(string(text[:min(len(text), longest)]))
	if strings.HasPrefix(head, "##vso[") {
		return true
	}
	rest, ok := strings.CutPrefix(head, "##[")
	end := strings.IndexAny(rest, "] ")
	return ok && end > 0 && logCommands[rest[:end]]
}

// lineStart makes a clean text fit to begin a line: a build service takes a line whose first text is "::" for a command.
// A text that is ":" alone may be a file's name, which another ":" follows.
func lineStart(s string) string {
	blanks := len(s) - len(strings.TrimLeft(s, " "))
	if s[blanks:] == ":" || strings.HasPrefix(s[blanks:], "::") {
		return s[:blanks] + `\x3a` + s[blanks+1:]
	}
	return s
}
