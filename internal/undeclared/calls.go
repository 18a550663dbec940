// Package undeclared finds calls of commands that nothing declares and whose words say that they destroy data: a company's own
// reinstall-os, "fleetctl host reimage web1". Names lie, so that such a call is no destructive command; but it may be one, and the
// people who know have to be asked.
package undeclared

import (
	"bytes"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A Call is a call that may destroy data.
type Call struct {
	Start, End int    // in the script's text: the words of the call
	Command    string // what an entry of the catalogue would name: "reinstall-os", "fleetctl host reimage"
	Name       string // the command's own name
	Options    []string
	// Target is the number of the operand that it may be about; 0 where it has none.
	Target int
	// Runs is what destroys data where the name does not say so but the words that the command is handed.
	Runs Handed
}

// May reports whether a text has any of the words: few have.
func May(text []byte) bool {
	lower := strings.ToLower(string(text))
	for v := range destroys {
		if strings.Contains(lower, v) {
			return true
		}
	}
	return slices.ContainsFunc([]string{"format", "drop", "delete", "factory", "partition", "init", "rebuild", "truncate", "scrub", "trash", "teardown"},
		func(v string) bool { return strings.Contains(lower, v) })
}

// Find lists the calls of a script that may destroy data. Functions of the script and of the files that it sources are judged by
// their bodies, and so are the commands that the catalogue lists; others are those files.
func Find(s *script.Script, others []*script.Script, cat *catalog.Catalog) []Call {
	return FindIn(s, others, cat, nil)
}

// FindIn is Find where read gives the text of a file by its path from the script's folder, "" where there is none.
func FindIn(s *script.Script, others []*script.Script, cat *catalog.Catalog, read func(file string) []byte) []Call {
	speaks, hands := May(s.Source), mayHand(s.Source, cat)
	makes := read != nil && bytes.Contains(s.Source, []byte("make"))
	installs := answers(s.Source)
	if !speaks && !hands && !makes && !installs {
		return nil
	}
	f := &finder{installs: installs, s: s, cat: cat, own: map[string]bool{}, values: map[string][]string{}, hands: hands, read: read}
	for _, o := range append([]*script.Script{s}, others...) {
		for _, st := range o.Stmts {
			f.declared(st)
			if hands {
				f.assigned(st)
			}
		}
		for name := range o.Contracts {
			f.own[name] = true
		}
	}
	f.commands(s.Stmts, nil, 0, nil)
	for _, st := range s.Stmts {
		f.inputs(st)
	}
	return f.calls
}

type finder struct {
	s     *script.Script
	cat   *catalog.Catalog
	own   map[string]bool // functions and aliases
	calls []Call

	installs bool // some text holds answers for an installer that wipe disks

	read   func(string) []byte // nil where files are not looked at
	hands  bool                // some word names a command that destroys data
	values map[string][]string // what variables are set to
}

// declared takes in the names of functions and aliases.
func (f *finder) declared(st *syntax.Stmt) {
	script.Walk(st, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			if n.Name != nil {
				f.own[n.Name.Value] = true
			}
			for _, name := range n.Names {
				f.own[name.Value] = true
			}
		case *syntax.CallExpr:
			if len(n.Args) > 1 && n.Args[0].Lit() == "alias" {
				for _, w := range n.Args[1:] {
					if name, _, ok := strings.Cut(static(w), "="); ok {
						f.own[name] = true
					}
				}
			}
		}
		return true
	})
}

// maxDepth is how deeply text for other shells is looked into.
const maxDepth = 3

// commands looks at the calls in statements. Those of a text for another shell stand where the text does.
func (f *finder) commands(stmts []*syntax.Stmt, text *[2]int, depth int, around []string) {
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			c, ok := n.(*syntax.CallExpr)
			if !ok || len(c.Args) == 0 {
				return true
			}
			words, ends := make([]string, len(c.Args)), make([][2]int, len(c.Args))
			for i, w := range c.Args {
				words[i], ends[i] = static(w), [2]int{int(w.Pos().Offset()), int(w.End().Offset())}
				if text != nil {
					ends[i] = *text
				}
			}
			chosen := around
			for _, a := range c.Assigns {
				if a.Name != nil && a.Value != nil {
					chosen = append(slices.Clip(chosen), a.Name.Value+"="+static(a.Value))
				}
			}
			f.call(words, ends, depth, chosen)
			return true
		})
	}
}

// call looks at a command with its words, and at what a wrapper runs. around are the words that stand before it, of
// wrappers and as variables.
func (f *finder) call(words []string, ends [][2]int, depth int, around []string) {
	for len(words) > 1 && hole(words[0]) {
		words, ends = words[1:], ends[1:] // $SUDO reinstall-os
	}
	for _, m := range f.cat.Wrappers(words) {
		if depth >= maxDepth || m.Command < 0 || m.Command >= min(m.End, len(words)) {
			continue
		}
		own := append(slices.Clone(around), words[1:m.Command]...)
		if !m.Text {
			f.call(words[m.Command:m.End], ends[m.Command:m.End], depth+1, own)
			return
		}
		first := words[m.Command]
		if m.Skip <= len(first) {
			f.text(strings.Join(append([]string{first[m.Skip:]}, words[m.Command+1:m.End]...), " "), [2]int{ends[m.Command][0], ends[m.End-1][1]}, depth+1, own)
		}
		return
	}
	if !f.task(words, ends) {
		f.judge(words, ends, around)
	}
}

// text looks at a text for another shell.
func (f *finder) text(text string, place [2]int, depth int, around []string) {
	for _, mark := range []string{catalog.Unknown + catalog.Unknown, catalog.Unknown} {
		text = strings.ReplaceAll(text, mark, "_")
	}
	stmts, _ := script.ParseText(text, f.s.Dialect)
	f.commands(stmts, &place, depth, around)
}

// judge notes a call whose words speak.
func (f *finder) judge(words []string, ends [][2]int, around []string) {
	path := words[0]
	if strings.HasSuffix(path, catalog.Unknown) || path == "" {
		return
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	if f.installs && installers[name] && len(words) > 1 && !asksOnly(words[1:]) {
		f.calls = append(f.calls, Call{Start: ends[0][0], End: ends[len(ends)-1][1], Command: name, Name: name})
		return
	}
	if strings.Contains(name, catalog.Unknown) || strings.HasPrefix(name, "-") || f.own[path] || ordinary[strings.ReplaceAll(name, "_", "-")] || f.cat.Lists(name) || f.cat.Wraps(name) || f.cat.GuardName(name) || strings.ContainsAny(name, "*?[]{}=\\$") {
		return
	}
	c := Call{Start: ends[0][0], End: ends[len(ends)-1][1], Command: name, Name: name}
	speaks := Speaks(name) && !asksOnly(words[1:])
	operands := 0
	for i, w := range words[1:] {
		plain := !strings.Contains(w, catalog.Unknown)
		switch {
		case strings.HasPrefix(w, "-"):
			if option, _, _ := strings.Cut(w, "="); !speaks && plain && orders(strings.TrimLeft(option, "-")) && len(strings.TrimLeft(option, "-")) > 2 {
				speaks, c.Options = true, append(c.Options, option)
			}
			if _, value, ok := strings.Cut(w, "="); ok && !speaks && orders(value) {
				speaks, c.Options = true, append(c.Options, w)
			}
		default:
			operands++
			if !speaks && plain && operands <= 3 && i < 6 && orders(w) && !tells(name) {
				speaks = true
				c.Command = strings.Join(append([]string{name}, leading(words[1:i+2])...), " ")
				operands = 0 // counted from behind the words of the entry
			} else if c.Target == 0 && speaks {
				c.Target = operands
			}
		}
	}
	if !speaks && len(around) > 0 {
		// lifecycle=reinstall perform_upgrade: the words around the command say what will happen, as a selector or a variable
		speaks = slices.ContainsFunc(around, func(w string) bool { _, v, ok := strings.Cut(w, "="); return ok && orders(v) })
	}
	if !speaks && f.hands {
		if c.Runs = f.handed(name, words); c.Runs.Command != "" {
			c.Command, c.Target, speaks = name, 0, true
		}
	}
	if speaks && !asksOnly(words[1:]) {
		f.calls = append(f.calls, c)
	}
}

// leading are the operands among words, without options.
func leading(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return strings.HasPrefix(w, "-") || strings.Contains(w, catalog.Unknown)
	})
}

// asksOnly reports whether a call asks a command how it is used, or for what it would do.
func asksOnly(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		switch w {
		case "--help", "--version", "--dry-run", "--check", "--simulate", "--noop":
			return true
		}
		return false
	})
}

// static is a word's text with a mark for what only the run tells.
func static(w *syntax.Word) string {
	var b strings.Builder
	var parts func(list []syntax.WordPart)
	parts = func(list []syntax.WordPart) {
		for _, p := range list {
			switch p := p.(type) {
			case *syntax.Lit:
				b.WriteString(strings.ReplaceAll(p.Value, "\\", ""))
			case *syntax.SglQuoted:
				b.WriteString(p.Value)
			case *syntax.DblQuoted:
				parts(p.Parts)
			case *syntax.ParamExp:
				name := ""
				if p.Param != nil {
					name = p.Param.Value
				}
				b.WriteString(catalog.Unknown + name + catalog.Unknown)
			default:
				b.WriteString(catalog.Unknown + catalog.Unknown)
			}
		}
	}
	parts(w.Parts)
	return b.String()
}
