package revision

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestHostileConfiguration reads a revision of a repository whose configuration names programs for all that git may run.
func TestHostileConfiguration(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	must := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	must("init", "-q")
	write("a.sh", "old\n")
	write(".gitattributes", "*.sh filter=evil diff=evil\n")
	must("add", ".")
	must("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one")
	must("tag", "base")
	write("a.sh", "new\n")
	ran := filepath.Join(root, "ran")
	evil := "sh -c 'echo x >" + ran + "'"
	for _, key := range []string{"core.fsmonitor", "core.pager", "core.sshCommand", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "diff.external"} {
		must("config", key, evil)
	}
	r, err := Open(root, "base")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := r.Read(filepath.Join(root, "a.sh")); err != nil || string(text) != "old\n" {
		t.Errorf("%q, %v", text, err)
	}
	for _, name := range []string{"none.sh", "../x", "."} {
		if _, err := r.Read(filepath.Join(root, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of the repository's configuration was run")
	}
	for _, name := range []string{"", "missing", "--all", "base:a.sh"} {
		if _, err := Open(root, name); err == nil {
			t.Errorf("%q is taken for a revision", name)
		}
	}
}
