package driver

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/suppress"
)

// suppressionRules are rules with the one that reports comments.
func suppressionRules() []*rule.Rule {
	silent := func(*analysis.Pass, *guardflow.Result) {}
	return []*rule.Rule{
		unguarded, fakeRule("ignored", "WL1003", rule.Error, silent),
		fakeRule(suppress.RuleName, "WL9002", rule.Warning, silent),
	}
}

// checkSuppressed runs the rules on the second of January 2027 and compares what comes out, without the sites.
func checkSuppressed(t *testing.T, cfg Config, want string) *Results {
	t.Helper()
	cfg.Rules = suppressionRules()
	cfg.Today = time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	if cfg.Paths == nil {
		cfg.Paths = []string{"."}
	}
	results, err := Run(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(describe(results)) {
		if !strings.HasPrefix(line, "site ") {
			lines = append(lines, line)
		}
	}
	if got := strings.Join(lines, ""); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	return results
}

func TestSuppress(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"held":   {"# wipelint:disable=unguarded reason=\"old\" until=2027-01-02\nmkfs a\n", "suppressed a.sh:2:1 unguarded inSource a.sh:1 \"old\"2027-01-02\n"},
		"beside": {"mkfs a # wipelint:disable=WL1001 reason=old\n", "suppressed a.sh:1:1 unguarded inSource a.sh:1 \"old\"\n"},
		"ended": {"mkfs a # wipelint:disable=unguarded reason=old until=2027-01-01\n", `a.sh:1:1-1:5 error unguarded mkfs a is unguarded
a.sh:1:8-1:64 warning suppression this comment held until 2027-01-01, and suppresses unguarded no more
`},
		"of one": {"# wipelint:disable=unguarded reason=old\nmkfs a\nmkfs b\n", `a.sh:3:1-3:5 error unguarded mkfs b is unguarded
suppressed a.sh:2:1 unguarded inSource a.sh:1 "old"
`},
		"two comments": {"# wipelint:disable-file=unguarded reason=all\n# wipelint:disable=unguarded reason=one\nmkfs a\nmkfs b\n",
			`suppressed a.sh:3:1 unguarded inSource a.sh:1 "all" inSource a.sh:2 "one"
suppressed a.sh:4:1 unguarded inSource a.sh:1 "all"
`},
		"one of two has ended": {"# wipelint:disable=unguarded reason=x until=2026-01-01\n# wipelint:disable=unguarded reason=one\nmkfs a\n",
			`a.sh:1:1-1:55 warning suppression this comment held until 2026-01-01, and suppresses unguarded no more
suppressed a.sh:3:1 unguarded inSource a.sh:2 "one"
`},
		"no reason": {"mkfs a # wipelint:disable=unguarded\n", `a.sh:1:1-1:5 error unguarded mkfs a is unguarded
a.sh:1:8-1:36 warning suppression it gives no reason, so it suppresses nothing
`},
		"unknown rule": {"mkfs a # wipelint:disable=ungarded,unguarded reason=x\n", `a.sh:1:1-1:5 error unguarded mkfs a is unguarded
a.sh:1:27-1:35 warning suppression there is no rule "ungarded", so this comment suppresses nothing
`},
		"another rule": {"mkfs a # wipelint:disable=ignored reason=x\n", `a.sh:1:1-1:5 error unguarded mkfs a is unguarded
a.sh:1:8-1:43 warning suppression nothing here violates ignored, so this comment suppresses nothing
`},
		"one rule too many": {"mkfs a # wipelint:disable=ignored,unguarded reason=x\n", `a.sh:1:8-1:53 warning suppression nothing here violates ignored, which this comment names
suppressed a.sh:1:1 unguarded inSource a.sh:1 "x"
`},
		"one rule too few": {"mkfs --ignored # wipelint:disable=unguarded reason=x\n", `a.sh:1:16-1:53 warning suppression the command violates ignored too, which nobody hears of now
suppressed a.sh:1:1 unguarded inSource a.sh:1 "x"
`},
		"both rules": {"mkfs --ignored # wipelint:disable=unguarded,ignored reason=x\n", "suppressed a.sh:1:1 unguarded inSource a.sh:1 \"x\"\n"},
		"unused":     {"# wipelint:disable=unguarded reason=x\nguarded mkfs\n", "a.sh:1:1-1:38 warning suppression nothing here violates unguarded, so this comment suppresses nothing\n"},
		"unused, nothing destructive": {"# wipelint:disable-file=unguarded reason=x\necho\n",
			"a.sh:1:1-1:43 warning suppression nothing in this file violates unguarded, so this comment suppresses nothing\n"},
		"a file that cannot be parsed": {"# wipelint:disable-file=ignored reason=x\nmkfs a\nif\n", `a.sh:1:1-1:1 error`},
	} {
		t.Run(name, func(t *testing.T) {
			tree(t, map[string]string{"a.sh": tt.text})
			if name != "a file that cannot be parsed" {
				checkSuppressed(t, Config{}, tt.want)
				cache := NewCache()
				for range 3 { // what was kept says what it said at first
					checkSuppressed(t, Config{Cache: cache}, tt.want)
				}
				return
			}
			results, err := Run(context.Background(), Config{Paths: []string{"."}, Rules: suppressionRules()})
			if err != nil || len(results.Errors) != 1 || len(results.Findings) != 1 {
				t.Errorf("got %v %s", err, describe(results))
			}
		})
	}
}

// TestSuppressSourced has comments in files that scripts source.
func TestSuppressSourced(t *testing.T) {
	const held = "# wipelint:disable=unguarded reason=x\n"
	tree(t, map[string]string{
		"a.sh":   ". ./lib.sh\nwipe\n",
		"b.sh":   held + ". ./lib.sh\n" + held + "wipe\n", // the site stands elsewhere
		"lib.sh": "wipe() {\n" + held + "mkfs a\n}\nunused() {\nmkfs b # wipelint:disable=ignored reason=x\n}\n",
	})
	const all = `b.sh:1:1-1:38 warning suppression nothing here violates unguarded, so this comment suppresses nothing
b.sh:3:1-3:38 warning suppression nothing here violates unguarded, so this comment suppresses nothing
`
	checkSuppressed(t, Config{}, all+"lib.sh:6:1-6:5 error unguarded mkfs b is unguarded\n"+`suppressed lib.sh:3:1 unguarded inSource lib.sh:2 "x"
`)
	// Of a file that is only sourced nothing is judged, but what it suppresses is.
	checkSuppressed(t, Config{Paths: []string{"a.sh"}}, "lib.sh:6:1-6:5 error unguarded mkfs b is unguarded\n"+
		"suppressed lib.sh:3:1 unguarded inSource lib.sh:2 \"x\"\n")
}

// TestSuppressionSeverity turns rules off: comments that name one are not unused then.
func TestSuppressionSeverity(t *testing.T) {
	const text = "mkfs --ignored # wipelint:disable=unguarded reason=x\nguarded mkfs # wipelint:disable=ignored reason=x\nmkfs # wipelint:disable=\n"
	tree(t, map[string]string{"a.sh": text, ".wipelint.toml": "[severity]\nignored = \"off\"\nsuppression = \"error\"\n"})
	checkSuppressed(t, Config{}, `a.sh:3:1-3:5 error unguarded mkfs is unguarded
a.sh:3:6-3:25 error suppression it names no rule, so it suppresses nothing
suppressed a.sh:1:1 unguarded inSource a.sh:1 "x"
`)
	tree(t, map[string]string{"a.sh": text, ".wipelint.toml": "[severity]\nWL9002 = \"off\"\n"})
	checkSuppressed(t, Config{}, `a.sh:3:1-3:5 error unguarded mkfs is unguarded
suppressed a.sh:1:1 unguarded inSource a.sh:1 "x"
`)
}

// TestSuppressedSite leaves the verdict as it is.
func TestSuppressedSite(t *testing.T) {
	tree(t, map[string]string{"a.sh": "mkfs a # wipelint:disable=unguarded reason=x\n"})
	results := checkSuppressed(t, Config{}, "suppressed a.sh:1:1 unguarded inSource a.sh:1 \"x\"\n")
	s := results.Sites[0]
	if s.Verdict != "unguarded" || len(s.Suppressions) != 1 || s.Suppressions[0].Reason != "x" {
		t.Errorf("got %+v", s)
	}
	if text, ok := results.Line("a.sh", 1); !ok || !strings.HasPrefix(text, "mkfs") {
		t.Error("the line is not kept")
	}
}

// marksOf gives the fingerprints of the findings of a text, in order.
func marksOf(t *testing.T, file, text string) []string {
	t.Helper()
	t.Chdir(t.TempDir())
	results, err := Run(context.Background(), Config{Paths: []string{file}, Overlay: map[string][]byte{file: []byte(text)}, Rules: suppressionRules()})
	if err != nil || len(results.Errors) > 0 {
		t.Fatalf("%v %s", err, describe(results))
	}
	marks := results.Fingerprints(func(name string) string { return strings.TrimPrefix(name, "./") })
	var list []string
	for _, f := range results.all() {
		list = append(list, marks[f])
	}
	return list
}

func TestFingerprints(t *testing.T) {
	const source = "f() {\n\tmkfs /dev/a\n\tmkfs /dev/a\n}\ng() {\n\tmkfs /dev/a\n}\nmkfs /dev/a\n"
	marks := marksOf(t, "a.sh", source)
	if sorted := slices.Compact(slices.Sorted(slices.Values(marks))); len(sorted) != 4 {
		t.Fatalf("not all different: %q", marks)
	}
	for name, tt := range map[string]struct{ file, source string }{
		"lines above":        {"a.sh", "#!/bin/sh\n\necho hello\n" + source},
		"another function":   {"a.sh", "h() {\n\techo hello\n}\n" + source},
		"lines between":      {"a.sh", strings.Replace(source, "g()", "\n\n# comment\necho\n\ng()", 1)},
		"comments within":    {"a.sh", strings.Replace(source, "f() {", "f() { # first\n\n\t# mkfs is dangerous\n", 1)},
		"indentation":        {"a.sh", strings.ReplaceAll(source, "\t", "        ")},
		"suppressed":         {"a.sh", strings.Replace(source, "\tmkfs", "\t# wipelint:disable=unguarded reason=x\n\tmkfs", 1)},
		"suppressed, beside": {"a.sh", strings.Replace(source, "/dev/a", "/dev/a # wipelint:disable=unguarded reason=x", 1)},
		"other name":         {"./a.sh", source},
		"carriage returns":   {"a.sh", strings.ReplaceAll(source, "\n", "\r\n")},
	} {
		if got := marksOf(t, tt.file, tt.source); !slices.Equal(got, marks) {
			t.Errorf("%s: got %q, want %q", name, got, marks)
		}
	}
	for name, tt := range map[string]struct{ file, source string }{
		"another file":    {"b.sh", source},
		"another command": {"a.sh", strings.ReplaceAll(source, "/dev/a", "/dev/b")},
	} {
		for i, mark := range marksOf(t, tt.file, tt.source) {
			if mark == marks[i] {
				t.Errorf("%s: finding %d has the same mark", name, i)
			}
		}
	}
	// A change of one function leaves the findings of the others alone.
	changed := marksOf(t, "a.sh", strings.Replace(source, "g() {", "g() {\n\techo\n", 1))
	if changed[0] != marks[0] || changed[1] != marks[1] || changed[2] == marks[2] || changed[3] != marks[3] {
		t.Errorf("got %q, want only the third to differ from %q", changed, marks)
	}
	// Of two that are alike, the one that is left has the mark of the first.
	fewer := marksOf(t, "a.sh", strings.Replace(source, "\tmkfs /dev/a\n\tmkfs /dev/a", "\tmkfs /dev/a", 1))
	if len(fewer) != 3 || fewer[1] != marks[2] || fewer[2] != marks[3] {
		t.Errorf("got %q, want the last two of %q", fewer, marks)
	}
}
