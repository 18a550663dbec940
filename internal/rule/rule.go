// Package rule holds what every rule has beside its analyzer: its code, severity and documentation.
package rule

import (
	"golang.org/x/tools/go/analysis"
)

// A Severity says how bad a finding is.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
	Off     Severity = "off"
)

// A Rule is an analyzer with what the driver and the reports need to know of it. A diagnostic's Category, when it is
// not empty, is a severity that stands in for the rule's own. A SuggestedFix without edits is advice: what to write instead.
type Rule struct {
	Analyzer *analysis.Analyzer
	Code     string // WL1005
	Severity Severity
	Doc      string // doc.md
}

// Name returns the rule's name, its analyzer's.
func (r *Rule) Name() string { return r.Analyzer.Name }
