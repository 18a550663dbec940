package vscode

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/docsite/pictures"
	"github.com/wipelint/wipelint/internal/driver"
)

var update = flag.Bool("update", false, "take the extension and the findings for those of the pictures in docs/pictures")

// TestPictures fails when the extension, or what is found in the scripts that its pictures show, has changed since they were taken.
func TestPictures(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	var parts []string
	for _, pattern := range []string{"package.json", "view.svg", "src/*.ts"} {
		files, err := filepath.Glob(filepath.Join(root, "editors", "vscode", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, string(text))
		}
	}
	results, err := driver.Run(t.Context(), driver.Config{Paths: []string{"workspace"}, Rules: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	if len(results.Findings) != 2 || len(results.Sites) != 3 {
		t.Fatalf("%d findings of %d sites; the pictures show two of three", len(results.Findings), len(results.Sites))
	}
	for _, f := range results.Findings {
		parts = append(parts, f.Message)
	}
	pictures.Show(t, root, "editor.sha256", "make pictures-vscode", *update, parts...)
}
