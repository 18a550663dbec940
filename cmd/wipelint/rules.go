package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
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
		Args:  noOperands,
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
		return writeRules(cmd.OutOrStdout(), entries)
	}
	return cmd
}

// writeRules writes the rules as a table. On a terminal what they find is broken into lines.
func writeRules(out io.Writer, entries []ruleEntry) error {
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Code, e.Name, e.Severity, e.Summary)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	width, _ := columns(out)
	if width == 0 {
		_, err := table.WriteTo(out)
		return err
	}
	for i, line := range strings.Split(strings.TrimSuffix(table.String(), "\n"), "\n") {
		head := line[:len(line)-len(entries[i].Summary)]
		text := report.Hang(entries[i].Summary, max(width-len(head), 20), 0)
		for j, part := range text {
			if j > 0 {
				head = strings.Repeat(" ", len(head))
			}
			if _, err := fmt.Fprintf(out, "%s%s\n", head, part); err != nil {
				return err
			}
		}
	}
	return nil
}
