package catalog

import (
	"slices"
	"sort"
	"strings"
	"sync"
)

// A filter tells cheaply whether a script's text can contain a site. It splits the text into tokens, runs of
// [A-Za-z0-9_.+-], and marks the ones that the entries are about; then it asks each entry whether what it needs is there.
//
// It may say yes to a script without a site. It says no to one with a site only when the name of the command
// is put together from parts (a=wipe; b=fs; $a$b), written with escapes ($'\x77ipefs'), or taken out of a comment.
type filter struct {
	bits     map[string]int // by token in lower case
	prefixes []prefixBit    // of names such as "mkfs.*"
	n        int
	needs    []need
	pairs    [1 << 16]uint32 // how long tokens of bits and prefixes are, by the two bytes in lower case that they start with
	maxLen   int
	system   map[string]bool // the first elements of the paths of "wide"
	folders  map[string]bool // these paths, of entries with "wide-written"
	disks    []need          // the commands that destroy disks and write files too
	each     []eachNeed      // the commands that delete each of their operands
	seen     sync.Pool       // of *[]bool, n long
	names    []string        // of the commands, those of wildcards as far as they are fixed
}

type prefixBit struct {
	prefix string
	bit    int
}

// A need is what must be in the text for one entry: the name, one bit of each further list.
type need struct {
	entry int
	name  int
	all   [][]int
}

// Bits that stand for more than one token.
const (
	bitDisk  = iota // "/dev/" and what may be a disk's name
	bitRoot         // a slash that ends a word: rm -rf / "$dir"/*
	bitBelow        // a path whose first element is unknown: /$x
	bitHome         // ~
	bitWide         // a path that may become a system folder when something in it is empty: "$x/usr", /srv/$x, dir=/srv
	firstBit
)

func newFilter(c *Catalog) *filter {
	f := &filter{bits: map[string]int{}, n: firstBit, system: map[string]bool{}, folders: map[string]bool{}}
	for entry, e := range c.destructive {
		s := newSyntax(e.Command, nil, false)
		var all [][]int
		for _, alternatives := range s.leading {
			all = f.require(all, alternatives)
		}
		if len(e.Contains) > 0 {
			var firsts []string
			for _, text := range e.Contains {
				firsts = append(firsts, literal(text))
			}
			all = f.require(all, firsts)
		}
		// A letter may stand behind others and before its value, in one token with both: curl -sXDELETE.
		if len(e.Options) > 0 && longOnly(e.Options) && !e.Abbreviations && !slices.ContainsFunc(e.Options, isLetter) {
			var names []string
			for _, o := range e.Options {
				name, _, _ := strings.Cut(o, "=")
				names = append(names, strings.TrimLeft(name, "-"))
			}
			all = f.require(all, names)
		}
		if e.OnlyKnown {
			bits := f.paths(e.Only)
			if len(e.Wide) > 0 && e.Kind == KindPath {
				bits = append(bits, bitWide, f.bit("cd")) // cd may not get to where the paths are meant from
				for _, p := range e.Wide {
					if first, _, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/"); isToken(first) {
						f.system[first] = true
					}
				}
			}
			all = append(all, bits)
		}
		if e.WideWritten {
			for _, p := range e.Wide {
				f.folders[p] = !strings.ContainsAny(p, "*?[")
			}
		}
		for _, name := range s.names {
			f.needs = append(f.needs, need{entry: entry, name: f.name(name), all: all})
			if e.OnlyKnown && slices.ContainsFunc(e.Only, func(p string) bool { return strings.HasPrefix(p, "/dev/") }) {
				f.disks = append(f.disks, need{entry: entry, name: f.name(name)})
			}
			if e.eachPath() && len(e.Wide) > 0 {
				f.each = append(f.each, eachNeed{entry, f.name(name), []byte(name)})
			}
		}
	}
	f.names = c.Needles()
	sort.Slice(f.prefixes, func(i, j int) bool { return f.prefixes[i].prefix < f.prefixes[j].prefix })
	f.seen.New = func() any { s := make([]bool, f.n); return &s }
	return f
}

// isLetter tells whether an option, with its value or without, is a letter: -X, or -X=DELETE.
func isLetter(option string) bool {
	name, _, _ := strings.Cut(option, "=")
	return len(name) == 2 && name[1] != '-'
}

// bit returns the bit of a token.
func (f *filter) bit(token string) int {
	token = strings.ToLower(token)
	b, ok := f.bits[token]
	if !ok {
		b = f.n
		f.n++
		f.bits[token] = b
		f.pairs[pair(token)] |= length(len(token))
		f.maxLen = max(f.maxLen, len(token))
	}
	return b
}

// pair is the beginning of a token in lower case, for a quick look.
func pair(token string) int {
	if len(token) == 1 {
		return int(token[0]) << 8
	}
	return int(token[0])<<8 | int(token[1])
}

// length is the bit that stands for a token's length; the last one stands for all that are longer.
func length(n int) uint32 { return 1 << min(n, 31) }

const anyLength = ^uint32(0)

// name returns the bit of a command's name; a wildcard stands for what its fixed beginning stands for.
func (f *filter) name(name string) int {
	i := strings.IndexAny(name, "*?[\\")
	if i < 0 && isToken(name) {
		return f.bit(name)
	}
	if i < 0 {
		i = len(name)
	}
	prefix := strings.ToLower(token(name[:i]))
	for _, p := range f.prefixes {
		if p.prefix == prefix {
			return p.bit
		}
	}
	f.n++
	f.prefixes = append(f.prefixes, prefixBit{prefix, f.n - 1})
	switch len(prefix) {
	case 0:
		for i := range f.pairs {
			f.pairs[i] = anyLength
		}
	case 1:
		for i := range 256 {
			f.pairs[int(prefix[0])<<8|i] = anyLength
		}
	default:
		f.pairs[pair(prefix)] = anyLength
	}
	return f.n - 1
}

// require adds that one of the words must occur, unless one of them cannot be looked for.
func (f *filter) require(all [][]int, words []string) [][]int {
	var bits []int
	for _, w := range words {
		if w == "" || !isToken(strings.TrimSuffix(w, "=")) {
			return all
		}
		bits = append(bits, f.bit(w))
	}
	return append(all, bits)
}

// paths returns the bits of which one must be there when a path fits one of the patterns. The first element must
// stand behind a slash, or be unknown there; the others are too common to help.
func (f *filter) paths(patterns []string) []int {
	var bits []int
	for _, p := range patterns {
		elements := strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
		switch {
		case p == "/":
			bits = append(bits, bitRoot)
		case strings.HasPrefix(p, "/dev/"):
			bits = append(bits, bitDisk)
		case strings.HasPrefix(p, "$~"):
			bits = append(bits, bitHome)
		default:
			// /var/lib occurs in every second script; the last element that is fixed tells more.
			bit, depth := f.element(elements, strings.HasPrefix(p, "/"))
			if bit < 0 {
				return []int{f.name("*")}
			}
			bits = append(bits, bit)
			if strings.HasPrefix(p, "$HOME") {
				bits = append(bits, bitHome)
			}
			if depth == 0 && strings.HasPrefix(p, "/") {
				bits = append(bits, bitBelow)
			}
		}
	}
	slices.Sort(bits)
	return slices.Compact(bits)
}

// element returns the bit of the last path element that can be looked for, and its number; -1 when there is none.
func (f *filter) element(elements []string, rooted bool) (bit, depth int) {
	for i := len(elements) - 1; i >= 0; i-- {
		if l := literal(elements[i]); l != "" {
			if i == 0 && rooted {
				// A word such as data occurs everywhere, /data does not.
				return f.bit("/" + l), i
			}
			return f.bit(l), i
		}
		if head, _, ok := strings.Cut(elements[i], "*"); ok && isToken(head) && !strings.ContainsAny(head, "?[\\") {
			return f.name(elements[i]), i
		}
	}
	return -1, 0
}

// literal is the first token that is surely in a text that fits the pattern: one that no wildcard goes on with.
func literal(pattern string) string {
	if i := strings.IndexAny(pattern, "[\\"); i >= 0 {
		pattern = pattern[:i] + "*"
	}
	for i := 0; i < len(pattern); {
		start := i
		for i < len(pattern) && tokenByte[pattern[i]] {
			i++
		}
		if i == start {
			i++
			continue
		}
		wild := start > 0 && isWild(pattern[start-1]) || i < len(pattern) && isWild(pattern[i])
		if t := token(pattern[start:i]); t != "" && !wild {
			return t
		}
	}
	return ""
}

func isWild(c byte) bool { return c == '*' || c == '?' }

// token returns the first token of a text, without the signs that a token may have before it.
func token(text string) string {
	start := 0
	for start < len(text) && (!tokenByte[text[start]] || isSign(text[start])) {
		start++
	}
	end := start
	for end < len(text) && tokenByte[text[end]] {
		end++
	}
	return text[start:end]
}

func isToken(s string) bool { return s != "" && token(s) == s }

var tokenByte = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-" {
		t[c] = true
	}
	return t
}()

func isSign(c byte) bool { return c == '-' || c == '+' || c == '.' }

// MayDestroy tells whether a script's text can contain a destructive command. The texts are one script's: that of the
// script and those of the files that it sources.
func (c *Catalog) MayDestroy(texts ...[]byte) bool { return c.Reach(texts...).Any() }

// Needles returns the names one of which must occur in a script with a site, in lower case; those of wildcards as prefixes.
func (c *Catalog) Needles() []string {
	var names []string
	for _, e := range c.destructive {
		for _, n := range newSyntax(e.Command, nil, false).names {
			if i := strings.IndexAny(n, "*?[\\"); i >= 0 {
				n = n[:i]
			}
			names = append(names, strings.ToLower(n))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
