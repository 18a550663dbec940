package prefilter

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/foreign"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// interpreter notes a call that runs programs of another language, or a shell that may read what one prints.
func (c *candidates) interpreter(args []*syntax.Word) {
	for _, w := range args {
		name := effects.BaseName(w.Lit())
		if lang := foreign.Language(name); lang != "" && !slices.Contains(c.langs, lang) {
			c.langs = append(c.langs, lang)
		}
		switch name {
		case "git": // alias.x '!CMD', -c core.pager=CMD
			for _, w := range args {
				if _, text, ok := strings.Cut(effects.StaticText(w), "="); ok {
					c.derived, c.texts = append(c.derived, strings.TrimPrefix(text, "!")), append(c.texts, []byte(text))
				} else if text, ok := strings.CutPrefix(effects.StaticText(w), "!"); ok {
					c.derived, c.texts = append(c.derived, text), append(c.texts, []byte(text))
				}
			}
		case "base64", "xxd", "uudecode":
			c.decodes = true
		case "openssl":
			c.decodes = c.decodes || slices.ContainsFunc(args, func(w *syntax.Word) bool { return w.Lit() == "enc" })
		case "sed", "gsed":
			c.sed = true
		case "sh", "bash", "dash", "ksh", "zsh", "ash", "eval", "source", ".", "at", "batch", "parallel", "ssh":
			c.shell = true
		}
	}
}

// foreignTexts are the lines of a shell that the texts of a script stand for when they are programs of another language.
func (c *candidates) foreignTexts(files []*script.Script) {
	if len(c.langs) == 0 && !(c.sed && c.shell) && !c.decodes {
		return
	}
	take := func(parts []syntax.WordPart) {
		t := boundText(parts)
		if c.decodes {
			for _, d := range effects.MayDecode(t) {
				c.derive(d, parts)
			}
		}
		for _, lang := range c.langs {
			if foreign.MayRun(lang, t) {
				lines, _ := foreign.Commands(lang, t)
				c.derive(lines, parts)
			}
			if lang == "make" && strings.Contains(t, `\t`) { // printf 'all:\n\t…' >Makefile
				lines, _ := foreign.Commands(lang, value.EchoEscapes(t))
				c.derive(lines, parts)
			}
			if lang == "awk" && c.shell && strings.Contains(t, "print") {
				lines, _ := foreign.Printed(t)
				c.derive(lines, parts)
			}
		}
		if c.sed && c.shell && len(t) > 4 && strings.Contains(t, "s") {
			line, _ := foreign.Replaced(t)
			c.derive(line, parts)
		}
	}
	for _, s := range files {
		for _, st := range s.Stmts {
			script.Walk(st, func(n syntax.Node) bool {
				switch n := n.(type) {
				case *syntax.Word:
					take(n.Parts)
				case *syntax.Redirect:
					if n.Hdoc != nil {
						take(n.Hdoc.Parts)
					}
				}
				return true
			})
		}
	}
}

func (c *candidates) derive(lines string, parts []syntax.WordPart) {
	if strings.TrimSpace(lines) != "" {
		for _, p := range parts {
			script.Walk(p, func(n syntax.Node) bool {
				if e, ok := n.(*syntax.ParamExp); ok && e.Param != nil {
					c.note(strings.ToLower(e.Param.Value)) // $KUBECTL
				}
				return true
			})
		}
		c.derived = append(c.derived, lines)
		c.texts = append(c.texts, []byte(lines))
	}
}

// boundText is the text of a program, with variables in the place of what the shell puts into it.
func boundText(parts []syntax.WordPart) string {
	var b strings.Builder
	var write func(parts []syntax.WordPart, quoted bool)
	write = func(parts []syntax.WordPart, quoted bool) {
		for _, p := range parts {
			switch p := p.(type) {
			case *syntax.DblQuoted:
				write(p.Parts, true)
			case *syntax.Lit:
				if quoted || len(parts) > 1 {
					b.WriteString(effects.UnescapeQuoted(p.Value))
				} else {
					b.WriteString(p.Value)
				}
			case *syntax.SglQuoted:
				b.WriteString(effects.SglText(p))
			default:
				b.WriteString("${" + foreign.Bound + "x}")
			}
		}
	}
	write(parts, false)
	return b.String()
}

// inContainer reports whether a call that runs a command in a container may destroy what is on the machine: the command stands in an
// option, or folders of the machine have other names there.
func (c *candidates) inContainer(words []string) bool {
	bound := false
	for i, w := range words {
		name, v, joined := strings.Cut(w, "=")
		if !joined && i+1 < len(words) {
			v = words[i+1]
		}
		switch name {
		case "--entrypoint":
			for k := i + 1; k <= len(words); k++ { // behind the image, wherever that stands
				if c.destroys(append([]string{v}, words[k:]...), k == len(words)) {
					return true
				}
			}
			c.note(v)
		case "-v", "--volume", "--mount":
			bound = true
		}
	}
	return bound && slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune(" \t\n;&|()", r) }), func(f string) bool {
			name := effects.BaseName(f)
			return c.cat.ActsOnPaths(name) || name == "sh" || name == "bash" || name == "ash" // which may read what it runs
		})
	})
}
