package effects

import (
	"sort"

	"mvdan.cc/sh/v3/syntax"
)

// A body is a list of statements that share positions: a script, a function, text that a command runs. It tells where each
// variable is read for the last time. A read in a loop counts to the end of the outermost loop around it.
type Body struct {
	Last map[uint32]int
	// spans are where a variable is live between an assignment that certainly runs and the reads that it reaches, in the
	// order of their starts.
	Spans map[uint32][]span
	All   int // up to here everything may be read: source, eval of unknown text, indirect expansion
}

type span struct{ From, To int }

// ReadAfter reports whether a variable can be read after an offset, before it is assigned anew.
func (b *Body) ReadAfter(id uint32, off int) bool {
	if b.All > off || b.Last[id] > off {
		return true
	}
	l := b.Spans[id]
	i := sort.Search(len(l), func(i int) bool { return l[i].From > off })
	return i > 0 && l[i-1].To > off
}

// span notes that a variable is live from an assignment on.
func (b *Body) span(id uint32, s span) {
	l := b.Spans[id]
	if n := len(l); n > 0 && l[n-1].From == s.From {
		l[n-1].To = max(l[n-1].To, s.To)
		return
	}
	if b.Spans == nil {
		b.Spans = map[uint32][]span{}
	}
	b.Spans[id] = append(l, s)
}

// Past is where the text goes on behind a statement: in front of the text of its here-documents, which may have more commands before it.
func Past(s *syntax.Stmt) int {
	if s.Semicolon.IsValid() {
		return int(s.End().Offset())
	}
	end := int(s.Pos().Offset())
	switch c := s.Cmd.(type) {
	case nil:
	case *syntax.BinaryCmd:
		end = Past(c.Y)
	default:
		end = int(c.End().Offset())
	}
	for _, r := range s.Redirs {
		if r.Word != nil {
			end = max(end, int(r.Word.End().Offset()))
		}
	}
	return end
}
