//go:build clients

package action

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/wipelint/wipelint/internal/clients/scratch"
)

// pageWorkflow is the workflow that a page of the documentation shows.
func pageWorkflow(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(scratch.Root(t), "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?ms)^```yaml\n(# \\.github/workflows/wipelint\\.yml\n.*?)^```$").FindSubmatch(text)
	if block == nil {
		t.Fatalf("%s shows no workflow", name)
	}
	return string(block[1])
}

// TestLint holds the scripts of the action against shellcheck, and the workflows of this repository and of its pages against
// actionlint, which runs shellcheck over their steps.
func TestLint(t *testing.T) {
	actionlint := scratch.Program(t, "WIPELINT_ACTIONLINT")
	r := scratch.New(t)
	r.Source(".")
	r.Write(map[string]string{".github/workflows/page.yml": pageWorkflow(t, "github-action.md"), ".github/workflows/ci.yml": pageWorkflow(t, "ci.md")})
	scripts, err := filepath.Glob(filepath.Join(r.Folder, "action", "*.sh"))
	if err != nil || len(scripts) < 2 {
		t.Fatalf("got %q, %v", scripts, err)
	}
	r.Must("shellcheck", append(scripts, ".ci/run", ".ci/needed", ".ci/part", ".ci/lanes", ".ci/extra", ".ci/sbom", "packaging/release.sh")...)
	for _, step := range readDefinition(t).Runs.Steps {
		r.Write(map[string]string{"step.bash": "#!/bin/bash\n" + step.Run + "\n"})
		r.Must("shellcheck", "step.bash")
	}
	workflows, err := filepath.Glob(filepath.Join(r.Folder, ".github", "workflows", "*.yml"))
	if err != nil || len(workflows) < 2 {
		t.Fatalf("got %q, %v", workflows, err)
	}
	r.Must(actionlint, append([]string{"-no-color"}, workflows...)...)

	// It must be able to fail.
	r.Write(map[string]string{".github/workflows/wrong.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n" +
		"      - uses: ./\n        with:\n          path: x\n"})
	if out, code := r.Run(actionlint, "-no-color"); code == 0 {
		t.Errorf("an input that does not exist passes: %s", out)
	}
}

// TestReadme runs the workflow of docs/github-action.md word for word. What it uses of others stands on this machine: this repository,
// and in the place of the upload a step that wants its file to be there.
func TestReadme(t *testing.T) {
	source := scratch.New(t)
	source.Source(".")
	source.Commit()
	upload := scratch.New(t)
	upload.Write(map[string]string{"upload-sarif/action.yml": `name: upload
description: Wants a file.
inputs:
  sarif_file:
    description: The file.
    required: true
runs:
  using: composite
  steps:
    - shell: bash
      env:
        FILE: ${{ inputs.sarif_file }}
      run: grep -q '"version":' "$FILE" && cp -- "$FILE" "$RESULTS/uploaded"
`})
	upload.Commit()
	for _, tt := range []struct{ script, result string }{{flawed, "failure"}, {safe, "success"}} {
		r := scratch.New(t)
		r.Write(map[string]string{".github/workflows/wipelint.yml": pageWorkflow(t, "github-action.md"), "scripts/a.sh": tt.script, "elsewhere.sh": flawed})
		r.Commit()
		results := t.TempDir()
		ran := act(t, r, "--env", "RESULTS="+results, "--local-repository", "wipelint/wipelint@main="+source.Folder,
			"--local-repository", "github/codeql-action@ff0a06e83cb2de871e5a09832bc6a81e7276941f="+upload.Folder)
		if got := ran.job("wipelint"); got != tt.result {
			t.Errorf("the job ends with %q, want %q\n%s", got, tt.result, ran.all)
		}
		if _, err := os.Stat(filepath.Join(results, "uploaded")); err != nil {
			t.Errorf("nothing was uploaded: %v\n%s", err, ran.all)
		}
	}
}
