package report

import "strings"

// Hang breaks a text of one line, which is clean, at blanks into lines of at most width columns. The lines after the first
// stand indented; a word that is longer than a line stands on its own.
func Hang(text string, width, indent int) []string { return hang(text, width, indent, 0) }

// hang is Hang for a text in front of which columns of the first line are taken. If its first word has no room there, the
// first line is empty.
func hang(text string, width, indent, taken int) []string {
	if taken+textWidth(text) <= width {
		return []string{text}
	}
	var lines []string
	line, used := "", taken
	for word := range strings.FieldsSeq(text) {
		blank := min(1, len(line))
		if used > 0 && used+blank+textWidth(word) > width && (line != "" || indent < taken) {
			lines = append(lines, line)
			line = lineStart(word)
			used = indent + textWidth(line)
			continue
		}
		line += strings.Repeat(" ", blank) + word
		used += blank + textWidth(word)
	}
	lines = append(lines, line)
	for i := 1; i < len(lines); i++ {
		lines[i] = strings.Repeat(" ", indent) + lines[i]
	}
	return lines
}

// Reflow breaks the paragraphs and list items of a text in Markdown into lines of at most width columns. Blocks of code,
// tables and headings stay as they are.
func Reflow(text string, width int) string {
	r := &reflow{width: max(width, minWidth)}
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		body := strings.TrimLeft(line, " ")
		fence := strings.HasPrefix(body, "```")
		switch {
		case fence, code:
			r.flush()
			r.out = append(r.out, line)
			code = code != fence
		case body == "", strings.HasPrefix(body, "#"), strings.HasPrefix(body, "|"):
			r.flush()
			r.out = append(r.out, line)
		case strings.HasPrefix(line, "    ") && len(r.paragraph) == 0:
			r.out = append(r.out, line)
		case strings.HasPrefix(body, "- "):
			r.flush()
			r.indent = len(line) - len(body) + len("- ")
			r.paragraph = append(r.paragraph, line)
		default:
			r.paragraph = append(r.paragraph, line)
		}
	}
	r.flush()
	return strings.Join(r.out, "\n")
}

// A reflow is a text that is broken into lines.
type reflow struct {
	width, indent  int
	paragraph, out []string
}

// flush ends a paragraph.
func (r *reflow) flush() {
	if len(r.paragraph) > 0 {
		first := r.paragraph[0]
		lead := first[:len(first)-len(strings.TrimLeft(first, " "))]
		lines := hang(strings.Join(r.paragraph, " "), r.width, r.indent, len(lead))
		lines[0] = lead + lines[0]
		r.out = append(r.out, lines...)
	}
	r.paragraph, r.indent = nil, 0
}
