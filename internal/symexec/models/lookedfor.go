package models

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// What a search looks for: its pattern by number, and what an earlier search has left of the lines.

// whole is a pattern with what -w and -x say of where it ends.
func whole(pat value.Value, has func(...string) bool) value.Value {
	switch {
	case has("x", "line-regexp"):
		return pat.Append(value.Lit("$"))
	case has("w", "word-regexp"):
		return pat.Append(value.Lit(" "))
	}
	return pat
}

// A narrowing is what grep '^/' or grep -v '^tmpfs' leaves of a text: the lines that begin, or do not begin, with a text.
type narrowing struct {
	from    value.Value
	begins  string
	dropped bool // those lines are left out
}

// keeps reports whether all lines that a pattern may fit have come through.
func (n narrowing) keeps(pat value.Value) bool {
	if len(pat) == 0 || pat[0].Sym != nil {
		return false
	}
	start, ok := strings.CutPrefix(pat[0].Lit, "^")
	if i := strings.IndexAny(start, special); i >= 0 {
		start = start[:max(i-1, 0)] // what is repeated may be missing
	}
	if !ok || start == "" {
		return false
	}
	if n.dropped {
		k := min(len(start), len(n.begins))
		return start[:k] != n.begins[:k]
	}
	return strings.HasPrefix(start, n.begins)
}

// special are the characters of a pattern that stand for others.
const special = `^$.*[]\+?(){}|`

// beginning is the text that a pattern of nothing else asks for at the beginning of a line.
func beginning(pat value.Value) (string, bool) {
	t, ok := pat.Constant()
	start, anchored := strings.CutPrefix(t, "^")
	return start, ok && anchored && start != "" && !strings.ContainsAny(start, special)
}

// LooksFor is the number of a pattern that lines of an answer, or a column of them, are looked for with.
func (x *Tools) LooksFor(pat value.Value, column int) uint32 {
	key := effects.AboutPseudo + pat.Key()
	if column > 0 {
		key += "\x01" + strconv.Itoa(column)
	}
	id := x.tab.Name(key)
	x.Abouts[id] = pat
	if column > 0 {
		x.Columns[id] = column
	}
	return id
}
