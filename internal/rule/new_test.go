package rule_test

import (
	"testing"

	"github.com/wipelint/wipelint/internal/rule"
)

const page = `# failopen (WL1005)

A guard that fails
is taken for idle.

## What it does

It reports.

## Fixed

` + "```sh\nexit 1\n```" + `
`

func TestNew(t *testing.T) {
	r := rule.New("failopen", "WL1005", rule.Error, page, nil)
	if got, want := r.Name(), "failopen"; got != want {
		t.Errorf("Name() = %q, want %q", got, want)
	}
	want := "failopen: A guard that fails is taken for idle.\n\n## What it does\n\nIt reports.\n\n## Fixed\n\n```sh\nexit 1\n```"
	if got := r.Analyzer.Doc; got != want {
		t.Errorf("Doc = %q, want %q", got, want)
	}
}

func TestSection(t *testing.T) {
	for title, want := range map[string]string{
		"What it does": "It reports.",
		"Fixed":        "```sh\nexit 1\n```",
		"Flagged":      "",
	} {
		if got := rule.Section(page, title); got != want {
			t.Errorf("Section(%q) = %q, want %q", title, got, want)
		}
	}
}
