package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/gitindex"
)

// A file is a candidate for analysis.
type file struct {
	path  string   // as findings show it
	real  string   // absolute, without symbolic links; "-" for standard input with no name
	text  []byte   // what it contains, where that is known already
	named bool     // by the user, so that it is analysed whatever it is called
	link  bool     // reached through a symbolic link
	also  []string // its other names
	wiped bool     // it had a site when it was last analysed
	uses  *uses    // the files that its outcome depends on; nil where nobody wants to know
}

// discover lists the files of the configuration's paths, sorted by name, each one once.
func (r *run) discover(ctx context.Context) ([]*file, []*Error, error) {
	d := &discovery{ctx: ctx, run: r, byReal: map[string]*file{}, folders: map[string]string{}}
	for _, path := range r.cfg.Paths {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if r.cfg.ForceExclude && d.excluded(path) {
			continue
		}
		if path == "-" {
			if err := d.stdin(); err != nil {
				return nil, nil, err
			}
			continue
		}
		d.path(path)
	}
	files := make([]*file, 0, len(d.byReal))
	for _, f := range d.byReal {
		files = append(files, f)
	}
	sort.Slice(files, func(i, j int) bool { return files[i].path < files[j].path })
	return files, d.errs, ctx.Err()
}

// excluded reports whether the configuration leaves out a path that the user named.
func (d *discovery) excluded(path string) bool {
	if path == "-" {
		return d.run.cfg.StdinName != "" && d.run.configs.excludes(d.run.cfg.StdinName, false)
	}
	info, err := os.Stat(path)
	return d.run.configs.excludes(path, err == nil && info.IsDir())
}

// A discovery collects files.
type discovery struct {
	ctx    context.Context
	run    *run
	byReal map[string]*file
	errs   []*Error
	// indexes are what git tracks, by the root of the repository.
	indexes map[string]*gitindex.Set
	// folders are the real paths of those that named files are in.
	folders map[string]string
}

func (d *discovery) fail(path, message string) {
	d.errs = append(d.errs, &Error{File: filepath.ToSlash(path), Message: message})
}

// add takes a file in, unless it is there under another name already.
func (d *discovery) add(f *file) {
	f.path = filepath.ToSlash(f.path)
	old := d.byReal[f.real]
	if old == nil {
		d.byReal[f.real] = f
		return
	}
	old.named = old.named || f.named
	old.also = append(old.also, f.path)
	if f.text != nil {
		old.text = f.text
	}
	if old.link && !f.link {
		old.path, old.also, old.link = f.path, append(old.also, old.path), false
	}
}

// stdin reads standard input.
func (d *discovery) stdin() error {
	name := d.run.cfg.StdinName
	if name == "" {
		name = "-"
	}
	f := &file{path: name, real: "-", named: true}
	if name != "-" {
		real, err := realPath(name)
		if err != nil {
			return err
		}
		f.real = real
	}
	if old := d.byReal[f.real]; old != nil && old.text != nil {
		return nil // named twice
	}
	if d.run.cfg.Stdin == nil {
		return errors.New("there is no standard input to read")
	}
	text, err := io.ReadAll(io.LimitReader(d.run.cfg.Stdin, maxSize+1))
	switch {
	case err != nil:
		d.fail(name, fmt.Sprintf("cannot read standard input: %s", reason(err)))
		return nil
	case len(text) > maxSize:
		d.fail(name, fmt.Sprintf("standard input is larger than %d MB, which is no script", maxSize>>20))
		return nil
	}
	f.text = text
	if text == nil {
		f.text = []byte{}
	}
	if f.real != "-" {
		d.run.overlay[f.real] = f.text
	}
	d.add(f)
	return nil
}

// path takes in a file or folder that the user named.
func (d *discovery) path(path string) {
	abs, err := filepath.Abs(path)
	if err != nil {
		d.fail(path, reason(err))
		return
	}
	if text, ok := d.run.overlay[abs]; ok {
		d.add(&file{path: filepath.Clean(path), real: abs, text: text, named: true})
		return
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode().IsRegular() { // as a rule, and a pre-commit hook names thousands
		if folder, err := d.realFolder(filepath.Dir(abs)); err == nil {
			d.add(&file{path: filepath.Clean(path), real: filepath.Join(folder, filepath.Base(abs)), named: true})
			return
		}
	}
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		info, err = os.Stat(path)
	}
	if err != nil {
		d.fail(path, reason(err))
		return
	}
	real, err := realPath(path)
	if err != nil {
		d.fail(path, reason(err))
		return
	}
	if !info.IsDir() {
		// Its own name is kept even where that is a link: it is what the user knows it by.
		d.add(&file{path: filepath.Clean(path), real: real, named: true})
		return
	}
	ignores, err := ignoresAbove(real, d.run.ignoreText)
	if err != nil {
		d.fail(path, fmt.Sprintf("cannot read .gitignore: %s", reason(err)))
	}
	d.folder(filepath.Clean(path), real, real, ignores, false)
}

// realFolder is a folder's path without symbolic links. It remembers.
func (d *discovery) realFolder(path string) (string, error) {
	if real, ok := d.folders[path]; ok {
		return real, nil
	}
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		d.folders[path] = real
	}
	return real, err
}

// folder takes in the files below a folder. A folder that is a symbolic link is not entered, so that none is walked
// for ever; a file that is one is taken in if it stays within top.
// In one that an ignore file names only what git tracks all the same is taken in: such a file is a part of the repository.
func (d *discovery) folder(path, real, top string, ignores *ignores, ignored bool) {
	if d.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		d.fail(path, reason(err))
	}
	// What git tracks as a file and is an empty folder is the place of another repository.
	if err == nil && len(entries) == 0 && real != top && d.tracked(real, false) {
		d.run.submodules++
	}
	ignores, err = ignores.enter(real, entries, d.run.ignoreText)
	if err != nil {
		d.fail(filepath.Join(path, ".gitignore"), reason(err))
	}
	for _, entry := range entries {
		name := entry.Name()
		child, childReal := filepath.Join(path, name), filepath.Join(real, name)
		if name == ".git" {
			continue
		}
		if name == config.Name {
			d.run.configured = append(d.run.configured, real)
		}
		left := ignored || ignores.match(childReal, entry.IsDir())
		if left && !d.tracked(childReal, entry.IsDir()) {
			continue
		}
		if d.run.configs.excludes(child, entry.IsDir()) {
			d.run.excluded++
			continue
		}
		switch mode := entry.Type(); {
		case mode.IsDir():
			d.folder(child, childReal, top, ignores, left)
		case mode.IsRegular():
			d.add(&file{path: child, real: childReal})
		case mode&fs.ModeSymlink != 0:
			if target, ok := linkTarget(childReal, top); ok {
				d.add(&file{path: child, real: target, link: true})
			}
		}
	}
}

// linkTarget gives the regular file below top that a symbolic link leads to.
func linkTarget(link, top string) (string, bool) {
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		return "", false // it leads nowhere, or in a circle
	}
	rel, err := filepath.Rel(top, target)
	if err != nil || !filepath.IsLocal(rel) || strings.HasPrefix(filepath.ToSlash(rel)+"/", ".git/") {
		return "", false
	}
	info, err := os.Lstat(target)
	return target, err == nil && info.Mode().IsRegular()
}
