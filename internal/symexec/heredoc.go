package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// hereRange finds where the text that a shell reads stands in the script, so that findings point into it: in the here-document
// doc, or in some text behind the call.
func hereRange(cl *domain.CallInfo, doc place.Range, text string) (place.Range, []effects.Segment) {
	if doc.Script == cl.At.Script && doc.Script != nil && doc.End > doc.Start {
		if segs := hereLines(doc, text); segs != nil {
			return doc, segs
		}
	}
	src := string(cl.At.Script.Source)
	var segs []effects.Segment
	pos := cl.Whole.End
	off := 0
	for _, l := range strings.SplitAfter(text, "\n") {
		t := strings.TrimSuffix(l, "\n")
		if i := strings.Index(src[min(pos, len(src)):], t); i >= 0 && t != "" && !strings.Contains(t, "${wl_") {
			segs = append(segs, effects.Segment{From: off, To: pos + i, Exact: true})
			pos += i + len(t)
		} else {
			segs = append(segs, effects.Segment{From: off, To: min(pos, len(src)), Exact: false})
		}
		off += len(l)
	}
	if len(segs) == 0 {
		return cl.Whole, []effects.Segment{{From: 0, To: cl.Whole.Start, Exact: false}}
	}
	return place.Range{Script: cl.At.Script, Start: segs[0].To, End: min(pos, len(src))}, segs
}

// hereLines maps the lines of a text to those of the here-document that it was made from; nil when they are not the same ones,
// as with a value of several lines in it, or a line that a backslash joins with the next one.
func hereLines(doc place.Range, text string) []effects.Segment {
	src := doc.Text()
	if i := strings.LastIndexByte(src, '\n'); i >= 0 && !strings.HasSuffix(src, "\n") {
		src = src[:i] // the range ends with the delimiter
	}
	src, text = strings.TrimSuffix(src, "\n"), strings.TrimSuffix(text, "\n")
	if strings.Count(src, "\n") != strings.Count(text, "\n") {
		return nil
	}
	var segs []effects.Segment
	from, to := 0, doc.Start
	lines := strings.Split(text, "\n")
	for i, s := range strings.Split(src, "\n") {
		l := lines[i]
		skip := 0
		if len(s) > 0 && s[0] == '\t' && (l == "" || l[0] != '\t') { // <<-
			skip = len(s) - len(strings.TrimLeft(s, "\t"))
		}
		segs = append(segs, hereLine(s[skip:], l, from, to+skip)...)
		from += len(l) + 1
		to += len(s) + 1
	}
	return segs
}

// hereLine maps one line: what stands there as it is, and what an expansion has put there, which points at the expansion.
func hereLine(src, text string, from, to int) []effects.Segment {
	segs := []effects.Segment{{From: from, To: to, Exact: true}}
	i, k := 0, 0
	for i < len(text) && k < len(src) {
		switch c := src[k]; {
		case c == '\\' && k+1 < len(src) && strings.IndexByte("$`\\", src[k+1]) >= 0 && src[k+1] == text[i]:
			k++
			segs = append(segs, effects.Segment{From: from + i, To: to + k, Exact: true})
			i++
			k++
		case c == '$' || c == '`':
			n := expansionLen(src[k:])
			segs = append(segs, effects.Segment{From: from + i, To: to + k, Exact: false})
			k += n
			rest := src[k:]
			if end := strings.IndexAny(rest, "$`\\"); end >= 0 {
				rest = rest[:end]
			}
			j := strings.Index(text[i:], rest)
			if j < 0 || rest == "" && k < len(src) {
				return segs // two expansions side by side: nobody knows where the second one begins
			}
			if rest == "" {
				return segs
			}
			i += j
			segs = append(segs, effects.Segment{From: from + i, To: to + k, Exact: true})
		case c == text[i]:
			i++
			k++
		default:
			return segs
		}
	}
	return segs
}

// expansionLen is how long the expansion at the beginning of a line is: $x, ${x}, $(command) or `command`.
func expansionLen(s string) int {
	if s[0] == '`' {
		if i := strings.IndexByte(s[1:], '`'); i >= 0 {
			return i + 2
		}
		return len(s)
	}
	if len(s) < 2 {
		return len(s)
	}
	if s[1] == '{' || s[1] == '(' {
		depth := 0
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '{', '(':
				depth++
			case '}', ')':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return len(s)
	}
	i := 1
	for i < len(s) && (s[i] == '_' || s[i] >= '0' && s[i] <= '9' || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z') {
		i++
	}
	return max(i, 2)
}
