package strict

import "strings"

const (
	// maxDepth is how deep tables and lists may stand in each other, and how many parts a key may have.
	maxDepth = 32
	// maxFaults is how many faults of a file are told; for each its place is looked for in the text.
	maxFaults = 50
)

// tooDeep gives the offset at which a text nests deeper than any configuration needs, -1 if it does not. The decoder calls itself
// for each level and looks a key of many parts up from its beginning, so a text is looked at before it is decoded.
func tooDeep(text string) int {
	depth, dots := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '#':
			if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
				i += end - 1
			} else {
				return -1
			}
		case '"', '\'':
			i = skipString(text, i)
		case '[', '{':
			dots = 0
			if depth++; depth > maxDepth {
				return i
			}
		case ']', '}':
			dots = 0
			depth = max(0, depth-1)
		case '.':
			if dots++; dots > maxDepth {
				return i
			}
		case '\n', '=', ',':
			dots = 0
		}
	}
	return -1
}

// skipString gives the offset of the last byte of a string.
func skipString(text string, start int) int {
	quote := text[start : start+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(text[start:], triple) {
		for i := start + 3; i < len(text); i++ {
			switch {
			case quote == `"` && text[i] == '\\':
				i++
			case strings.HasPrefix(text[i:], triple):
				return i + 2
			}
		}
		return len(text)
	}
	for i := start + 1; i < len(text); i++ {
		switch {
		case quote == `"` && text[i] == '\\':
			i++
		case text[i] == quote[0], text[i] == '\n':
			return i
		}
	}
	return len(text)
}
