package action

import (
	"path/filepath"
	"testing"

	"golang.org/x/mod/zip"
)

// TestModule asks whether this repository can be a module's version at all: "go install …@version" refuses one in which a
// file's name is not allowed on some system, such as con.go.
func TestModule(t *testing.T) {
	files, err := zip.CheckDir(filepath.Join("..", "..", ".."))
	if err != nil || len(files.Valid) < 100 {
		t.Errorf("%d files are valid: %v", len(files.Valid), err)
	}
	for _, f := range files.Invalid {
		t.Errorf("%s: %v", f.Path, f.Err)
	}
}
