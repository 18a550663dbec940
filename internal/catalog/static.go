package catalog

import (
	"slices"
	"strings"
)

// MayDestroyKnown tells whether a call destroys data when the unknown text of its target turns out to be one of the places
// that the entry is about: rm -rf "$dir" (path), tee "$disk" (device).
func (c *Catalog) MayDestroyKnown(words []string) (path, device bool) {
	if len(words) == 0 {
		return false, false
	}
	for r := range c.sites.find(baseName(words[0])) {
		e := r.entry
		if !e.OnlyKnown {
			continue
		}
		a, ok := r.syntax.call(words)
		if !ok || a.has(e.Unless) || !e.optioned(&a) {
			continue
		}
		for _, t := range a.find(e.Target, e.Kind) {
			known, _, open := strings.Cut(words[t.Word][t.Skip:], Unknown)
			if open && (known == "" || e.mayName(known)) {
				if strings.HasPrefix(e.Only[0], "/dev/") {
					device = true
				} else {
					path = true
				}
			}
		}
	}
	return path, device
}

// Names tells whether a word is the name of a command that may destroy data: any, or what path or device it is given.
func (c *Catalog) Names(word string) (anything, path, device bool) {
	for r := range c.sites.find(baseName(word)) {
		switch e := r.entry; {
		case !e.OnlyKnown:
			anything = true
		case strings.HasPrefix(e.Only[0], "/dev/"):
			device = true
		default:
			path = true
		}
	}
	return anything, path, device
}

// Begins tells whether a call that begins with a word may destroy data, make something new, or be a guard: the catalogue has entries
// for that name. Most words of a script are none, which is found out once for all these questions.
func (c *Catalog) Begins(word string) bool {
	name := baseName(word)
	return c.sites.has(name) || c.asks.has(name) || c.makes.has(name)
}

// Lists tells whether there is any entry for the name of a command: one that destroys, a guard, one that makes something or wraps
// another command, or one that chooses what it acts on by its words.
func (c *Catalog) Lists(name string) bool {
	return c.Begins(name) || c.wraps.has(name) || c.selecting[name] || c.goes.has(name)
}

// Destroys tells whether some calls of a command destroy data.
func (c *Catalog) Destroys(name string) bool { return c.sites.has(name) }

// ReadsInput tells whether a command of this name runs what it reads: a database's client.
func (c *Catalog) ReadsInput(name string) bool {
	for r := range c.sites.find(name) {
		if r.entry.Stdin {
			return true
		}
	}
	return false
}

// Clients are the names of the commands that run the text which they read, parted by blanks.
func (c *Catalog) Clients() string {
	var names []string
	for _, e := range c.destructive {
		if e.Stdin {
			names = append(names, newSyntax(e.Command, nil, false).names...)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// MayNameDevice tells whether a text can be the beginning of a disk's path.
func (c *Catalog) MayNameDevice(text string) bool {
	if text == "/dev" || text == "/dev/" || isDevice(text) {
		return true
	}
	name, ok := strings.CutPrefix(text, "/dev/")
	switch name {
	case "null", "zero", "full", "random", "urandom", "tty", "console", "stdin", "stdout", "stderr", "fd", "shm", "pts", "tcp", "udp", "kmsg", "ptmx":
		return false
	}
	return ok && (isDevice(text+"a") || isDevice(text+"0"))
}

func (e *Destructive) mayName(text string) bool {
	return slices.ContainsFunc(e.Only, func(p string) bool { return begins(fixed(p), text) })
}

// fixed is a pattern's text before its first wildcard.
func fixed(pattern string) string {
	if i := strings.IndexAny(pattern, "*?["); i >= 0 {
		return pattern[:i]
	}
	return pattern
}

// begins tells whether a text can be the beginning of a path that begins with place.
func begins(place, text string) bool {
	return len(text) > 1 && strings.HasPrefix(place, text) || place != "" && place != "/" && strings.HasPrefix(text, strings.TrimSuffix(place, "/")) || text == place
}
