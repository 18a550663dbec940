package script

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// maxSourced is the largest file that Load takes.
const maxSourced = 8 << 20

// A Loader gives sourced files. It remembers what it parsed and is safe for concurrent use.
type Loader struct {
	root string
	read func(path string) ([]byte, error)
	// Review, if there is one, sees each script before anyone else does.
	Review func(*Script)
	// Heeds, if there is one, tells which hints of a file count.
	Heeds func(path string) func(hint string) bool

	mu    sync.Mutex
	files map[fileKey]*loaded
}

// A fileKey names a parsed file. A sourced file is in the language of the shell that sources it, so
// scripts for sh and for bash have different readings of one file.
type fileKey struct {
	path    string
	dialect Dialect
}

type loaded struct {
	once   sync.Once
	script *Script
	err    error
}

// NewLoader gives a Loader of the files in root. An empty root stands for the folder of the git
// repository that the sourcing script is in or, outside of one, for the script's own folder. A nil
// read reads from the disk; another one may also know files that are not there, such as unsaved ones.
func NewLoader(root string, read func(path string) ([]byte, error)) *Loader {
	return &Loader{root: root, read: read, files: map[fileKey]*loaded{}}
}

// With gives a Loader that knows another text for one file, by the Path of its Script. What l has parsed of other files is shared.
func (l *Loader) With(path string, text []byte) *Loader {
	out := NewLoader(l.root, func(name string) ([]byte, error) {
		if name == path {
			return text, nil
		}
		return l.readFile(name)
	})
	out.Review, out.Heeds = l.Review, l.Heeds
	real, err := realPath(path)
	if abs, absErr := filepath.Abs(path); absErr == nil {
		real, err = realPath(abs)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, file := range l.files {
		if err == nil && key.path != real {
			out.files[key] = file
		}
	}
	return out
}

// Load gives the file that a script sources. The path is absolute, or relative to the script's folder or, where there is none, to the root of the
// repository.
// It must stay in the loader's root, also when symbolic links are followed. The file is
// parsed in the dialect of the script. Its Path is absolute only if the script's is.
func (l *Loader) Load(path string, from *Script) (*Script, error) {
	s, err := l.load(path, from)
	if !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	root, rootErr := l.rootOf(from)
	if rootErr != nil {
		return s, err
	}
	if other, ok := FromRoot(path, from, root); ok {
		if t, otherErr := l.load(other, from); otherErr == nil {
			return t, nil
		}
	}
	return s, err
}

// FromRoot is the path, from a script's folder, of a file that the script names from the root of its repository, in which it is run then: source
// scripts/lib.sh. ok is false for a path that cannot be one.
func FromRoot(path string, from *Script, root string) (name string, ok bool) {
	abs, err := filepath.Abs(from.Path)
	if err != nil || !strings.Contains(path, "/") || !filepath.IsLocal(path) {
		return "", false
	}
	up, err := filepath.Rel(filepath.Dir(abs), root)
	if err != nil || up == "." {
		return "", false
	}
	return filepath.Join(up, path), true
}

func (l *Loader) load(path string, from *Script) (*Script, error) {
	if path == "" || strings.ContainsRune(path, 0) {
		return nil, fmt.Errorf("source %q: not a file name", path)
	}
	name := displayName(path, from.Path)
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	root, err := l.rootOf(from)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	realRoot, err := realPath(root)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, cause(err))
	}
	if !within(abs, root) && !within(abs, realRoot) {
		return nil, fmt.Errorf("source %s: outside of %s", path, root)
	}
	real, err := realPath(abs)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, cause(err))
	}
	if !within(real, realRoot) {
		return nil, fmt.Errorf("source %s: a symbolic link leads outside of %s, to %s", path, root, real)
	}
	if err := l.check(real); err != nil {
		return nil, fmt.Errorf("source %s: %w", path, cause(err))
	}

	key := fileKey{real, from.Dialect}
	l.mu.Lock()
	file := l.files[key]
	if file == nil {
		file = &loaded{}
		l.files[key] = file
	}
	l.mu.Unlock()
	file.once.Do(func() {
		src, err := l.readFile(name)
		if err == nil && len(src) > maxSourced {
			err = errTooLarge
		}
		if err != nil {
			file.err = fmt.Errorf("source %s: %w", path, cause(err))
			return
		}
		opts := Options{Dialect: &from.Dialect}
		if l.Heeds != nil {
			opts.Heeds = l.Heeds(name)
		}
		file.script = Parse(name, src, opts)
		if l.Review != nil {
			l.Review(file.script)
		}
	})
	return file.script, file.err
}

var errTooLarge = fmt.Errorf("larger than %d MB", maxSourced>>20)

// check looks at what a path names before it is opened: opening a fifo blocks, and opening a device
// may do anything.
func (l *Loader) check(real string) error {
	info, err := os.Stat(real)
	switch {
	case errors.Is(err, fs.ErrNotExist) && l.read != nil:
		return nil // only read knows
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("is a folder")
	case !info.Mode().IsRegular():
		return errors.New("not a regular file")
	case info.Size() > maxSourced:
		return errTooLarge
	}
	return nil
}

func (l *Loader) readFile(name string) ([]byte, error) {
	if l.read != nil {
		return l.read(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxSourced+1))
}

func (l *Loader) rootOf(from *Script) (string, error) {
	if l.root == "" {
		return Root(from.Path), nil
	}
	return filepath.Abs(l.root)
}

// displayName gives a sourced file's name in the style of the sourcing script's: relative to the
// working folder unless that one is absolute.
func displayName(path, from string) string {
	if !filepath.IsAbs(path) {
		return filepath.Join(filepath.Dir(from), path)
	}
	path = filepath.Clean(path)
	if filepath.IsAbs(from) {
		return path
	}
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, path); err == nil {
			return rel
		}
	}
	return path
}

// realPath follows the symbolic links in a path, as far as it exists.
func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if _, err := os.Lstat(path); err == nil {
		return "", errors.New("a symbolic link leads nowhere")
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	real, err = realPath(parent)
	return filepath.Join(real, filepath.Base(path)), err
}

// within reports whether a path is in a folder; both are absolute.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// cause leaves out the operation and path of an error, which the caller names better.
func cause(err error) error {
	var perr *fs.PathError
	if errors.As(err, &perr) {
		return perr.Err
	}
	return err
}

// Root finds the folder of the git repository that a file is in or, outside of one, the file's own
// folder. It is absolute.
func Root(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return filepath.Dir(path)
	}
	own := filepath.Dir(abs)
	for folder := own; ; {
		// A worktree and a submodule have a file of that name.
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return own
		}
		folder = parent
	}
}
