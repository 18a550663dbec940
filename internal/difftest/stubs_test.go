package difftest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestStubsAgree checks that the stub in C and the one in Go do the same.
func TestStubsAgree(t *testing.T) {
	if _, err := exec.LookPath("cc"); err != nil {
		t.Fatal("cc is not installed; install a C compiler, such as Debian's gcc, to compare the two stubs")
	}
	dir := t.TempDir()
	script := Script{Shell: "dash", Text: `#!/bin/sh
state h1 > out.txt
prep; prep a; prep; prep || log-it "two words" ""
is-idle "h 1" ""; echo $? >> out.txt
read -r s < out.txt
[ "$s" = active ] && wipe-disk "$s"
until busy h1; do sleep 1; done
`}
	w := world{says: map[string]answer{"state h1": {active, 0, "active\n"}, "prep#3": {none, 1, ""}, "busy h1": {failed, 2, ""}}}
	var logs [][]call
	for _, inC := range []bool{true, false} {
		file := filepath.Join(dir, "stub")
		if err := buildStub(file, inC); err != nil {
			t.Fatal(err)
		}
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		box, err := newSandbox(code)
		if err != nil {
			t.Fatal(err)
		}
		calls, err := box.run(script, w)
		if err != nil {
			t.Fatal(err)
		}
		box.Close()
		logs = append(logs, calls)
	}
	if !slices.Equal(logs[0], logs[1]) {
		t.Errorf("in C:  %v\nin Go: %v", logs[0], logs[1])
	}
	if n := len(logs[0]); n < 20 || logs[0][n-1].key() != "busy h1" && logs[0][n-1].key() != "sleep#3" {
		t.Errorf("calls are %v, want the endless loop's last", logs[0])
	}
}
