package prefilter

import (
	"bytes"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// MayDestroy reports whether the text of a script, together with the files that it sources, can hold a site, so that running
// it is worth the time. It is an over-approximation by construction: a call counts with everything that its unknown words may turn
// out to be. A name that is not known may be any that the script writes where a value can come from, or that it puts together
// from what it writes. The files are looked at as one text, since one may name the command, or the path, that another one
// runs it with.
func MayDestroy(cat *catalog.Catalog, files ...*script.Script) bool {
	c := &candidates{cat: cat, funcs: map[string]bool{}, loose: map[string]bool{}, called: map[string]bool{}, altered: map[string]bool{}}
	var stmts [][]*syntax.Stmt
	var more []*syntax.Stmt // of files that some shells read in another way
	for _, s := range files {
		stmts, c.dialects = append(stmts, s.Stmts), append(c.dialects, s.Dialect)
		if s.Variant == syntax.LangPOSIX && bytes.Contains(s.Source, []byte("$'")) { // what is a dollar and a text to one is a text to the other
			in := s.InBash()
			stmts, c.dialects, more = append(stmts, in), append(c.dialects, s.Dialect), append(more, in...)
		}
		c.texts = append(c.texts, s.Source)
		c.dialect = s.Dialect
		for _, st := range s.Stmts {
			c.gather(st)
		}
	}
	for _, st := range more {
		c.gather(st)
	}
	for name := range c.called {
		c.many = c.many || c.altered[name]
	}
	if c.many {
		return true
	}
	if len(c.pieces) > 0 {
		c.spelt(files)
	}
	if len(c.braced) > 0 {
		c.texts = append(c.texts, []byte(strings.Join(c.braced, "\n")))
	}
	c.foreignTexts(files)
	c.reach = cat.Reach(c.texts...)
	if !c.reach.Any() && !(c.decodes && c.shell) && !slices.ContainsFunc(c.texts, func(t []byte) bool {
		return bytes.Contains(t, []byte("mount")) || bytes.Contains(t, []byte("ln -")) || mayActHere(t) || mayJoin(t) || mayWrite(t) || mayGo(t)
	}) {
		return false
	}
	for _, s := range files {
		c.dialect = s.Dialect
		for _, st := range slices.Backward(s.Stmts) { // what destroys stands near the end, behind its guards
			if c.walk(st, 0) {
				return true
			}
		}
	}
	for _, st := range more {
		if c.walk(st, 0) {
			return true
		}
	}
	for _, t := range c.derived {
		if c.text(t, 0) {
			return true
		}
	}
	return c.decodes && c.shell || c.links || c.objects && c.takesObjects || c.named() || c.mounts && c.removes || c.open && c.reachesPlace(stmts) || c.emptied && c.dataNamed || c.inPlace && c.relative || c.writes && (c.device || strings.Contains(c.source(), "-b ")) || c.prefixed && c.top || c.bare && c.hollow || c.here || c.unsureHere && (c.cd && c.hereValue || c.hereText) || c.given(files)
}

type candidates struct {
	cat     *catalog.Catalog
	reach   *catalog.Reach
	texts   [][]byte // of the files
	src     string   // all of them without comments, once it is asked for
	dialect script.Dialect
	open    bool // a command destroys what a variable names, when that is a data location
	writes  bool // output goes to a file that a variable names
	device  bool // some text is the path of a device
	// A command may destroy all of the folder that a variable names when another one is empty; some variable names a folder
	// below the root.
	prefixed, top bool
	// A command acts on what a variable names; what a variable holds is the root, or a folder below it, when what is unknown in it is empty.
	bare, hollow bool
	// A command may act on all that is in the folder that the script is in, for certain or with the right words; some cd may not have got
	// there; what a variable holds may stand for that folder, or some text that travels does.
	here, unsureHere, cd, hereValue, hereText bool
	// The script goes into a folder of the system, of data or of devices; a command acts on a path from the folder that the script is in.
	inPlace, relative bool
	// Something is mounted somewhere, and a command removes what is in a folder.
	mounts, removes bool
	// Names of a cluster's objects are printed with their kinds; a command deletes objects by such names.
	objects, takesObjects bool
	// A link leads to data, or to a device.
	links bool
	// Output goes to a file whose folder is not known; some text names the data of a database.
	emptied, dataNamed bool

	funcs           map[string]bool // the names of functions and aliases
	braced          []string        // words that stand nowhere as they are: those of braces, and names that are put together
	called, altered map[string]bool // variables that name a command; those that hold a changed text
	many            bool            // more of them than are looked at
	pieces          [][]string      // words that are put together, as literal and unknown text in turn

	loose    map[string]bool   // names of commands that a value may be
	calls    [][]string        // whose name is not known
	pending  [][]string        // calls, whose words are values if a function is called
	mayField []syntax.WordPart // what may split an operand
	inText   int               // texts around the call that is looked at

	opened   []openCall
	at       syntax.Node // what the words stand in that are looked at
	fn       string      // the function that is walked
	dialects []script.Dialect

	// What the script has for other languages: those whose programs it runs, whether it has sed and a shell that may read what sed prints,
	// and the lines that the programs stand for.
	langs      []string
	sed, shell bool
	decodes    bool // it has a tool that makes a text of another one: base64 -d
	derived    []string
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
			c.at = n
			found = c.call(n.Args)
		case *syntax.Redirect:
			found = c.redirect(n)
			if n.Hdoc != nil {
				c.note(effects.StaticText(n.Hdoc)) // read may take a name out of it
			} else if n.Op == syntax.WordHdoc && n.Word != nil {
				c.note(effects.StaticText(n.Word))
			}
		case *syntax.Assign:
			c.at = n
			found = c.assign(n)
		case *syntax.FuncDecl:
			names := effects.FunctionNames(n)
			for _, name := range names {
				c.funcs[name] = true // also in a text that another shell runs
			}
			if len(names) > 0 && n.Body != nil {
				defer func(outer string) { c.fn = outer }(c.fn)
				c.fn = names[0]
				found = c.walk(n.Body, depth)
				return false
			}
		case *syntax.ForClause:
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				c.at = it
				for _, w := range it.Items {
					found = found || c.value(w)
				}
			}
		case *syntax.ParamExp:
			c.at = n
			if n.Exp != nil && n.Exp.Word != nil && n.Param != nil {
				found = c.value(n.Exp.Word)
			}
			if n.Repl != nil && n.Repl.With != nil {
				found = found || c.value(n.Repl.With)
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
			found = c.text(effects.SglText(n), depth)
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
			found = c.text(effects.SglText(p), depth)
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
	t := effects.StaticText(r.Word)
	if c.cat.Device(t) || c.cat.Empties(t) || (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob || r.Op == syntax.RdrAll || r.Op == syntax.RdrInOut) && c.cat.SurelyDevice(t) {
		return true
	}
	if !strings.HasPrefix(t, "/") && (r.Op == syntax.RdrOut || r.Op == syntax.RdrClob || r.Op == syntax.RdrAll) {
		c.emptied = true // by cd, or by what a variable holds, it may be one of a database
		c.relative = true
	}
	if known, _, open := strings.Cut(t, catalog.Unknown); open && strings.HasPrefix("/dev/", known) {
		// $dev, ${disk}1 and $folder/sda may be disks; $folder/null and $name.log are not.
		end := t[strings.LastIndex(t, catalog.Unknown)+1:]
		c.writes = c.writes || !strings.ContainsAny(end, "./") || strings.HasPrefix(end, "/") && c.cat.Device("/dev"+end)
	}
	return false
}

// belowRoot reports whether a text is the path of a folder in the root.
func belowRoot(t string) bool {
	return len(t) > 1 && t[0] == '/' && !strings.Contains(strings.TrimSuffix(t[1:], "/"), "/")
}

// hollow reports whether a text that is put together stands for the root, or for a folder in it, when all that is unknown in it is empty.
func hollow(t string) bool {
	before, rest, open := strings.Cut(t, catalog.Unknown)
	if !open {
		return false
	}
	for open {
		_, rest, _ = strings.Cut(rest, catalog.Unknown)
		var more string
		more, rest, open = strings.Cut(rest, catalog.Unknown)
		before += more
	}
	return before != "" && (strings.Trim(before, "/") == "" || belowRoot(before))
}
