package wanttest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// Run analyses the scripts in the folder testdata with all rules and compares the findings with the wants of r.
func Run(t *testing.T, r *rule.Rule) {
	t.Helper()
	list := projects(t, "testdata")
	if len(list) == 0 {
		t.Fatal("found no tests: testdata has neither scripts nor archives")
	}
	for _, p := range list {
		t.Run(filepath.Base(p.name), func(t *testing.T) {
			found, err := analyse(p.dir, p.files, analyzers.All())
			if err != nil {
				t.Fatal(err)
			}
			var wanted []*expectation
			for _, name := range p.files {
				list, err := wants(p.dir, name, r.Name())
				if err != nil {
					t.Error(err)
				}
				wanted = append(wanted, list...)
			}
			for _, problem := range compare(found, wanted) {
				t.Error(problem)
			}
		})
	}
}

// wants reads the expectations of one file, in the language that the file is parsed as.
func wants(dir, name, own string) ([]*expectation, error) {
	src, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	s := script.Parse(name, src, script.Options{})
	if s.Err != nil {
		return nil, s.Err
	}
	return expectations(name, own, src, s.Variant)
}

// RunDoc runs the examples of the rule's page: the flagged one must be found by this rule and no other one,
// and the fixed one by none. A toml block in a section is the configuration of the section's example.
func RunDoc(t *testing.T, r *rule.Rule) {
	t.Helper()
	for title, flagged := range map[string]bool{"Flagged": true, "Fixed": false} {
		t.Run(title, func(t *testing.T) {
			found, err := analyseExample(t, rule.Section(r.Doc, title))
			if err != nil {
				t.Fatal(err)
			}
			own := slices.ContainsFunc(found, func(f finding) bool { return f.rule == r.Name() })
			if flagged && !own {
				t.Errorf("%s finds nothing in the example", r.Name())
			}
			for _, f := range found {
				if !flagged || f.rule != r.Name() {
					t.Errorf("%v: nobody wants this", f)
				}
			}
		})
	}
}

// analyseExample analyses the sh block of a section.
func analyseExample(t *testing.T, section string) ([]finding, error) {
	t.Helper()
	code := block(section, "sh")
	if code == "" {
		t.Fatal("no example")
	}
	ar := &txtar.Archive{Files: []txtar.File{{Name: "example.sh", Data: []byte(code)}}}
	if config := block(section, "toml"); config != "" {
		ar.Files = append(ar.Files, txtar.File{Name: ".wipelint.toml", Data: []byte(config)})
	}
	p, err := extract(ar, t.TempDir())
	if err != nil {
		return nil, err
	}
	return analyse(p.dir, p.files, analyzers.All())
}

// block returns the first fenced block of a language, "" when there is none.
func block(text, lang string) string {
	_, code, ok := strings.Cut("\n"+text, "\n```"+lang+"\n")
	if !ok {
		return ""
	}
	code, _, ok = strings.Cut(code, "\n```")
	if !ok {
		return ""
	}
	return code + "\n"
}
