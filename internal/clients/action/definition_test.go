// Package action tries the GitHub Action of this repository.
package action

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// A definition is what action.yml says.
type definition struct {
	Inputs, Outputs map[string]struct{ Description, Default, Value string }
	Runs            struct {
		Using string
		Steps []struct {
			Run, Shell, Uses string
			Env              map[string]string
		}
	}
}

func readDefinition(t *testing.T) *definition {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	d := &definition{}
	if err := yaml.Unmarshal(text, d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestInputsOnlyInEnv keeps every expression out of the text that a shell reads: what a caller passes would be code there.
func TestInputsOnlyInEnv(t *testing.T) {
	d := readDefinition(t)
	used := map[string]bool{}
	input := regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)
	for _, step := range d.Runs.Steps {
		if strings.Contains(step.Run, "${{") || step.Run == "" || step.Shell != "bash" || step.Uses != "" {
			t.Errorf("a step is not bash that takes everything from its environment: %+v", step)
		}
		for name, value := range step.Env {
			if m := input.FindStringSubmatch(value); m != nil {
				used[m[1]] = true
			} else if strings.Contains(value, "inputs.") {
				t.Errorf("%s: %s is more than one input", name, value)
			}
		}
	}
	for name, in := range d.Inputs {
		if !used[name] || in.Description == "" {
			t.Errorf("the input %s is not used or not described", name)
		}
	}
	if len(used) != len(d.Inputs) || len(used) < 5 {
		t.Errorf("used are %v of %v", used, d.Inputs)
	}
}

// TestDocumented asks for each input and output in the documentation.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "github-action.md"))
	if err != nil {
		t.Fatal(err)
	}
	d := readDefinition(t)
	for name := range d.Inputs {
		if !strings.Contains(string(text), "\n| `"+name+"` | ") {
			t.Errorf("docs/github-action.md does not tell about the input %s", name)
		}
	}
	for name := range d.Outputs {
		if !strings.Contains(string(text), "`steps.wipelint.outputs."+name+"`") {
			t.Errorf("docs/github-action.md does not tell about the output %s", name)
		}
	}
}

// A matcher turns lines of a log into annotations, as the runner does by a problem matcher.
type matcher struct {
	Owner    string
	Severity string
	Pattern  []struct {
		Regexp                                      string
		File, Line, Column, Severity, Code, Message int
	}
}

func readMatchers(t *testing.T) []matcher {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "action", "problem-matcher.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ ProblemMatcher []matcher }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.ProblemMatcher
}

// TestMatchersRemoved asks for each matcher to be removed after the check, so that none reads the logs of later steps.
func TestMatchersRemoved(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "action", "check.sh"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`for owner in ([^;]+); do\n    echo "::remove-matcher owner=\$owner::"`).FindSubmatch(text)
	if m == nil {
		t.Fatal("check.sh removes no matchers")
	}
	var owners []string
	for _, matcher := range readMatchers(t) {
		owners = append(owners, matcher.Owner)
	}
	if got := strings.Join(owners, " "); got != string(m[1]) {
		t.Errorf("there are %q, removed are %q", got, m[1])
	}
}

// TestOwnScripts checks the scripts that the workflow of this repository checks by the action: a finding would fail it.
func TestOwnScripts(t *testing.T) {
	t.Chdir(filepath.Join("..", "..", ".."))
	text, err := os.ReadFile(filepath.Join(".github", "workflows", "ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(text, &workflow); err != nil {
		t.Fatal(err)
	}
	uses := 0
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			if step.Uses != "./" {
				continue
			}
			uses++
			results, err := driver.Run(t.Context(), driver.Config{Paths: strings.Fields(step.With["paths"]), Rules: analyzers.All()})
			if err != nil {
				t.Fatal(err)
			}
			if results.Scripts < 3 || len(results.Sites) == 0 {
				t.Errorf("%d scripts with %d destructive commands are too few to show anything", results.Scripts, len(results.Sites))
			}
			for _, f := range results.Findings {
				t.Errorf("%s:%d: %s", f.File, f.Line, f.Message)
			}
			for _, e := range results.Errors {
				t.Errorf("%s: %s", e.File, e.Message)
			}
		}
	}
	if uses != 1 {
		t.Errorf("the action is used %d times", uses)
	}
}
