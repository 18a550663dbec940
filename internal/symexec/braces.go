package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// maxBracedWords is how many words a run makes of all its brace expressions; what the others make is not known.
const maxBracedWords = 1 << 16

// braced is what a word with brace expressions stands for behind its first words: any number of words that begin and end as it does.
func (x *exec) braced(w *syntax.Word) domain.Field {
	f := domain.Field{Src: x.prog.Span(w), Word: w}
	t := effects.Printed(w)
	if i := strings.IndexAny(t, "{$`'\"\\~*?["); i > 0 {
		f.V = value.Lit(t[:i])
	}
	f.V = f.V.Append(value.SymValue(value.TooLong))
	f.Multi = x.dom.Derive(f.V, "words", func(s *value.Sym) { s.Desc = t })
	return f
}
