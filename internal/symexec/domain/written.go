package domain

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// writtenWords are the fields of a command whose words all stand for themselves, where some unit runs it.
type writtenWords struct {
	unit   *effects.Unit
	fields []Field // nil if some word has to be expanded
}

// Written gives the fields of a command with such words, which are found once for all states and rounds; nil for another command.
// They must not be written into.
func (x *Space) Written(list []*syntax.Word) []Field {
	if len(list) == 0 {
		return nil
	}
	w, ok := x.writtenAt[list[0]]
	if ok && (w.fields == nil || w.unit == x.prog.Unit) {
		return w.fields
	}
	w = writtenWords{unit: x.prog.Unit}
	if !ok && everyWritten(list) || ok {
		parts := make([]value.Part, len(list))
		w.fields = make([]Field, len(list))
		for i, word := range list {
			parts[i].Lit = word.Lit()
			w.fields[i] = Field{V: parts[i : i+1 : i+1], Src: x.prog.Span(word), Word: word}
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
		if !IsWritten(w.Lit()) {
			return false
		}
	}
	return true
}

// IsWritten reports whether text without quotes stands for itself.
func IsWritten(t string) bool {
	return t != "" && (t == "[" || !strings.ContainsAny(t, `\*?[~{`))
}
