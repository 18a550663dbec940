// Package clients builds the program for the tests with real clients of the language server, in the folders below. They need
// programs that a plain "go test ./..." must do without, and have the build tag "clients"; "make clients-editors" runs them.
package clients

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Build builds wipelint and puts it first in the PATH of the test. It returns the root of the repository. The program is kept in
// bin/clients, where the next test finds it if nothing has changed.
func Build(t *testing.T) (repository string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	repository = strings.TrimSpace(string(out))
	bin := filepath.Join(repository, "bin", "clients")
	cmd := exec.Command("go", "build", "-o", filepath.Join(bin, "wipelint"), "./cmd/wipelint")
	cmd.Dir = repository
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return repository
}
