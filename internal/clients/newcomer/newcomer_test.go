//go:build !windows

// Package newcomer tries what somebody meets who runs "make test" for the first time.
package newcomer

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ci runs a program of .ci with a PATH.
func ci(t *testing.T, path, name string, args ...string) (string, error) {
	t.Helper()
	program, err := filepath.Abs(filepath.Join("..", "..", "..", ".ci", name))
	if err != nil {
		t.Fatal(err)
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bash, append([]string{program}, args...)...)
	cmd.Dir = filepath.Join("..", "..", "..")
	cmd.Env = append(os.Environ(), "PATH="+path)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestMissing takes nearly all programs away: one message names each, what it is for and how to get it, and nothing is installed.
func TestMissing(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"uname", "id", "cat"} {
		program, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{nil, {"install"}} { // where there is no apt-get
		out, err := ci(t, bin, "needed", args...)
		if err == nil {
			t.Errorf("%v: nothing is missing:\n%s", args, out)
		}
		for _, want := range []string{"make test needs these programs", "dash ", "nvim ", "node ", "for completions", "'make check' needs only"} {
			if !strings.Contains(out, want) {
				t.Errorf("%v: does not say %q:\n%s", args, want, out)
			}
		}
	}
}

// TestMissingOnMacOS does the same where the system says that it is macOS: with Homebrew, without what does not exist there.
func TestMissingOnMacOS(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"id", "cat"} {
		program, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(bin, "uname"), []byte("#!/bin/sh\necho Darwin\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"install"}, {"as-root"}} {
		out, err := ci(t, bin, "needed", args...)
		if err == nil || !strings.Contains(out, "brew install dash") || !strings.Contains(out, "brew install neovim") {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
		for _, no := range []string{"strace", "chromium", "python3-venv", "apt-get", "(package"} {
			if strings.Contains(out, no) {
				t.Errorf("%v: says %q:\n%s", args, no, out)
			}
		}
	}
	make, err := exec.LookPath("make")
	if err != nil {
		t.Fatal("there is no make to ask what is needed; install make")
	}
	cmd := exec.Command(make, "-pn", "needed")
	cmd.Dir = filepath.Join("..", "..", "..")
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, _ := cmd.Output() // what is missing makes it fail
	_, lane, _ := strings.Cut(string(out), "\nLANE_CLIENTS := ")
	lane, _, _ = strings.Cut(lane, "\n")
	if !strings.Contains(lane, "clients-packages") || strings.Contains(lane, "browser") || strings.Contains(lane, "replay") {
		t.Errorf("the parts on macOS are %q", lane)
	}
}

// TestLanes holds that a part which fails makes all fail, in either lane, and that each says how long it took.
func TestLanes(t *testing.T) {
	make := filepath.Join(t.TempDir(), "make")
	if err := os.WriteFile(make, []byte("#!/bin/sh\necho \"run $2\"\n[ \"$2\" != bad ]\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAKE", make)
	for _, tt := range []struct {
		lanes   []string
		fails   bool
		has, no string
	}{
		{[]string{"a b", "c d"}, false, "== d: ", "failed"},
		{[]string{"a bad b", "c"}, true, "== bad: failed with 1", "run b\n"},
		{[]string{"a b", "bad d"}, true, "== bad: failed with 1", "run d\n"},
	} {
		out, err := ci(t, os.Getenv("PATH"), "lanes", tt.lanes...)
		if (err != nil) != tt.fails || !strings.Contains(out, tt.has) || strings.Contains(out, tt.no) || !strings.Contains(out, "== a: ") {
			t.Errorf("%q: %v\n%s", tt.lanes, err, out)
		}
	}
}
