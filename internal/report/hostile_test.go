package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/rule"
)

// hostileTexts are what a script, or the name of one, may hold to break a report or to speak in its place.
var hostileTexts = map[string]string{
	"control characters": "a\x00b\x07\x08\x0b\x7f\u0085c",
	"terminal":           "\x1b[2J\x1b]0;title\x07\u009b31m",
	"bidirectional":      "a\u202eb\u2066c\u200b",
	"newlines":           "a\nb\r\nc\rd\u2028e\u2029f",
	"workflow command":   "::error::pwned",
	"on the next line":   "a\n::error file=x,line=1::pwned\n  ::stop-commands::x",
	"old command":        "a ##[error]pwned ##[Group]x ##vso[task.complete]y",
	"percent":            "100%25 %0A::error::x %",
	"properties":         "a,line=7,title=x:y::z",
	"end of a script":    "</script><script>alert(1)</script><!-- x",
	"XML":                `"/><error line="1" message='x'/> ]]> <![CDATA[ &lt; &#10;`,
	"JSON":               `"},{"x":"\u0000\`,
	"invalid UTF-8":      "a\xff\xfe\xc0\xafb\xed\xa0\x80",
	"leading dash":       "--format=sarif",
	"SARIF":              "{0} {{1}} [text](1) [x](javascript:alert) ${x}",
	"path":               "../..//etc/passwd",
	"empty":              "",
	"blanks":             " \t ",
	"astral":             "𝄞\U000e0001😀",
}

// hostileRun puts a text into every place that a text can stand in.
func hostileRun(text string) *Run {
	line, _, _ := strings.Cut(text, "\n")
	r := &driver.Results{Scripts: 1}
	r.KeepLine(text, 1, line)
	p := driver.Place{File: text, Line: 1, Column: 1, EndLine: 1, EndColumn: len(line) + 1}
	r.Findings = []*driver.Finding{{
		Rule: "failopen", Code: "WL1005", Severity: rule.Error, Place: p, Message: text,
		Related: []driver.Related{{Place: p, Message: text}},
		Advice:  []string{text, strings.Repeat("word ", 30) + text},
		Fixes:   []driver.Fix{{Message: text, Edits: []driver.Edit{{Place: p, NewText: text}}}},
		Witness: []driver.Step{{Place: p, Text: text}},
		World:   text,
		Replay:  &replay.Result{Verdict: replay.Unknown, Why: text},
	}}
	why := []driver.Suppression{{Kind: driver.InSource, Place: p, Reason: text, Until: "2027-01-31"}, {Kind: driver.External, Place: driver.Place{File: text}}}
	r.Suppressed = []*driver.Finding{{
		Rule: "failopen", Code: "WL1005", Severity: rule.Error, Place: p, Message: text, Advice: []string{text}, Suppressions: why,
	}}
	r.Baselines = []driver.BaselineUse{{File: text, Known: 1, Stale: 1}}
	r.Sites = []*driver.Site{{Place: p, Command: text, Target: text, Kind: "device", Owners: []string{text}, Why: text, Verdict: "flawed", Rules: []string{"failopen"}, Suppressions: why}}
	r.Errors = []*driver.Error{{File: text, Line: 1, Column: 1, Message: text}}
	run := sampleRun(r)
	run.Options.Witness = true
	run.Read = func(string) ([]byte, error) { return []byte(text), nil }
	return run
}

// TestHostile writes every hostile text in every format.
func TestHostile(t *testing.T) {
	formats := append(CheckFormats(), Named{"audit", auditFormat{}, true}, Named{"csv", csvFormat{}, true}, Named{"markdown", markdownFormat{}, true})
	for name, text := range hostileTexts {
		for _, format := range formats {
			t.Run(name+"/"+format.Name, func(t *testing.T) {
				var b bytes.Buffer
				run := hostileRun(text)
				if err := format.Write(&b, run); err != nil {
					t.Fatal(err)
				}
				printable(t, b.String())
				readable(t, format.Name, b.Bytes())
				harmless(t, format.Name, b.String())
				if count := counts[format.Name]; count != nil {
					if got, want := count(t, b.Bytes()), (shape{1, 1}); got != want {
						t.Errorf("got %+v, want %+v: %s", got, want, b.String())
					}
				}
				if back := messages[format.Name]; back != nil {
					if got, want := back(t, b.Bytes()), messageIn(format.Name, text); got != want {
						t.Errorf("the message reads %q, want %q", got, want)
					}
				}
			})
		}
	}
}

var logCommand = regexp.MustCompile(`(?i)##vso\[|##\[(error|group)`)

// harmless fails on what a build service or a page would act on.
func harmless(t *testing.T, format, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if format != "github" && strings.HasPrefix(strings.TrimSpace(line), "::") || logCommand.MatchString(line) {
			t.Errorf("a command to a build service: %s", line)
		}
	}
	switch format {
	case "text", "audit", "github", "csv", "markdown": // no page takes these as they are
	default:
		if strings.Contains(text, "</script") || strings.Contains(text, "<!--") {
			t.Errorf("it ends a script element: %s", text)
		}
	}
}

// A shape is how many findings and errors a report has.
type shape struct{ findings, errors int }

// counts count what stands in a report.
var counts = map[string]func(*testing.T, []byte) shape{
	"json": func(t *testing.T, text []byte) shape {
		r := read[jsonResults](t, text)
		return shape{len(r.Findings), len(r.Errors)}
	},
	"jsonl": func(t *testing.T, text []byte) (s shape) {
		for line := range bytes.Lines(text) {
			switch kind := read[struct{ Type string }](t, line).Type; kind {
			case "finding":
				s.findings++
			case "error":
				s.errors++
			case "site", "suppressed":
			default:
				t.Errorf("a line of type %q", kind)
			}
		}
		return s
	},
	"sarif": func(t *testing.T, text []byte) shape {
		run := read[sarifLog](t, text).Runs[0]
		shown := 0
		for _, r := range run.Results {
			if len(r.Suppressions) == 0 {
				shown++
			}
		}
		return shape{shown, len(run.Invocations[0].Notifications)}
	},
	"github": func(_ *testing.T, text []byte) shape {
		failed := bytes.Count(text, []byte("title=wipelint could not"))
		return shape{bytes.Count(text, []byte("\n")) - failed, failed}
	},
	"gitlab": func(t *testing.T, text []byte) (s shape) {
		marks := map[string]bool{}
		for _, issue := range read[[]gitlabIssue](t, text) {
			if issue.CheckName == "error" {
				s.errors++
			} else {
				s.findings++
			}
			if issue.Fingerprint == "" || marks[issue.Fingerprint] {
				t.Errorf("fingerprint %q", issue.Fingerprint)
			}
			marks[issue.Fingerprint] = true
		}
		return s
	},
	"checkstyle": func(t *testing.T, text []byte) (s shape) {
		for _, f := range readXML[checkstyleReport](t, text).Files {
			for _, e := range f.Errors {
				if e.Source == "wipelint" {
					s.errors++
				} else {
					s.findings++
				}
			}
		}
		return s
	},
	"junit": func(t *testing.T, text []byte) shape {
		r := readXML[junitReport](t, text)
		if len(r.Suites) != 1 || len(r.Suites[0].Cases) != 2 || r.Tests != 2 {
			t.Errorf("got %+v", r)
		}
		return shape{r.Failures, r.Errors}
	},
	"rdjson": func(t *testing.T, text []byte) (s shape) {
		for _, d := range read[rdjsonResult](t, text).Diagnostics {
			if d.Code == nil {
				s.errors++
			} else {
				s.findings++
			}
		}
		return s
	},
}

// messages give the finding's message as a reader of the format gets it.
var messages = map[string]func(*testing.T, []byte) string{
	"json": func(t *testing.T, text []byte) string { return read[jsonResults](t, text).Findings[0].Message },
	"sarif": func(t *testing.T, text []byte) string {
		first, _, _ := strings.Cut(read[sarifLog](t, text).Runs[0].Results[0].Message.Text, "\n")
		return first
	},
	"github": func(_ *testing.T, text []byte) string {
		message := annotation.FindStringSubmatch(string(text[:bytes.IndexByte(text, '\n')+1]))[2]
		// As the runner does it.
		message = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(message)
		first, _, _ := strings.Cut(message, "\n")
		return first
	},
	"gitlab": func(t *testing.T, text []byte) string { return read[[]gitlabIssue](t, text)[0].Description },
	"checkstyle": func(t *testing.T, text []byte) string {
		return readXML[checkstyleReport](t, text).Files[0].Errors[0].Message
	},
	"junit": func(t *testing.T, text []byte) string {
		return readXML[junitReport](t, text).Suites[0].Cases[0].Failure.Message
	},
	"rdjson": func(t *testing.T, text []byte) string {
		first, _, _ := strings.Cut(read[rdjsonResult](t, text).Diagnostics[0].Message, "\n")
		return first
	},
}

// messageIn is what a message reads in a format: JSON has it as it is, the others as it is shown.
func messageIn(format, text string) string {
	switch format {
	case "json":
		return strings.ToValidUTF8(eachInvalid(text), "\ufffd")
	case "sarif":
		return sarifMessage(Clean(text)).Text
	default:
		return Clean(text)
	}
}

// eachInvalid makes U+FFFD of each byte that is not UTF-8, and not of each run of them.
func eachInvalid(s string) string { return string([]rune(s)) }

func read[T any](t *testing.T, text []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func readXML[T any](t *testing.T, text []byte) T {
	t.Helper()
	var v T
	if err := xml.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// TestGitHubProperties reads the properties back as the runner does.
func TestGitHubProperties(t *testing.T) {
	for _, name := range []string{"a,b:c%2C.sh", "a\nb.sh", "-x.sh", "::error::x.sh"} {
		var b bytes.Buffer
		if err := (githubFormat{}).Write(&b, hostileRun(name)); err != nil {
			t.Fatal(err)
		}
		m := annotation.FindStringSubmatch(b.String()[:strings.IndexByte(b.String(), '\n')+1])
		got := map[string]string{}
		for pair := range strings.SplitSeq(m[1], ",") {
			key, value, _ := strings.Cut(pair, "=")
			got[key] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
		}
		line, _, _ := strings.Cut(name, "\n")
		want := map[string]string{
			"file": name, "line": "1", "endLine": "1", "col": "1", "endColumn": fmt.Sprint(len(line) + 1), "title": "WL1005 failopen",
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
