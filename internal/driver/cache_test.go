package driver

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

// TestCache checks after each step of a session which scripts are analysed anew, and that what comes out is what a run without
// a cache finds.
func TestCache(t *testing.T) {
	tree(t, map[string]string{
		".git/HEAD": "",
		"a.sh":      ". ./lib.sh\nmkfs a\n",
		"b.sh":      "mkfs b\n",
		"lib.sh":    "wipe() { mkfs --weak lib; }\n",
	})
	var analysed []string
	watch := fakeRule("watch", "WL1002", rule.Error, func(pass *analysis.Pass, _ *guardflow.Result) {
		analysed = append(analysed, filepath.Base(pass.OtherFiles[0]))
	})
	rules := []*rule.Rule{unguarded, watch}
	cache := NewCache()
	cfg := Config{Paths: []string{"."}, Rules: rules, Jobs: 1}
	step := func(what string, want ...string) {
		t.Helper()
		analysed = nil
		cached := cfg
		cached.Cache = cache
		got, err := Run(context.Background(), cached)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(analysed)
		if !slices.Equal(analysed, want) {
			t.Errorf("%s: analysed %v, want %v", what, analysed, want)
		}
		fresh, err := Run(context.Background(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := describe(got), describe(fresh); a != b {
			t.Errorf("%s: with the cache\n%s\nwithout\n%s", what, a, b)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		past := time.Now().Add(-time.Minute)
		if err := os.Chtimes(name, past, past); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a.sh", "b.sh", "lib.sh"} {
		text, _ := os.ReadFile(name)
		write(name, string(text))
	}
	step("at first", "a.sh", "b.sh", "lib.sh")
	step("again")
	step("and again")
	write("b.sh", "mkfs bb\n")
	step("a script", "b.sh")
	write("lib.sh", "wipe() { mkfs lib; }\nwipe\n")
	step("a sourced file", "a.sh", "lib.sh")
	cfg.Overlay = map[string][]byte{"lib.sh": []byte("wipe() { :; }\n")}
	step("unsaved text of a sourced file", "a.sh", "lib.sh")
	cfg.Overlay = map[string][]byte{"lib.sh": []byte("wipe() { :; }\n"), "b.sh": []byte("mkfs 3\n")}
	step("unsaved text of a script", "b.sh")
	step("the same texts")
	cfg.Overlay = nil
	step("without them", "a.sh", "b.sh", "lib.sh")
	write(".wipelint.toml", "[severity]\nunguarded = \"note\"\n")
	step("a new configuration", "a.sh", "b.sh", "lib.sh")
	write(".wipelint.toml", "[severity]\nunguarded = \"off\"\nwatch = \"note\"\n")
	step("another configuration", "a.sh", "b.sh", "lib.sh")
	write(".wipelint.toml", "x\n")
	step("a broken configuration")
	if err := os.Remove(".wipelint.toml"); err != nil {
		t.Fatal(err)
	}
	step("none", "a.sh", "b.sh", "lib.sh")
	if err := os.Remove("lib.sh"); err != nil {
		t.Fatal(err)
	}
	step("a sourced file that is gone", "a.sh")
	write("lib.sh", "mkfs --weak lib\n")
	step("and back", "a.sh", "lib.sh")
	write("b.sh", "echo\n")
	step("a script that destroys nothing any more", "b.sh")
	cfg.Fixes = true
	step("with fixes", "a.sh", "lib.sh")
}

// TestCacheIsNotFilledByAnEnd checks that a run which is given up leaves nothing half done.
func TestCacheIsNotFilledByAnEnd(t *testing.T) {
	tree(t, map[string]string{"a.sh": "mkfs a\n"})
	ctx, stop := context.WithCancel(context.Background())
	stopping := fakeRule("stopping", "WL1002", rule.Error, func(*analysis.Pass, *guardflow.Result) { stop() })
	cfg := Config{Paths: []string{"a.sh"}, Rules: []*rule.Rule{stopping, unguarded}, Cache: NewCache()}
	if _, err := Run(ctx, cfg); err == nil {
		t.Fatal("a run that is given up has results")
	}
	if results, err := Run(context.Background(), cfg); err != nil || !strings.Contains(describe(results), "mkfs a is unguarded") {
		t.Errorf("%v, %v", results, err)
	}
}
