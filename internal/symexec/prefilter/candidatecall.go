package prefilter

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// call looks at a call, in each way in which braces can be read.
func (c *candidates) call(args []*syntax.Word) bool {
	if len(args) == 0 {
		return false
	}
	var words []string
	var of []*syntax.Word
	for _, w := range args {
		for _, b := range bracedWords(w) {
			t := homeText(effects.StaticText(b), b)
			if strings.ContainsAny(t, "$`") && !strings.ContainsAny(t, " \t\n;") || strings.HasPrefix(t, "$(") { // another shell may expand it: ssh host wipefs -a '$(disk)'
				t = catalog.Unknown
			}
			words, of = append(words, t), append(of, w)
		}
	}
	if len(words) == 0 {
		return false
	}
	return c.splitsOperand(words, of) || c.words(words)
}

// bracedWords are the words that a word stands for, or one that is not known where they are too many.
func bracedWords(w *syntax.Word) []*syntax.Word {
	if !slices.ContainsFunc(w.Parts, bracedPart) {
		return []*syntax.Word{w}
	}
	all, more := Braces(w)
	if more {
		all = append(all, &syntax.Word{Parts: []syntax.WordPart{&syntax.ParamExp{Param: &syntax.Lit{}}}})
	}
	return all
}

func bracedPart(p syntax.WordPart) bool {
	l, ok := p.(*syntax.Lit)
	return ok && strings.Contains(l.Value, "{")
}

// runsNothing are common commands that run none of their words, so that a variable among these is no command's name.
var runsNothing = map[string]bool{
	"echo": true, "printf": true, "test": true, "[": true, "cd": true, "return": true, "exit": true, "shift": true,
	"read": true, "cat": true, "grep": true, "sed": true, "rm": true, "cp": true, "mv": true, "mkdir": true, "ls": true, "chmod": true, "chown": true,
	"touch": true, "ln": true, "expr": true, "basename": true, "dirname": true, "tr": true, "cut": true, "sort": true, "head": true, "tail": true,
}

// printsWords are commands what they print of, or set variables to, are their words.
var printsWords = map[string]bool{
	"echo": true, "printf": true, "set": true, "local": true, "export": true, "declare": true, "typeset": true, "readonly": true, "alias": true,
	"command": true, "which": true, "type": true, "hash": true, "basename": true, "realpath": true, "readlink": true, "env": true, "read": true, "eval": true,
}

// words reports whether a command, or what it wraps, destroys data.
func (c *candidates) words(words []string) bool {
	name := effects.BaseName(words[0])
	c.goes(words)
	c.objects = c.objects || effects.ListsObjects(words) != ""
	c.links = c.links || effects.Links(c.cat, words)
	if name == "local" || name == "export" || name == "declare" || name == "typeset" || name == "readonly" {
		for _, w := range words[1:] {
			if _, v, ok := strings.Cut(w, "="); ok && c.valueText(v) {
				return true
			}
		}
	}
	if (name == "docker" || name == "podman" || name == "nerdctl") && c.inContainer(words) {
		return true
	}
	if c.entered(words) {
		return true
	}
	runs := !runsNothing[name] || c.funcs[words[0]]
	if c.funcs[words[0]] || printsWords[name] || strings.Contains(words[0], catalog.Unknown) {
		for _, w := range words[1:] {
			c.hereIn(w)
		}
	}
	more := c.adds(words[0])
	if len(words) > 1 {
		c.pending = append(c.pending, words)
	}
	for i, w := range words {
		if c.nameless(w) && (i == 0 || runs) {
			c.calls = append(c.calls, words[i:])
			if name := strings.Trim(w, catalog.Unknown); w == catalog.Unknown+name+catalog.Unknown {
				c.note(strings.ToLower(name)) // $KUBECTL
			}
		}
		if c.destroys(words[i:], more && i > 0) {
			return true
		}
		more = more || i > 0 && c.adds(w)
	}
	return false
}

// entered reports whether a program that an option of a wrapper names destroys data: start-stop-daemon --exec /sbin/wipefs -- -a.
func (c *candidates) entered(words []string) bool {
	for i, w := range words {
		if !c.cat.Wraps(effects.BaseName(w)) {
			continue
		}
		for _, m := range c.cat.Wrappers(words[i:]) {
			if e := m.Entrypoint; e.Word > 0 && c.destroys(append([]string{words[i+e.Word][e.Skip:]}, words[min(i+m.Command, len(words)):]...), false) {
				return true
			}
		}
	}
	return false
}

// nameless reports whether a word does not tell which command it names.
func (c *candidates) nameless(word string) bool {
	base := effects.BaseName(word)
	return strings.Contains(base, catalog.Unknown) || c.funcs[word]
}

// adds reports whether a command may put other words behind or among those that it runs: xargs, find, a function.
func (c *candidates) adds(word string) bool {
	switch effects.BaseName(word) {
	case "xargs", "find", "fd", "fdfind", "parallel", "rush", "env_parallel", "rargs":
		return true
	}
	return c.funcs[word] || strings.Contains(word, catalog.Unknown)
}

func (c *candidates) destroys(words []string, more bool) bool {
	m := c.reach.Call(words, more, c.source)
	if m.Path {
		c.opened = append(c.opened, openCall{c.at, c.fn, m.Places, m.Lacking, more})
	}
	c.takesObjects = c.takesObjects || m.Path && (words[0] == "kubectl" || words[0] == "oc")
	c.open, c.writes = c.open || m.Path, c.writes || m.Device
	c.actsHere(words)
	c.relative = c.relative || relative(words, c.cat)
	c.unmounts(words)
	return m.Site || c.widens(words)
}

// unmounts notes a call that mounts something, and one that may delete what is mounted in a folder.
func (c *candidates) unmounts(words []string) {
	switch name := effects.BaseName(words[0]); {
	case effects.Mounts(words[:1]):
		c.mounts = true
	case name == "rm":
		c.removes = c.removes || slices.ContainsFunc(words[1:], func(w string) bool {
			return strings.HasPrefix(w, "--r") || strings.HasPrefix(w, "-") && !strings.HasPrefix(w, "--") && strings.ContainsAny(w, "rR") || strings.Contains(w, catalog.Unknown)
		})
	case name == "find":
		c.removes = true
	}
}

// actsHere notes a call that may act on all that is in the folder that the script is in.
func (c *candidates) actsHere(words []string) {
	if c.here {
		return
	}
	if !c.cat.ActsHere(words) {
		c.unsureHere = c.unsureHere || c.cat.Selecting(effects.BaseName(words[0])) && slices.ContainsFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, catalog.Unknown) })
		return
	}
	c.unsureHere = true
	if c.cat.Here(words) > 0 {
		c.here = true
		return
	}
	for _, w := range words[1:] {
		name, _, known := strings.Cut(strings.TrimPrefix(w, catalog.Unknown), catalog.Unknown)
		switch {
		case !strings.HasPrefix(w, catalog.Unknown):
			c.here = c.here || w == "" || strings.ContainsRune(".*{", rune(w[0]))
		case known && (name == "" || name == "PWD"):
			c.here = true
		}
	}
}

// homeText is a word with the home folder in place of ~.
func homeText(t string, w *syntax.Word) string {
	if len(w.Parts) == 0 {
		return t
	}
	if l, ok := w.Parts[0].(*syntax.Lit); !ok || !strings.HasPrefix(l.Value, "~") {
		return t
	}
	user, rest, found := strings.Cut(t, "/")
	if user == "~" {
		user = "HOME"
	}
	if found {
		rest = "/" + rest
	}
	return catalog.Unknown + user + catalog.Unknown + rest
}

// widens reports whether a call may act on everything when something in its words is empty, or deletes a folder of the system.
func (c *candidates) widens(words []string) bool {
	if !c.cat.Selecting(effects.BaseName(words[0])) || !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, catalog.Unknown) || strings.HasPrefix(w, "/") }) {
		return false
	}
	sure, prefixed := c.cat.MayWiden(words)
	c.prefixed = c.prefixed || prefixed
	c.bare = c.bare || c.cat.ActsOnPaths(effects.BaseName(words[0])) && slices.ContainsFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, catalog.Unknown) })
	return sure
}

func (c *candidates) assign(a *syntax.Assign) bool {
	switch {
	case a.Name == nil:
		return false
	case a.Value != nil:
		c.top = c.top || belowRoot(effects.StaticText(a.Value))
		return c.value(a.Value)
	case a.Array != nil:
		var words []string
		for _, e := range a.Array.Elems {
			if e.Value != nil {
				t := homeText(effects.StaticText(e.Value), e.Value)
				words = append(words, t)
				c.note(words[len(words)-1])
				c.hereIn(t)
				c.hollow = c.hollow || hollow(t)
			}
		}
		return len(words) > 1 && c.words(words)
	}
	return false
}

// value takes in a word that a variable may hold, and reports whether it is a command that destroys data.
func (c *candidates) value(w *syntax.Word) bool {
	c.top = c.top || belowRoot(effects.StaticText(w))
	return c.valueText(effects.StaticText(w))
}

func (c *candidates) valueText(t string) bool {
	switch name, rest, _ := strings.Cut(strings.TrimPrefix(t, catalog.Unknown), catalog.Unknown); {
	case AllHere(t, true), strings.HasPrefix(t, catalog.Unknown) && (name == "" || name == "PWD") && len(rest) < 3:
		c.hereValue = true
	}
	c.note(t)
	c.hereIn(t)
	c.hollow = c.hollow || hollow(t)
	words := strings.Fields(t)
	return len(words) > 1 && c.words(words)
}

// note takes in the names of commands that stand in a value, also as a part of it, which the script may cut out.
func (c *candidates) note(t string) {
	for from := 0; from < len(t); {
		if !nameByte(t[from]) {
			from++
			continue
		}
		to := from + 1
		for to < len(t) && nameByte(t[to]) {
			to++
		}
		word := t[from:to]
		for i := range word {
			if i == 0 || !alnum(word[i-1]) {
				c.noteName(word[i:])
			}
			if i > 0 && !alnum(word[i]) {
				c.noteName(word[:i])
			}
		}
		from = to
	}
}

func (c *candidates) noteName(name string) {
	for _, n := range []string{name, strings.ToLower(name)} {
		if anything, path, device := c.cat.Names(n); anything || path || device {
			c.loose[n] = true
		}
	}
}

func nameByte(b byte) bool { return alnum(b) || b == '_' || b == '-' || b == '.' || b == '+' }

func alnum(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' }

// named reports whether a call whose name is not known can destroy data.
func (c *candidates) named() bool {
	if len(c.calls) == 0 {
		return false
	}
	c.at, c.fn = nil, ""
	for _, call := range c.pending {
		if name := call[0]; c.funcs[name] || printsWords[effects.BaseName(name)] || c.renamesAt(call) >= 0 || strings.Contains(name, catalog.Unknown) {
			for _, w := range call[1:] {
				c.note(w)
			}
		}
	}
	for name := range c.loose {
		for _, call := range c.calls {
			c.actsHere(append([]string{name}, call[1:]...))
			if c.destroys(append([]string{name, catalog.Unknown + catalog.Unknown}, call[1:]...), true) {
				return true
			}
		}
	}
	return false
}
