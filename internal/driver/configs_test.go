package driver

import (
	"testing"

	"github.com/wipelint/wipelint/internal/rule"
)

func TestNearestConfiguration(t *testing.T) {
	tree(t, map[string]string{
		".git/HEAD":           "",
		".wipelint.toml":      "[severity]\nunguarded = \"note\"\n",
		"a.sh":                "mkfs --weak a",
		"off/.wipelint.toml":  "[severity]\nWL1001 = \"off\"\n",
		"off/deep/b.sh":       "mkfs b",
		"bad/.wipelint.toml":  "[severity]\nungarded = \"off\"\nx = 1\n",
		"bad/c.sh":            "mkfs c",
		"bad/d.sh":            "mkfs d",
		"none/.wipelint.toml": "",
		"none/e.sh":           "mkfs --weak e",
	})
	check(t, Config{}, `a.sh:1:1-1:5 note unguarded mkfs --weak a is unguarded
none/e.sh:1:1-1:5 warning unguarded mkfs --weak e is unguarded
site a.sh:1:1 unguarded mkfs --weak a [unguarded]
site none/e.sh:1:1 unguarded mkfs --weak e [unguarded]
site off/deep/b.sh:1:1 unguarded mkfs b [unguarded]
error bad/.wipelint.toml:2:1 unknown rule "ungarded", did you mean "unguarded"?
error bad/.wipelint.toml:3:1 unknown rule "x", take it out
`)
	check(t, Config{Paths: []string{"bad"}, ConfigFile: "off/.wipelint.toml"}, `site bad/c.sh:1:1 unguarded mkfs c [unguarded]
site bad/d.sh:1:1 unguarded mkfs d [unguarded]
`)
	check(t, Config{ConfigFile: "missing.toml"}, "error missing.toml:0:0 no such file or directory\n")
	check(t, Config{Paths: []string{"none"}, ConfigFile: "bad/.wipelint.toml"}, `error bad/.wipelint.toml:2:1 unknown rule "ungarded", did you mean "unguarded"?
error bad/.wipelint.toml:3:1 unknown rule "x", take it out
`)
}

func TestSeverityOf(t *testing.T) {
	r := fakeRule("failopen", "WL1005", rule.Error, nil)
	for _, tt := range []struct {
		user     map[string]rule.Severity
		category string
		want     rule.Severity
	}{
		{nil, "", rule.Error},
		{nil, "warning", rule.Warning},
		{nil, "other", rule.Error},
		{map[string]rule.Severity{"failopen": rule.Error}, "warning", rule.Error},
		{map[string]rule.Severity{"failopen": rule.Off}, "warning", rule.Off},
	} {
		s := &settings{severity: tt.user}
		if got := s.severityOf(r, tt.category, "a.sh"); got != tt.want {
			t.Errorf("%v, %q: %s, want %s", tt.user, tt.category, got, tt.want)
		}
	}
}
