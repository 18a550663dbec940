package driver

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

// tree writes files into a temporary folder and makes it the working one.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// check runs the rules and compares what comes out.
func check(t *testing.T, cfg Config, want string) *Results {
	t.Helper()
	if cfg.Rules == nil {
		cfg.Rules = []*rule.Rule{unguarded}
	}
	if cfg.Paths == nil {
		cfg.Paths = []string{"."}
	}
	results, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(results); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	return results
}

func TestRun(t *testing.T) {
	tree(t, map[string]string{
		"b.sh":     "echo\n\tmkfs /dev/sda\nguarded mkfs /dev/sdb\n",
		"a/x.bash": "mkfs --weak /dev/sdc",
		"notes.md": "mkfs /dev/sda",
		"empty.sh": "",
	})
	results := check(t, Config{}, `a/x.bash:1:1-1:5 warning unguarded mkfs --weak /dev/sdc is unguarded
b.sh:2:2-2:6 error unguarded mkfs /dev/sda is unguarded
site a/x.bash:1:1 unguarded mkfs --weak /dev/sdc [unguarded]
site b.sh:2:2 unguarded mkfs /dev/sda [unguarded]
site b.sh:3:1 guarded guarded mkfs /dev/sdb []
`)
	if results.Scripts != 3 {
		t.Errorf("%d scripts, want 3", results.Scripts)
	}
	f := results.Findings[1]
	at := Place{"b.sh", 2, 2, 2, 6}
	if len(f.Witness) != 1 || f.Witness[0].Place != at || f.Witness[0].Text != "mkfs runs" {
		t.Errorf("witness %v", f.Witness)
	}
	if len(f.Advice) != 1 || len(f.Fixes) != 1 || f.Fixes[0].Edits[0].Place != at || f.Fixes[0].Edits[0].NewText != ":" {
		t.Errorf("advice %v, fixes %v", f.Advice, f.Fixes)
	}
	if len(f.Related) != 1 || f.Related[0].Place != (Place{"b.sh", 2, 2, 2, 2}) {
		t.Errorf("related %v", f.Related)
	}
	for n, want := range map[int]string{1: "echo", 2: "\tmkfs /dev/sda", 3: "guarded mkfs /dev/sdb"} {
		if got, ok := results.Line("b.sh", n); !ok || got != want {
			t.Errorf("line %d is %q, %v", n, got, ok)
		}
	}
}

func TestOrderDoesNotDependOnJobs(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("d%d/s%d.sh", i%7, i)] = strings.Repeat("mkfs /dev/sda\n", i%5) + ". ../lib.sh\n"
	}
	files["lib.sh"] = "mkfs lib"
	tree(t, files)
	var first string
	for _, jobs := range []int{1, 3, 16} {
		results, err := Run(context.Background(), Config{Paths: []string{"."}, Rules: []*rule.Rule{unguarded}, Jobs: jobs})
		if err != nil {
			t.Fatal(err)
		}
		got := describe(results)
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("with %d jobs:\n%s\nwith one:\n%s", jobs, got, first)
		}
	}
	if n := strings.Count(first, "mkfs lib is unguarded"); n != 1 {
		t.Errorf("the sourced file's finding is there %d times", n)
	}
}

func TestAlone(t *testing.T) {
	files := map[string]string{
		"lib.sh":   "wipe() { mkfs lib; }\nother() { mkfs other; }\n",
		"main.sh":  ". ./lib.sh\nwipe\n",
		"quiet.sh": ". ./lib.sh\n",
	}
	tree(t, files)
	// main calls wipe, so the verdict that lib.sh gets by itself does not count; other is called by nobody.
	both := `lib.sh:1:10-1:14 error unguarded mkfs lib is unguarded
lib.sh:2:11-2:15 error unguarded mkfs other is unguarded
site lib.sh:1:10 unguarded mkfs lib [unguarded]
site lib.sh:2:11 unguarded mkfs other [unguarded]
`
	check(t, Config{}, both)
	check(t, Config{Paths: []string{"lib.sh"}}, both)
	// In the folder of another name for the same file there is still one of each.
	check(t, Config{Paths: []string{"./main.sh", "lib.sh", "./../" + filepath.Base(mustWd(t)) + "/lib.sh"}}, both)
}

func TestAloneVerdictIsDropped(t *testing.T) {
	alone := &Site{Place: Place{File: "lib.sh", Line: 1}, Verdict: "unguarded", Rules: []string{"unguarded"}, alone: true}
	real := &Site{Place: Place{File: "lib.sh", Line: 1}, Verdict: "guarded"}
	worse := &Site{Place: Place{File: "lib.sh", Line: 1}, Verdict: "flawed", Rules: []string{"ignored"}}
	f := &found{Finding: &Finding{Rule: "unguarded", Place: alone.Place}, site: alone}
	lib := &outcome{sites: []*Site{alone}, findings: []*found{f}}
	if got := describe(merge([]*outcome{lib, {sites: []*Site{real}}}, nil)); got != "site lib.sh:1:0 guarded  []\n" {
		t.Errorf("got %s", got)
	}
	if got := describe(merge([]*outcome{{sites: []*Site{real}}, {sites: []*Site{worse}}}, nil)); got != "site lib.sh:1:0 flawed  [ignored]\n" {
		t.Errorf("got %s", got)
	}
}

func mustWd(t *testing.T) string {
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return wd
}

func TestPanicHurtsOneFile(t *testing.T) {
	bad := fakeRule("bad", "WL1002", rule.Error, func(pass *analysis.Pass, _ *guardflow.Result) {
		if strings.HasSuffix(pass.OtherFiles[0], "a.sh") {
			panic("ouch")
		}
	})
	tree(t, map[string]string{"a.sh": "mkfs a", "b.sh": "mkfs b"})
	results := check(t, Config{Rules: []*rule.Rule{bad, unguarded}}, `a.sh:1:1-1:5 error unguarded mkfs a is unguarded
b.sh:1:1-1:5 error unguarded mkfs b is unguarded
site a.sh:1:1 unguarded mkfs a [unguarded]
site b.sh:1:1 unguarded mkfs b [unguarded]
error a.sh:0:0 internal error in bad: panic: ouch; please report it together with the script
`)
	if !strings.Contains(results.Errors[0].Stack, "driver_test.go") {
		t.Errorf("the stack does not tell where: %s", results.Errors[0].Stack)
	}
}

func TestFailingAnalyzerTakesItsRulesAlong(t *testing.T) {
	broken := &analysis.Analyzer{Name: "broken", Doc: "broken: fails", Run: func(*analysis.Pass) (any, error) { return nil, fmt.Errorf("no idea") }}
	r := &rule.Rule{Code: "WL1002", Severity: rule.Error, Analyzer: &analysis.Analyzer{
		Name: "needs", Doc: "needs: more", Requires: []*analysis.Analyzer{broken},
		Run: func(*analysis.Pass) (any, error) { panic("must not run") },
	}}
	tree(t, map[string]string{"a.sh": "mkfs a"})
	check(t, Config{Rules: []*rule.Rule{r}}, "error a.sh:0:0 broken: no idea\n")
}

func TestPlacesOutsideOfFiles(t *testing.T) {
	r := fakeRule("wild", "WL1002", rule.Error, func(pass *analysis.Pass, flow *guardflow.Result) {
		pos, end := guardflow.Place(pass.Fset, flow.Sites[0].At)
		for _, d := range []analysis.Diagnostic{
			{Pos: token.NoPos, Message: "nowhere"},
			{Pos: 100000, Message: "far"},
			{Pos: end, End: pos, Message: "backwards"},
			{Pos: pos, End: end + 100, Message: "too long"},
			{Pos: pos, End: end, Message: "related", Related: []analysis.RelatedInformation{{Pos: 100000, Message: "x"}}},
			{Pos: pos, End: end, Message: "fix", SuggestedFixes: []analysis.SuggestedFix{{Message: "y", TextEdits: []analysis.TextEdit{{Pos: 100000}}}}},
		} {
			pass.Report(d)
		}
	})
	tree(t, map[string]string{"a.sh": "mkfs a"})
	results, err := Run(context.Background(), Config{Paths: []string{"."}, Rules: []*rule.Rule{r}})
	if err != nil {
		t.Fatal(err)
	}
	if len(results.Findings) != 2 || len(results.Errors) != 6 {
		t.Errorf("got:\n%s", describe(results))
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	stop := fakeRule("stop", "WL1002", rule.Error, func(*analysis.Pass, *guardflow.Result) { cancel() })
	tree(t, map[string]string{"a.sh": "mkfs a", "b.sh": "mkfs b"})
	results, err := Run(ctx, Config{Paths: []string{"."}, Rules: []*rule.Rule{stop}, Jobs: 1})
	if !errors.Is(err, context.Canceled) || results != nil {
		t.Errorf("got %v, %v", results, err)
	}
}

func TestParseErrorBesideFindings(t *testing.T) {
	tree(t, map[string]string{"a.sh": "mkfs a\nif\n", "b.sh": "mkfs b\n", "c.sh": "echo\n)\n"})
	results, err := Run(context.Background(), Config{Paths: []string{"."}, Rules: []*rule.Rule{unguarded}})
	if err != nil {
		t.Fatal(err)
	}
	if len(results.Findings) != 2 || len(results.Errors) != 2 || results.Errors[0].Line == 0 {
		t.Errorf("got:\n%s", describe(results))
	}
}

func TestStdinAndOverlay(t *testing.T) {
	tree(t, map[string]string{".git/HEAD": "", "lib.sh": "mkfs disk", "sub/main.sh": "echo"})
	check(t, Config{Paths: []string{"-"}, Stdin: strings.NewReader("mkfs in")}, `-:1:1-1:5 error unguarded mkfs in is unguarded
site -:1:1 unguarded mkfs in [unguarded]
`)
	check(t, Config{Paths: []string{"-"}, Stdin: strings.NewReader(". ../lib.sh"), StdinName: "sub/new.sh"}, `lib.sh:1:1-1:5 error unguarded mkfs disk is unguarded
site lib.sh:1:1 unguarded mkfs disk [unguarded]
`)
	overlay := map[string][]byte{"lib.sh": []byte("mkfs unsaved"), "new.sh": []byte(". ./lib.sh")}
	check(t, Config{Paths: []string{"new.sh"}, Overlay: overlay}, `lib.sh:1:1-1:5 error unguarded mkfs unsaved is unguarded
site lib.sh:1:1 unguarded mkfs unsaved [unguarded]
`)
}

func BenchmarkRun(b *testing.B) {
	dir := b.TempDir()
	for i := range 500 {
		name := filepath.Join(dir, fmt.Sprintf("s%d.sh", i))
		if err := os.WriteFile(name, []byte(strings.Repeat("echo x\nif a; then b; fi\n", 50)+"mkfs x\n"), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := Run(context.Background(), Config{Paths: []string{dir}, Rules: []*rule.Rule{unguarded}}); err != nil {
			b.Fatal(err)
		}
	}
}
