package symexec

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

const maxBraces = 64

// tooManyBraces keeps {1..1000000} and nested braces from making the tree explode.
func tooManyBraces(w *syntax.Word) bool {
	n := 1
	for _, p := range w.Parts {
		b, ok := p.(*syntax.BraceExp)
		if !ok {
			continue
		}
		if b.Sequence {
			from, err1 := strconv.Atoi(b.Elems[0].Lit())
			to, err2 := strconv.Atoi(b.Elems[1].Lit())
			if err1 == nil && err2 == nil {
				n *= max(from-to, to-from) + 1
			} else {
				n *= 26
			}
		} else {
			for _, e := range b.Elems {
				if tooManyBraces(e) {
					return true
				}
			}
			n *= len(b.Elems)
		}
		if n > maxBraces || n < 0 {
			return true
		}
	}
	return false
}

// expandBraces gives the words that a word with brace expressions stands for.
func expandBraces(w *syntax.Word) []*syntax.Word {
	out := []*syntax.Word{{}}
	for _, p := range w.Parts {
		b, ok := p.(*syntax.BraceExp)
		if !ok {
			for _, o := range out {
				o.Parts = append(o.Parts, p)
			}
			continue
		}
		var alts []*syntax.Word
		if b.Sequence {
			alts = sequence(b)
		} else {
			for _, e := range b.Elems {
				alts = append(alts, expandBraces(e)...)
			}
		}
		var next []*syntax.Word
		for _, o := range out {
			for _, a := range alts {
				parts := append(append([]syntax.WordPart(nil), o.Parts...), a.Parts...)
				next = append(next, &syntax.Word{Parts: parts})
			}
		}
		out = next
	}
	var words []*syntax.Word
	for _, o := range out {
		if len(o.Parts) > 0 {
			words = append(words, o)
		}
	}
	return words
}

func sequence(b *syntax.BraceExp) []*syntax.Word {
	lit := func(s string) *syntax.Word {
		l := &syntax.Lit{ValuePos: b.Pos(), ValueEnd: b.End(), Value: s}
		return &syntax.Word{Parts: []syntax.WordPart{l}}
	}
	from, err1 := strconv.Atoi(b.Elems[0].Lit())
	to, err2 := strconv.Atoi(b.Elems[1].Lit())
	step := 1
	if len(b.Elems) > 2 {
		if n, err := strconv.Atoi(b.Elems[2].Lit()); err == nil && n != 0 {
			step = max(n, -n)
		}
	}
	letters := err1 != nil || err2 != nil
	if letters {
		f, t := b.Elems[0].Lit(), b.Elems[1].Lit()
		if len(f) != 1 || len(t) != 1 {
			return []*syntax.Word{lit("{" + f + ".." + t + "}")}
		}
		from, to = int(f[0]), int(t[0])
	}
	var out []*syntax.Word
	for i := from; ; {
		if letters {
			out = append(out, lit(string(rune(i))))
		} else {
			out = append(out, lit(strconv.Itoa(i)))
		}
		if from <= to {
			i += step
			if i > to {
				return out
			}
		} else {
			i -= step
			if i < to {
				return out
			}
		}
	}
}
