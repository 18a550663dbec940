package analyzers_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// TestManifest checks the verdict and the primary rule of every script in testdata. That the manifest says the truth about
// what the shells do is the business of internal/shelltest.
func TestManifest(t *testing.T) {
	var manifest struct {
		Script []struct {
			File, Twin, Verdict, Rule, Pending string
			Lines                              []int
		}
	}
	root := filepath.Join("..", "testdata")
	if _, err := toml.DecodeFile(filepath.Join(root, "manifest.toml"), &manifest); err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{"": true}
	for _, r := range analyzers.All() {
		have[r.Name()] = true
	}
	res, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{root}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range res.Errors {
		t.Errorf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	}
	for _, f := range res.Findings {
		for _, inner := range []string{"symbolic", "symbol ", "fixpoint", "executor", "widened", " trace", "looks at :"} {
			if strings.Contains(f.Message+strings.Join(f.Advice, "\n"), inner) {
				t.Errorf("%s:%d: the message has the inner word %q: %s", f.File, f.Line, inner, f.Message)
			}
		}
	}
	type key struct {
		file string
		line int
	}
	sites := map[key]*driver.Site{}
	listed := map[key]bool{}
	for _, s := range res.Sites {
		sites[key{filepath.ToSlash(s.File), s.Line}] = s
	}
	for _, s := range manifest.Script {
		file := filepath.ToSlash(filepath.Join(root, s.File))
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
			continue
		}
		for _, line := range s.Lines {
			k := key{file, line}
			listed[k] = true
			t.Run(fmt.Sprintf("%s:%d", strings.TrimPrefix(file, root+"/"), line), func(t *testing.T) {
				site, ok := sites[k]
				rule := ""
				if ok && len(site.Rules) > 0 {
					rule = site.Rules[0]
				}
				if s.Pending != "" {
					if ok && site.Verdict == s.Verdict && rule == s.Rule {
						t.Errorf("%s is %s %s as it should: take pending = %q out of the manifest", site.Command, s.Verdict, s.Rule, s.Pending)
					}
					return
				}
				if !ok {
					t.Fatalf("no site, want %s %s", s.Verdict, s.Rule)
				}
				if !have[s.Rule] {
					return // a rule that is not there yet decides
				}
				if site.Verdict != s.Verdict || rule != s.Rule {
					t.Errorf("%s is %s %v, want %s %s", site.Command, site.Verdict, site.Rules, s.Verdict, s.Rule)
				}
			})
		}
	}
	for k, s := range sites {
		if !listed[k] {
			t.Errorf("%s:%d: %s is a site (%s %v) and not in the manifest", k.file, k.line, s.Command, s.Verdict, s.Rules)
		}
	}
}
