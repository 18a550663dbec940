//go:build !windows

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/creack/pty"
)

// A screen is a pseudo terminal with wipelint behind it.
type screen struct {
	t     *testing.T
	tty   *os.File
	mu    sync.Mutex
	text  bytes.Buffer
	ended chan struct{}
	wait  func() error
}

// onScreen starts wipelint in a folder and on a terminal. Standard output goes there too unless it is given.
func onScreen(t *testing.T, folder string, width uint16, stdout io.Writer, env []string, args ...string) *screen {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: width}); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("wipelint") // testscript.Main put it there
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = folder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	if stdout != nil {
		cmd.Stdout = stdout
	}
	// What the test runs under must not matter: a build service, or somebody who wants no colours.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.Contains([]string{"CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}, name)
	})
	cmd.Env = append(append(cmd.Env, "TERM=xterm"), env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // where a test gave up
	tty.Close()
	s := &screen{t: t, tty: master, ended: make(chan struct{}), wait: cmd.Wait}
	go func() {
		defer close(s.ended)
		block := make([]byte, 4096)
		for {
			n, err := master.Read(block)
			s.mu.Lock()
			s.text.Write(block[:n])
			s.mu.Unlock()
			if err != nil {
				return // the program has ended
			}
		}
	}()
	return s
}

// shown gives all that was written so far.
func (s *screen) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until waits for a text.
func (s *screen) until(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !strings.Contains(s.shown(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("%q is not shown, but %q", text, s.shown())
		}
	}
}

// end waits for the program and gives its exit code.
func (s *screen) end() int {
	s.t.Helper()
	err := s.wait()
	select {
	case <-s.ended:
	case <-time.After(2 * time.Minute):
		s.t.Fatal("the terminal is still open")
	}
	if err == nil {
		return 0
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return exit.ExitCode()
}

// visible is what stays on a terminal: a carriage return goes back, and what is written there replaces what was.
func visible(text string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		var cells []rune
		at := 0
		for _, r := range line {
			if r == '\r' {
				at = 0
				continue
			}
			if at == len(cells) {
				cells = append(cells, r)
			} else {
				cells[at] = r
			}
			at++
		}
		lines = append(lines, strings.TrimRight(string(cells), " "))
	}
	return strings.Join(lines, "\n")
}

// slow makes a script that does not end before it is written, and gives what writes it.
func slow(t *testing.T) (name string, write func()) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "slow.sh")
	if err := syscall.Mkfifo(name, 0o666); err != nil {
		t.Fatal(err)
	}
	// For reading too, so that opening it waits for nobody.
	pipe, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pipe.Close() })
	return name, func() {
		t.Helper()
		if _, err := pipe.WriteString("#!/bin/sh\nwipefs -a /dev/sda\n"); err != nil {
			t.Fatal(err)
		}
		pipe.Close()
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	script, write := slow(t)
	other := filepath.Join(t.TempDir(), "a.sh")
	if err := os.WriteFile(other, []byte("#!/bin/sh\ntrue\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := onScreen(t, ".", 80, &out, nil, "check", "--jobs", "2", script, other)
	s.until("wipelint: 1 of 2 files done")
	write()
	if code := s.end(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if left := visible(s.shown()); left != "" {
		t.Errorf("left on the terminal: %q", left)
	}
	if !strings.Contains(out.String(), "WL1001 unguarded") || strings.Contains(out.String(), "files done") {
		t.Errorf("on standard output: %s", out.String())
	}
}

// TestProgressNarrow has a terminal that is narrower than the line, which must not move on.
func TestProgressNarrow(t *testing.T) {
	t.Parallel()
	script, write := slow(t)
	s := onScreen(t, ".", 12, nil, nil, "audit", script)
	s.until("wipelint: 0\r")
	write()
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if left := visible(s.shown()); strings.Contains(left, "wipelint: 0") || !strings.Contains(left, "1 destructive command") {
		t.Errorf("left on the terminal: %q", left)
	}
}

func TestNoProgress(t *testing.T) {
	for name, with := range map[string]struct{ env, args []string }{
		"quiet":    {nil, []string{"check", "--quiet"}},
		"CI":       {[]string{"CI=true"}, []string{"check"}},
		"in CI":    {[]string{"TF_BUILD=True"}, []string{"audit"}},
		"no delay": {nil, []string{"check"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script, write := slow(t)
			s := onScreen(t, ".", 80, nil, with.env, append(with.args, script)...)
			if name != "no delay" {
				time.Sleep(progressAfter + 5*progressEvery)
			}
			write()
			s.end()
			if strings.Contains(s.shown(), "files done") {
				t.Errorf("got %q", s.shown())
			}
		})
	}
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestWrapped reads all that people read on a narrow terminal.
func TestWrapped(t *testing.T) {
	t.Parallel()
	const width = 60
	const script = "failopen.sh"
	folder := filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014")
	for _, args := range [][]string{
		{"check", "--witness", script}, {"audit", script}, {"rules"}, {"explain", "unguarded"}, {"check", "--help"},
		{"check", "--no-such-flag", script}, {"check", "there is no such file here or anywhere else.sh"},
	} {
		s := onScreen(t, folder, width, nil, nil, args...)
		s.end()
		code := false
		for line := range strings.SplitSeq(colours.ReplaceAllString(visible(s.shown()), ""), "\n") {
			code = code != strings.HasPrefix(line, "```")
			words := len(strings.Fields(line))
			if utf8.RuneCountInString(line) > width && words > 1 && !code && !strings.HasPrefix(line, "Usage:") {
				t.Errorf("%q: wider than %d: %s", args, width, line)
			}
		}
	}
}

// TestNotWrappedInCI has a build service that writes the log through a terminal; who reads it does so line by line.
func TestNotWrappedInCI(t *testing.T) {
	t.Parallel()
	s := onScreen(t, filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014"), 60, nil, []string{"CI=true"}, "check", "failopen.sh")
	s.end()
	head, _, _ := strings.Cut(colours.ReplaceAllString(visible(s.shown()), ""), "\n")
	if !strings.HasPrefix(head, "failopen.sh:97:5: error[WL1005 failopen]: ") || !strings.HasSuffix(head, " is taken for idle") {
		t.Errorf("got %q", head)
	}
}
