package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/testfolder"
)

// mostTests is how many files of a folder of tests are read for what they make. Behind them nothing is assumed of it.
const mostTests = 2000

// testsOf gives what the tests make that a script belongs to, when somebody asks; nil for a script that is none of a test. Where nobody is to trust
// what is checked, how its folders are called says nothing.
func (r *run) testsOf(f *file) func() *testfolder.Makings {
	if r.cfg.Trust != nil || f.path == "-" {
		return nil
	}
	root, name, ok := belowRoot(f.path)
	if !ok {
		return nil
	}
	folder, ok := testfolder.Of(name)
	if !ok {
		return nil
	}
	return sync.OnceValue(func() *testfolder.Makings { return r.makings(f, root, folder) })
}

// belowRoot is a file's path below the root of its repository or, where there is none, below the working folder.
func belowRoot(path string) (root, name string, ok bool) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", "", false
	}
	root = script.Root(path)
	if _, err := os.Lstat(filepath.Join(root, ".git")); err != nil {
		if root, err = os.Getwd(); err != nil {
			return "", "", false
		}
	}
	name, err = filepath.Rel(root, abs)
	return root, filepath.ToSlash(name), err == nil && filepath.IsLocal(name)
}

// makings reads what the scripts of a folder of tests make. What one file's outcome rests on may be in each of them.
func (r *run) makings(f *file, root, tests string) *testfolder.Makings {
	out, n := &testfolder.Makings{}, 0
	folder := filepath.Join(root, filepath.FromSlash(tests))
	failed := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			if base := e.Name(); path != folder && (base == ".git" || base == "node_modules" || testfolder.ByName(tests)) {
				return filepath.SkipDir
			}
			return nil
		case !e.Type().IsRegular():
			return nil
		}
		if !belongs(root, path, tests) {
			return nil
		}
		if n++; n > mostTests {
			return fs.SkipAll
		}
		text := r.testText(path)
		if text == nil {
			return nil
		}
		f.uses.add(path)
		s, ok := r.tests.Load(path)
		if !ok {
			s, _ = r.tests.LoadOrStore(path, script.Parse(r.shown(f.path, path), text, script.Options{}))
		}
		out.Add(s.(*script.Script))
		return nil
	})
	if failed != nil {
		return nil
	}
	return out
}

// belongs reports whether a file is one of the tests of a folder.
func belongs(root, path, tests string) bool {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return false
	}
	of, ok := testfolder.Of(filepath.ToSlash(rel))
	return ok && of == tests
}

// testText is the text of a shell script; nil for another file, and for one that cannot be read, which is told where that is looked at itself.
func (r *run) testText(path string) []byte {
	if abs, err := filepath.Abs(path); err == nil && r.overlay[abs] != nil {
		return r.overlay[abs]
	}
	in, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer in.Close()
	head := make([]byte, headSize)
	n, _ := in.Read(head)
	if !script.IsShell(path, head[:n]) {
		return nil
	}
	text, err := r.read(path)
	if err != nil {
		return nil
	}
	return text
}

// shown is how a file beside a script is called where that is given by its path: relative if that is.
func (r *run) shown(script, path string) string {
	if filepath.IsAbs(script) {
		return path
	}
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && !strings.HasPrefix(rel, "..") {
		return r.name(rel)
	}
	return path
}
