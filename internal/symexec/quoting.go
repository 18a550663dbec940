package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// litSegs splits unquoted literal text at backslashes: what follows one is quoted.
func litSegs(t string) []seg {
	if strings.IndexByte(t, '\\') < 0 {
		return []seg{{v: lit(t)}}
	}
	var out []seg
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] != '\\' || i+1 == len(t) {
			b.WriteByte(t[i])
			continue
		}
		if b.Len() > 0 {
			out = append(out, seg{v: lit(b.String())})
			b.Reset()
		}
		i++
		if t[i] != '\n' {
			out = append(out, seg{v: lit(t[i : i+1]), quoted: true})
		}
	}
	if b.Len() > 0 {
		out = append(out, seg{v: lit(b.String())})
	}
	return out
}

// unescape removes the backslashes of unquoted text.
func unescape(t string) string {
	if strings.IndexByte(t, '\\') < 0 {
		return t
	}
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] == '\\' && i+1 < len(t) {
			i++
			if t[i] == '\n' {
				continue
			}
		}
		b.WriteByte(t[i])
	}
	return b.String()
}

// unescapeQuoted removes the backslashes that have a meaning inside double quotes.
func unescapeQuoted(t string) string { return unescapeOf(t, "$`\"\\\n") }

// unescapeHere removes the backslashes that have a meaning in a here-document with an unquoted word: a quote keeps its own
// (POSIX, 2.7.4).
func unescapeHere(t string) string { return unescapeOf(t, "$`\\\n") }

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

func ansiC(t string) string { return ansiEscapes.Replace(t) }

var ansiEscapes = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`, `\'`, `'`, `\"`, `"`, `\0`, "", `\e`, "\x1b", `\a`, "\a")

// printed is a word as written, for remembering tests.
func printed(w *syntax.Word) string {
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
