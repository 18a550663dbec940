package script

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// write makes files in a folder, from their names and texts.
func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLoader(t *testing.T) {
	base := t.TempDir()
	write(t, base, map[string]string{
		"repo/.git/HEAD":   "",
		"repo/lib.sh":      "a\n",
		"repo/bin/main.sh": "",
		"repo/bin/near.sh": "b\n",
		"repo/bad.sh":      "a (\n",
		"repo/big.sh":      strings.Repeat("#\n", maxSourced/2+1),
		"secret.sh":        "c\n",
		"repo-2/x.sh":      "d\n",
	})
	repo := filepath.Join(base, "repo")
	for name, target := range map[string]string{"out.sh": "../secret.sh", "in.sh": "lib.sh", "loop.sh": "loop.sh", "dangling.sh": "none", "up": ".."} {
		if err := os.Symlink(target, filepath.Join(repo, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(repo, "fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(base)

	for _, root := range []string{"", repo, "repo"} {
		l := NewLoader(root, nil)
		from := &Script{Path: "repo/bin/main.sh", Dialect: POSIX}
		tests := []struct {
			path, want, err string
		}{
			{"../lib.sh", "repo/lib.sh", ""},
			{"./near.sh", "repo/bin/near.sh", ""},
			{filepath.Join(repo, "bin/../bin/near.sh"), "repo/bin/near.sh", ""},
			{"../bad.sh", "repo/bad.sh", ""},
			{"../../secret.sh", "", "outside of"},
			{"../../repo-2/x.sh", "", "outside of"},
			{"/etc/passwd", "", "outside of"},
			{"../out.sh", "", "a symbolic link leads outside of"},
			{"../up/secret.sh", "", "a symbolic link leads outside of"},
			{"../up/none.sh", "", "a symbolic link leads outside of"},
			{"../loop.sh", "", "too many links"},
			{"../dangling.sh", "", "a symbolic link leads nowhere"},
			{"../none.sh", "", "no such file or directory"},
			{"../lib.sh/x", "", "not a directory"},
			{"../bin", "", "is a folder"},
			{"../fifo", "", "not a regular file"},
			{"../big.sh", "", "larger than 8 MB"},
			{"", "", "not a file name"},
			{"a\x00b", "", "not a file name"},
		}
		for _, tt := range tests {
			s, err := l.Load(tt.path, from)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("root %q: %s: got error %v, want %q", root, tt.path, err, tt.err)
				}
				continue
			}
			if err != nil {
				t.Errorf("root %q: %s: %v", root, tt.path, err)
				continue
			}
			if s.Path != tt.want || s.Dialect != POSIX {
				t.Errorf("root %q: %s: got %s as %v, want %s", root, tt.path, s.Path, s.Dialect, tt.want)
			}
		}
		one, _ := l.Load("../lib.sh", from)
		two, _ := l.Load("../in.sh", from)
		if one == nil || one != two {
			t.Errorf("root %q: a file and a link to it are two scripts", root)
		}
		abs, err := NewLoader(root, nil).Load("../lib.sh", &Script{Path: filepath.Join(repo, "bin/main.sh")})
		if err != nil || abs.Path != filepath.Join(repo, "lib.sh") {
			t.Errorf("root %q: absolute script: got %v, %v", root, abs, err)
		}
	}
	if s, err := NewLoader(repo, nil).Load("repo/lib.sh", &Script{Path: "-"}); err != nil || s.Path != "repo/lib.sh" {
		t.Errorf("standard input: got %v, %v", s, err)
	}
}

func TestLoaderReadsOnce(t *testing.T) {
	folder := t.TempDir()
	var reads atomic.Int32
	l := NewLoader("", func(path string) ([]byte, error) {
		reads.Add(1)
		if filepath.Base(path) != "unsaved.sh" {
			return nil, os.ErrNotExist
		}
		return []byte("a\n"), nil
	})
	from := &Script{Path: filepath.Join(folder, "main.sh"), Dialect: Bash}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if s, err := l.Load("unsaved.sh", from); err != nil || commands(s.Stmts) != "a" {
				t.Errorf("got %v, %v", s, err)
			}
		})
	}
	wg.Wait()
	if n := reads.Load(); n != 1 {
		t.Errorf("read %d times, want once", n)
	}
	if _, err := l.Load("none.sh", from); err == nil || !strings.Contains(err.Error(), "file does not exist") {
		t.Errorf("got error %v for a file that read does not know", err)
	}
}

func TestRoot(t *testing.T) {
	base := t.TempDir()
	write(t, base, map[string]string{"tree/.git": "gitdir: elsewhere\n", "tree/a/b/x.sh": "", "plain/x.sh": ""})
	for path, want := range map[string]string{
		"tree/a/b/x.sh":  "tree",
		"tree/none/x.sh": "tree",
		"plain/x.sh":     "plain",
	} {
		if got := Root(filepath.Join(base, path)); got != filepath.Join(base, want) {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
