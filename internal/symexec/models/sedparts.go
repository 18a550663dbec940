package models

import "strings"

// sedParts are the parts of what stands behind the s of sed and its delimiter. A delimiter with a backslash is one of the text.
func sedParts(text string, delimiter byte) []string {
	var parts []string
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == delimiter && !strings.ContainsRune(`()[]{}.*+?^$|`, rune(delimiter)):
			i++
			b.WriteByte(delimiter)
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		case text[i] == delimiter:
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(text[i])
		}
	}
	return append(parts, b.String())
}
