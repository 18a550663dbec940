package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for name, results := range samples() {
		outputs := map[string]func(io.Writer) error{
			"check.txt": func(w io.Writer) error { return Text(w, results, Options{Witness: true}) },
			"audit.txt": func(w io.Writer) error { return Audit(w, results, Options{}) },
			"json":      func(w io.Writer) error { return JSON(w, results) },
		}
		for _, f := range CheckFormats() {
			if f.Name != "text" && f.Name != "json" {
				outputs[f.Name] = func(w io.Writer) error { return f.Write(w, sampleRun(results)) }
			}
		}
		if name == "plain" {
			outputs["color.txt"] = func(w io.Writer) error { return Text(w, results, Options{Color: true}) }
			outputs["narrow.txt"] = func(w io.Writer) error { return Text(w, results, Options{Width: 50}) }
		}
		for kind, write := range outputs {
			t.Run(name+"."+kind, func(t *testing.T) {
				var b bytes.Buffer
				if err := write(&b); err != nil {
					t.Fatal(err)
				}
				golden(t, filepath.Join("testdata", name+"."+kind), b.Bytes())
				if kind != "color.txt" {
					printable(t, b.String())
				}
				readable(t, kind, b.Bytes())
			})
		}
	}
}

// sampleRun is a run of two rules. No file can be read again.
func sampleRun(results *driver.Results) *Run {
	page := func(name, code string, severity rule.Severity) *rule.Rule {
		doc := "# " + name + " (" + code + ")\n\nA summary.\n\n## What it does\n\nReports.\n\n## Flagged\n\n```sh\nmkfs.ext4 \"${disk}\"\n```\n"
		return rule.New(name, code, severity, doc, nil)
	}
	return &Run{
		Results: results, Version: "1.2.3", FailOn: rule.Warning, Folder: "/repo",
		Rules: []*rule.Rule{page("failopen", "WL1005", rule.Error), page("bypass", "WL1012", rule.Warning)},
	}
}

// readable reads what is to be read by programs, and compares SARIF with its schema.
func readable(t *testing.T, kind string, text []byte) {
	t.Helper()
	switch kind {
	case "json", "gitlab", "rdjson":
		if !json.Valid(text) {
			t.Errorf("not valid JSON: %s", text)
		}
	case "sarif":
		validSARIF(t, text)
	case "jsonl":
		for line := range bytes.Lines(text) {
			if !json.Valid(line) {
				t.Errorf("not valid JSON: %s", line)
			}
		}
	case "checkstyle", "junit":
		decoder := xml.NewDecoder(bytes.NewReader(text))
		for {
			_, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Errorf("not well-formed XML: %v: %s", err, text)
				return
			}
		}
	case "github":
		for line := range strings.Lines(string(text)) {
			if !annotation.MatchString(line) {
				t.Errorf("not an annotation: %s", line)
			}
		}
	}
}

// annotation is a line of GitHub's, with its properties and its message.
var annotation = regexp.MustCompile(`^::(?:error|warning|notice) ((?:[A-Za-z]+=[^,:]*)(?:,[A-Za-z]+=[^,:]*)*)::([^\n]*)\n$`)

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run the test with -update if this is right:\n%s", file, got)
	}
}

// printable fails on what must never reach a terminal.
func printable(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Error("not valid UTF-8")
	}
	for i, r := range s {
		if r != '\n' && !shown(r, utf8.RuneLen(r)) {
			t.Errorf("%U stands raw at byte %d", r, i)
		}
	}
}

// A source is a file of a sample.
type source struct {
	name  string
	lines []string
}

func newSource(r *driver.Results, name, text string) *source {
	s := &source{name, strings.Split(text, "\n")}
	for i, line := range s.lines {
		r.KeepLine(name, i+1, line)
	}
	return s
}

// at finds a part of a line.
func (s *source) at(line int, part string) driver.Place {
	start := strings.Index(s.lines[line-1], part)
	if start < 0 {
		panic("no " + part + " in " + s.lines[line-1])
	}
	return driver.Place{File: s.name, Line: line, Column: start + 1, EndLine: line, EndColumn: start + 1 + len(part)}
}

func samples() map[string]*driver.Results {
	return map[string]*driver.Results{"plain": plain(), "hostile": hostile(), "none": {Scripts: 3}, "guarded": guarded(), "suppressed": suppressedSample()}
}

func plain() *driver.Results {
	r := &driver.Results{Scripts: 2}
	main := newSource(r, "scripts/upgrade.sh", `#!/bin/bash
. ./lib.sh
host=$1

active=$(ssh "$host" count-active)
if [ "$active" -gt 0 ]; then
	echo "in use"; exit 1
fi
for disk in a b; do



	ssh "$host" wipefs -a "/dev/sd$disk"
done
check_idle "$host" || true; reinstall-os "$host"`)
	lib := newSource(r, "scripts/lib.sh", "check_idle() {\n\tssh \"$1\" pgrep -x mysqld | tee /tmp/log\n}")
	r.Findings = []*driver.Finding{
		{
			Rule: "failopen", Code: "WL1005", Severity: rule.Error, Place: main.at(13, "wipefs"),
			Message: "wipefs erases signatures although ssh could not ask $host",
			Related: []driver.Related{
				{Place: main.at(5, "ssh"), Message: "the guard: how many shards are active on $host"},
				{Place: main.at(6, `[ "$active" -gt 0 ]`), Message: `false when $active is empty, as it is when ssh fails`},
			},
			Advice: []string{`compare for what proves idle, and stop on everything else, since a guard that cannot answer proves nothing: [ "$active" = 0 ] || exit 1`},
			World:  "in the world in which `count-active` fails (exit 255, prints nothing)",
			Witness: []driver.Step{
				{Place: main.at(5, "ssh"), Text: "ssh fails with status 255; $active is empty"},
				{Place: main.at(6, "["), Text: `"[" fails with status 2, so the branch is not taken`},
				{Place: main.at(13, "wipefs"), Text: "wipefs runs"},
			},
		},
		{
			Rule: "ignored", Code: "WL1003", Severity: rule.Error, Place: main.at(15, "reinstall-os"),
			Message: "reinstall-os runs whatever check_idle says",
			Related: []driver.Related{
				{Place: lib.at(2, "pgrep"), Message: "the guard"},
				{Place: main.at(15, "|| true"), Message: "the answer is lost here, because the list succeeds in any case whatever stands before it"},
				{Place: main.at(15, "check_idle"), Message: "called here"},
			},
			Fixes: []driver.Fix{{Message: "stop unless idle", Safe: true, Edits: []driver.Edit{{Place: main.at(15, "|| true"), NewText: "|| exit 1"}}}},
		},
		{
			Rule: "bypass", Code: "WL1012", Severity: rule.Warning, Place: main.at(13, "ssh"),
			Message: "a line between two labels is shown",
			Related: []driver.Related{{Place: main.at(15, "|| true"), Message: "here"}},
			Advice:  []string{"declare it:\n[[guard]]\ncommand = \"count-active\"\n  idle-output = \"zero\""},
		},
	}
	r.Sites = []*driver.Site{
		{
			Place: main.at(13, "wipefs"), Command: `wipefs -a "/dev/sd$disk"`, Verdict: "flawed", Rules: []string{"failopen", "bypass"},
			Guards: []driver.Guard{{Place: main.at(5, "ssh"), Command: "count-active"}},
		},
		{
			Place: main.at(15, "reinstall-os"), Command: `reinstall-os "$host"`, Verdict: "flawed", Rules: []string{"ignored"},
			Guards:         []driver.Guard{{Place: lib.at(2, "pgrep"), Command: "pgrep -x mysqld"}},
			Approximations: []driver.Approximation{{Place: main.at(9, "for disk"), Reason: "loop-rounds", Message: "with the loop at line 9 followed for 3 rounds"}},
		},
	}
	return r
}

func suppressedSample() *driver.Results {
	r := plain()
	main := &source{"scripts/upgrade.sh", nil}
	comment := driver.Place{File: main.name, Line: 12, Column: 2, EndLine: 12, EndColumn: 60}
	first, second := r.Findings[0], r.Findings[1]
	first.Suppressions = []driver.Suppression{{Kind: driver.InSource, Place: comment, Reason: "the lab's machines \x1b[31m hold no data", Until: "2027-01-31"}}
	second.Suppressions = []driver.Suppression{{Kind: driver.External, Place: driver.Place{File: ".wipelint-baseline.json"}}}
	r.Suppressed, r.Findings = []*driver.Finding{first, second}, r.Findings[2:]
	r.Findings[0].State, second.State = driver.StateNew, driver.StateUnchanged
	r.Baselines = []driver.BaselineUse{{File: ".wipelint-baseline.json", Known: 1, Stale: 2}}
	r.Sites[0].Suppressions, r.Sites[1].Suppressions = first.Suppressions, second.Suppressions
	return r
}

func hostile() *driver.Results {
	r := &driver.Results{Scripts: 1}
	long := strings.Repeat("echo x; ", 40) + "pgrep mysqld; " + strings.Repeat("echo y; ", 40) + "mkfs.ext4 /dev/sda; " + strings.Repeat("echo z; ", 40)
	s := newSource(r, "a\x1b[31m\u202eb\n.sh", "x='\x1b[2J\u202e\xff\u009b\r'; mkfs.ext4 /dev/sda\n"+
		"\t日本語\tmkfs.ext4 \"é\u0301\u200b\"\n"+long+"\n\n")
	cut := s.at(4, "")
	cut.EndLine, cut.EndColumn = 5, 1
	r.Findings = []*driver.Finding{
		{
			Rule: "unguarded", Code: "WL1001", Severity: rule.Error, Place: s.at(1, "mkfs.ext4"), Message: "erases \x1b]0;title\x07\u2066",
			Related: []driver.Related{{Place: s.at(1, "\xff"), Message: "\r\nx"}},
			Advice:  []string{"write\r\n\x1b[1m" + strings.Repeat("y", 120) + " 日本語"},
			Witness: []driver.Step{{Place: s.at(1, "x="), Text: "\x9b\u2028"}},
		},
		{Rule: "unguarded", Code: "WL1001", Severity: rule.Note, Place: s.at(2, "mkfs.ext4"), Message: "wide and tabs",
			Related: []driver.Related{{Place: s.at(2, "日本語"), Message: "日本語"}, {Place: s.at(2, "\u200b"), Message: "zero width"}}},
		{Rule: "unguarded", Code: "WL1001", Severity: rule.Error, Place: s.at(3, "mkfs.ext4"), Message: "long",
			Related: []driver.Related{{Place: s.at(3, "pgrep"), Message: "asked far away"}, {Place: s.at(3, "/dev/sda"), Message: "here"}}},
		{Rule: "unguarded", Code: "WL1001", Severity: rule.Error, Place: cut, Message: "an empty line, and an end in the next"},
	}
	r.Sites = []*driver.Site{{Place: s.at(1, "mkfs.ext4"), Command: "mkfs.ext4 '\x1b[31m\xff' " + strings.Repeat("日", 60), Verdict: "unguarded", Rules: []string{"unguarded"}}}
	r.Errors = []*driver.Error{{File: "b\xff", Message: "permission \x7f denied"}, {File: "c", Line: 2, Column: 3, Message: "x"}}
	payload := newSource(r, "payload", strings.Repeat("日", 30000)+" mkfs.ext4 /dev/sdb "+strings.Repeat("\xff", 70000))
	r.Findings = append(r.Findings, &driver.Finding{Rule: "unguarded", Code: "WL1001", Severity: rule.Error,
		Place: payload.at(1, "mkfs.ext4"), Message: "a payload",
		Related: []driver.Related{{Place: payload.at(1, "/dev/sdb"), Message: "this"}}})
	return r
}

func guarded() *driver.Results {
	r := &driver.Results{Scripts: 1}
	for i := range 4 {
		p := driver.Place{File: "wipe.sh", Line: i + 9, Column: 1, EndLine: i + 9, EndColumn: 5}
		r.Sites = append(r.Sites, &driver.Site{Place: p, Command: "mkfs", Verdict: "guarded",
			Guards: []driver.Guard{{Place: driver.Place{File: "wipe.sh", Line: 3, Column: 1}, Command: "is_idle"}}})
	}
	return r
}
