package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Tell what a rule finds, why it matters and what to write instead",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("explain takes one rule, by name or code, not %d; see 'wipelint rules'", len(args))
			}
			return nil
		},
		ValidArgsFunction: completeRule,
		RunE: func(cmd *cobra.Command, args []string) error {
			rules := analyzers.All()
			for _, r := range rules {
				if strings.EqualFold(args[0], r.Name()) || strings.EqualFold(args[0], r.Code) {
					page := strings.TrimSpace(r.Doc)
					if width, _ := columns(cmd.OutOrStdout()); width > 0 {
						page = report.Reflow(page, width)
					}
					_, err := fmt.Fprintln(cmd.OutOrStdout(), page)
					return err
				}
			}
			hint := strict.DidYouMean(strings.ToLower(args[0]), ruleNames(rules))
			if hint == "" {
				hint = "; see 'wipelint rules'"
			}
			return fmt.Errorf("there is no rule %q%s", args[0], hint)
		},
	}
}

// ruleNames lists the names by which rules may be called.
func ruleNames(rules []*rule.Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Name(), r.Code)
	}
	return names
}
