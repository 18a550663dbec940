package analyzers_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/rule"
)

// notRules are the folders beside the rules that hold none.
var notRules = []string{"finding", "fix", "guardflow", "testdata"}

func TestEveryFolderIsListed(t *testing.T) {
	var listed []string
	for _, r := range analyzers.All() {
		listed = append(listed, r.Name())
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(notRules, e.Name()) && !slices.Contains(listed, e.Name()) {
			t.Errorf("folder %s: its rule is not in All", e.Name())
		}
	}
	for _, name := range listed {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("rule %s: no folder of its name", name)
		}
	}
}

func TestOrderAndValidity(t *testing.T) {
	all := analyzers.All()
	if !slices.IsSortedFunc(all, func(a, b *rule.Rule) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("All is not in the order of the codes")
	}
	var list []*analysis.Analyzer
	for i, r := range all {
		list = append(list, r.Analyzer)
		if i > 0 && all[i-1].Code == r.Code {
			t.Errorf("two rules with code %s", r.Code)
		}
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
}

// headings are those of every rule's page, in this order.
var headings = []string{
	"## What it does", "## Why it is dangerous", "## Flagged", "## Fixed", "## What to write instead", "## References",
}

func TestPages(t *testing.T) {
	for _, r := range analyzers.All() {
		first, _, _ := strings.Cut(r.Doc, "\n")
		if want := "# " + r.Name() + " (" + r.Code + ")"; first != want {
			t.Errorf("%s: page starts with %q, want %q", r.Name(), first, want)
		}
		if s := rule.Summary(r.Doc); s == "" || strings.HasPrefix(s, "#") || !strings.HasSuffix(s, ".") || strings.Count(s, ". ") > 0 {
			t.Errorf("%s: summary %q is not one sentence", r.Name(), s)
		}
		var got []string
		for line := range strings.Lines(r.Doc) {
			if strings.HasPrefix(line, "## ") {
				got = append(got, strings.TrimSpace(line))
			}
		}
		if !slices.Equal(got, headings) {
			t.Errorf("%s: headings %q, want %q", r.Name(), got, headings)
		}
	}
}
