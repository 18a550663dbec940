package wanttest

import (
	"regexp"
	"strings"
	"testing"
)

func want(line int, rule, re string) *expectation {
	return &expectation{file: "a.sh", line: line, at: line, rule: rule, re: regexp.MustCompile(re)}
}

func TestCompare(t *testing.T) {
	text := "wipe"
	here := finding{rule: "own", file: "a.sh", line: 2, column: 1, text: "wipe", message: "wipe runs"}
	ranged := want(2, "own", "runs")
	ranged.text = &text
	other := here
	other.text = "wipe a"

	for name, tc := range map[string]struct {
		found  []finding
		wanted []*expectation
		want   string
	}{
		"met":        {[]finding{here}, []*expectation{want(2, "own", "^wipe")}, ""},
		"range":      {[]finding{here}, []*expectation{ranged}, ""},
		"surplus":    {[]finding{here}, nil, "nobody wants this"},
		"unmet":      {nil, []*expectation{want(2, "own", "runs")}, "no finding of own matches"},
		"line":       {[]finding{here}, []*expectation{want(3, "own", "runs")}, "nobody wants this\na.sh:3: no finding"},
		"rule":       {[]finding{here}, []*expectation{want(2, "other", "runs")}, "nobody wants this\na.sh:2: no finding of other"},
		"wording":    {[]finding{here}, []*expectation{want(2, "own", "stops")}, `nobody wants this` + "\n" + `a.sh:2: no finding of own matches "stops"; it says "wipe runs"`},
		"once":       {[]finding{here, here}, []*expectation{want(2, "own", "runs")}, "nobody wants this"},
		"wrong text": {[]finding{other}, []*expectation{fresh(ranged)}, `stands at "wipe a", want "wipe"`},
	} {
		got := strings.Join(compare(tc.found, tc.wanted), "\n")
		if tc.want == "" && got != "" || !containsLines(got, tc.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, tc.want)
		}
	}
}

// fresh copies an expectation that another case may have met.
func fresh(w *expectation) *expectation {
	c := *w
	c.found = false
	return &c
}

func containsLines(got, want string) bool {
	for line := range strings.SplitSeq(want, "\n") {
		if !strings.Contains(got, line) {
			return false
		}
	}
	return true
}

func TestBlock(t *testing.T) {
	const text = "Words.\n\n```toml\na = 1\n```\n\n```sh\nx\ny\n```\n"
	if got := block(text, "sh"); got != "x\ny\n" {
		t.Errorf("sh block %q", got)
	}
	if got := block(text, "toml"); got != "a = 1\n" {
		t.Errorf("toml block %q", got)
	}
	if got := block(text, "go"); got != "" {
		t.Errorf("go block %q", got)
	}
}
