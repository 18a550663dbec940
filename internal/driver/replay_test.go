package driver_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/script"
)

// A scriptEntry is what the tests of replays need of testdata/manifest.toml.
type scriptEntry struct {
	File, Twin, Verdict, Pending string
	Lines                        []int
	Static                       bool
}

// caseOf is the replay of the first flawed command of a script, or of any of them where none is.
func caseOf(t *testing.T, file string) (*replay.Case, *guardflow.Flaw) {
	t.Helper()
	var finder config.Finder
	found, err := finder.Find(file)
	if err != nil {
		t.Fatal(err)
	}
	cat := catalog.Builtin()
	if found != "" {
		cfg, err := config.Load(found, nil)
		if err != nil {
			t.Fatal(err)
		}
		cat = cat.With(cfg.Catalog)
	}
	s := load(t, file)
	flow := guardflow.Analyze(context.Background(), &guardflow.Input{Context: context.Background(), Script: s, Catalog: cat})
	for _, site := range flow.Sites {
		if len(site.Flaws) > 0 {
			return driver.CaseOf(s, nil, cat, flow, site, site.Flaws[0]), site.Flaws[0]
		}
	}
	return nil, nil
}

// TestReplayOfIncidents: a script that went wrong reaches its destructive command, and the corrected one does not in the same world.
func TestReplayOfIncidents(t *testing.T) {
	const testdata = "../../testdata"
	var manifest struct{ Script []scriptEntry }
	if _, err := toml.DecodeFile(filepath.Join(testdata, "manifest.toml"), &manifest); err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{} // the folders of incidents of which nothing was replayed
	folders, err := filepath.Glob(filepath.Join(testdata, "incidents", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no incidents in %s: %v", testdata, err)
	}
	for _, dir := range folders {
		missing[filepath.Base(dir)] = true
	}
	ran := 0
	for _, e := range manifest.Script {
		incident, err := filepath.Match("incidents/*/*", e.File)
		if err != nil || !incident || e.Twin == "" {
			continue
		}
		delete(missing, filepath.Base(filepath.Dir(e.File)))
		if e.Pending != "" {
			continue // no rule finds it yet, so that there is nothing to replay
		}
		ran++
		t.Run(e.File, func(t *testing.T) {
			c, _ := caseOf(t, filepath.Join(testdata, e.File))
			if c == nil {
				t.Fatal("nothing is found in a flawed script")
			}
			res, err := replay.Replay(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			if res.Verdict != replay.Reached {
				t.Fatalf("%s (%s) %v", res.Verdict, res.Why, res.Events)
			}
			twin := *c
			twin.Script, twin.Lines, twin.Whatever = load(t, filepath.Join(testdata, e.Twin)), nil, false
			fixed, err := replay.Again(context.Background(), &twin, res)
			if err != nil {
				t.Fatal(err)
			}
			if fixed.Verdict != replay.NotReached {
				t.Errorf("%s: %s (%s)\nflawed %v\nfixed %v", e.Twin, fixed.Verdict, fixed.Why, res.Events, fixed.Events)
			}
		})
	}
	if ran < 25 {
		t.Errorf("only %d flawed scripts were replayed", ran)
	}
	for name := range missing {
		t.Errorf("no flawed script of the incident %s is in the manifest", name)
	}
}

func load(t *testing.T, file string) *script.Script {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return script.Parse(file, text, script.Options{})
}
