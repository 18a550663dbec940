package graph

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// TestWays draws the way of every finding in testdata: what is marked in the drawing is what the finding tells. No box is left by a way
// out that its condition did not take, and from the start the marked edges lead to the destructive command, but for a few forms that the
// drawing does not follow (traps, and text for another shell).
func TestWays(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", "testdata"))
	var paths []string
	for _, pattern := range []string{"*/*.sh", "*/*/*.sh"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	results, err := driver.Run(context.Background(), driver.Config{Paths: paths, Rules: analyzers.All(), Fixes: false})
	if err != nil {
		t.Fatal(err)
	}
	ways, whole := 0, 0
	for _, f := range results.Findings {
		if len(f.Witness) == 0 {
			continue
		}
		text, err := os.ReadFile(f.File)
		if err != nil {
			t.Fatal(err)
		}
		s := script.Parse(f.File, text, script.Options{})
		g, err := Build(s, &driver.Results{Findings: []*driver.Finding{f}, Sites: results.Sites}, f.Line)
		if err != nil {
			if !strings.Contains(err.Error(), "too large") {
				t.Errorf("%s: %v", f.File, err)
			}
			continue
		}
		b := &builder{script: s, out: g}
		for _, e := range g.Edges {
			if !e.OnWay {
				continue
			}
			took, asked := false, false
			for _, step := range f.Witness {
				for _, br := range step.Branches {
					if at, ok := b.offset(br.Place); ok && g.Nodes[e.From].met(visit{at: at}) {
						asked = true
						took = took || e.follows(visit{success: br.Success, pattern: br.Pattern})
					}
				}
			}
			if asked && !took && e.Label != noMatch {
				t.Errorf("%s:%d: the drawing leaves %q by %q, and the finding's way does not", f.File, f.Line, g.Nodes[e.From].Text, e.Label)
			}
		}
		ways++
		if leads(g, len(f.Witness)) {
			whole++
		} else {
			t.Logf("%s:%d: the way is drawn in parts", f.File, f.Line)
		}
	}
	t.Logf("%d of %d ways are drawn as a whole", whole, ways)
	if ways < 80 || whole*100 < ways*90 {
		t.Errorf("only %d of %d ways are drawn as a whole", whole, ways)
	}
}

// leads reports whether the marked edges lead from the start to the box of a step.
func leads(g *Graph, step int) bool {
	reached := []int{0}
	for i := 0; i < len(reached); i++ {
		if slices.Contains(g.Nodes[reached[i]].Steps, step) {
			return true
		}
		for _, e := range g.Edges {
			if e.OnWay && e.From == reached[i] && !slices.Contains(reached, e.To) {
				reached = append(reached, e.To)
			}
		}
	}
	return false
}
