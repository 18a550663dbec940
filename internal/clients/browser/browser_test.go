//go:build clients

// Package browser looks at wipelint's pages with a real browser, as a person would: with a mouse, the keyboard, and on a
// telephone.
package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/htmlreport"
	"github.com/wipelint/wipelint/internal/inventory"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

// TestReport writes pages and has look.mjs look at them. WIPELINT_SHOTS names a folder for pictures.
func TestReport(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v; run this test by 'make clients-browser', which installs what it needs", err)
	}
	if _, err := os.Stat(filepath.Join("node_modules", "playwright-core")); err != nil {
		t.Fatalf("%v; run this test by 'make clients-browser', which installs what it needs", err)
	}
	folder := t.TempDir()
	page := func(name string, run *report.Run) {
		t.Helper()
		var b bytes.Buffer
		if err := htmlreport.Write(&b, run); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	page("report.html", analysed(t))
	page("fixes.html", fixed(t))
	page("hostile.html", hostile())
	page("many.html", many())
	page("trend.html", trending())
	page("none.html", &report.Run{Results: &driver.Results{Scripts: 3}})

	cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "look.mjs")
	cmd.Env = append(os.Environ(), "WIPELINT_CHROMIUM="+chromium, "WIPELINT_PAGES="+folder)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

// analysed is a run over scripts as people write them.
func analysed(t *testing.T) *report.Run {
	t.Helper()
	t.Chdir(filepath.Join("..", "..", ".."))
	results, err := driver.Run(t.Context(), driver.Config{
		Paths: []string{filepath.Join("testdata", "incidents"), filepath.Join("testdata", "disks")}, Rules: analyzers.All(),
	})
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]byte{}
	for _, f := range results.Findings {
		if texts[f.File], err = os.ReadFile(f.File); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(filepath.Join("internal", "clients", "browser"))
	return &report.Run{Results: results, Rules: analyzers.All(), Version: "1.2.3", Folder: folder, Read: func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(folder, name))
	}}
}

// trending is a run with a history.
func trending() *report.Run {
	run := many()
	for i, c := range []string{"a", "b", "c", "d"} {
		run.Trend = append(run.Trend, inventory.Point{
			Commit: strings.Repeat(c, 10), When: time.Date(2026, time.Month(1+i), 5, 0, 0, 0, 0, time.UTC), Sites: 40 - i,
			Counts: map[string]int{"guarded": 5 + 8*i, "flawed": 20 - 5*i, "unguarded": 13 - 4*i, "prompted": 2},
		})
	}
	run.Revision, run.Day = strings.Repeat("d", 10), "2026-04-01"
	return run
}

// fixed is a finding with a fix, in two files of which one is large.
func fixed(t *testing.T) *report.Run {
	t.Helper()
	text := "#!/bin/bash\n" + strings.Repeat("# nothing\n", 800) + "is-idle \"$1\" || true\nmkfs.ext4 \"$1\"\n"
	at := func(line, from, to int) driver.Place {
		return driver.Place{File: "long.sh", Line: line, Column: from, EndLine: line, EndColumn: to}
	}
	site := at(803, 1, 10)
	masked := strings.Index(text, "|| true")
	f := &driver.Finding{
		Rule: "ignored", Code: "WL1003", Severity: rule.Error, Place: site, Message: "the answer changes nothing",
		Replay:  &replay.Result{Verdict: replay.Reached},
		Witness: []driver.Step{{Place: at(802, 1, 8), Text: "is-idle answers: in use", Guard: "is-idle $1", Answer: "active"}, {Place: site, Text: "the destructive command runs"}},
		Fixes:   []driver.Fix{{Message: "stop unless idle", Edits: []driver.Edit{{Place: at(802, 14, 21), Start: masked, End: masked + len("|| true"), NewText: "|| exit 1"}}}},
	}
	other := *f
	other.Rule, other.Code, other.Fixes, other.Message = "failopen", "WL1005", nil, "another finding of the same command"
	other.Replay = &replay.Result{Verdict: replay.Unknown, Why: "the interpreter has no <select>"}
	return &report.Run{
		Results: &driver.Results{Scripts: 1, Findings: []*driver.Finding{f, &other}, Sites: []*driver.Site{
			{Place: site, Command: `mkfs.ext4 "$1"`, Verdict: "flawed", Rules: []string{"ignored", "failopen"}},
		}},
		Read: func(string) ([]byte, error) { return []byte(text), nil },
	}
}

// hostile has text in every place that would take over the page if it were taken for HTML.
func hostile() *report.Run {
	text := "</script><script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'><!-- <script> {{.}} ${window.pwned = 1} \" ' \x1b\u202e"
	p := driver.Place{File: text, Line: 1, Column: 1, EndLine: 1, EndColumn: len(text) + 1}
	return &report.Run{
		Version: text,
		Results: &driver.Results{
			Scripts: 1,
			Findings: []*driver.Finding{{
				Rule: text, Code: text, Severity: rule.Error, Place: p, Message: text, Advice: []string{text}, Related: []driver.Related{{Place: p, Message: text}},
				Witness: []driver.Step{{Place: p, Text: text, Guard: text, Answer: "error"}},
				Fixes:   []driver.Fix{{Message: text, Edits: []driver.Edit{{Place: p, End: len(text), NewText: text + text}}}},
			}},
			Sites:  []*driver.Site{{Place: p, Command: text, Verdict: "flawed", Rules: []string{text}, Guards: []driver.Guard{{Place: p, Command: text}}}},
			Errors: []*driver.Error{{File: text, Line: 1, Column: 1, Message: text}},
		},
		Read: func(string) ([]byte, error) { return []byte(text), nil },
	}
}

// many has more commands than are shown at first.
func many() *report.Run {
	r := &driver.Results{Scripts: 1}
	for i := range 1000 {
		p := driver.Place{File: "a.sh", Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 5}
		r.Sites = append(r.Sites, &driver.Site{Place: p, Command: "mkfs /dev/sda", Verdict: "guarded", Guards: []driver.Guard{{Place: p, Command: "is-idle"}}})
	}
	return &report.Run{Results: r, Read: func(string) ([]byte, error) { return []byte(strings.Repeat("mkfs /dev/sda\n", 1000)), nil }}
}
