package htmlreport

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

var update = flag.Bool("update", false, "write the golden files anew")

// analysed is a run over real scripts.
func analysed(t *testing.T, paths ...string) *report.Run {
	t.Helper()
	results, err := driver.Run(context.Background(), driver.Config{Paths: paths, Rules: analyzers.All()})
	if err != nil {
		t.Fatal(err)
	}
	return &report.Run{Results: results, Rules: analyzers.All(), Version: "1.2.3", Read: os.ReadFile}
}

func written(t *testing.T, run *report.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var dataElement = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)

// dataOf is the text of the page's data, and what it says.
func dataOf(t *testing.T, page string) (string, *document) {
	t.Helper()
	m := dataElement.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no data")
	}
	var d document
	if err := json.Unmarshal([]byte(m[1]), &d); err != nil {
		t.Fatal(err)
	}
	return m[1], &d
}

// TestGolden compares the data of the page of real scripts with what was looked at. The page around it is the same
// for all of them; its head is compared too.
func TestGolden(t *testing.T) {
	t.Chdir("testdata")
	page := written(t, analysed(t, "scripts"))
	if again := written(t, analysed(t, "scripts")); again != page {
		t.Error("two runs give two pages")
	}
	text, _ := dataOf(t, page)
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(text), "", " "); err != nil {
		t.Fatal(err)
	}
	body := page[strings.Index(page, "<header"):strings.Index(page, "<script type")]
	for file, got := range map[string]string{"data.json": indented.String() + "\n", "body.html": body} {
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v; run the test with -update", err)
		}
		if string(want) != got {
			t.Errorf("%s differs; run the test with -update if this is right:\n%s", file, got)
		}
	}
}

// TestSelfContained looks for what would make a browser ask somebody, or run what is not the page's own.
func TestSelfContained(t *testing.T) {
	page := written(t, analysed(t, filepath.Join("..", "..", "testdata", "incidents", "dropbox-2014")))
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("no policy")
	}
	rules := strings.ReplaceAll(strings.ReplaceAll(policy[1], "&#39;", "'"), "&#43;", "+")
	program := page[strings.LastIndex(page, "<script>")+len("<script>") : strings.LastIndex(page, "</script>")]
	style := page[strings.Index(page, "<style>")+len("<style>") : strings.Index(page, "</style>")]
	for _, want := range []string{"default-src 'none'", "script-src '" + hash(program) + "'", "style-src '" + hash(style) + "'", "base-uri 'none'"} {
		if !strings.Contains(rules, want) {
			t.Errorf("the policy %q lacks %s", rules, want)
		}
	}
	for _, bad := range []string{"unsafe-", " src=", "<link", "<iframe", "@import", "url(", "innerHTML", "eval(", "fetch(", "style=\""} {
		if strings.Contains(page[:strings.Index(page, "id=\"data\"")]+program, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
}

// hostileTexts are what a script, or the name of one, may hold to break the page or to speak in its place.
var hostileTexts = map[string]string{
	"control characters": "a\x00b\x07\x08\x0b\x7f\u0085c",
	"terminal":           "\x1b[2J\x1b]0;title\x07\u009b31m",
	"bidirectional":      "a\u202eb\u2066c\u200b",
	"newlines":           "a\nb\r\nc\rd\u2028e\u2029f",
	"workflow command":   "::error::pwned",
	"old command":        "a ##[error]pwned ##[Group]x ##vso[task.complete]y",
	"end of a script":    "</script><script>alert(1)</script><!-- <script x",
	"end in capitals":    "</SCRIPT ><img src=x onerror=alert(1)>",
	"end of a style":     "</style></title><svg onload=alert(1)>",
	"attribute":          `" onmouseover="alert(1)" x='`,
	"template":           "{{.}} ${alert(1)} `${alert(1)}`",
	"JSON":               `"},{"x":"\u0000\`,
	"link":               "javascript:alert(1)",
	"invalid UTF-8":      "a\xff\xfe\xc0\xafb\xed\xa0\x80",
	"empty":              "",
	"blanks":             " \t ",
	"astral":             "𝄞\U000e0001😀",
	"deep":               strings.Repeat("$(", 3000),
}

// hostileRun puts a text into every place that a text can stand in.
func hostileRun(text string) *report.Run {
	first, _, _ := strings.Cut(text, "\n")
	p := driver.Place{File: text, Line: 1, Column: 1, EndLine: 1, EndColumn: len(strings.TrimSuffix(first, "\r")) + 1}
	r := &driver.Results{Scripts: 1}
	r.Findings = []*driver.Finding{{
		Rule: text, Code: text, Severity: rule.Error, Place: p, Message: text, World: text,
		Related:        []driver.Related{{Place: p, Message: text}},
		Advice:         []string{text},
		Fixes:          []driver.Fix{{Message: text, Edits: []driver.Edit{{Place: p, End: len(first), NewText: text + "x"}}}},
		Witness:        []driver.Step{{Place: p, Text: text, Guard: text + "g", Answer: "error"}},
		Approximations: []driver.Approximation{{Place: p, Reason: "loop-rounds", Message: text}},
	}}
	r.Sites = []*driver.Site{{Place: p, Command: text, Verdict: "flawed", Rules: []string{text}, Guards: []driver.Guard{{Place: p, Command: text}}}}
	r.Errors = []*driver.Error{{File: text, Line: 1, Column: 1, Message: text}}
	return &report.Run{Results: r, Version: text, Read: func(string) ([]byte, error) { return []byte(text), nil }}
}

var elements = regexp.MustCompile(`(?i)<(/?[a-z!][a-z0-9]*)`)

// TestHostile writes every hostile text, and compares the elements of the page with those of one without.
func TestHostile(t *testing.T) {
	tags := func(page string) string { return strings.Join(elements.FindAllString(page, -1), " ") }
	want := tags(written(t, hostileRun("mkfs /dev/sda")))
	for name, text := range hostileTexts {
		t.Run(name, func(t *testing.T) {
			page := written(t, hostileRun(text))
			if got := tags(page); got != want {
				t.Errorf("the page has other elements:\n%s\nwant\n%s", got, want)
			}
			data, d := dataOf(t, page)
			if strings.ContainsAny(data, "<>&") {
				t.Error("the data has characters that HTML acts on")
			}
			if !utf8.ValidString(page) {
				t.Error("not valid UTF-8")
			}
			for i, r := range page {
				if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
					t.Errorf("%U stands raw at byte %d", r, i)
				}
			}
			f := d.Findings[0]
			if f.Message != report.Clean(text) || d.Commands[0].Text != report.Clean(text) || f.Page != "" {
				t.Errorf("the message reads %q", f.Message)
			}
			if len(f.Steps) != 1 || f.Steps[0].Guard != 0 || len(f.Guards) != 1 || len(d.Errors) != 1 || len(f.Fixes) != 1 {
				t.Errorf("got %+v", f)
			}
			for _, l := range d.Files[0].Lines {
				for _, part := range l.Parts {
					if part[1] == "" {
						t.Errorf("an empty part in line %d", l.Number)
					}
				}
			}
		})
	}
}

// TestSources looks at which files and lines are in a page.
func TestSources(t *testing.T) {
	var text strings.Builder
	text.WriteString("#!/bin/sh\n")
	for range 600 {
		text.WriteString("echo secret-of-no-use\n")
	}
	text.WriteString("mkfs /dev/sda; " + strings.Repeat("x", 2000) + "\n")
	folder := t.TempDir()
	for name, content := range map[string]string{"a.sh": text.String(), "b.sh": "#!/bin/sh\necho harmless\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := analysed(t, folder)
	run.Folder = folder
	_, d := dataOf(t, written(t, run))
	if len(d.Files) != 1 || d.Files[0].Name != "a.sh" || d.Files[0].Total != 602 {
		t.Fatalf("got %+v", d.Files)
	}
	lines := d.Files[0].Lines
	if len(lines) != around+1 || lines[0].Number != 602-around || !strings.Contains(d.Files[0].Note, "602 lines") {
		t.Errorf("%d lines from %d on: %s", len(lines), lines[0].Number, d.Files[0].Note)
	}
	last := lines[len(lines)-1]
	shown := ""
	for _, p := range last.Parts {
		shown += p[1]
	}
	if len(shown) > 3*longLine/2 || !strings.HasSuffix(shown, "…") {
		t.Errorf("the long line is shown as %q", shown)
	}
	at := d.Commands[0].At
	if at.From >= at.To || last.Parts[at.From][1] != "mkfs" {
		t.Errorf("the command is at %+v of %q", at, last.Parts)
	}

	// A file that has changed, or is gone, gives the lines that the results hold.
	for _, read := range []func(string) ([]byte, error){
		func(string) ([]byte, error) { return []byte(strings.Repeat("rm\n", 700)), nil },
		func(string) ([]byte, error) { return nil, os.ErrNotExist },
		nil,
	} {
		run.Read = read
		_, d := dataOf(t, written(t, run))
		f := d.Files[0]
		if f.Note == "" || f.Total != 0 || len(f.Lines) == 0 || f.Lines[len(f.Lines)-1].Parts[d.Commands[0].At.From][1] != "mkfs" {
			t.Errorf("got %+v", f)
		}
	}
}
