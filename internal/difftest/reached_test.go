package difftest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// TestReached runs small scripts in the shells: behind what one of them gets past, a destructive command is one. A construct that the
// executor reads wrongly makes a test fail that never fails, and all that stands behind it is not there: "no destructive commands".
func TestReached(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "dash"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "difftest", "reached", shell+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			n++
			line = strings.ReplaceAll(line, `\n\n`, "\n")
			if !passes(t, shell, line) {
				t.Errorf("%s does not get past: %s", shell, line)
			}
			s := script.Parse("a.sh", []byte("#!/bin/"+shell+"\n"+line+"\nwipefs -a /dev/sdb\n"), script.Options{})
			if s.Err != nil {
				t.Errorf("%v: %s", s.Err, line)
				continue
			}
			if len(symexec.Run(context.Background(), s, Catalog(), nil).Sites) == 0 {
				t.Errorf("%s: what stands behind this is taken for never reached: %s", shell, line)
			}
		}
		if n < 50 {
			t.Errorf("%d lines for %s", n, shell)
		}
	}
}

// passes reports whether a shell gets past a script that destroys nothing.
func passes(t *testing.T, shell, text string) bool {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "a.sh")
	if err := os.WriteFile(file, []byte(text+"\necho past\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(shell, file)
	cmd.Dir, cmd.Env = folder, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "LC_ALL=C.UTF-8"}
	out, _ := cmd.Output() // the status is that of the script
	return strings.HasSuffix(string(out), "past\n")
}
