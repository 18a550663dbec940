package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/rewrite"
)

// TestWriteFixed leaves a file alone that has changed since it was read.
func TestWriteFixed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.sh")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	f := &rewrite.File{Name: file, Old: []byte("old"), New: []byte("new")}
	write("other")
	if err := writeFixed(f); err == nil || !strings.Contains(err.Error(), "changed in the meantime") {
		t.Errorf("error %v", err)
	}
	if text, _ := os.ReadFile(file); string(text) != "other" {
		t.Errorf("the file has %q", text)
	}
	write("old")
	if err := writeFixed(f); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(file); string(text) != "new" {
		t.Errorf("the file has %q", text)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := writeFixed(&rewrite.File{Name: file + "x"}); err == nil {
		t.Error("a file that is gone was written")
	}
}
