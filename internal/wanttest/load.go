package wanttest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/internal/script"
)

// A project is a folder with scripts, each of which is analysed.
type project struct {
	name  string // the script's or archive's path
	dir   string
	files []string // relative to dir
}

// projects finds the test data of a rule: each script and each archive in the folder testdata.
func projects(t testing.TB, testdata string) []project {
	t.Helper()
	var list []project
	scripts, _ := filepath.Glob(filepath.Join(testdata, "*.sh"))
	for _, path := range scripts {
		list = append(list, project{path, filepath.Dir(path), []string{filepath.Base(path)}})
	}
	archives, _ := filepath.Glob(filepath.Join(testdata, "*.txtar"))
	for _, path := range archives {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		p, err := extract(ar, t.TempDir())
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		p.name = path
		list = append(list, p)
	}
	return list
}

// extract writes the files of an archive into dir.
func extract(ar *txtar.Archive, dir string) (project, error) {
	p := project{dir: dir}
	for _, f := range ar.Files {
		if !filepath.IsLocal(f.Name) {
			return p, fmt.Errorf("file %q leads out of the archive", f.Name)
		}
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return p, err
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			return p, err
		}
		if script.IsShell(f.Name, f.Data) {
			p.files = append(p.files, f.Name)
		}
	}
	if len(p.files) == 0 {
		return p, fmt.Errorf("no script in the archive")
	}
	return p, nil
}
