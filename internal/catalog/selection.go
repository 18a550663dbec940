package catalog

import (
	"path"
	"slices"
	"strings"
)

// A Selection is where a call says how much it acts on: which folder is deleted, which hosts are wiped.
type Selection struct {
	Operands []Operand
	// Path says that the operands are paths, in which the shell expands patterns.
	Path bool
	// Each says that every operand of the call is deleted, so that a word that splits in two deletes two things.
	Each bool
	// Some says that the call is about some of what is in the folders only.
	Some bool
	// Whole is what the call acts on when its selector selects everything, "" for a path, which says so itself.
	Whole string
	// Why is what the call does.
	Why     string
	wide    *wide
	written bool
}

// Folder tells whether a path is one of the system's folders, or all that is in one, and the call is destructive with it although
// nothing in it is empty.
func (s Selection) Folder(path string) bool { return s.written && s.wide.folder(path) }

// Wide tells whether a text selects everything, or a whole system folder.
func (s Selection) Wide(text string) bool { return s.wide.match(text) }

// Selection tells where a destructive call says how much it acts on; false for commands of which no text selects everything.
func (c *Catalog) Selection(words []string) (Selection, bool) {
	if len(words) == 0 {
		return Selection{}, false
	}
	for r := range c.selects.find(baseName(words[0])) {
		e := r.entry
		a, ok := r.syntax.call(words)
		if !ok || a.has(e.Unless) || !e.optioned(&a) || len(e.Operands) > 0 && !a.names(e.Operands) || len(e.Contains) > 0 && !containsAny(e.Contains, words[1:]) {
			continue
		}
		spec := e.Selector
		if spec == "" {
			spec = e.Target
		}
		if found := a.find(spec, e.Kind); len(found) > 0 {
			return Selection{Operands: found, Path: e.Kind == KindPath, Each: e.eachPath(), Some: len(e.Narrows) > 0 && a.has(e.Narrows), Whole: e.Whole, Why: e.Why, wide: e.wide, written: e.WideWritten}, true
		}
	}
	return Selection{}, false
}

// eachPath tells whether all operands are paths, each of which is deleted.
func (e *Destructive) eachPath() bool {
	return e.Kind == KindPath && e.Target == "all" && e.Selector == ""
}

// Selection tells where a call of the wrapper says how much it acts on.
func (m *WrapperMatch) Selection() (Selection, bool) {
	if len(m.Selector) == 0 || m.Wrapper.wide == nil {
		return Selection{}, false
	}
	return Selection{Operands: m.Selector, Whole: m.Wrapper.Whole, wide: m.Wrapper.wide}, true
}

// A wide is the texts that select everything. Nil matches none.
type wide struct{ yes, no []string }

// newWide reads the patterns of "wide": a "!" before one takes texts out that another one matches.
func newWide(patterns []string) *wide {
	if len(patterns) == 0 {
		return nil
	}
	w := &wide{}
	for _, p := range patterns {
		if no, ok := strings.CutPrefix(p, "!"); ok {
			w.no = append(w.no, no)
		} else {
			w.yes = append(w.yes, p)
		}
	}
	return w
}

func (w *wide) match(text string) bool {
	if w == nil || strings.Contains(text, Unknown) {
		return false
	}
	open := strings.Contains(text, "://")
	if strings.HasPrefix(text, "/") {
		text, open = below(text)
	}
	return matchWide(w.yes, text, open) && !matchWide(w.no, text, open)
}

// folder tells whether a path is one of those that are named, without wildcards.
func (w *wide) folder(text string) bool {
	if w == nil || !strings.HasPrefix(text, "/") || strings.Contains(text, Unknown) {
		return false
	}
	text, _ = below(text)
	return text != "/" && slices.Contains(w.yes, text) && !slices.Contains(w.no, text)
}

// below cleans a path and takes off what stands for all that is in a folder; open says that something was to follow the folder's
// name: "/usr/" and "/usr//*".
func below(text string) (folder string, open bool) {
	open = strings.HasSuffix(text, "/") || strings.Contains(strings.TrimLeft(text, "/"), "//")
	text = path.Clean(text)
	for {
		shorter := text
		for _, rest := range everythingIn {
			shorter = strings.TrimSuffix(shorter, rest)
		}
		if shorter == text {
			break
		}
		text = shorter
	}
	if text == "" {
		text = "/"
	}
	return text, open
}

// everythingIn are the ways to write all files of a folder.
var everythingIn = []string{"/*", "/.*", "/.[!.]*", "/..?*", "/.??*", "/{*,.*}"}

func matchWide(patterns []string, text string, open bool) bool {
	for _, p := range patterns {
		q, needsOpen := p, false
		if len(p) > 1 && strings.HasSuffix(p, "/") {
			needsOpen = true
			if strings.HasPrefix(p, "/") {
				q = strings.TrimSuffix(p, "/")
			}
		}
		if needsOpen && !open {
			continue
		}
		if q == text {
			return true
		}
		if ok, _ := path.Match(q, text); ok && q != "*" { // "*" is the word itself
			return true
		}
	}
	return false
}

// MayWiden tells whether a call may act on everything when one of the texts that are not known in its words is empty, or
// has its default, or because it is written so: rm -rf /usr. Of a path that begins with unknown text it says yes if what follows may be all of a folder: it is for the
// caller to know whether that text may be a folder below the root.
func (c *Catalog) MayWiden(words []string) (sure, prefixed bool) {
	s, ok := c.Selection(words)
	if !ok {
		return false, false
	}
	for _, o := range s.Operands {
		text := words[o.Word][o.Skip:]
		parts := strings.Split(text, Unknown) // literal and names in turn
		sure = sure || s.Folder(text)
		if all := literals(parts); len(parts) > 3 && s.Wide(all) {
			sure = true
		}
		for i := 1; i < len(parts); i += 2 {
			left := without(parts, i)
			known, rest, open := strings.Cut(left, Unknown)
			switch {
			case !open && s.Wide(left):
				sure = true
			case open && known == "" && s.Path && (strings.HasSuffix(rest, Unknown+"/") || strings.HasSuffix(rest, Unknown+"/*")) && strings.Count(left, Unknown) == 2:
				prefixed = true
			}
		}
	}
	return sure, prefixed
}

// literals is a text without its unknown parts.
func literals(parts []string) string {
	var b strings.Builder
	for i := 0; i < len(parts); i += 2 {
		b.WriteString(parts[i])
	}
	return b.String()
}

// without is a text without its unknown part i, and without all others of the same name.
func without(parts []string, i int) string {
	var b strings.Builder
	for k, p := range parts {
		switch {
		case k%2 == 0:
			b.WriteString(p)
		case k != i && (p == "" || p != parts[i]):
			b.WriteString(Unknown + p + Unknown)
		}
	}
	return b.String()
}

// Selects tells whether a command's calls may say in one word what they act on: which hosts, which objects.
func (c *Catalog) Selects(name string) bool {
	for r := range c.wraps.find(name) {
		if r.entry.fleet() {
			return true
		}
	}
	for r := range c.selects.find(name) {
		if r.entry.Selector != "" {
			return true
		}
	}
	return false
}

// fleet tells whether the wrapper runs a command on many hosts.
func (e *Wrapper) fleet() bool { return e.Attributes || len(e.Joins) > 0 || e.Parallel && !e.Items }

// JoinsSelector tells whether a word joins the conditions of the selector of a command: "and".
func (c *Catalog) JoinsSelector(name, word string) bool {
	for r := range c.wraps.find(name) {
		for _, j := range r.entry.Joins {
			if j == word {
				return true
			}
		}
	}
	return false
}

// SelectorAt tells whether a word of a call is its selector; fleet whether that selects hosts.
func (c *Catalog) SelectorAt(words []string, i int) (fleet, ok bool) {
	if m, ok := c.Wrapper(words); ok && m.Wrapper.fleet() {
		for _, o := range m.Selector {
			if o.Word == i {
				return true, true
			}
		}
		return true, false
	}
	for r := range c.selects.find(baseName(words[0])) {
		if a, ok := r.syntax.call(words); ok && r.entry.Selector != "" {
			for _, o := range a.find(r.entry.Selector, r.entry.Kind) {
				if o.Word == i {
					return false, true
				}
			}
		}
	}
	return false, false
}

// InRoot tells whether a path begins with a folder that every system has in its root.
func (c *Catalog) InRoot(p string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(p, "/"), "/")
	switch first {
	case "", ".", "..", "tmp", "run", "proc", "sys", "dev":
		return true
	}
	return c.filter.system[first] || strings.ContainsAny(first, "*?[")
}
