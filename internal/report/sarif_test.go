package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/rule"
)

// sarifOf writes a run as SARIF, holds it against the published schema, and reads it.
func sarifOf(t *testing.T, run *Run) sarifRun {
	t.Helper()
	var b bytes.Buffer
	if err := (sarifFormat{}).Write(&b, run); err != nil {
		t.Fatal(err)
	}
	validSARIF(t, b.Bytes())
	var log sarifLog
	decoder := json.NewDecoder(&b)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// publishedSchema reads the schema once: it is long. Formats, such as that of URIs, are part of it.
var publishedSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	return compiler.Compile("testdata/sarif-schema-2.1.0.json")
})

func validSARIF(t *testing.T, text []byte) {
	t.Helper()
	schema, err := publishedSchema()
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("not valid against the schema of SARIF 2.1.0: %v", err)
	}
}

// TestSARIFSchema shows that the schema test can fail.
func TestSARIFSchema(t *testing.T) {
	schema, err := publishedSchema()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`{"version": "2.1.0"}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "a"}]}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "informationUri": "a b"}}}]}`,
		`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columnKind": "bytes"}]}`,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err == nil {
			t.Errorf("%s is valid", text)
		}
	}
}

func TestSARIFRules(t *testing.T) {
	rules := analyzers.All()
	got := sarifOf(t, &Run{Results: plain(), Rules: rules, Version: "1.2.3", Folder: "/repo"})
	if got.Tool.Driver.Version != "1.2.3" || len(got.Tool.Driver.Rules) != len(rules) {
		t.Errorf("version %q and %d rules", got.Tool.Driver.Version, len(got.Tool.Driver.Rules))
	}
	for i, r := range got.Tool.Driver.Rules {
		switch {
		case r.ID != rules[i].Code || r.Name != rules[i].Name():
			t.Errorf("rule %d is %s %s", i, r.ID, r.Name)
		case r.ShortDescription.Text == "" || r.FullDescription == nil || !strings.Contains(r.Help.Markdown, "## Flagged"):
			t.Errorf("%s lacks a description", r.ID)
		case r.HelpURI != "https://wipelint.github.io/wipelint/rules/"+r.Name+"/":
			t.Errorf("%s is explained at %s", r.ID, r.HelpURI)
		case r.DefaultConfiguration.Level != strings.Replace(string(rules[i].Severity), "off", "none", 1):
			t.Errorf("%s has level %s", r.ID, r.DefaultConfiguration.Level)
		}
	}
	for _, result := range got.Results {
		if result.RuleIndex == nil || got.Tool.Driver.Rules[*result.RuleIndex].ID != result.RuleID {
			t.Errorf("%s points at another rule", result.RuleID)
		}
	}
	first := got.Results[0]
	if len(first.RelatedLocations) != 2 || len(first.CodeFlows) != 1 || len(first.CodeFlows[0].ThreadFlows[0].Locations) != 3 {
		t.Errorf("related places or the witness are missing: %+v", first)
	}
	if got.Results[1].Fixes == nil || got.Results[1].Fixes[0].ArtifactChanges[0].Replacements[0].InsertedContent.Text != "|| exit 1" {
		t.Errorf("the fix is missing: %+v", got.Results[1])
	}
}

// TestSARIFColumns counts in UTF-16 code units, with places both in kept lines and in the file's text.
func TestSARIFColumns(t *testing.T) {
	const source = "echo ok\necho 'é日𝄞\xff'; mkfs.ext4 '𝄞'\r\n"
	r := &driver.Results{Scripts: 1}
	line, _, _ := strings.Cut(strings.Split(source, "\n")[1], "\r")
	start := strings.Index(line, "mkfs")
	p := driver.Place{File: "a.sh", Line: 2, Column: start + 1, EndLine: 2, EndColumn: len(line) + 1}
	r.Findings = []*driver.Finding{{Rule: "unguarded", Code: "WL1001", Severity: rule.Error, Place: p, Message: "m"}}
	for name, run := range map[string]*Run{
		"text": {Results: r, Read: func(string) ([]byte, error) { return []byte(source), nil }},
		"none": {Results: r, Read: func(string) ([]byte, error) { return nil, errors.New("gone") }},
	} {
		region := sarifOf(t, run).Results[0].Locations[0].PhysicalLocation.Region
		want := sarifRegion{StartLine: 2, StartColumn: 15, EndLine: 2, EndColumn: 29, Snippet: &sarifText{Text: "mkfs.ext4 '𝄞'"}}
		if name == "none" { // then bytes are all there is
			want.StartColumn, want.EndColumn, want.Snippet = p.Column, p.EndColumn, nil
		}
		got := *region
		if (got.Snippet == nil) != (want.Snippet == nil) || got.Snippet != nil && *got.Snippet != *want.Snippet {
			t.Errorf("%s: snippet %+v", name, got.Snippet)
		}
		got.Snippet, want.Snippet = nil, nil
		if got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// TestByteOrderMark does not count it, as the standard wants.
func TestByteOrderMark(t *testing.T) {
	r := &driver.Results{}
	r.KeepLine("a.sh", 1, byteOrderMark+"é mkfs")
	r.KeepLine("a.sh", 2, byteOrderMark+"é mkfs")
	run := &Run{Results: r}
	for _, tt := range []struct{ line, column, want int }{{1, 1, 1}, {1, 4, 1}, {1, 6, 2}, {1, 7, 3}, {2, 7, 4}} {
		if got := run.utf16Column("a.sh", tt.line, tt.column); got != tt.want {
			t.Errorf("%+v: got %d", tt, got)
		}
	}
}

func TestSARIFFiles(t *testing.T) {
	for name, want := range map[string]sarifArtifactLocation{
		"a/b.sh":           {URI: "a/b.sh", URIBaseID: sarifRoot},
		"./-x.sh":          {URI: "-x.sh", URIBaseID: sarifRoot},
		"/repo/p/sub/a.sh": {URI: "sub/a.sh", URIBaseID: sarifRoot},
		"../lib.sh":        {URI: "file:///repo/lib.sh"},
		"/etc/rc.local":    {URI: "file:///etc/rc.local"},
		"a:b %\xff\n.sh":   {URI: "a%3Ab%20%25%FF%0A.sh", URIBaseID: sarifRoot},
		"-":                {URI: "-", URIBaseID: sarifRoot},
	} {
		if got := (&Run{Folder: "/repo/p"}).sarifFile(name); got != want {
			t.Errorf("%q: got %+v, want %+v", name, got, want)
		}
	}
}

func TestSARIFMessage(t *testing.T) {
	const text = `${x} {0} [ "$a" ](1)`
	if got, want := sarifMessage(text).Text, `${{x}} {{0}} [ "$a" ] (1)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSARIFErrors(t *testing.T) {
	got := sarifOf(t, &Run{Results: &driver.Results{Errors: []*driver.Error{
		{File: "a.sh", Line: 3, Column: 1, Message: "unclosed {"}, {File: "b.sh", Message: "permission denied"}, {Message: "x"},
	}}}).Invocations[0]
	if got.ExecutionSuccessful || len(got.Notifications) != 3 || got.Notifications[0].Message.Text != "unclosed {{" {
		t.Errorf("got %+v", got)
	}
}

// TestSARIFReplay looks for what came of a replay, and for the world of the way.
func TestSARIFReplay(t *testing.T) {
	run := hostileRun("x")
	for verdict, why := range map[replay.Verdict]string{replay.Reached: "", replay.NotReached: "", replay.Unknown: "cannot confirm: {x}"} {
		run.Findings[0].Replay = &replay.Result{Verdict: verdict, Why: why}
		result := sarifOf(t, run).Results[0]
		if p := result.Properties; p == nil || p.Replay != string(verdict) || p.ReplayWhy != why {
			t.Errorf("%s: %+v", verdict, p)
		}
		if m := result.CodeFlows[0].Message; m == nil || m.Text != "x" {
			t.Errorf("the world is %+v", m)
		}
	}
	run.Findings[0].Replay = nil
	if p := sarifOf(t, run).Results[0].Properties; p != nil {
		t.Errorf("without a replay there is %+v", p)
	}
}
