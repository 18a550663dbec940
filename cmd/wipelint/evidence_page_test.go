package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recipeBlock is a script or a configuration of docs/evidence.md.
var recipeBlock = regexp.MustCompile("(?ms)^```(sh|toml)\n(.*?)^```$")

// unheeded make a recipe go on whatever its guard says.
var unheeded = []struct {
	line *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`(?m)^(\s*)\[ .* \] && (.*)$`), "$1$2"},
	{regexp.MustCompile(`(?m)^\s*\[ .*$`), ":"},
	{regexp.MustCompile(`(?m)^(.*) \|\| (?:exit 1|continue)$`), "$1"},
}

// TestEvidencePage checks the recipes of docs/evidence.md: each is guarded, and is not when nothing acts on its guard's answer.
func TestEvidencePage(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "evidence.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, page, ok := strings.Cut(string(data), "## Recipes\n")
	if !ok {
		t.Fatal("the page has no recipes")
	}
	recipes := strings.Split(page, "\n### ")[1:]
	if len(recipes) != 10 {
		t.Errorf("%d recipes, want 10", len(recipes))
	}
	for _, recipe := range recipes {
		name, text, _ := strings.Cut(recipe, "\n")
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			for _, m := range recipeBlock.FindAllStringSubmatch(text, -1) {
				files[m[1]] = m[2]
			}
			audit := func(script string) string {
				t.Helper()
				t.Chdir(t.TempDir())
				for name, text := range map[string]string{"a.sh": script, ".wipelint.toml": files["toml"]} {
					if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				stdout, stderr := wipelint("audit", "a.sh")
				if stderr != "" {
					t.Error(stderr)
				}
				return stdout
			}
			verdict := regexp.MustCompile(`(?m)^ +\d+:\d+ +guarded `)
			if out := audit(files["sh"]); !verdict.MatchString(out) {
				t.Errorf("is not guarded:\n%s", out)
			}
			let := files["sh"]
			for _, u := range unheeded {
				let = u.line.ReplaceAllString(let, u.with)
			}
			if out := audit(let); verdict.MatchString(out) {
				t.Errorf("is guarded without its test:\n%s\n%s", let, out)
			}
		})
	}
}
