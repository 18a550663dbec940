package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/rule"
)

// marksOf gives the fingerprints of a finding at each "mkfs" of a text.
func marksOf(file, source string) []string {
	r := &driver.Results{Scripts: 1}
	for i, line := range strings.Split(source, "\n") {
		if at := strings.Index(line, "mkfs"); at >= 0 && !strings.HasPrefix(strings.TrimSpace(line), "#") {
			p := driver.Place{File: file, Line: i + 1, Column: at + 1, EndLine: i + 1, EndColumn: at + 5}
			r.Findings = append(r.Findings, &driver.Finding{Rule: "unguarded", Code: "WL1001", Severity: rule.Error, Place: p})
			r.Sites = append(r.Sites, &driver.Site{Place: p, Command: strings.TrimSpace(line[at:])})
		}
	}
	run := &Run{Results: r, Folder: "/repo", Read: func(string) ([]byte, error) { return []byte(source), nil }}
	return run.fingerprints()
}

func TestFingerprints(t *testing.T) {
	const source = "f() {\n\tmkfs /dev/a\n\tmkfs /dev/a\n}\ng() {\n\tmkfs /dev/a\n}\nmkfs /dev/a\n"
	marks := marksOf("a.sh", source)
	if sorted := slices.Compact(slices.Sorted(slices.Values(marks))); len(sorted) != 4 {
		t.Fatalf("not all different: %q", marks)
	}
	for name, tt := range map[string]struct{ file, source string }{
		"lines above":      {"a.sh", "#!/bin/sh\n\necho hello\n" + source},
		"another function": {"a.sh", "h() {\n\techo hello\n}\n" + source},
		"lines between":    {"a.sh", strings.Replace(source, "g()", "\n\n# comment\necho\n\ng()", 1)},
		"comments within":  {"a.sh", strings.Replace(source, "f() {", "f() {\n\n\t# mkfs is dangerous\n", 1)},
		"indentation":      {"a.sh", strings.ReplaceAll(source, "\t", "        ")},
		"absolute name":    {"/repo/a.sh", source},
		"other name":       {"./a.sh", source},
	} {
		if got := marksOf(tt.file, tt.source); !slices.Equal(got, marks) {
			t.Errorf("%s: got %q, want %q", name, got, marks)
		}
	}
	for name, tt := range map[string]struct{ file, source string }{
		"another file":    {"b.sh", source},
		"another command": {"a.sh", strings.ReplaceAll(source, "/dev/a", "/dev/b")},
	} {
		for i, mark := range marksOf(tt.file, tt.source) {
			if mark == marks[i] {
				t.Errorf("%s: finding %d has the same mark", name, i)
			}
		}
	}
	// A change of one function leaves the findings of the others alone.
	changed := marksOf("a.sh", strings.Replace(source, "g() {", "g() {\n\techo\n", 1))
	if changed[0] != marks[0] || changed[1] != marks[1] || changed[2] == marks[2] || changed[3] != marks[3] {
		t.Errorf("got %q, want only the third to differ from %q", changed, marks)
	}
}

// TestFingerprintWithoutText takes the line, and fails on nothing, when the file cannot be read again.
func TestFingerprintWithoutText(t *testing.T) {
	run := &Run{Results: plain()}
	if got := slices.Compact(slices.Sorted(slices.Values(run.fingerprints()))); len(got) != 3 {
		t.Errorf("got %q", got)
	}
}
