package rewrite

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
)

func at(file string, start, end int, text string) driver.Edit {
	return driver.Edit{Place: driver.Place{File: file, Line: 1, Column: start + 1, EndLine: 1, EndColumn: end + 1}, Start: start, End: end, NewText: text}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b driver.Edit
		want bool
	}{
		{at("a", 0, 2, "x"), at("a", 2, 4, "y"), false},
		{at("a", 0, 3, "x"), at("a", 2, 4, "y"), true},
		{at("a", 1, 1, "x"), at("a", 1, 1, "x"), false}, // one fix of two findings
		{at("a", 1, 1, "x"), at("a", 1, 1, "y"), true},  // which of them is first?
		{at("a", 2, 2, "x"), at("a", 0, 2, "y"), true},
		{at("a", 0, 2, "y"), at("a", 2, 2, "x"), true},
		{at("a", 0, 4, "y"), at("a", 2, 2, "x"), true},
		{at("a", 0, 4, "y"), at("b", 2, 2, "x"), false},
	} {
		if got := overlap(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: %v", c.a, c.b, got)
		}
	}
}

func TestApply(t *testing.T) {
	text, ok := Apply([]byte("abcdef"), []driver.Edit{at("", 4, 6, "X"), at("", 0, 1, ""), at("", 2, 2, "-")})
	if !ok || string(text) != "b-cdX" {
		t.Errorf("%q, %v", text, ok)
	}
	for _, bad := range [][]driver.Edit{{at("", 0, 2, ""), at("", 1, 3, "")}, {at("", 5, 7, "")}, {at("", 3, 2, "")}} {
		if _, ok := Apply([]byte("abcdef"), bad); ok {
			t.Errorf("%v was applied", bad)
		}
	}
}

// world is a made-up analysis: each x in the file's text is a finding, whose fix makes it a y.
func world(text string, given bool, spoils func(text string) bool) func(map[string][]byte) (*driver.Results, error) {
	return func(texts map[string][]byte) (*driver.Results, error) {
		now := text
		if t, ok := texts["f"]; ok {
			now = string(t)
		}
		r := &driver.Results{}
		if given {
			r.Given = []string{"f"}
		}
		if spoils(now) {
			r.Errors = append(r.Errors, &driver.Error{File: "f", Message: "broken"})
		}
		for i, c := range now {
			if c == 'x' || c == 'u' {
				e := at("f", i, i+1, "y")
				r.Findings = append(r.Findings, &driver.Finding{Rule: "ignored", Place: e.Place, Fixes: []driver.Fix{{Safe: c == 'x', Edits: []driver.Edit{e}}}})
			}
		}
		r.KeepText("f", []byte(now))
		return r, nil
	}
}

func TestRun(t *testing.T) {
	never := func(string) bool { return false }
	for _, c := range []struct {
		name, text, want string
		unsafe, given    bool
		spoils           func(string) bool
		fixed            int
	}{
		{"safe ones", "axbux", "aybuy", false, true, never, 2},
		{"all", "axbux", "aybyy", true, true, never, 3},
		{"only sourced", "axbux", "axbux", true, false, never, 0},
		{"together they break it", "xx", "yx", false, true, func(s string) bool { return s == "yy" }, 1},
		{"each breaks it", "xx", "xx", false, true, func(s string) bool { return strings.Contains(s, "y") }, 0},
	} {
		out, err := Run(Options{Unsafe: c.unsafe, Analyze: world(c.text, c.given, c.spoils)})
		if err != nil {
			t.Fatal(err)
		}
		got := c.text
		if len(out.Files) > 0 {
			got = string(out.Files[0].New)
		}
		if got != c.want || out.Fixed != c.fixed || len(out.Results.Findings) != strings.Count(got, "x")+strings.Count(got, "u") {
			t.Errorf("%s: %q with %d fixed, want %q with %d", c.name, got, out.Fixed, c.want, c.fixed)
		}
	}
}
