package driver

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// candidate tells from a script's own text whether it can hold a site; tests with made-up analyzers have a simpler one.
var candidate = symexec.MayDestroy

// A reacher tells whether a script, or a file that it may source, can hold a destructive command. Most scripts of a tree
// cannot, and are not executed.
type reacher struct {
	run    *run
	cat    *catalog.Catalog
	loader *script.Loader
	seen   map[string]bool // files that are being looked at, or were
	cycles int             // how often one of them was met again
}

// A libraryKey names a sourced file as scripts of one dialect read it with one catalogue.
type libraryKey struct {
	path    string
	dialect script.Dialect
	cat     *catalog.Catalog
}

func (r *reacher) mayDestroy(s *script.Script) bool {
	r.seen[filepath.Clean(s.Path)] = true
	if candidate(s, r.cat) {
		return true
	}
	src := sourcesOf(s)
	for _, w := range src.words {
		names, ok := src.paths(w)
		if !ok {
			return true
		}
		for _, name := range names {
			if r.sourced(name, s) {
				return true
			}
		}
	}
	return false
}

// sourced looks for a file that a script may name: a path from the script's folder, or one that begins in an unknown folder
// and is looked for beside the script and in the folders above it, where scripts find their libraries.
func (r *reacher) sourced(name string, s *script.Script) bool {
	known, tail, unknown := cutLast(name, catalog.Unknown)
	if !unknown {
		return r.load(name, s)
	}
	tail = strings.TrimLeft(tail, "/")
	if tail == "" || strings.HasPrefix(known, "/") {
		return false // nothing is known of it, or the folder is one of the machine's
	}
	for up := ""; len(up) < 12; up += "../" {
		if r.load(up+tail, s) || strings.Contains(tail, "/") && r.load(up+path.Base(tail), s) {
			return true
		}
	}
	return false
}

// load looks into a file that a script may source. What came of it is kept: many scripts share a library.
func (r *reacher) load(name string, s *script.Script) bool {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(s.Path), path)
	}
	if r.seen[filepath.Clean(path)] {
		r.cycles++
		return false
	}
	if !r.run.exists(path) {
		return false
	}
	key := libraryKey{path, s.Dialect, r.cat}
	if yes, ok := r.run.libraries.Load(key); ok {
		return yes.(bool)
	}
	t, err := r.loader.Load(name, s)
	if err != nil {
		return false
	}
	cycles := r.cycles
	yes := r.mayDestroy(t)
	if yes || r.cycles == cycles { // else the answer may be that of a file around
		r.run.libraries.Store(key, yes)
	}
	return yes
}

// exists tells whether there is a file. The answers are kept: the scripts of a folder look for the same ones.
func (r *run) exists(name string) bool {
	if yes, ok := r.there.Load(name); ok {
		return yes.(bool)
	}
	_, err := os.Stat(name)
	yes := !errors.Is(err, fs.ErrNotExist)
	if abs, err := filepath.Abs(name); err == nil && !yes {
		_, yes = r.overlay[abs]
	}
	r.there.Store(name, yes)
	return yes
}

// cutLast splits a text around the last separator.
func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}
