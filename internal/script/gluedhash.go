package script

import (
	"bytes"

	"mvdan.cc/sh/v3/syntax"
)

// Between ( ) and in other lists of their own the parser takes a # right behind an expansion or a quoted part for the beginning of a
// comment: (echo ${b}#; wipe). To a shell it belongs to the word, and what follows it runs. Such a # is given to the parser as another
// character, and put back into the tree.

// gluedHashes are the offsets at which that can be.
func gluedHashes(text []byte) (out []int) {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '#')
		if i < 0 {
			return out
		}
		if at += i; glued(text[:at]) {
			out = append(out, at)
		}
	}
}

// glued reports whether an expansion or a quoted part may end where a text does.
func glued(text []byte) bool {
	i := len(text) - 1
	if i < 0 {
		return false
	}
	if bytes.IndexByte([]byte("}\"')`"), text[i]) >= 0 {
		return true
	}
	if i > 0 && text[i-1] == '$' && bytes.IndexByte([]byte("@*?!$-"), text[i]) >= 0 {
		return true
	}
	for i >= 0 && (text[i] == '_' || text[i] >= '0' && text[i] <= '9' || text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z') {
		i--
	}
	return i >= 0 && i < len(text)-1 && text[i] == '$'
}

// maxGlued is how often a text is parsed again to find them all.
const maxGlued = 24

// parseGlued parses a text in which a # may stand behind a part of a word.
func parseGlued(text []byte, v syntax.LangVariant) parsed {
	kind := parserKind{v, true}
	p := parseWith(text, kind)
	stand := standIn(text)
	if stand == 0 {
		return p
	}
	patched := text
	for range maxGlued {
		at := wrongComments(p.stmts, text)
		if len(at) == 0 && p.err != nil {
			if next, q := gluedBehind(patched, p, kind, stand); next != nil {
				patched, p = next, q
				continue
			}
		}
		if len(at) == 0 {
			if !same(text, patched) {
				restore(p.stmts, stand)
			}
			return p
		}
		if same(text, patched) {
			patched = bytes.Clone(text)
		}
		for _, off := range at {
			patched[off] = stand
		}
		p = parseWith(patched, kind)
	}
	restore(p.stmts, stand)
	if at := wrongComments(p.stmts, text); len(at) > 0 {
		p.err, p.errOffset = &gluedError{}, at[0]
	}
	return p
}

// A gluedError says that a # was not told from the beginning of a comment.
type gluedError struct{}

func (*gluedError) Error() string {
	return "`#` behind a part of a word: too many to tell from comments"
}

func same(a, b []byte) bool { return len(a) == 0 || &a[0] == &b[0] }

// standIn is a character that the text does not have.
func standIn(text []byte) byte {
	for _, c := range []byte{0x1c, 0x1d, 0x1e, 0x1f, 0x02, 0x03, 0x04} {
		if bytes.IndexByte(text, c) < 0 {
			return c
		}
	}
	return 0
}

// wrongComments are the offsets of comments that begin right where a word ends.
func wrongComments(stmts []*syntax.Stmt, text []byte) []int {
	var hashes []int
	note := func(comments []syntax.Comment) {
		for _, c := range comments {
			if at := int(c.Hash.Offset()); at > 0 && at < len(text) && text[at] == '#' {
				hashes = append(hashes, at)
			}
		}
	}
	ends := map[int]bool{}
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Comment:
				note([]syntax.Comment{*n})
			case *syntax.Word:
				ends[int(n.End().Offset())] = true
			}
			return true
		})
	}
	var out []int
	for _, at := range hashes {
		if ends[at] {
			out = append(out, at)
		}
	}
	return out
}

// gluedBehind looks behind an error for a # that hides what the parser misses, line by line, and gives the text and tree with it where
// that brings the parser further.
func gluedBehind(text []byte, p parsed, kind parserKind, stand byte) ([]byte, parsed) {
	from := 0
	if n := len(p.stmts); n > 0 {
		from = min(int(p.stmts[n-1].End().Offset()), len(text))
	}
	next := bytes.Clone(text)
	for lines := 0; from < len(text) && lines < 8; {
		end := len(text)
		if i := bytes.IndexByte(text[from:], '\n'); i >= 0 {
			end = from + i + 1
		}
		hit := false
		for _, at := range gluedHashes(next[from:end]) {
			next[from+at] = stand
			hit = true
		}
		if hit {
			lines++
			q := parseWith(next, kind)
			if q.err == nil || len(q.stmts) > len(p.stmts) {
				return next, q
			}
		}
		from = end
	}
	return nil, p
}

// restore puts the # back into the tree.
func restore(stmts []*syntax.Stmt, stand byte) {
	put := func(s string) string { return string(bytes.ReplaceAll([]byte(s), []byte{stand}, []byte("#"))) }
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Lit:
				n.Value = put(n.Value)
			case *syntax.SglQuoted:
				n.Value = put(n.Value)
			case *syntax.Comment:
				n.Text = put(n.Text)
			}
			return true
		})
	}
}
