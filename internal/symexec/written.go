package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// writtenWords are the fields of a command whose words all stand for themselves, where some unit runs it.
type writtenWords struct {
	unit   *unit
	fields []Field // nil if some word has to be expanded
}

// written gives the fields of a command with such words, which are found once for all states and rounds; nil for another command.
// They must not be written into.
func (x *exec) written(list []*syntax.Word) []Field {
	if len(list) == 0 {
		return nil
	}
	w, ok := x.writtenAt[list[0]]
	if ok && (w.fields == nil || w.unit == x.unit) {
		return w.fields
	}
	w = writtenWords{unit: x.unit}
	if !ok && everyWritten(list) || ok {
		parts := make([]Part, len(list))
		w.fields = make([]Field, len(list))
		for i, word := range list {
			parts[i].lit = word.Lit()
			w.fields[i] = Field{v: parts[i : i+1 : i+1], src: x.span(word), word: word}
		}
	}
	if x.writtenAt == nil {
		x.writtenAt = map[*syntax.Word]writtenWords{}
	}
	x.writtenAt[list[0]] = w
	return w.fields
}

func everyWritten(list []*syntax.Word) bool {
	for _, w := range list {
		if !isWritten(w.Lit()) {
			return false
		}
	}
	return true
}

// isWritten reports whether text without quotes stands for itself.
func isWritten(t string) bool {
	return t != "" && (t == "[" || !strings.ContainsAny(t, `\*?[~{`))
}
