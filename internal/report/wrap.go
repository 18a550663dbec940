package report

import "strings"

// wrap breaks a text at blanks into lines of at most width columns, escaped. The text's own lines are kept, with
// their indentation: they may be configuration to copy. A word that is longer than a line stands on its own.
func wrap(text string, width int) []string {
	var lines []string
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		line = Clean(line)
		body := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(body)]
		if textWidth(line) <= width {
			lines = append(lines, line)
			continue
		}
		current := indent
		for word := range strings.FieldsSeq(body) {
			switch {
			case current == indent:
				current += word
			case textWidth(current)+1+textWidth(word) <= width:
				current += " " + word
			default:
				lines = append(lines, current)
				current = indent + word
			}
		}
		lines = append(lines, current)
	}
	return lines
}
