package symexec_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
)

// TestSurveyMissesNothing holds that no script of the rules' examples, however short, is said to have no destructive command by the run that
// only looks for one, where a whole run finds some.
func TestSurveyMissesNothing(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("../../analyzers/*/testdata/*.txtar")
	if err != nil || len(archives) < 40 {
		t.Fatalf("only %d archives: %v", len(archives), err)
	}
	seen, cleared := 0, 0
	for _, archive := range archives {
		text, err := os.ReadFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			if !strings.HasSuffix(f.Name, ".sh") {
				continue
			}
			in := symexec.Input{Script: script.Parse(f.Name, f.Data, script.Options{}), Catalog: catalog.Builtin()}
			in.Bounds.Survey = math.MaxInt
			whole := symexec.RunWith(context.Background(), in)
			in.Bounds.Survey = 1
			surveyed := symexec.RunWith(context.Background(), in)
			if len(whole.Sites) != len(surveyed.Sites) {
				t.Errorf("%s of %s: %d sites in a whole run, %d behind a survey", f.Name, archive, len(whole.Sites), len(surveyed.Sites))
			}
			if seen++; len(whole.Sites) == 0 && surveyed.Steps < whole.Steps {
				cleared++
			}
		}
	}
	if seen < 800 || cleared < 20 {
		t.Errorf("%d scripts were compared, and of those without a site %d took less work: too few", seen, cleared)
	}
}
