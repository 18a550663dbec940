package symexec_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages of the executor. Each may use those before it; symexec itself uses them all.
var layers = []string{"place", "foreign", "value", "effects", "prefilter", "domain", "models", "proof"}

// TestArrowsPointOneWay looks at what the packages of the executor import: a lower layer knows nothing of a higher one, and none of
// them knows rules, findings or output.
func TestArrowsPointOneWay(t *testing.T) {
	const base = "github.com/wipelint/wipelint/"
	below := []string{"internal/script", "internal/catalog"}
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no packages below this one: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		at := slices.Index(layers, filepath.Dir(name))
		if at < 0 {
			t.Errorf("%s: no layer has a package of this name; give it its place in the list", name)
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			own, ok := strings.CutPrefix(path, base)
			if !ok || slices.Contains(below, own) {
				continue
			}
			layer, ok := strings.CutPrefix(own, "internal/symexec/")
			if i := slices.Index(layers, layer); !ok || i < 0 || i >= at {
				t.Errorf("%s imports %s, which is not below it", name, own)
			}
		}
	}
}
