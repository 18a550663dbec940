package rule

import (
	"strings"

	"golang.org/x/tools/go/analysis"
)

// docs is where the pages of the rules are read on the web. SARIF and editors link to it, so it never changes.
const docs = "https://wipelint.github.io/wipelint/rules/"

// New makes a rule from its page, doc.md, and its run function. The analyzer's own documentation is the page's
// summary and text, so that there is one source for the manual, for explain and for the reports.
func New(name, code string, severity Severity, doc string, run func(*analysis.Pass) (any, error), requires ...*analysis.Analyzer) *Rule {
	return &Rule{
		Analyzer: &analysis.Analyzer{
			Name:     name,
			Doc:      name + ": " + Summary(doc) + "\n\n" + body(doc),
			URL:      docs + name + "/",
			Requires: requires,
			Run:      run,
		},
		Code:     code,
		Severity: severity,
		Doc:      doc,
	}
}

// Summary returns the first paragraph of a rule's page, on one line.
func Summary(doc string) string {
	_, text, _ := strings.Cut(doc, "\n")
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	return strings.Join(strings.Fields(first), " ")
}

// Section returns the text under the heading "## title" of a rule's page, "" when there is none.
func Section(doc, title string) string {
	_, text, ok := strings.Cut(doc, "\n## "+title+"\n")
	if !ok {
		return ""
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return strings.TrimSpace(text)
}

// body returns what follows the summary.
func body(doc string) string {
	_, text, _ := strings.Cut(doc, "\n")
	_, rest, _ := strings.Cut(strings.TrimSpace(text), "\n\n")
	return strings.TrimSpace(rest)
}
