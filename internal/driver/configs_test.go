package driver

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/config"
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

// TestConfigText gives the text of a configuration that is in no file, first once and then with what was kept of it.
func TestConfigText(t *testing.T) {
	tree(t, map[string]string{".git/HEAD": "", "a.sh": "mkfs --weak a"})
	weak := "a.sh:1:1-1:5 warning unguarded mkfs --weak a is unguarded\nsite a.sh:1:1 unguarded mkfs --weak a [unguarded]\n"
	note := strings.Replace(weak, "warning", "note", 1)
	cfg := Config{ConfigFile: "new.toml", Cache: NewCache()}
	for _, c := range []struct{ text, want string }{
		{"", weak}, {"[severity]\nunguarded = \"note\"\n", note}, {"", weak}, {"[severity]\nunguarded = \"note\"\n", note},
		{"x = 1\n", "error new.toml:1:1 unknown key \"x\", take it out\n"},
	} {
		cfg.ConfigText = []byte(c.text)
		check(t, cfg, c.want)
	}
}

// TestOverrides gives rules another severity in some files, by the file where the finding stands.
func TestOverrides(t *testing.T) {
	tree(t, map[string]string{
		".git/HEAD": "",
		"conf/.wipelint.toml": `
[severity]
unguarded = "warning"
[[override]]
paths = ["lab/", "*.tool.sh"]
severity = { WL1001 = "off" }
[[override]]
paths = ["lab/real.sh"]
severity = { unguarded = "error" }
`,
		"conf/a.sh":         "mkfs a",
		"conf/lab/b.sh":     "mkfs b",
		"conf/lab/real.sh":  "mkfs c",
		"conf/x/d.tool.sh":  "mkfs d",
		"conf/x/e.sh":       ". ./d.tool.sh\nmkfs e",
		"other/lab/f.sh":    "mkfs f",
		"other/lab/real.sh": "mkfs g",
	})
	const want = `conf/a.sh:1:1-1:5 warning unguarded mkfs a is unguarded
conf/lab/real.sh:1:1-1:5 error unguarded mkfs c is unguarded
conf/x/e.sh:2:1-2:5 warning unguarded mkfs e is unguarded
`
	checkSuppressed(t, Config{}, want+`other/lab/f.sh:1:1-1:5 error unguarded mkfs f is unguarded
other/lab/real.sh:1:1-1:5 error unguarded mkfs g is unguarded
`)
	checkSuppressed(t, Config{Paths: []string{"conf"}}, want)
	// Named, it is about the folder where it is used.
	t.Chdir("other")
	checkSuppressed(t, Config{ConfigFile: "../conf/.wipelint.toml"}, "lab/real.sh:1:1-1:5 error unguarded mkfs g is unguarded\n")
}

func TestExclude(t *testing.T) {
	tree(t, map[string]string{
		".git/HEAD":             "",
		".wipelint.toml":        "exclude = [\"vendor/\", \"*.gen.sh\", \"/a.sh\"]\n",
		"a.sh":                  "mkfs a",
		"sub/a.sh":              "mkfs b",
		"sub/x.gen.sh":          "mkfs c",
		"sub/vendor/d.sh":       "mkfs d",
		"own/.wipelint.toml":    "exclude = [\"none\"]\n",
		"own/x.gen.sh":          "mkfs e",
		"vendor/.wipelint.toml": "bad",
		"vendor/f.sh":           "mkfs f",
	})
	const found = "own/x.gen.sh:1:1-1:5 error unguarded mkfs e is unguarded\nsub/a.sh:1:1-1:5 error unguarded mkfs b is unguarded\n"
	checkSuppressed(t, Config{}, found)
	checkSuppressed(t, Config{Paths: []string{"own", "sub"}}, found)
	// What is named is looked at, unless that is not wanted.
	named := []string{"a.sh", "sub/vendor/d.sh", "sub/a.sh"}
	checkSuppressed(t, Config{Paths: named}, "a.sh:1:1-1:5 error unguarded mkfs a is unguarded\n"+
		"sub/a.sh:1:1-1:5 error unguarded mkfs b is unguarded\nsub/vendor/d.sh:1:1-1:5 error unguarded mkfs d is unguarded\n")
	checkSuppressed(t, Config{Paths: named, ForceExclude: true}, "sub/a.sh:1:1-1:5 error unguarded mkfs b is unguarded\n")
	checkSuppressed(t, Config{Paths: []string{"-", "vendor"}, ForceExclude: true, StdinName: "x.gen.sh", Stdin: strings.NewReader("mkfs")}, "")
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
		s := &settings{config: &config.Config{Severity: tt.user}}
		if got := s.severityOf(r, tt.category, "a.sh"); got != tt.want {
			t.Errorf("%v, %q: %s, want %s", tt.user, tt.category, got, tt.want)
		}
	}
}
