//go:build clients

package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// TestUntrusted checks a change that suppresses its own finding, as the action does in a pull request from a fork and elsewhere.
func TestUntrusted(t *testing.T) {
	r := scratch.New(t)
	program := filepath.Join(t.TempDir(), "wipelint")
	source := scratch.New(t)
	source.Source(".")
	source.Must("go", "build", "-trimpath", "-buildvcs=false", "-o", program, "./cmd/wipelint")
	r.Write(map[string]string{"safe.sh": safe})
	r.Commit()
	base := strings.TrimSpace(r.Must("git", "rev-parse", "HEAD"))
	r.Write(map[string]string{"new.sh": "#!/bin/sh\n# wipelint:disable=unguarded reason=\"mine\"\nwipefs -a /dev/sda\n", ".wipelint.toml": "exclude = [\"left/\"]\n", "left/a.sh": flawed})
	r.Commit()
	plain := r.Env
	for _, tt := range []struct {
		untrusted, fork, base string
		code                  int
		has                   string
	}{
		{"auto", "false", base, 0, "switched off: 1 path by exclude; 1 finding by comments"},
		{"auto", "", "", 0, "switched off: "}, // no pull request
		{"auto", "true", base, 1, "which counts for nothing here: it is not in " + base},
		{"auto", "true", strings.Repeat("0", 40), 1, "what is checked is not trusted"}, // the clone has not got it
		{"auto", "true", "$(touch pwned)", 1, "what is checked is not trusted"},
		{"always", "false", base, 1, "new.sh:3:1: error"},
		{"never", "true", base, 0, "switched off: "},
		{"x", "true", base, 2, "the input untrusted has to be auto, always or never"},
	} {
		output := filepath.Join(t.TempDir(), "output")
		summary := filepath.Join(t.TempDir(), "summary")
		r.Env = append(plain[:len(plain):len(plain)], "WIPELINT_PROGRAM="+program, "WIPELINT_ACTION="+source.Folder, "WIPELINT_PATHS=.", "WIPELINT_ARGS=",
			"WIPELINT_SARIF="+filepath.Join(t.TempDir(), "out.sarif"), "WIPELINT_FAIL_ON=warning", "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+summary,
			"RUNNER_TEMP="+t.TempDir(), "WIPELINT_UNTRUSTED="+tt.untrusted, "WIPELINT_FORK="+tt.fork, "WIPELINT_BASE="+tt.base)
		out, code := r.Run("bash", filepath.Join(source.Folder, "action", "check.sh"))
		if code != tt.code || !strings.Contains(out, tt.has) {
			t.Errorf("%+v: exit code %d\n%s", tt, code, out)
		}
		if page, err := os.ReadFile(summary); tt.code < 2 && (err != nil || !strings.Contains(string(page), "| errors | warnings | notes | destructive commands |")) {
			t.Errorf("%+v: the summary is %q, %v", tt, page, err)
		} else if tt.code == 1 && !strings.Contains(string(page), "\n| 2 | 2 | 0 | 3 |\n") {
			t.Errorf("%+v: the summary counts %q", tt, page)
		}
		if _, err := os.Stat(filepath.Join(r.Folder, "pwned")); err == nil {
			t.Fatal("an input was run")
		}
	}
}
