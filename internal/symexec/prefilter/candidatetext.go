package prefilter

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// joined looks at the text that the parts of a word make together: sh -c 'grep '\"x'\" && wipefs …', or a here-document with
// variables in it. None of the parts need be a script by itself.
func (c *candidates) joined(parts []syntax.WordPart, depth int) bool {
	for len(parts) == 1 {
		if l, ok := parts[0].(*syntax.Lit); ok && strings.Contains(l.Value, `\`) {
			break // text in double quotes or in a here-document, whose \$ is a $ of the script in it
		}
		q, ok := parts[0].(*syntax.DblQuoted)
		if !ok {
			return false
		}
		parts = q.Parts
	}
	var b strings.Builder
	writeScript(&b, parts)
	return c.text(b.String(), depth) || c.text(hereText(parts), depth)
}

// hereText is what writeScript writes, for the parts of a here-document: a quote behind a backslash keeps it. It is empty where that
// makes no difference.
func hereText(parts []syntax.WordPart) string {
	var b strings.Builder
	differs := false
	for _, p := range parts {
		l, ok := p.(*syntax.Lit)
		if !ok {
			writeScript(&b, []syntax.WordPart{p})
			continue
		}
		differs = differs || strings.Contains(l.Value, `\`)
		b.WriteString(effects.UnescapeHere(l.Value))
	}
	if !differs {
		return ""
	}
	return b.String()
}

// writeScript writes words of text that some shell may run, with variables as variables.
func writeScript(b *strings.Builder, parts []syntax.WordPart) {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.DblQuoted:
			writeScript(b, p.Parts)
		case *syntax.ParamExp:
			if p.Param != nil && !p.Length {
				b.WriteString("${" + p.Param.Value + "}")
				continue
			}
			b.WriteByte('_')
		case *syntax.Lit, *syntax.SglQuoted:
			effects.WriteStatic(b, p)
		default:
			b.WriteByte('_')
		}
	}
}

// directives are those of printf's format that print a word, and the mark of xargs -I and parallel.
var directives = regexp.MustCompile(`%[-0-9.]*[sbqdi]|\{\}`)

// placeholder is a word that something else puts another one in the place of: DISK, @DISK@, __DISK__, %DISK%.
var placeholder = regexp.MustCompile(`@[A-Za-z_]+@|__[A-Za-z_]+__|%[A-Z_]+%|\b[A-Z][A-Z_]+\b`)

// text looks at literal text: a path that a variable may hold, or a script that eval, trap, ssh or sh -c may run.
func (c *candidates) text(t string, depth int) bool {
	if len(t) < 2 {
		return false
	}
	c.pathsIn(t)
	if (t[0] == '@' || strings.ContainsRune(t, '*') || strings.Contains(t, " @")) && depth <= 2 && effects.IsCrontab(t) && (c.text(effects.CronCommands(t, true), depth+1) || c.text(effects.CronCommands(t, false), depth+1)) {
		return true
	}
	if unit := effects.UnitCommands(t); unit != "" && depth <= 2 && c.text(unit, depth+1) {
		return true
	}
	for _, read := range []func(string) string{effects.UdevCommands, effects.CloudCommands} {
		if lines := read(t); lines != "" && depth <= 2 && c.text(lines, depth+1) {
			return true
		}
	}
	if depth > 2 || !effects.ScriptSign(t) { // a single word: the words of calls are looked at together
		return false
	}
	if !strings.ContainsAny(t, "$`{>") && !c.cat.MayDestroy([]byte(t), []byte("cd")) { // else the words that it lacks may come from elsewhere
		return false
	}
	if strings.ContainsAny(t, "%{") && directives.MatchString(t) && c.text(directives.ReplaceAllString(t, "$${_}"), depth+1) { // the format of a printf
		return true
	}
	if c.sed && placeholder.MatchString(t) && c.text(placeholder.ReplaceAllString(t, "$${_}"), depth+1) { // what sed puts in its place is not known
		return true
	}
	c.inText++
	defer func() { c.inText-- }()
	stmts, _ := script.ParseText(t, c.dialect)
	for _, s := range stmts {
		if c.walk(s, depth+1) {
			return true
		}
	}
	return false
}

// pathsIn looks for paths in a text, which may be several words, or an option with its value.
func (c *candidates) pathsIn(t string) {
	for rest := t; !c.device || !c.dataNamed; {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			return
		}
		rest = rest[i:]
		end := strings.IndexAny(rest, " \t\n;&|)")
		if end < 0 {
			end = len(rest)
		}
		c.dataNamed = c.dataNamed || strings.HasPrefix(rest, "/var/lib") || strings.HasPrefix(rest, "/var/opt")
		c.device = c.device || c.cat.MayNameDevice(rest[:end])
		rest = rest[end:]
	}
}

// AllHere reports whether a path stands for all that is in the current folder.
func AllHere(t string, pattern bool) bool {
	for strings.HasPrefix(t, "./") {
		t = strings.TrimLeft(t[2:], "/")
	}
	switch t {
	case "", ".":
		return true
	case "*", ".*", "{*,.*}", "*/", ".[!.]*", ".??*", "..?*", "**":
		return pattern
	}
	return false
}
