package vscode

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

var update = flag.Bool("update", false, "take the extension and the findings for those of the pictures in docs/pictures")

// TestPictures fails when the extension, or what is found in the scripts that its pictures show, has changed since they were taken.
func TestPictures(t *testing.T) {
	sum := sha256.New()
	for _, pattern := range []string{"package.json", "view.svg", "src/*.ts"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", "editors", "vscode", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sum.Write(text)
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
		sum.Write([]byte(f.Message))
	}
	now := hex.EncodeToString(sum.Sum(nil))
	file := filepath.Join("..", "..", "..", "docs", "pictures", "editor.sha256")
	if *update {
		if err := os.WriteFile(file, []byte(now+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(was)) != now {
		t.Error("the extension or its findings are other ones than in the pictures of docs/editors.md; take them anew with 'make pictures-vscode', and look at them")
	}
}
