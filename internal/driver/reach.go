package driver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// candidate tells from the text of a script and of what it sources whether there can be a site; tests with made-up analyzers
// have a simpler one.
var candidate = prefilter.MayDestroy

// A reacher tells whether a script, together with the files that it may source, can hold a destructive command. Most scripts
// of a tree cannot, and are not executed.
type reacher struct {
	run    *run
	loader *script.Loader
	uses   *uses
	seen   map[string]bool
	files  []*script.Script
	via    map[string]sourcedBy // how each file but the first is taken in, by path
	errs   []*Error
	any    bool // a source command may name any file, or one that cannot be read to its end
}

// A libraryKey names a sourced file as scripts of one dialect read it.
type libraryKey struct {
	path    string
	dialect script.Dialect
}

// A library is a file that scripts source, with the files that it names itself. Many scripts share one.
type library struct {
	script *script.Script
	names  []sourceName
	any    bool
}

// A sourceName is what a source command may name, and where the word that does stands; both offsets are 0 for what a comment says.
type sourceName struct {
	name       string
	start, end int
}

// A sourcedBy is the file that takes another one in, and where.
type sourcedBy struct {
	script     *script.Script
	start, end int
}

// mayDestroy collects the files that a script may source, and tells whether there can be a site in them, unless it is known to be
// likely.
func (r *reacher) mayDestroy(s *script.Script, cat *catalog.Catalog, likely bool) bool {
	r.add(filepath.Clean(s.Path), newLibrary(s))
	return likely || r.any || candidate(cat, r.files...)
}

func newLibrary(s *script.Script) *library {
	l := &library{script: s}
	src := sourcesOf(s)
	for _, w := range src.words {
		names, ok := src.paths(w)
		start, end := int(w.Pos().Offset()), int(w.End().Offset())
		if end > len(s.Source) || src.inText[w] {
			start, end = 0, 0
		}
		for _, name := range names {
			l.names = append(l.names, sourceName{name, start, end})
		}
		l.any = l.any || !ok
	}
	for _, name := range s.SourcesSaid() {
		l.names = append(l.names, sourceName{name: name})
	}
	return l
}

// add takes in a file and those that it may source.
func (r *reacher) add(path string, l *library) {
	r.seen[path] = true
	r.files = append(r.files, l.script)
	r.any = r.any || l.any
	for _, name := range l.names {
		r.sourced(name, l.script)
	}
}

// sourced looks for a file that a script may name: a path from the script's folder, or one that begins in an unknown folder
// and is looked for beside the script and in the folders above it, where scripts find their libraries.
func (r *reacher) sourced(by sourceName, s *script.Script) {
	known, tail, unknown := cutLast(by.name, catalog.Unknown)
	if !unknown {
		r.load(by.name, by, s)
		return
	}
	tail = strings.TrimLeft(tail, "/")
	if tail == "" || strings.HasPrefix(known, "/") {
		return // nothing is known of it, or the folder is one of the machine's
	}
	for up := ""; len(up) < 12; up += "../" {
		r.load(up+tail, by, s)
		if strings.Contains(tail, "/") {
			r.load(up+path.Base(tail), by, s)
		}
	}
}

// load takes in a file, if it is there.
func (r *reacher) load(name string, by sourceName, s *script.Script) {
	path := filepath.Clean(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(s.Path), path)
	}
	if r.seen[path] {
		return
	}
	r.uses.add(path)
	if !r.run.exists(path) {
		if other, ok := script.FromRoot(name, s, script.Root(s.Path)); ok {
			r.load(other, by, s)
		}
		return
	}
	key := libraryKey{path, s.Dialect}
	l, ok := r.run.libraries.Load(key)
	if !ok {
		t, err := r.loader.Load(name, s)
		if err != nil {
			// One that is there and cannot be read is said also where the script has no destructive command of its own: the file may.
			if !r.elsewhere(path, s) {
				r.errs = append(r.errs, &Error{File: r.run.name(path), Message: fmt.Sprintf("%s sources this file, which cannot be read: %s", s.Path, unreadable(err))})
			}
			return
		}
		read := newLibrary(t)
		read.any = read.any || t.Broken() // what stands behind the error is not known, and the error is to be told
		l, _ = r.run.libraries.LoadOrStore(key, read)
	}
	if r.via == nil {
		r.via = map[string]sourcedBy{}
	}
	r.via[path] = sourcedBy{s, by.start, by.end}
	r.add(path, l.(*library))
}

// caller is the place in the script that was to be analysed where a file is taken in, maybe by way of others; false for the script itself.
func (r *reacher) caller(path string) (at sourcedBy, ok bool) {
	for range maxSourced {
		by, found := r.via[filepath.Clean(path)]
		if !found {
			break
		}
		at, ok, path = by, true, by.script.Path
	}
	return at, ok
}

// maxSourced is how many files may take in one another; a longer chain is a circle.
const maxSourced = 64

// elsewhere reports whether a path is a folder, which a name put together from unknown parts may be, or is not in the script's
// repository: a file of the machine that the script will run on.
func (r *reacher) elsewhere(path string, s *script.Script) bool {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return true
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	rel, err := filepath.Rel(script.Root(s.Path), abs)
	return err != nil || !filepath.IsLocal(rel)
}

// unreadable is the reason of an error without what was to be read, which stands beside it.
func unreadable(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	if _, rest, ok := strings.Cut(err.Error(), ": "); ok && strings.HasPrefix(err.Error(), "source ") {
		return rest
	}
	return err.Error()
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
