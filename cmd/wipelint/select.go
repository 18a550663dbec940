package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/rule"
)

// A selection is the flags that say which rules count in this run, whatever the configuration says.
type selection struct{ only, without []string }

func selectFlags(cmd *cobra.Command) *selection {
	s := &selection{}
	cmd.Flags().StringSliceVar(&s.only, "select", nil, "report these `RULES` only, by name, code or the beginning of a code: failopen,WL2; it outweighs the configuration")
	cmd.Flags().StringSliceVar(&s.without, "ignore", nil, "do not report these `RULES`, by name, code or the beginning of a code; it outweighs --select and the configuration")
	return s
}

// severities are what the flags give rules: off, or none for one that is selected.
func (s *selection) severities() (map[string]rule.Severity, error) {
	if len(s.only)+len(s.without) == 0 {
		return nil, nil
	}
	chosen := map[string]rule.Severity{}
	only, err := named("select", s.only)
	if err != nil {
		return nil, err
	}
	without, err := named("ignore", s.without)
	if err != nil {
		return nil, err
	}
	for _, r := range analyzers.All() {
		switch {
		case without[r.Name()], len(only) > 0 && !only[r.Name()]:
			chosen[r.Name()] = rule.Off
		case only[r.Name()]:
			chosen[r.Name()] = ""
			if r.Severity == rule.Off {
				chosen[r.Name()] = rule.Warning
			}
		}
	}
	if len(s.only) > 0 && len(only) == 0 {
		return nil, fmt.Errorf("--select names no rule; 'wipelint rules' lists them")
	}
	return chosen, nil
}

// named are the rules that have these names and codes, or codes that begin so.
func named(flag string, words []string) (map[string]bool, error) {
	rules := map[string]bool{}
	var known []string
	for _, word := range words {
		found := false
		for _, r := range analyzers.All() {
			known = append(known, r.Name(), r.Code)
			begins := len(word) >= len("WL") && strings.HasPrefix(strings.ToUpper(r.Code), strings.ToUpper(word))
			if word == r.Name() || begins {
				rules[r.Name()], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("--%s has the unknown rule %q%s; 'wipelint rules' lists them", flag, word, strict.DidYouMean(word, known))
		}
	}
	return rules, nil
}
