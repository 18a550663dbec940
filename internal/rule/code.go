package rule

import (
	"slices"
	"strings"
)

// Signs that stand around a script's own text in a message, so that an editor can show it as code. They are of Unicode's private use;
// a script's text loses its own before it gets them.
const (
	codeStart = '\uf8f0'
	codeEnd   = '\uf8f1'
)

var noSigns = strings.NewReplacer(string(codeStart), "", string(codeEnd), "")

// MarkCode puts signs around what a message repeats of a script: each of the pieces, the longest first.
func MarkCode(message string, pieces []string) string {
	message = noSigns.Replace(message)
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(s string) bool { return s == "" })
	slices.SortStableFunc(pieces, func(a, b string) int { return len(b) - len(a) })
	var b strings.Builder
	for i := 0; i < len(message); {
		at := slices.IndexFunc(pieces, func(p string) bool { return wordAt(message, i, p) })
		if at < 0 {
			b.WriteByte(message[i])
			i++
			continue
		}
		b.WriteRune(codeStart)
		b.WriteString(pieces[at])
		b.WriteRune(codeEnd)
		i += len(pieces[at])
	}
	return b.String()
}

// wordAt reports whether a piece stands at a place of a message and is no part of a longer word there.
func wordAt(message string, i int, piece string) bool {
	if !strings.HasPrefix(message[i:], piece) {
		return false
	}
	const around = " ,;:()`"
	end := i + len(piece)
	return (i == 0 || strings.IndexByte(around, message[i-1]) >= 0) && (end == len(message) || strings.IndexByte(around, message[end]) >= 0)
}

// PlainText is a message without the signs around code.
func PlainText(message string) string { return noSigns.Replace(message) }

// CodeParts parts a message: words, then code, then words again, and so on.
func CodeParts(message string) []string {
	var parts []string
	for {
		before, rest, ok := strings.Cut(message, string(codeStart))
		parts = append(parts, noSigns.Replace(before))
		if !ok {
			return parts
		}
		code, after, ok := strings.Cut(rest, string(codeEnd))
		parts = append(parts, noSigns.Replace(code))
		if !ok {
			return parts
		}
		message = after
	}
}
