//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupted ends a run by a signal: it gives what was found until then, says that it is incomplete, and ends at once.
func TestInterrupted(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.sh", "#!/bin/bash\nmkfs.ext4 /dev/sda\n")
	// The text never comes, so that a worker hangs where no context reaches it.
	if err := syscall.Mkfifo(filepath.Join(folder, "b.sh"), 0o600); err != nil {
		t.Fatal(err)
	}
	writer, err := os.OpenFile(filepath.Join(folder, "b.sh"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		for _, command := range []string{"check", "audit"} {
			t.Run(command+" "+signal.String(), func(t *testing.T) {
				cmd := exec.Command(os.Args[0], command, "--jobs", "1", "a.sh", "b.sh")
				cmd.Args[0] = "wipelint" // by which the test program knows that it is to be the command
				cmd.Path = wipelintPath(t)
				cmd.Dir = folder
				var stdout, stderr bytes.Buffer
				cmd.Stdout, cmd.Stderr = &stdout, &stderr
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				sent := time.Now()
				if err := cmd.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				err := cmd.Wait()
				took := time.Since(sent)
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != exitTrouble {
					t.Errorf("%v, not exit code %d", err, exitTrouble)
				}
				if !strings.Contains(stdout.String(), "a.sh") || !strings.Contains(stdout.String(), "mkfs.ext4") {
					t.Errorf("what was found before is missing:\n%s", stdout.String())
				}
				if !strings.Contains(stderr.String(), "incomplete") {
					t.Errorf("it does not say that it is incomplete:\n%s", stderr.String())
				}
				if took > 5*time.Second { // a second where nothing else runs
					t.Errorf("it took %v", took)
				}
			})
		}
	}
}

// wipelintPath is the test program under the name of the command.
func wipelintPath(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "wipelint")
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}
