package driver

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

// A suite is the analyzers of the rules and of all that they require, in an order in which they can run.
type suite struct {
	order []*analysis.Analyzer
	rules map[*analysis.Analyzer]*rule.Rule
}

// named finds a rule by its name, nil if it does not run.
func (s *suite) named(name string) *rule.Rule {
	for _, r := range s.rules {
		if r.Name() == name {
			return r
		}
	}
	return nil
}

// newSuite checks and sorts the analyzers of the rules.
func newSuite(rules []*rule.Rule) (*suite, error) {
	s := &suite{rules: map[*analysis.Analyzer]*rule.Rule{}}
	roots := make([]*analysis.Analyzer, 0, len(rules))
	for _, r := range rules {
		s.rules[r.Analyzer] = r
		roots = append(roots, r.Analyzer)
	}
	if err := analysis.Validate(roots); err != nil {
		return nil, fmt.Errorf("the rules cannot run: %w", err)
	}
	// Requires has no cycles, as Validate has made sure.
	seen := map[*analysis.Analyzer]bool{guardflow.InputAnalyzer: true}
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, required := range a.Requires {
			visit(required)
		}
		s.order = append(s.order, a)
	}
	for _, a := range roots {
		visit(a)
	}
	return s, nil
}
