package driver

import (
	"maps"
	"slices"

	"github.com/wipelint/wipelint/internal/rule"
)

// An Off is what a run was told not to report, or to take for granted.
type Off struct {
	// Rules are the names of those that a configuration switches off, for all files or for some.
	Rules []string
	// Excluded is how many files and folders a configuration leaves out.
	Excluded int
	// Known is how many findings a baseline keeps out of the list, and Suppressed how many comments do.
	Known, Suppressed int
	// Contracts is how many functions are taken for guards because a comment says so.
	Contracts int
	// Submodules is how many there are whose files are not checked out, so that nobody has looked at them.
	Submodules int
}

// Total is how many things are switched off.
func (o Off) Total() int {
	return len(o.Rules) + o.Excluded + o.Known + o.Suppressed + o.Contracts + o.Submodules
}

// off counts what is switched off.
func (r *run) off(results *Results, outcomes []*outcome) {
	rules := map[string]bool{}
	for file := range results.own {
		s, err := r.configs.of(file)
		if err != nil || s.config == nil {
			continue
		}
		for name, severity := range s.config.Severity {
			rules[name] = rules[name] || severity == rule.Off
		}
		for _, o := range s.config.Overrides {
			for name, severity := range o.Severity {
				rules[name] = rules[name] || severity == rule.Off
			}
		}
	}
	maps.DeleteFunc(rules, func(_ string, off bool) bool { return !off })
	results.Off = Off{Rules: slices.Sorted(maps.Keys(rules)), Excluded: r.excluded, Submodules: r.submodules}
	for _, f := range results.Suppressed {
		if f.Suppressions[0].Kind == InSource {
			results.Off.Suppressed++
		} else {
			results.Off.Known++
		}
	}
	contracts := map[string]bool{}
	for _, o := range outcomes {
		for _, key := range o.contracts {
			contracts[key] = true
		}
	}
	results.Off.Contracts = len(contracts)
}
