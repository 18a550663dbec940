package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/rule"
)

var known = []Known{{"unguarded", "WL1001"}, {"bypass", "WL1012"}, {"toctou", "WL1015"}}

func TestDecode(t *testing.T) {
	c, err := Decode(".wipelint.toml", []byte(`
[[destructive]]
command = "reinstall-os"
target = 1

[[guard]]
function = "is_idle"
idle-status = [0]
active-status = [1]

[severity]
bypass = "error"
WL1015 = "off"
`), known)
	if err != nil {
		t.Fatal(err)
	}
	if c.Severity["bypass"] != rule.Error || c.Severity["toctou"] != rule.Off || len(c.Severity) != 2 {
		t.Errorf("severities are %v, want bypass error and toctou off", c.Severity)
	}
	all := catalog.Builtin().With(c.Catalog)
	if m, ok := all.Destructive([]string{"reinstall-os", "db7"}); !ok || len(m.Targets) != 1 {
		t.Errorf("reinstall-os db7: match %v %v, want a site with one target", m, ok)
	}
	if !all.GuardName("is_idle") {
		t.Error("is_idle is no guard name, want the function's contract")
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"rule", "[severity]\nbypas = \"off\"\n", []string{`f:2:1: unknown rule "bypas", did you mean "bypass"?`}},
		{"code", "[severity]\nWL1099 = \"off\"\n", []string{`f:2:1: unknown rule "WL1099", did you mean "WL1001"?`}},
		{"severity", "[severity]\nbypass = \"warn\"\n", []string{`f:2:10: unknown severity "warn"; known are error, warning, note, off`}},
		{"misspelt", "[severity]\nbypass = \"eror\"\n", []string{`f:2:10: unknown severity "eror", did you mean "error"?; known are error, warning, note, off`}},
		{"type", "[severity]\nbypass = 1\n", []string{`f:2:10: "bypass" must be a string, not a number; write it in quotes`}},
		{"twice", "[severity]\nbypass = \"off\"\nWL1012 = \"off\"\n", []string{`the severity of "bypass" is given twice`}},
		{"no table", "severity = 1\n", []string{`f:1:1: "severity" must be a table, not a number; write it as [severity]`}},
		{"top", "[severities]\nbypass = \"off\"\n", []string{`f:1:1: unknown key "severities", did you mean "severity"?`}},
		{"several", "[[guard]]\ncomand = \"x\"\n[severity]\nbogus = \"off\"\n", []string{"a guard needs", `unknown key "comand", did you mean "command"?`, "bogus"}},
		{"exclude", "exclude = \"vendor\"\n", []string{`f:1:11: "exclude" must be a list of strings, not a string; write it as ["…"]`}},
		{"pattern", "exclude = [\"#x\"]\n", []string{`f:1:11: "exclude" has the pattern "#x", which would be a comment; write \\ before the #`}},
		{"pattern outside", "exclude = [\"a/../../x\"]\n", []string{`f:1:11: "exclude" has the pattern "a/../../x", which leads out of the folder of this file`}},
		{"pattern of lines", "exclude = [\"a\\nb\"]\n", []string{`f:1:11: "exclude" has a pattern with a line break or NUL in it`}},
		{"blank pattern", "exclude = [\" \"]\n", []string{`f:1:11: "exclude" has a pattern of blanks in it`}},
		{"misspelt exclude", "excludes = []\n", []string{`f:1:1: unknown key "excludes", did you mean "exclude"?`}},
		{"baseline", "baseline = \"\"\n", []string{`f:1:12: "baseline" is empty; name the file`}},
		{"baseline's type", "baseline = true\n", []string{`f:1:12: "baseline" must be a string, not a boolean`}},
		{"override", "[[override]]\n", []string{`f:1:1: an override needs "paths"`, `f:1:1: an override needs "severity"`}},
		{"override's rule", "[[override]]\npaths = [\"a\"]\n[override.severity]\nbypas = \"off\"\n", []string{`f:4:1: unknown rule "bypas", did you mean "bypass"?`}},
		{"override's rule, inline", "[[override]]\npaths = [\"a\"]\nseverity = { bypas = \"off\" }\n", []string{`f:3:1: unknown rule "bypas", did you mean "bypass"?`}},
		{"override's key", "[[override]]\npath = [\"a\"]\nseverity = {}\n", []string{`f:1:1: an override needs "paths"`, `f:2:1: unknown key "path", did you mean "paths"?`}},
		{"override's form", "[override]\npaths = [\"a\"]\n", []string{`f:1:1: "override" must be a list of tables, not a table; write each as [[override]]`}},
		{"syntax", "[severity\n", []string{"f:1:"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("f", []byte(tt.text), known)
			if err == nil {
				t.Fatalf("no error, want %q", tt.want)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error is\n%v\nwant %q in it", err, w)
				}
			}
			var one *strict.Error
			if !errors.As(err, &one) || one.File != "f" || one.Line < 1 || one.Column < 1 {
				t.Errorf("error %#v has no position", err)
			}
		})
	}
}

func TestLines(t *testing.T) {
	c, err := Decode("f", []byte(`baseline = "b.json"
exclude = ["vendor/"]

[[guard]]
command = "is-idle"
idle-status = [0]

[[destructive]]
command = "reinstall-os"

[[guard]]
function = "holds_no_data"
idle-status = [0]
active-status = [1]

[severity]
WL1012 = "error"

[[override]]
paths = ["lab/"]
severity = { bypass = "off" }

[[override]]
paths = ["tools/"]
[override.severity]
toctou = "off"
`), known)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int{
		"baseline": 1, "exclude": 2, "severity.bypass": 17, "severity.toctou": 0, "override[0]": 19, "override[0].severity.bypass": 21,
		"override[1].severity.toctou": 26,
	} {
		if got := c.Line(key); got != want {
			t.Errorf("%s is at line %d, want %d", key, got, want)
		}
	}
	want := []Entry{{Kind: "guard", Name: "is-idle", File: "f", Line: 4}, {Kind: "destructive", Name: "reinstall-os", File: "f", Line: 8}, {Kind: "guard", Name: "holds_no_data", File: "f", Line: 11}}
	for i := range c.Entries {
		c.Entries[i].text = "" // the entry, word for word
	}
	if !slices.Equal(c.Entries, want) {
		t.Errorf("got %v, want %v", c.Entries, want)
	}
	if c.Baseline != "b.json" || len(c.Overrides) != 2 || c.Overrides[1].Severity["toctou"] != rule.Off {
		t.Errorf("got %+v", c)
	}
}

func TestGlobs(t *testing.T) {
	c, err := Decode("f", []byte(`exclude = ["vendor/", "*.gen.sh", "/top.sh", "a/**/z.sh", "!keep.gen.sh", '\#x']`), known)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"vendor/x.sh": true, "a/vendor/b/x.sh": true, "vendor": false, "x.gen.sh": true, "a/x.gen.sh": true, "keep.gen.sh": false,
		"top.sh": true, "a/top.sh": false, "a/z.sh": true, "a/b/c/z.sh": true, "b/z.sh": false, "#x": true,
	} {
		if got := c.Exclude.Match(name, false); got != want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if !c.Exclude.Match("vendor", true) || (*Globs)(nil).Match("a", false) {
		t.Error("a folder does not match, or no patterns do")
	}
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	repo, deep := filepath.Join(top, "repo"), filepath.Join(top, "repo", "a", "b")
	for _, d := range []string{deep, filepath.Join(repo, ".git"), filepath.Join(top, "loose")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) {
		if err := os.WriteFile(filepath.Join(dir, Name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := func(path, want string) {
		t.Helper()
		got, err := Find(path)
		if err != nil || got != want {
			t.Errorf("Find(%s) = %q, %v, want %q", path, got, err, want)
		}
	}
	write(top)
	check(filepath.Join(deep, "x.sh"), "")
	// Outside of a repository anybody may have put it there.
	if got, err := Find(filepath.Join(top, "loose", "x.sh")); got != "" || err == nil || !strings.Contains(err.Error(), "in no repository") {
		t.Errorf("above a folder in no repository: %q, %v", got, err)
	}
	check(filepath.Join(top, "x.sh"), filepath.Join(top, Name))
	if got, err := (&Finder{Named: []string{top}}).Find(filepath.Join(top, "loose", "x.sh")); err != nil || got != filepath.Join(top, Name) {
		t.Errorf("below a folder that was asked for: %q, %v", got, err)
	}
	t.Chdir(top)
	check(filepath.Join(top, "loose", "x.sh"), filepath.Join(top, Name))
	write(repo)
	check(filepath.Join(deep, "x.sh"), filepath.Join(repo, Name))
	check(deep, filepath.Join(repo, Name))
	write(filepath.Join(repo, "a"))
	check(filepath.Join(deep, "x.sh"), filepath.Join(repo, "a", Name))
	write(deep)
	check(filepath.Join(deep, "x.sh"), filepath.Join(deep, Name))
}

func TestLoadMissing(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), Name), known); err == nil || !strings.Contains(err.Error(), "cannot read the configuration") {
		t.Errorf("error is %v, want that it cannot be read", err)
	}
}

// FuzzDecode reads any text: a configuration is refused with all faults at places in the text, or it can be used.
func FuzzDecode(f *testing.F) {
	f.Add("[severity]\nbypass = \"off\"\n")
	f.Add("severity = { bypass = 1, \"WL1012\" = \"x\" }\n[[guard]]\ncommand = \"\"\"a\"\"\"\n")
	f.Add("[[guard]]\nfunction = \"f\"\nidle-status = [0]\nactive-status = [1]\n\n[[wrapper]]\ncommand = \"w\"\nhost = 1\n")
	f.Add("[[guard]]\ncommand = \"c\"\ntarget = \"option:--host\"\nidle-output = [\"a\", 1]\n[severity]\nWL1015 = \"warn\"\n")
	rules, err := filepath.Glob("../../rules/*.toml")
	if err != nil || len(rules) == 0 {
		f.Fatalf("no rules found: %v", err)
	}
	for _, name := range rules {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		// Whole files are long to mutate, and one entry in them is like the others.
		for i, entry := range strings.Split(string(text), "\n\n") {
			if i%7 == 1 {
				f.Add(entry)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Decode("f", []byte(text), known)
		if err != nil {
			var list strict.Errors
			if !errors.As(err, &list) || len(list) == 0 {
				t.Fatalf("error %v has no positions", err)
			}
			lines := strings.Split(text, "\n")
			for _, e := range list {
				if e.File != "f" || e.Message == "" || e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > len(lines[e.Line-1])+1 {
					t.Errorf("error %#v has no place in the text", e)
				}
			}
			return
		}
		for name, severity := range c.Severity {
			if !slices.ContainsFunc(known, func(k Known) bool { return k.Name == name }) || !slices.Contains(severities, string(severity)) {
				t.Errorf("%q has the severity %q", name, severity)
			}
		}
		all := catalog.Builtin().With(c.Catalog)
		words := strings.Fields(text)
		all.MayDestroy([]byte(text))
		all.Destructive(words)
		all.Guard(words)
		all.Wrappers(words)
	})
}
