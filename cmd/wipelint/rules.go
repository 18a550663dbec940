package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

// A ruleEntry is a rule in the list of them; the JSON field names are stable.
type ruleEntry struct {
	Name     string `json:"name"`
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
}

func newRules() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
	}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		entries := []ruleEntry{}
		for _, r := range analyzers.All() {
			entries = append(entries, ruleEntry{r.Name(), r.Code, string(r.Severity), rule.Summary(r.Doc)})
		}
		if format.value == formatJSON {
			return report.WriteJSON(cmd.OutOrStdout(), entries)
		}
		w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
		for _, e := range entries {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Code, e.Name, e.Severity, e.Summary)
		}
		return w.Flush()
	}
	return cmd
}
