package driver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/bounded"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

const (
	// maxSize is the largest script that is read; above it there is a payload, and memory has to stay bounded.
	maxSize = 32 << 20
	// headSize is how much of a file is read to see whether it is a shell script.
	headSize = 256
)

// An outcome is what one file came to. It refers to no syntax tree, and to no source text but that of files which fixes change.
type outcome struct {
	file     string
	scripts  int // 1 if the file was analysed
	template bool
	findings []*found
	sites    []*Site
	errs     []*Error
	lines    map[line]string
	noted    []*noted // suppression comments
	texts    map[string][]byte
	calls    []*Possible
	// contracts are the functions that comments sign for, in scripts with destructive commands.
	contracts []string
}

// A found is a finding with the site that it is about.
type found struct {
	*Finding
	site *Site // nil for a finding about no site
}

// fail adds an error about the file as a whole.
func (o *outcome) fail(path, message string) {
	o.errs = append(o.errs, &Error{File: path, Message: message})
}

// one analyses one file.
func (r *run) one(ctx context.Context, f *file) (o *outcome) {
	o = &outcome{file: f.path, lines: map[line]string{}}
	defer func() {
		if v := recover(); v != nil {
			message := fmt.Sprintf("internal error: %v: %v; please report it together with the script", errPanic, v)
			o.errs = append(o.errs, &Error{File: f.path, Message: message, Stack: string(debug.Stack())})
		}
	}()
	src, ok, err := r.source(f)
	if err != nil {
		o.fail(f.path, reason(err))
		return o
	}
	if !ok {
		return o
	}
	settings, err := r.configs.of(f.path)
	if err != nil {
		// What the configuration declares decides about guards, so without it there is nothing to say of the file.
		o.errs = append(o.errs, configErrors(err)...)
		return o
	}
	o.scripts = 1
	s := script.Parse(f.path, src, script.Options{Heeds: r.heeds(f.path)})
	o.template = s.Template != nil
	r.distrust(s)
	o.addProblems(s, f.path)
	r.note(o, s, f.path, true, settings)
	read := r.reader(f)
	loader := r.loader(read, nil)
	reach := &reacher{run: r, loader: loader, uses: f.uses, seen: map[string]bool{}}
	// Where there was a site a moment ago there will be one now, and it saves a third of the time not to look for it first.
	may := reach.mayDestroy(s, settings.catalog, f.wiped)
	o.possible(s, reach.files, settings.catalog, loader)
	o.errs = append(o.errs, reach.errs...)
	if !may {
		return o
	}
	var anew map[[2]string]string
	if r.cfg.Trust != nil {
		if anew = r.rewritten(reach.files); len(anew) > 0 {
			// What was loaded may be shared with other scripts, of which none need have written the function anew.
			loader = r.loader(read, anew)
			r.disown(s, anew)
		}
	}
	in := &guardflow.Input{Context: ctx, Script: s, Catalog: settings.catalog, Loader: loader, Sources: reach.files, Foreseen: !reach.any, Sited: f.wiped, Brief: r.cfg.Brief, Bounds: r.cfg.Bounds, Shells: settings.shells(s), Tests: r.testsOf(f)}
	p := r.suite.passes(in, read)
	(&resolver{run: r, out: o, settings: settings, root: s, passes: p, ctx: ctx, sources: reach.files, caller: reach.caller}).resolve()
	if len(o.sites) > 0 {
		for _, s := range reach.files {
			for name := range s.Contracts {
				if anew[[2]string{s.Path, name}] == "" {
					o.contracts = append(o.contracts, s.Path+"\x00"+name)
				}
			}
		}
	}
	if f.wiped && len(o.sites) == 0 && !reach.mayDestroy(s, settings.catalog, false) {
		plain := &outcome{file: f.path, scripts: 1, lines: map[line]string{}, calls: o.calls, errs: reach.errs}
		plain.addProblems(s, f.path)
		r.note(plain, s, f.path, true, settings)
		return plain
	}
	return o
}

// loader gives the loader of what one script sources. Anew are contracts that rest on functions which nobody trusted has written.
func (r *run) loader(read func(string) ([]byte, error), anew map[[2]string]string) *script.Loader {
	l := script.NewLoader("", read)
	l.Review = func(s *script.Script) {
		r.distrust(s)
		r.disown(s, anew)
	}
	if r.cfg.Trust != nil {
		l.Heeds = r.heeds
	}
	return l
}

// addProblems reports a script's syntax error and malformed directives.
func (o *outcome) addProblems(s *script.Script, name string) {
	if s.Err != nil {
		o.errs = append(o.errs, &Error{File: name, Line: s.Err.Line, Column: s.Err.Column, Message: s.Err.Message})
	}
	for _, p := range s.Problems {
		o.errs = append(o.errs, &Error{File: name, Line: p.Line, Column: p.Column, Message: p.Message})
	}
}

// source reads a file's text; false when a file that was found in a folder is no shell script.
func (r *run) source(f *file) (src []byte, ok bool, err error) {
	if f.text != nil {
		return f.text, true, nil
	}
	if text, found := r.overlay[f.real]; found {
		return text, true, nil
	}
	file, err := bounded.Open(f.path)
	if err != nil {
		// What was there when its folder was listed and is not now is none of ours.
		if !f.named && errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		}
		return nil, false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, false, err
	}
	// A file that is named may be a pipe: wipelint check <(generate).
	if mode := info.Mode(); !mode.IsRegular() && (!f.named || mode&fs.ModeNamedPipe == 0) {
		if !f.named {
			return nil, false, nil
		}
		return nil, false, errors.New("not a regular file")
	}
	var head []byte
	if !f.named {
		head, err = io.ReadAll(io.LimitReader(file, headSize))
		if err != nil {
			return nil, false, err
		}
		if !f.isShell(head) {
			return nil, false, nil
		}
	}
	src, err = readAll(file, head, info.Size())
	return src, err == nil, err
}

// isShell reports whether a file is a shell script by any of its names.
func (f *file) isShell(head []byte) bool {
	isShell := func(name string) bool { return script.IsShell(name, head) }
	return isShell(f.path) || slices.ContainsFunc(f.also, isShell)
}

// readAll reads the rest of a text that must not be too large.
func readAll(r io.Reader, head []byte, size int64) ([]byte, error) {
	tooLarge := fmt.Errorf("larger than %d MB, which is no script; leave it out", maxSize>>20)
	if size > maxSize {
		return nil, tooLarge
	}
	src := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	src.Write(head)
	if _, err := src.ReadFrom(io.LimitReader(r, maxSize+1-int64(len(head)))); err != nil {
		return nil, err
	}
	if src.Len() > maxSize {
		return nil, tooLarge
	}
	return src.Bytes(), nil
}

// read gives the text of a file that a script sources.
func (r *run) read(path string) ([]byte, error) {
	if abs, err := filepath.Abs(path); err == nil {
		if text, ok := r.overlay[abs]; ok {
			return text, nil
		}
		if len(r.overlay) > 0 { // the path may be a link
			if real, err := realPath(abs); err == nil && r.overlay[real] != nil {
				return r.overlay[real], nil
			}
		}
	}
	file, err := bounded.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	return readAll(file, nil, info.Size())
}

// name gives the name of a script for display: the one it was found by, where it is one of the run's own.
func (r *run) name(path string) string {
	if real, err := realPath(path); err == nil {
		if name, ok := r.known[real]; ok {
			return name
		}
	}
	return path
}

// realPath is the absolute path of a file with no symbolic links in it.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real, nil
	}
	return abs, nil // it need not exist: standard input, an editor's new file
}

// reason is an error's text without the operation and the path, which stand beside it.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// wholeOf is the range of a script's whole text.
func wholeOf(s *script.Script) place.Range {
	return place.Range{Script: s, Start: 0, End: len(s.Source)}
}
