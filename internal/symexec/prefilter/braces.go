package prefilter

import (
	"fmt"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// MaxBraces is how many words of a brace expansion are told apart; those behind them are unknown words.
const MaxBraces = 1024

// Braces expands {a,b} and {1..5}, which bash does before anything else, in a word that has braces. more says that there are more words
// than these.
func Braces(w *syntax.Word) (words []*syntax.Word, more bool) {
	c := *w
	c.Parts = append([]syntax.WordPart(nil), w.Parts...)
	if !syntax.SplitBraces(&c) {
		return []*syntax.Word{w}, false
	}
	all := expandBraces(&c, MaxBraces+1)
	if more = len(all) > MaxBraces; more {
		all = all[:MaxBraces]
	}
	for _, parts := range all {
		if len(parts) > 0 { // {,} makes no word
			words = append(words, &syntax.Word{Parts: parts})
		}
	}
	return words, more
}

// expandBraces gives the first words that a word with brace expressions stands for, at most as many as are wanted. The expression on
// the left changes last, so that they are the first ones whatever follows.
func expandBraces(w *syntax.Word, most int) [][]syntax.WordPart {
	out := [][]syntax.WordPart{nil}
	for _, p := range w.Parts {
		b, ok := p.(*syntax.BraceExp)
		if !ok {
			for i := range out {
				out[i] = append(out[i], p)
			}
			continue
		}
		var alternatives [][]syntax.WordPart
		if b.Sequence {
			alternatives = sequence(b, most)
		} else {
			for _, e := range b.Elems {
				if len(alternatives) >= most {
					break
				}
				alternatives = append(alternatives, expandBraces(e, most-len(alternatives))...)
			}
		}
		next := make([][]syntax.WordPart, 0, min(most, len(out)*len(alternatives)))
	combine:
		for _, before := range out {
			for _, a := range alternatives {
				if len(next) >= most {
					break combine
				}
				next = append(next, append(before[:len(before):len(before)], a...))
			}
		}
		out = next
	}
	return out
}

// sequence gives the first words of {1..5}, {a..e} or {01..10..2}.
func sequence(b *syntax.BraceExp, most int) [][]syntax.WordPart {
	first, last := b.Elems[0].Lit(), b.Elems[1].Lit()
	from, err1 := strconv.ParseInt(first, 10, 64)
	to, err2 := strconv.ParseInt(last, 10, 64)
	letters := err1 != nil || err2 != nil
	if letters {
		if len(first) != 1 || len(last) != 1 {
			return [][]syntax.WordPart{bracedText(b, "{"+first+".."+last+"}")}
		}
		from, to = int64(first[0]), int64(last[0])
	}
	step := uint64(1)
	if len(b.Elems) > 2 {
		if n, err := strconv.ParseInt(b.Elems[2].Lit(), 10, 64); err == nil && n != 0 {
			step = distance(0, n)
		}
	}
	width := 0
	if padded(first) || padded(last) {
		width = max(len(first), len(last))
	}
	rounds := distance(from, to) / step
	var out [][]syntax.WordPart
	for i := uint64(0); i <= rounds && len(out) < most; i++ {
		n := from + int64(i*step)
		if to < from {
			n = from - int64(i*step)
		}
		var text string
		switch {
		case letters:
			text = string(rune(n))
		case width > 0:
			text = fmt.Sprintf("%0*d", min(width, value.MaxValue+1), n)
		default:
			text = strconv.FormatInt(n, 10)
		}
		out = append(out, bracedText(b, text))
		if i == rounds { // which may be the largest number there is
			break
		}
	}
	return out
}

// distance is how far two numbers are apart, of which there may be more than an int64 holds.
func distance(a, b int64) uint64 {
	if a > b {
		a, b = b, a
	}
	return uint64(b) - uint64(a)
}

// padded reports whether a number is written with zeros in front, to the width of which bash then fills up all of them.
func padded(number string) bool {
	digits := strings.TrimPrefix(number, "-")
	return len(digits) > 1 && digits[0] == '0'
}

// bracedText is a text of a word that stands for itself.
func bracedText(b *syntax.BraceExp, text string) []syntax.WordPart {
	if strings.ContainsAny(text, "\\`[]^") {
		return []syntax.WordPart{&syntax.SglQuoted{Left: b.Pos(), Right: b.End(), Value: text}}
	}
	return []syntax.WordPart{&syntax.Lit{ValuePos: b.Pos(), ValueEnd: b.End(), Value: text}}
}
