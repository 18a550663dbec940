package analyzers_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// TestSeen runs the small scripts of testdata/seen, by the way in which a destructive command can escape: what is called unsafe… there
// destroys in a world that the script lets through, and must have a command that is not guarded; what is called quiet… destroys nothing
// that is in use.
func TestSeen(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob(filepath.Join("testdata", "seen", "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, archive := range archives {
		a, err := txtar.ParseFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		for _, f := range a.Files {
			text := f.Data
			if !strings.HasPrefix(string(text), "#!") {
				text = append([]byte("#!/bin/bash\n"), text...)
			}
			if err := os.WriteFile(filepath.Join(folder, f.Name+".sh"), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		res, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{folder}, NoConfig: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range res.Errors {
			t.Errorf("%s: %s:%d: %s", archive, filepath.Base(e.File), e.Line, e.Message)
		}
		bad, seen := map[string]bool{}, map[string]string{}
		for _, s := range res.Sites {
			name := strings.TrimSuffix(filepath.Base(s.File), ".sh")
			seen[name] += " " + s.Verdict
			bad[name] = bad[name] || s.Verdict == "unguarded" || s.Verdict == "flawed"
		}
		for _, f := range a.Files {
			if want := strings.HasPrefix(f.Name, "unsafe"); bad[f.Name] != want {
				t.Errorf("%s: %s has the verdicts%s:\n%s", archive, f.Name, seen[f.Name], f.Data)
			}
		}
	}
}
