package catalog

import (
	"bytes"
	"slices"
	"strings"
)

// A Reach is what the text of a script leaves of the catalogue: the entries all of whose needed words are somewhere in it. It answers
// for calls of which not all words are known, and says no only where none of the texts that these may turn out to be is a site. So
// it never looks at what an option would exclude unless that is certain, and takes a word that is not known for any number of words.
type Reach struct {
	c        *Catalog
	possible []bool // by the number of the entry
	any      bool
	disk     bool
	data     bool // a place of data is named, to which output may go

	bits     map[*Destructive]uint64 // of the entries that destroy known places only
	wide     uint64                  // of these, those that may act on everything
	known    []knownPlace
	nearness map[string]Near
}

// A Maybe is what a call may turn out to be.
type Maybe struct {
	Site         bool // a site, whatever its paths are
	Path, Device bool // a site if it is given a place that holds data, or a device
	// Places are the entries for which Path holds, as in Near, and Lacking those of which the options do not stand in the call.
	Places, Lacking uint64
}

// Reach reads the texts of one script: its own, and those of the files that it sources.
func (c *Catalog) Reach(texts ...[]byte) *Reach {
	r := &Reach{c: c, possible: make([]bool, len(c.destructive))}
	seen := c.filter.seen.Get().(*[]bool)
	defer c.filter.seen.Put(seen)
	clear(*seen)
	s := scan{f: c.filter, seen: *seen}
	for _, t := range texts {
		s.src = t
		s.run()
	}
	r.disk = s.seen[bitDisk]
	for _, t := range texts {
		r.data = r.data || bytes.Contains(t, []byte("/var/lib/")) || bytes.Contains(t, []byte("/var/opt/"))
	}
	for _, n := range c.filter.needs {
		if s.seen[n.name] && !r.possible[n.entry] && s.hasAll(n.all) {
			r.possible[n.entry], r.any = true, true
		}
	}
	for _, n := range c.filter.disks { // cp img "$dev"
		if s.seen[n.name] && !r.possible[n.entry] && slices.ContainsFunc(texts, holdsDevice) {
			r.possible[n.entry], r.any = true, true
		}
	}
	for _, n := range c.filter.each {
		if s.seen[n.name] && !r.possible[n.entry] && slices.ContainsFunc(texts, n.tears) {
			r.possible[n.entry], r.any = true, true
		}
	}
	return r
}

// Any tells whether the script can have a site at all. A redirection to a disk, or to the file of a database, needs no command.
func (r *Reach) Any() bool { return r.any || r.disk || r.data }

// Call tells what a call may turn out to be whose name is known. more says that other words may follow, or stand for some of these:
// those that xargs reads, that a function adds. Input is what it may read.
func (r *Reach) Call(words []string, more bool, input func() string) (m Maybe) {
	if len(words) == 0 {
		return m
	}
	for rec := range r.c.sites.find(baseName(words[0])) {
		if !r.possible[rec.order] {
			continue
		}
		r.may(rec, words, more, input, &m)
		if m.Site {
			break
		}
	}
	return m
}

func (r *Reach) may(rec record[Destructive], words []string, more bool, input func() string, m *Maybe) {
	e := rec.entry
	inner := slices.ContainsFunc(words[1:], func(w string) bool { return strings.Contains(w, Unknown) })
	open := more || slices.ContainsFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, Unknown) })
	if !open && !inner && !e.OnlyKnown {
		stdin := ""
		if e.Stdin {
			stdin = input()
		}
		if _, ok := matchDestructive(e, rec.syntax, words, stdin); ok {
			m.Site = true
		}
		return
	}
	plain := words
	if inner {
		plain = slices.Clone(words)
		for i := range plain {
			plain[i] = nameless(plain[i])
		}
	}
	a := rec.syntax.parse(plain, -1)
	if a.surely(e.Unless) || !leads(rec.syntax.leading, &a, open) {
		return
	}
	if len(e.Options) > 0 && !open && !inner && !e.optioned(&a) {
		return
	}
	if len(e.Contains) > 0 && !open && !inner && !containsAny(e.Contains, plain[1:]) && !(e.Stdin && containsAny(e.Contains, []string{input()})) {
		return
	}
	switch {
	case len(e.Only) == 0:
		m.Site = true
	case e.OnlyKnown:
		if r.bits == nil {
			r.numberPlaces()
		}
		m.Site = m.Site || slices.ContainsFunc(e.Only, func(p string) bool { return strings.HasPrefix(p, "/dev/") }) && slices.ContainsFunc(words[1:], func(w string) bool {
			return surelyDevice(w[strings.IndexByte(w, '=')+1:])
		})
		e.mayPlace(words, open, r.bits[e], len(e.Options) == 0 || e.optioned(&a), m)
	case open || mayFit(e, rec.syntax, plain):
		m.Site = true
	}
}

// leads tells whether the leading operands may be those of the command. Behind a word that is not known any may follow.
func leads(leading [][]string, a *args, open bool) bool {
	for k, alternatives := range leading {
		if k >= len(a.operands) {
			return open
		}
		w := a.words[a.operands[k]]
		if strings.HasPrefix(w, Unknown) {
			return true
		}
		if !matchAny(alternatives, w) && !(strings.Contains(w, Unknown) && mayMatch(alternatives, w)) {
			return false
		}
	}
	return true
}

// mayMatch tells whether a word with unknown text in it can be one of some words.
func mayMatch(alternatives []string, word string) bool {
	known, _, _ := strings.Cut(word, Unknown)
	return slices.ContainsFunc(alternatives, func(a string) bool {
		return strings.HasPrefix(a, known) || strings.ContainsAny(a, "*?[")
	})
}

// mayFit tells whether one of the targets may be a place that the entry is about, or is missing.
func mayFit(e *Destructive, s *syntax, words []string) bool {
	a, ok := s.call(words)
	if !ok {
		return true // an operand that is not known stands for a leading one
	}
	return len(e.about(&a, words, a.find(e.Target, e.Kind))) > 0
}

// mayPlace notes what a command may destroy that does so only with known places.
func (e *Destructive) mayPlace(words []string, open bool, bit uint64, optioned bool, m *Maybe) {
	device := strings.HasPrefix(e.Only[0], "/dev/")
	note := func() {
		if optioned {
			m.Places |= bit
		} else {
			m.Lacking |= bit
		}
		m.Path, m.Device = m.Path || !device, m.Device || device
	}
	if open {
		note()
	}
	for _, w := range words[1:] {
		if strings.HasPrefix(w, "-") && !strings.Contains(w, "=") {
			i := strings.IndexAny(w, "/"+Unknown)
			if i < 2 {
				continue
			}
			w = w[i:] // -C/srv
		}
		for _, text := range placesIn(w) {
			known, _, unknown := strings.Cut(text, Unknown)
			switch {
			case onlyMatches(e.places, true, text):
				m.Site = true
			case unknown && (known == "" || e.mayName(known)), !device && !strings.HasPrefix(text, "/"):
				note()
			}
		}
	}
}

// placesIn are the texts of which a word may hold the path of a target: of=x, --target=x, host:x.
func placesIn(word string) []string {
	out := []string{word}
	for _, sep := range []string{"=", ":"} {
		if _, rest, ok := strings.Cut(word, sep); ok {
			out = append(out, rest)
		}
	}
	return out
}

// nameless takes the names of variables out of a word: what a variable holds may come from another one, whose name says something else.
func nameless(word string) string {
	if !strings.Contains(word, Unknown) {
		return word
	}
	var b strings.Builder
	for i, part := range strings.Split(word, Unknown) {
		if i%2 == 0 {
			b.WriteString(part)
		} else {
			b.WriteString(Unknown + Unknown)
		}
	}
	return b.String()
}

// Spells yields the names of commands that destroy, as far as they are fixed: "wipefs", "mkfs." for all of mkfs.*.
func (c *Catalog) Spells() []string { return c.filter.names }

// holdsDevice tells whether a text expands a variable whose name says that it holds a disk.
func holdsDevice(t []byte) bool {
	for i := bytes.IndexByte(t, '$'); i >= 0; {
		t = t[i+1:]
		from := 0
		if len(t) > 0 && t[0] == '{' {
			from = 1
		}
		end := from
		for end < len(t) && (t[end] == '_' || t[end] >= '0' && t[end] <= '9' || t[end]|0x20 >= 'a' && t[end]|0x20 <= 'z') {
			end++
		}
		if end-from >= 3 && namesDevice(string(t[from:end])) {
			return true
		}
		i = bytes.IndexByte(t, '$')
	}
	return false
}
