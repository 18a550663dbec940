package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRecipes holds docs/recipes.md to what it says: each script is guarded with the page's configuration.
func TestRecipes(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "recipes.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	t.Chdir(t.TempDir())
	writeGuideFile(t, ".wipelint.toml", readmeBlock(t, page, "toml", "[[guard]]"))
	recipes := regexp.MustCompile("(?ms)^## ([^\n]*)\n(?:[^`]|`[^`])*?^```sh\n(.*?)^```$").FindAllStringSubmatch(page, -1)
	if len(recipes) < 9 {
		t.Errorf("%d recipes are found, want 9 or more", len(recipes))
	}
	for _, m := range recipes {
		name, script := m[1], m[2]
		writeGuideFile(t, "recipe.sh", "#!/bin/bash\nhost=$1 disk=$1 node=$1 db=$1 instance=$1\n"+script)
		stdout, stderr := wipelint("audit", "recipe.sh")
		if stderr != "" || !strings.Contains(stdout, "\n1 destructive command in 1 file: 1 guarded") {
			t.Errorf("%s: got %s%s", name, stdout, stderr)
		}
		if stdout, stderr := wipelint("check", "recipe.sh"); stderr != "" || !strings.HasPrefix(stdout, "no findings") {
			t.Errorf("%s: got %s%s", name, stdout, stderr)
		}
	}
}
