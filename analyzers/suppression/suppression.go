// Package suppression reports comments that are to suppress findings and do not, or do so no more.
package suppression

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/suppress"
)

//go:embed doc.md
var doc string

// Rule is WL9002. Its analyzer says nothing: whether a comment is used is known only when all rules have run over all scripts,
// so the driver reports in its name.
var Rule = rule.New(suppress.RuleName, "WL9002", rule.Warning, doc, func(*analysis.Pass) (any, error) { return nil, nil })
