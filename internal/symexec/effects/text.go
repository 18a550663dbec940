package effects

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func ParseShellInt(t string) (int, error) {
	if i := strings.IndexByte(t, '#'); i > 0 {
		base, err := strconv.Atoi(t[:i])
		if err != nil || base < 2 || base > 36 {
			return 0, strconv.ErrSyntax
		}
		n, err := strconv.ParseInt(t[i+1:], base, 64)
		return int(n), err
	}
	if strings.ContainsAny(t, "_oObB") && !strings.HasPrefix(t, "0x") {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.ParseInt(t, 0, 64)
	return int(n), err
}

// StaticText is a word as the catalogue wants it, without knowing any variable.
func StaticText(w *syntax.Word) string {
	parts := w.Parts
	if len(parts) == 1 { // most words; of most of them nothing need be copied
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	if len(parts) == 1 {
		switch p := parts[0].(type) {
		case *syntax.Lit:
			return value.Unescape(p.Value)
		case *syntax.SglQuoted:
			return SglText(p)
		case *syntax.ParamExp:
			return unknownText(p)
		}
	}
	var b strings.Builder
	for _, p := range parts {
		WriteStatic(&b, p)
	}
	return b.String()
}

func WriteStatic(b *strings.Builder, p syntax.WordPart) {
	switch p := p.(type) {
	case *syntax.Lit:
		b.WriteString(value.Unescape(p.Value))
	case *syntax.SglQuoted:
		b.WriteString(SglText(p))
	case *syntax.DblQuoted:
		for _, q := range p.Parts {
			WriteStatic(b, q)
		}
	case *syntax.ParamExp:
		b.WriteString(unknownText(p))
	default:
		b.WriteString(catalog.Unknown + catalog.Unknown)
	}
}

// SglText is the text of single quotes, with what escapes stand for in $'…'.
func SglText(q *syntax.SglQuoted) string {
	if q.Dollar {
		return value.AnsiC(q.Value)
	}
	return q.Value
}

func unknownText(p *syntax.ParamExp) string {
	name := ""
	if p.Param != nil && !p.Length {
		name = p.Param.Value
	}
	return catalog.Unknown + name + catalog.Unknown
}

// inScript are the characters of which one stands in every text that is a script of more than the name of a command.
var inScript = func() (signs [256]bool) {
	for _, c := range []byte(" \t\n;&|(`\\") {
		signs[c] = true
	}
	return signs
}()

// ScriptSign reports whether one of them stands in a text.
func ScriptSign(t string) bool {
	for i := range len(t) {
		if inScript[t[i]] {
			return true
		}
	}
	return false
}

func BaseName(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

// UnescapeQuoted removes the backslashes that have a meaning inside double quotes.
func UnescapeQuoted(t string) string { return unescapeOf(t, "$`\"\\\n") }

// UnescapeHere removes the backslashes that have a meaning in a here-document with an unquoted word: a quote keeps its own
// (POSIX, 2.7.4).
func UnescapeHere(t string) string { return unescapeOf(t, "$`\\\n") }

// unescapeOf removes the backslashes before some characters; a line end goes with its own.
func unescapeOf(t, before string) string {
	if strings.IndexByte(t, '\\') < 0 {
		return t
	}
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] == '\\' && i+1 < len(t) && strings.IndexByte(before, t[i+1]) >= 0 {
			i++
			if t[i] == '\n' {
				continue
			}
		}
		b.WriteByte(t[i])
	}
	return b.String()
}

// Printed is a word as written, for remembering tests.
func Printed(w *syntax.Word) string {
	var b strings.Builder
	for _, p := range w.Parts {
		writePart(&b, p)
	}
	return b.String()
}

func writePart(b *strings.Builder, p syntax.WordPart) {
	switch p := p.(type) {
	case *syntax.Lit:
		b.WriteString(p.Value)
	case *syntax.SglQuoted:
		b.WriteString(p.Value)
	case *syntax.DblQuoted:
		for _, q := range p.Parts {
			writePart(b, q)
		}
	case *syntax.ParamExp:
		b.WriteString("${")
		if p.Param != nil {
			b.WriteString(p.Param.Value)
		}
		if p.Exp != nil {
			b.WriteString(p.Exp.Op.String())
		}
		b.WriteString("}")
	default:
		b.WriteString("\x00")
	}
}

func NotName(r rune) bool {
	return r != '_' && r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// EachName gives the names in a text, one after the other.
func EachName(text string, name func(string)) {
	for from := 0; from < len(text); {
		if NotName(rune(text[from])) { // a byte of a longer character is no part of a name either
			from++
			continue
		}
		to := from + 1
		for to < len(text) && !NotName(rune(text[to])) {
			to++
		}
		name(text[from:to])
		from = to
	}
}

// eachVariable calls name for every variable that an arithmetic expression may name: a number is none, nor the parameter of that number.
func eachVariable(text string, name func(string)) {
	EachName(text, func(f string) {
		if f[0] < '0' || f[0] > '9' {
			name(f)
		}
	})
}

// Literal returns the text of a word that no expansion takes part in.
func Literal(w *syntax.Word) (string, bool) {
	if w == nil {
		return "", true
	}
	return WordText(w)
}

func WordText(w *syntax.Word) (string, bool) {
	if len(w.Parts) == 1 { // most words
		return partText(w.Parts[0])
	}
	var b strings.Builder
	for _, p := range w.Parts {
		t, ok := partText(p)
		if !ok {
			return "", false
		}
		b.WriteString(t)
	}
	return b.String(), true
}

func partText(p syntax.WordPart) (string, bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		return value.Unescape(p.Value), true
	case *syntax.SglQuoted:
		return SglText(p), true
	case *syntax.DblQuoted:
		return quotedText(p.Parts)
	}
	return "", false
}

// quotedText is the text between double quotes.
func quotedText(parts []syntax.WordPart) (string, bool) {
	text := ""
	for _, p := range parts {
		l, ok := p.(*syntax.Lit)
		if !ok {
			return "", false
		}
		text += UnescapeQuoted(l.Value) // there is one, or none
	}
	return text, true
}
