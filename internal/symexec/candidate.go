package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// MayDestroy reports whether a script's own text can hold a site, so that running it is worth the time. It looks at words
// without following values, and errs on the side of yes: a command may stand behind any wrapper, in the text of a quoted
// word, or in a variable.
func MayDestroy(s *script.Script, cat *catalog.Catalog) bool {
	if !cat.MayDestroy(s.Source) {
		return false
	}
	c := &candidates{cat: cat, src: string(s.Source), dialect: s.Dialect}
	for _, st := range s.Stmts {
		if c.walk(st, 0) {
			return true
		}
	}
	return c.open && c.named || c.writes && c.device
}

type candidates struct {
	cat     *catalog.Catalog
	src     string
	dialect script.Dialect
	open    bool // a command destroys what a variable names, when that is a data location
	writes  bool // output goes to a file that a variable names
	named   bool // some text is the beginning of a data location
	device  bool // some text is the path of a device
}

// walk reports whether the tree holds a call that destroys for certain, whatever its unknown words are.
func (c *candidates) walk(n syntax.Node, depth int) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if found {
			return false
		}
		switch n := n.(type) {
		case *syntax.CallExpr:
			found = c.call(n.Args)
		case *syntax.ArrayExpr:
			var words []*syntax.Word
			for _, e := range n.Elems {
				if e.Value != nil {
					words = append(words, e.Value)
				}
			}
			found = len(words) > 0 && (c.name(words[0]) || c.call(words))
		case *syntax.Redirect:
			if n.Word != nil && n.Hdoc == nil {
				t := staticText(n.Word)
				found = c.cat.Device(t)
				known, _, open := strings.Cut(t, catalog.Unknown)
				c.writes = c.writes || open && strings.HasPrefix("/dev/", known)
			}
		case *syntax.Assign:
			found = n.Value != nil && c.name(n.Value)
		case *syntax.WordIter:
			for _, w := range n.Items {
				found = found || c.name(w)
			}
		case *syntax.ParamExp:
			found = n.Exp != nil && n.Exp.Word != nil && c.name(n.Exp.Word)
		case *syntax.Lit:
			found = c.text(n.Value, depth)
		case *syntax.SglQuoted:
			found = c.text(n.Value, depth)
		}
		return !found
	})
	return found
}

func (c *candidates) call(args []*syntax.Word) bool {
	if len(args) == 0 {
		return false
	}
	words := make([]string, len(args))
	for i, w := range args {
		words[i] = staticText(w)
		if _, v, ok := strings.Cut(words[i], "="); ok && i > 0 { // local cmd=mkfs.ext4
			if anything, _, _ := c.cat.Names(v); anything {
				return true
			}
		}
	}
	return c.words(words)
}

// words reports whether a command, or what it wraps, destroys data.
func (c *candidates) words(words []string) bool {
	for i := range words {
		if _, ok := c.cat.DestructiveInput(words[i:], c.src); ok {
			return true
		}
		path, device := c.cat.MayDestroyKnown(words[i:])
		c.open, c.writes = c.open || path, c.writes || device
	}
	return false
}

// name reports whether a word that is put into a variable begins with the name of a command that destroys.
func (c *candidates) name(w *syntax.Word) bool {
	words := strings.Fields(staticText(w))
	if len(words) == 0 {
		return false
	}
	if len(words) > 1 && c.words(words) {
		return true
	}
	anything, path, device := c.cat.Names(words[0])
	c.open, c.writes = c.open || path, c.writes || device
	return anything
}

// text looks at literal text: a path that a variable may hold, or a script that eval, trap, ssh or sh -c may run.
func (c *candidates) text(t string, depth int) bool {
	if len(t) < 2 {
		return false
	}
	if t[0] == '/' {
		c.named = c.named || c.cat.MayName(t)
		c.device = c.device || c.cat.MayNameDevice(t)
	}
	if depth > 2 || !c.cat.MayDestroy([]byte(t)) {
		return false
	}
	if !strings.ContainsAny(t, " \t\n") {
		return false // the words of calls are looked at together
	}
	stmts, _ := script.ParseText(t, c.dialect)
	for _, s := range stmts {
		if c.walk(s, depth+1) {
			return true
		}
	}
	return false
}

// staticText is a word as the catalogue wants it, without knowing any variable.
func staticText(w *syntax.Word) string {
	var b strings.Builder
	for _, p := range w.Parts {
		writeStatic(&b, p)
	}
	return b.String()
}

func writeStatic(b *strings.Builder, p syntax.WordPart) {
	switch p := p.(type) {
	case *syntax.Lit:
		b.WriteString(unescape(p.Value))
	case *syntax.SglQuoted:
		b.WriteString(p.Value)
	case *syntax.DblQuoted:
		for _, q := range p.Parts {
			writeStatic(b, q)
		}
	case *syntax.ParamExp:
		name := ""
		if p.Param != nil && !p.Length {
			name = p.Param.Value
		}
		b.WriteString(catalog.Unknown + name + catalog.Unknown)
	default:
		b.WriteString(catalog.Unknown + catalog.Unknown)
	}
}
