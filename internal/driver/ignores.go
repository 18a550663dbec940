package driver

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wipelint/wipelint/internal/bounded"
	"github.com/wipelint/wipelint/internal/gitignore"
)

// An ignores is the .gitignore files that hold in a folder: its own and, through outer, those above.
type ignores struct {
	folder string // absolute
	file   *gitignore.File
	outer  *ignores
}

// ignoresAbove reads the .gitignore files from the root of the repository down to the parent of a folder. Outside of
// a repository there are none: git would not look at them either.
func ignoresAbove(folder string, text func(string) ([]byte, error)) (*ignores, error) {
	if exists(filepath.Join(folder, ".git")) {
		return nil, nil
	}
	var above []string
	for child := folder; ; {
		parent := filepath.Dir(child)
		if parent == child {
			return nil, nil
		}
		above = append(above, parent)
		if exists(filepath.Join(parent, ".git")) {
			break
		}
		child = parent
	}
	var found *ignores
	var firstErr error
	for i := len(above) - 1; i >= 0; i-- {
		var err error
		if found, err = found.read(above[i], text); err != nil && firstErr == nil {
			firstErr = err
		}
	}
	return found, firstErr
}

// enter gives what holds in a folder, given its entries. A repository within a repository starts anew.
func (g *ignores) enter(folder string, entries []fs.DirEntry, text func(string) ([]byte, error)) (*ignores, error) {
	has := false
	for _, entry := range entries {
		switch entry.Name() {
		case ".git":
			g = nil
		case ".gitignore":
			has = true
		}
	}
	if !has {
		return g, nil
	}
	return g.read(folder, text)
}

// read adds a folder's own .gitignore.
func (g *ignores) read(folder string, text func(string) ([]byte, error)) (*ignores, error) {
	data, err := text(filepath.Join(folder, ".gitignore"))
	if errors.Is(err, fs.ErrNotExist) {
		return g, nil
	}
	if err != nil {
		return g, err
	}
	file, err := gitignore.Bounded(string(data))
	if err != nil {
		return g, err
	}
	return &ignores{folder: folder, file: file, outer: g}, nil
}

// readIgnore reads an ignore file. Git does not follow a link of this name, and it might be a pipe.
func readIgnore(name string) ([]byte, error) {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	return bounded.Read(name, bounded.Ignore)
}

// match reports whether a path is ignored whose folder is not. The nearest file that says anything decides.
func (g *ignores) match(path string, isDir bool) bool {
	for ; g != nil; g = g.outer {
		rel := filepath.ToSlash(strings.TrimPrefix(path[len(g.folder):], string(filepath.Separator)))
		if ignored, decided := g.file.Match(rel, isDir); decided {
			return ignored
		}
	}
	return false
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
