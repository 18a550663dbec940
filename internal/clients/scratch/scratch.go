//go:build clients

// Package scratch makes repositories in which the programs that people run wipelint from are tried: git repositories of
// their own, with this repository beside them as others get it.
package scratch

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Program gives the path of a client, which the Makefile hands over in a variable.
func Program(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		t.Fatalf("%s is not set; run this test by 'make clients-hooks', which installs what it needs", variable)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// Root is the folder of this repository.
func Root(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return root
}

// A Repository is a git repository whose git reads no configuration of the user's.
type Repository struct {
	Folder string
	// Env is added to the environment of what is run.
	Env []string
	t   *testing.T
}

// New makes an empty repository.
func New(t *testing.T) *Repository {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// By the home folder and not by a variable of git's: pre-commit takes those away from what it runs.
	home := t.TempDir()
	text := "[user]\nname = Test\nemail = test@example.org\n[commit]\ngpgsign = false\n[init]\ndefaultBranch = main\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	r := &Repository{Folder: folder, Env: append(goCaches(t), "HOME="+home), t: t}
	r.Must("git", "init", "-q")
	return r
}

// Configure sets a value in the configuration of git for this repository and those that are cloned into it.
func (r *Repository) Configure(key, value string) {
	r.t.Helper()
	r.Must("git", "config", "--global", key, value)
}

// Write writes files, by name. One that begins with #! can be run.
func (r *Repository) Write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		path := filepath.Join(r.Folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			r.t.Fatal(err)
		}
		mode := os.FileMode(0o666)
		if strings.HasPrefix(text, "#!") {
			mode = 0o777
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			r.t.Fatal(err)
		}
	}
}

// Commit commits all that is there, without hooks.
func (r *Repository) Commit() {
	r.t.Helper()
	r.Must("git", "add", "-A")
	r.Must("git", "commit", "-q", "--no-verify", "-m", "All")
}

// Must runs a program that must not fail, and gives what it prints.
func (r *Repository) Must(program string, args ...string) string {
	r.t.Helper()
	out, code := r.Run(program, args...)
	if code != 0 {
		r.t.Fatalf("%s %q: exit code %d\n%s", program, args, code, out)
	}
	return out
}

// Run runs a program in the repository and gives what it prints to both of its outputs, and its exit code.
func (r *Repository) Run(program string, args ...string) (string, int) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), program, args...)
	cmd.Dir = r.Folder
	cmd.Env = append(clean(os.Environ()), r.Env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// clean leaves out what is about the repository that the tests run from, or leads to the user's home.
func clean(env []string) []string {
	var list []string
	for _, v := range env {
		if !strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "GOFLAGS=") && !strings.HasPrefix(v, "XDG_") {
			list = append(list, v)
		}
	}
	return list
}

// Source puts this repository, as it stands and without its test scripts, into a folder of the scratch repository.
func (r *Repository) Source(folder string) {
	r.t.Helper()
	root := Root(r.t)
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	names, err := list.Output()
	if err != nil {
		r.t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		if strings.Contains("/"+name, "/testdata/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted and not committed yet
		}
		if err != nil {
			r.t.Fatal(err)
		}
		r.Write(map[string]string{filepath.Join(folder, name): string(text)})
	}
}

// goCaches are the variables by which the go command finds the user's caches from another home.
func goCaches(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, name+"="+strings.TrimSpace(string(out)))
	}
	return list
}
