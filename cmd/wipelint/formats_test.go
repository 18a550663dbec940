package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/report"
)

// TestFormatsDocumented asks for each format a row in the page of formats.
func TestFormatsDocumented(t *testing.T) {
	for _, name := range []string{"docs/formats.md"} {
		data, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.CheckFormats() {
			if !strings.Contains(string(data), "--format "+f.Name) && !strings.Contains(string(data), "\n| `"+f.Name+"` |") {
				t.Errorf("%s does not tell about %s", name, f.Name)
			}
		}
	}
}

func TestReplaceFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	write := func(text string, err error) error {
		return replaceFile(path, func(w io.Writer) error {
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
			return err
		})
	}
	if err := write("old", nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	if err := write("half", failed); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("after a failure there is %q, %v", text, err)
	}
	if err := write("new", nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("got %q, %v, mode %v", text, err, info.Mode())
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}
