package gitindex

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAgainstGit reads the index of repositories of each form as git writes it.
func TestAgainstGit(t *testing.T) {
	for _, tt := range []struct{ name, format, version string }{
		{"v2", "sha1", "2"}, {"v4", "sha1", "4"}, {"sha256", "sha256", "2"}, {"sha256v4", "sha256", "4"}, {"extended", "sha1", "3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			git := func(args ...string) string {
				cmd := exec.Command("git", args...)
				cmd.Dir = root
				cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
				out, err := cmd.Output()
				if err != nil {
					t.Fatalf("git %v: %v", args, err)
				}
				return string(out)
			}
			git("init", "-q", "--object-format="+tt.format)
			git("config", "index.version", tt.version)
			want := []string{"a.sh", "a/b/c.sh", "a/b/" + strings.Repeat("long", 60) + ".sh", "ä ö.sh", "z"}
			for _, name := range want {
				path := filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(name), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if s, err := Read(root); err != nil || s.Has("a.sh", false) {
				t.Errorf("before git add: %v, %v", s, err)
			}
			git("add", "-f", ".")
			if tt.name == "extended" { // intent to add is a flag that only the extended form has
				if err := os.WriteFile(filepath.Join(root, "new"), nil, 0o666); err != nil {
					t.Fatal(err)
				}
				git("add", "-N", "new")
				want = append(want, "new")
			}
			s, err := Read(root)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range want {
				if !s.Has(name, false) || s.Has(name, true) {
					t.Errorf("%s: not tracked as a file", name)
				}
			}
			if !s.Has("a", true) || !s.Has("a/b", true) || s.Has("a", false) || s.Has("b.sh", false) || len(s.files) != len(want) {
				t.Errorf("files %v, folders %v", s.files, s.folders)
			}
		})
	}
}

func TestDamaged(t *testing.T) {
	for _, text := range []string{"", "DIRC", "DIRC\x00\x00\x00\x09\x00\x00\x00\x00", "DIRC\x00\x00\x00\x02\xff\xff\xff\xff", "DIRC\x00\x00\x00\x02\x00\x00\x00\x01" + strings.Repeat("x", 62)} {
		if names, err := parse([]byte(text), 20); err == nil {
			t.Errorf("%q: gives %q", text, names)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x01"+strings.Repeat("\x00", 62)+"\x00a\x00"), false)
	f.Fuzz(func(_ *testing.T, data []byte, long bool) {
		hash := 20
		if long {
			hash = 32
		}
		_, _ = parse(data, hash)
	})
}
