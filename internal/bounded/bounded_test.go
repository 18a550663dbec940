//go:build !windows

package bounded

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRead reads what anybody may have put in the place of a configuration.
func TestRead(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	for name, size := range map[string]int{"exact": 100, "larger": 101} {
		if err := os.WriteFile(path(name), []byte(strings.Repeat("x", size)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(path("pipe"), 0o666); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"to-exact": "exact", "to-pipe": "pipe", "to-device": "/dev/zero", "circle": "circle"} {
		if err := os.Symlink(to, path(link)); err != nil {
			t.Fatal(err)
		}
	}
	for name, says := range map[string]string{
		"exact": "", "to-exact": "", "larger": "larger than", "pipe": "not a regular file", "to-pipe": "not a regular file", "to-device": "not a regular file",
		".": "is a directory", "circle": "too many levels", "missing": "no such file",
	} {
		done := make(chan error, 1)
		go func() {
			_, err := Read(path(name), 100)
			done <- err
		}()
		select {
		case err := <-done:
			if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v, want %q", name, err, says)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: it waits", name)
		}
	}
	if _, err := ReadFrom(strings.NewReader(strings.Repeat("x", 101)), 100); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a stream that is too long: %v", err)
	}
}
