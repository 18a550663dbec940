package prefilter

import (
	"bytes"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// mayWrite reports whether output may go to what a variable names.
func mayWrite(t []byte) bool {
	for _, sign := range []string{">$", `>"$`, "> $", `> "$`, ">|"} {
		if bytes.Contains(t, []byte(sign)) {
			return true
		}
	}
	return false
}

// mayJoin reports whether a text may put a path together of what it does not know: "$a/$b".
func mayJoin(t []byte) bool {
	for _, sign := range []string{"/$", "}/", `"/`, ")/", "`/"} {
		if bytes.Contains(t, []byte(sign)) {
			return true
		}
	}
	return false
}

// mayActHere reports whether a text has a word that stands for the current folder or all that is in it, or a command that means it when it is
// given none. Most scripts have neither, and need not be looked at further for that.
func mayActHere(t []byte) bool {
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '*':
			if before := byteAt(t, i-1); wordEnd(before) || before == '/' || before == '.' {
				return true
			}
		case '.':
			if !wordEnd(byteAt(t, i-1)) {
				continue
			}
			end := i + 1
			for end < len(t) && (t[end] == '/' || t[end] == '.') {
				end++
			}
			if next := byteAt(t, end); wordEnd(next) || next == '[' || next == '?' {
				return true
			}
		}
	}
	return bytes.Contains(t, []byte("-delete")) || bytes.Contains(t, []byte("PWD")) || bytes.Contains(t, []byte("pwd")) || bytes.Contains(t, []byte("-exec"))
}

func byteAt(t []byte, i int) byte {
	if i < 0 || i >= len(t) {
		return '\n'
	}
	return t[i]
}

// wordEnd reports whether a byte may stand beside a word.
func wordEnd(b byte) bool { return strings.IndexByte(" \t\r\n\"'=(){},;&|<>:`\\", b) >= 0 }

// hereIn notes a text that stands for all of the current folder, or has a word that does.
func (c *candidates) hereIn(t string) {
	if c.hereText {
		return
	}
	for w := range strings.FieldsSeq(t) {
		if AllHere(w, true) || strings.HasPrefix(w, catalog.Unknown+"PWD"+catalog.Unknown) {
			c.hereText = true
			return
		}
	}
}
