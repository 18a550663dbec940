package shelltest

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rewrite"
)

// TestFixedScripts applies all fixes that are offered for the scripts of the manifest, and runs them: where nothing is found any more,
// the shells see no world in which the command runs without a guard's leave, and where all guards say idle it runs as before.
func TestFixedScripts(t *testing.T) {
	m := load(t)
	fixed := 0
	for _, e := range m.Script {
		if e.Static || e.Rule == "" {
			continue
		}
		file := filepath.Join(testdata, e.File)
		out, err := rewrite.Run(rewrite.Options{Unsafe: true, Analyze: func(texts map[string][]byte) (*driver.Results, error) {
			return driver.Run(context.Background(), driver.Config{Paths: []string{file}, Rules: analyzers.All(), Fixes: true, Overlay: texts})
		}})
		if err != nil {
			t.Fatal(err)
		}
		left := slices.ContainsFunc(out.Results.Sites, func(s *driver.Site) bool { return s.Verdict != "guarded" && s.Verdict != "prompted" })
		if len(out.Files) != 1 || left {
			continue // another flaw is left, which the worlds would show
		}
		fixed++
		t.Run(e.File, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), filepath.Base(file))
			if err := os.WriteFile(path, out.Files[0].New, 0o777); err != nil {
				t.Fatal(err)
			}
			idle := map[int]bool{}
			n := 0
			m.runs(t, e, file, true, func(_ start, _ int, _ []string, _ Log, ran bool, _ string) {
				idle[n] = ran
				n++
			})
			n = 0
			m.runs(t, e, path, false, func(r start, w int, answered []string, log Log, ran bool, why string) {
				if why != "" {
					t.Errorf("%v %v: %s\n%s%s\n%s", r.Args, answered, why, log, log.Output, out.Files[0].New)
				}
				if w == 0 {
					// What a script destroys because a variable is empty it is not to destroy any more, whatever guards say.
					if ran != idle[n] && e.Rule != "emptyselector" && e.Rule != "selectorsplit" {
						t.Errorf("%v: all guards say idle, and the command ran: %v, before the fix %v\n%s%s\n%s", r.Args, ran, idle[n], log, log.Output, out.Files[0].New)
					}
					n++
				}
			})
		})
	}
	if fixed < 20 {
		t.Errorf("only %d scripts are fixed", fixed)
	}
}
