//go:build clients

package action

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	served "github.com/wipelint/wipelint/internal/clients/release"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// TestDownload runs the action at the commit of a release, with act: it downloads the program of the release, and refuses an archive that is
// another one than the release lists.
func TestDownload(t *testing.T) {
	server := served.New(t, scratch.Root(t))
	r := scratch.New(t)
	r.Source("wipelint")
	r.Write(map[string]string{
		"wipelint/packaging/version": served.Version + "\n", "flawed.sh": flawed,
		".github/workflows/test.yml": "on: push\npermissions: {}\njobs:\n" + fmt.Sprintf(job, "released") + use(t, "w", map[string]string{"paths": "flawed.sh"}, ""),
	})
	r.Commit()
	for _, tampered := range []bool{false, true} {
		server.Tamper(tampered)
		results, temp := t.TempDir(), t.TempDir()
		ran := act(t, r, append(logging(t, results), "--env", "WIPELINT_RELEASES="+server.URL, "--env", "RUNNER_TOOL_CACHE="+temp)...)
		lines := kept(t, results, "w")
		says := func(text string) bool {
			return slices.ContainsFunc(lines, func(s string) bool { return strings.Contains(s, text) })
		}
		if ran.job("released") != "failure" || says("wipelint v"+served.Version+" (go1") == tampered || says("flawed.sh:2:1: error[WL1001 unguarded]") == tampered ||
			says("has not the checksum that the release lists; nothing is run") != tampered {
			t.Errorf("tampered %t: the job ends with %q: %q", tampered, ran.job("released"), lines)
		}
	}
	if n := server.Archives.Load(); n != 2 {
		t.Errorf("the archive was downloaded %d times", n)
	}
}
