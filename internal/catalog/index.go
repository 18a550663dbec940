package catalog

import (
	"iter"
	"path"
	"slices"
	"strings"
)

// An index finds entries by the name of the command. Names with wildcards stand in a list of their own.
type index[E any] struct {
	named map[string][]record[E]
	wild  []record[E]
	n     int
}

type record[E any] struct {
	entry  *E
	syntax *syntax
	order  int
	glob   string // the name's pattern, for the wild ones
	prefix string // and what is fixed at its beginning
	file   string
}

func (x *index[E]) add(e *E, s *syntax, file string) {
	if x.named == nil {
		x.named = map[string][]record[E]{}
	}
	for _, name := range s.names {
		r := record[E]{entry: e, syntax: s, order: x.n, file: file}
		if strings.ContainsAny(name, "*?[") {
			r.glob, r.prefix = name, name[:strings.IndexAny(name, "*?[")]
			x.wild = append(x.wild, r)
		} else {
			x.named[name] = append(x.named[name], r)
		}
	}
	x.n++
}

// find yields the entries for a command name in their order. In one file an entry with the name itself stands for that
// command, and one whose pattern the name fits too does not: what mkfs.fat does is not what mkfs.* does.
func (x *index[E]) find(name string) iter.Seq[record[E]] {
	return func(yield func(record[E]) bool) {
		named, wild := x.named[name], x.wild
		own := named
		for len(named) > 0 || len(wild) > 0 {
			if len(wild) == 0 || len(named) > 0 && named[0].order < wild[0].order {
				if !yield(named[0]) {
					return
				}
				named = named[1:]
				continue
			}
			if strings.HasPrefix(name, wild[0].prefix) {
				if ok, _ := path.Match(wild[0].glob, name); ok && !inFile(own, wild[0].file) && !yield(wild[0]) {
					return
				}
			}
			wild = wild[1:]
		}
	}
}

// has tells whether find yields anything.
func (x *index[E]) has(name string) bool {
	if _, ok := x.named[name]; ok {
		return true
	}
	for range x.find(name) {
		return true
	}
	return false
}

// inFile tells whether one of some entries is of a file.
func inFile[E any](records []record[E], file string) bool {
	return slices.ContainsFunc(records, func(r record[E]) bool { return r.file == file })
}

// baseName returns the name of the command without its folder; unknown text within it stays.
func baseName(word string) string {
	if i := strings.LastIndexByte(word, '/'); i >= 0 {
		return word[i+1:]
	}
	return word
}
