package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/graph"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/script"
)

func newGraph() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "graph FILE",
		Short: "Draw how a script gets to its destructive commands",
		Long: `Draw how a script gets to its destructive commands: the guards, branches and exits that decide about them, with the
way of a finding marked. What does not matter to them is one box that says how many lines it stands for.

It exits with 0, or with 2 when there is nothing to draw or it could not do its work.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("graph takes one file, not %d; use 'wipelint report' for many", len(args))
			}
			return nil
		},
	}
	flags := sourceFlags(cmd)
	format := &choice{"mermaid", []string{"mermaid", "dot", "svg"}}
	cmd.Flags().VarP(format, "format", "f", "how to draw: mermaid, dot or svg")
	file := cmd.Flags().StringP("output", "o", "", "write to `FILE` instead of standard output")
	line := cmd.Flags().Int("line", 0, "draw only what decides about the finding at line `N`, with its way")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if *line < 0 || cmd.Flags().Changed("line") && *line == 0 {
			return fmt.Errorf("--line %d is not a line; they count from 1", *line)
		}
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		name := paths[0]
		if name == "-" && flags.stdinName != "" {
			name = flags.stdinName
		}
		text, err := flags.reread(name)
		if err != nil {
			if len(results.Errors) > 0 {
				return errTrouble
			}
			return fmt.Errorf("cannot draw %s: %s; name one script", report.Clean(name), report.Clean(err.Error()))
		}
		for _, s := range results.Sites { // as the results name it
			if filepath.Clean(name) == s.File {
				name = s.File
			}
		}
		g, err := graph.Build(script.Parse(name, text, script.Options{}), results, *line)
		if err != nil {
			return err
		}
		draw := map[string]func(io.Writer) error{"dot": g.DOT, "mermaid": g.Mermaid, "svg": g.SVG}[format.value]
		if err := writeOutput(cmd, *file, draw); err != nil {
			return err
		}
		if len(results.Errors) > 0 {
			return errTrouble
		}
		return nil
	}
	return cmd
}
