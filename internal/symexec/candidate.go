package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// MayDestroy reports whether the text of a script, together with the files that it sources, can hold a site, so that running
// it is worth the time. It looks at words without following values, and errs on the side of yes: a command may stand behind
// any wrapper, in the text of a quoted word, or in a variable. The files are looked at as one text, since one may name the
// command, or the path, that another one runs it with.
func MayDestroy(cat *catalog.Catalog, files ...*script.Script) bool {
	texts := make([][]byte, len(files))
	for i, s := range files {
		texts[i] = s.Source
	}
	if !cat.MayDestroy(texts...) {
		return false
	}
	c := &candidates{cat: cat, texts: texts, values: map[string][][]string{}, from: map[string][]string{}, grows: map[string]bool{}, funcs: map[string]bool{"set": true}, held: map[string]bool{}}
	for _, s := range files {
		c.dialect = s.Dialect
		for _, st := range slices.Backward(s.Stmts) { // what destroys stands near the end, behind its guards
			if c.walk(st, 0) {
				return true
			}
		}
	}
	return c.variables() || c.open && c.named || c.writes && c.device || c.prefixed && c.top || c.given(files)
}

type candidates struct {
	cat     *catalog.Catalog
	texts   [][]byte // of the files
	src     string   // all of them without comments, once it is asked for
	dialect script.Dialect
	open    bool // a command destroys what a variable names, when that is a data location
	writes  bool // output goes to a file that a variable names
	named   bool // some text is the beginning of a data location
	device  bool // some text is the path of a device
	// A command may destroy all of the folder that a variable names when another one is empty; some variable names a folder
	// below the root.
	prefixed, top bool

	// Commands whose name is in a variable: what variables may hold that begins with the name of a command that can
	// destroy, by variable; the variables that a variable takes a value from; the variables that words are added to; the
	// calls whose name is in a variable; and what functions may be handed.
	values map[string][][]string
	from   map[string][]string
	grows  map[string]bool
	calls  [][]string
	opened []string // texts with variables in them, which may name a command: sh -c "$MKFS $dev"
	funcs  map[string]bool
	handed [][]string
	held   map[string]bool // what values has, as text

	torn   []syntax.WordPart // what may split an operand
	inText int               // texts around the call that is looked at
}

// A kind says whether a command may destroy anything, or what path or device it is given.
type kind struct{ anything, path, device bool }

func (c *candidates) kind(word string) (k kind) {
	k.anything, k.path, k.device = c.cat.Names(word)
	return k
}

// source is the text of all files, any of which may hold what a command is handed on its standard input.
func (c *candidates) source() string {
	if c.src == "" {
		var src []byte
		for _, t := range c.texts {
			src = append(src, catalog.WithoutComments(t)...)
		}
		c.src = string(src)
	}
	return c.src
}

// walk reports whether the tree holds a call that destroys for certain, whatever its unknown words are.
func (c *candidates) walk(n syntax.Node, depth int) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
		if found {
			return false
		}
		switch n := n.(type) {
		case *syntax.CallExpr:
			found = c.call(n.Args)
		case *syntax.Redirect:
			found = c.redirect(n)
		case *syntax.Assign:
			found = c.assign(n)
		case *syntax.FuncDecl:
			for _, name := range functionNames(n) {
				c.funcs[name] = true
			}
		case *syntax.ForClause:
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				for _, w := range it.Items {
					found = found || c.value(it.Name.Value, strings.Fields(staticText(w)))
				}
			}
		case *syntax.ParamExp:
			if n.Exp != nil && n.Exp.Word != nil && n.Param != nil {
				found = c.value(n.Param.Value, strings.Fields(staticText(n.Exp.Word)))
			}
		case *syntax.Word:
			var inner bool
			if inner, found = c.word(n.Parts, depth); !found {
				found = c.joined(n.Parts, depth)
			}
			if !inner {
				return false // most words have nothing to walk into, and they are most of a tree
			}
		case *syntax.Lit:
			found = c.text(n.Value, depth)
		case *syntax.SglQuoted:
			found = c.text(n.Value, depth)
		}
		return !found
	})
	return found
}

// word looks at a word's literal text, unless commands or other words are in it.
func (c *candidates) word(parts []syntax.WordPart, depth int) (inner, found bool) {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		case *syntax.DblQuoted:
			if inner, _ = c.word(p.Parts, -1); inner {
				return true, false
			}
		case *syntax.ParamExp:
			if p.Exp != nil || p.Repl != nil || p.Slice != nil || p.Index != nil {
				return true, false
			}
		default:
			return true, false
		}
	}
	if depth < 0 {
		return false, false
	}
	return false, c.literals(parts, depth)
}

func (c *candidates) literals(parts []syntax.WordPart, depth int) bool {
	for _, p := range parts {
		found := false
		switch p := p.(type) {
		case *syntax.Lit:
			found = c.text(p.Value, depth)
		case *syntax.SglQuoted:
			found = c.text(p.Value, depth)
		case *syntax.DblQuoted:
			found = c.literals(p.Parts, depth)
		}
		if found {
			return true
		}
	}
	return false
}

// redirect reports whether output goes to a device.
func (c *candidates) redirect(r *syntax.Redirect) bool {
	switch r.Op {
	case syntax.RdrIn, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return false
	}
	if r.Word == nil || len(r.Word.Parts) == 0 {
		return false
	}
	if _, ok := r.Word.Parts[0].(*syntax.ProcSubst); ok {
		return false
	}
	t := staticText(r.Word)
	if c.cat.Device(t) {
		return true
	}
	if known, _, open := strings.Cut(t, catalog.Unknown); open && strings.HasPrefix("/dev/", known) {
		// $dev, ${disk}1 and $folder/sda may be disks; $folder/null and $name.log are not.
		end := t[strings.LastIndex(t, catalog.Unknown)+1:]
		c.writes = c.writes || !strings.ContainsAny(end, "./") || strings.HasPrefix(end, "/") && c.cat.Device("/dev"+end)
	}
	return false
}

func (c *candidates) call(args []*syntax.Word) bool {
	if len(args) == 0 {
		return false
	}
	words := make([]string, len(args))
	for i, w := range args {
		words[i] = staticText(w)
		if name, v, ok := strings.Cut(words[i], "="); ok && i > 0 && c.value(name, strings.Fields(v)) { // local cmd=mkfs.ext4
			return true
		}
	}
	c.handed = append(c.handed, words)
	return c.tears(words, args) || c.words(words)
}

func (c *candidates) assign(a *syntax.Assign) bool {
	if a.Name == nil {
		return false
	}
	name := a.Name.Value
	if a.Append {
		c.grows[name] = true
	}
	if a.Value != nil && !c.top {
		c.top = belowRoot(staticText(a.Value))
	}
	if _, ok := c.from[name]; !ok {
		c.from[name] = nil
	}
	if a.Value != nil {
		c.printed(name, a.Value)
		return c.value(name, strings.Fields(staticText(a.Value)))
	}
	if a.Array == nil {
		return false
	}
	var words []string
	for _, e := range a.Array.Elems {
		if e.Value != nil {
			words = append(words, staticText(e.Value))
			c.hold(name, words[len(words)-1:])
		}
	}
	return c.value(name, words)
}

// runsNothing are common commands that run none of their words, so that a variable among these is no command's name.
var runsNothing = map[string]bool{
	"echo": true, "printf": true, "test": true, "[": true, "cd": true, "local": true, "export": true, "return": true, "exit": true, "shift": true,
	"read": true, "cat": true, "grep": true, "sed": true, "rm": true, "cp": true, "mv": true, "mkdir": true, "ls": true, "chmod": true, "chown": true,
	"touch": true, "ln": true, "expr": true, "basename": true, "dirname": true, "tr": true, "cut": true, "sort": true, "head": true, "tail": true,
}

// words reports whether a command, or what it wraps, destroys data.
func (c *candidates) words(words []string) bool {
	runs := !runsNothing[words[0]]
	for i := range words {
		if strings.HasPrefix(words[i], catalog.Unknown) && (i == 0 || runs) {
			c.calls = append(c.calls, words[i:])
		}
		if c.destroys(words[i:]) {
			return true
		}
	}
	return false
}

func (c *candidates) destroys(words []string) bool {
	k := c.kind(words[0])
	if k == (kind{}) {
		return false
	}
	if _, ok := c.cat.DestructiveInput(words, c.source()); ok {
		return true
	}
	if c.widens(words) {
		return true
	}
	if k.path && !c.open || k.device && !c.writes {
		path, device := c.cat.MayDestroyKnown(words)
		c.open, c.writes = c.open || path, c.writes || device
	}
	return false
}

// widens reports whether a call may act on everything when something in its words is empty, or deletes a folder of the system.
func (c *candidates) widens(words []string) bool {
	if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, catalog.Unknown) || strings.HasPrefix(w, "/") }) {
		return false
	}
	sure, prefixed := c.cat.MayWiden(words)
	c.prefixed = c.prefixed || prefixed
	return sure
}

// belowRoot reports whether a text is the path of a folder in the root.
func belowRoot(t string) bool {
	return len(t) > 1 && t[0] == '/' && !strings.Contains(strings.TrimSuffix(t[1:], "/"), "/")
}

// staticText is a word as the catalogue wants it, without knowing any variable.
func staticText(w *syntax.Word) string {
	parts := w.Parts
	if len(parts) == 1 { // most words; of most of them nothing need be copied
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	if len(parts) == 1 {
		switch p := parts[0].(type) {
		case *syntax.Lit:
			return unescape(p.Value)
		case *syntax.SglQuoted:
			return p.Value
		case *syntax.ParamExp:
			return unknownText(p)
		}
	}
	var b strings.Builder
	for _, p := range parts {
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
		b.WriteString(unknownText(p))
	default:
		b.WriteString(catalog.Unknown + catalog.Unknown)
	}
}

func unknownText(p *syntax.ParamExp) string {
	name := ""
	if p.Param != nil && !p.Length {
		name = p.Param.Value
	}
	return catalog.Unknown + name + catalog.Unknown
}
