//go:build published

package analyzers_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// published names the folder benchmarks/bugs_and_variants of SaSh (github.com/atlas-brown/sash).
const published = "WIPELINT_SASH"

// TestPublishedBugs holds the rules to the labels of a suite of published bugs: lines that destroy files of the system or of a user, and
// the same lines where they are mended. docs/wild.md has the figures.
func TestPublishedBugs(t *testing.T) {
	root := os.Getenv(published)
	if root == "" {
		t.Fatal(published + " names no folder; set it to benchmarks/bugs_and_variants of the suite")
	}
	destroys := map[string]bool{"del_sys_file": true, "word_split_del_sys_file": true, "del_user_dir": true}
	// What is not flagged, and why that is so.
	missed := map[string]string{
		"c-debootstrap/original.sh:488":   "a folder that the user names",
		"c-debootstrap/posix.sh:510":      "a folder that the user names",
		"c-debootstrap_2/original.sh:706": "a folder that the user names",
		"c-debootstrap_2/posix.sh:727":    "a folder that the user names",
		"hp-n/original.sh:144":            "the command stands on the line before, and is flagged there",
	}
	flagged := map[string]string{
		"wf-accident/fixed.sh:3": "the cd that mends it may fail",
	}
	descriptions, err := filepath.Glob(filepath.Join(root, "*", "info.yaml"))
	if err != nil || len(descriptions) == 0 {
		t.Fatalf("no suite in %s: %v", root, err)
	}
	var found, lines, nowhere, wrongly, fixed int
	for _, file := range descriptions {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var suite struct {
			Bugs   map[string]struct{ Code string }
			Truths []struct {
				Path string
				Bugs yaml.Node // a key may stand there twice
			} `yaml:"ground_truths"`
		}
		if err := yaml.Unmarshal(text, &suite); err != nil {
			t.Fatal(file, err)
		}
		for _, truth := range suite.Truths {
			var bad, good []int
			for i := 0; i+1 < len(truth.Bugs.Content); i += 2 {
				var bug struct {
					Lines      []int
					Regression []int `yaml:"regression_lines"`
				}
				if err := truth.Bugs.Content[i+1].Decode(&bug); err != nil {
					t.Fatal(file, err)
				}
				if destroys[suite.Bugs[truth.Bugs.Content[i].Value].Code] {
					bad, good = append(bad, bug.Lines...), append(good, bug.Regression...)
				}
			}
			path := filepath.Join(filepath.Dir(file), truth.Path)
			source, err := os.ReadFile(path)
			if err != nil {
				nowhere += len(bad) // a makefile, of which there is no script
				continue
			}
			hit := findingLines(t, path)
			written := strings.Split(string(source), "\n")
			slices.Sort(good)
			for _, n := range bad {
				at := filepath.Base(filepath.Dir(file)) + "/" + truth.Path + ":" + strconv.Itoa(n)
				if n < 1 || n > len(written) || strings.HasPrefix(strings.TrimSpace(written[n-1]), "#") {
					nowhere++
					continue
				}
				lines++
				switch _, known := missed[at]; {
				case hit[n]:
					found++
				case !known:
					t.Errorf("%s is not flagged: %s", at, written[n-1])
				}
			}
			for _, n := range slices.Compact(good) {
				at := filepath.Base(filepath.Dir(file)) + "/" + truth.Path + ":" + strconv.Itoa(n)
				fixed++
				if hit[n] {
					wrongly++
					if _, known := flagged[at]; !known {
						t.Errorf("%s is mended and flagged: %s", at, written[n-1])
					}
				}
			}
		}
	}
	t.Logf("%d of %d labelled lines flagged (%d labels stand on no command), %d of %d mended lines", found, lines, nowhere, wrongly, fixed)
}

// findingLines are the lines of a script that findings are about.
func findingLines(t *testing.T, path string) map[int]bool {
	t.Helper()
	r, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	lines := map[int]bool{}
	for _, f := range r.Findings {
		if f.Rule == "opaque" {
			continue
		}
		lines[f.Line] = true
		for _, p := range f.Also {
			lines[p.Line] = true
		}
	}
	return lines
}
