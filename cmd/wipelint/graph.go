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
way of a finding marked. What does not matter to them is one box that says how many lines it stands for. Of a script that does not
fit a screen only what decides about the first finding is drawn, unless --line names another one.

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
		parsed := script.Parse(name, text, script.Options{})
		g, err := graph.Build(parsed, results, *line)
		if lines := graph.Ways(results, name); *line == 0 && len(lines) > 0 && (err != nil || len(g.Nodes) > mostBoxes) {
			// More than a screen says nothing to anybody: the first finding has the word.
			if part, partErr := graph.Build(parsed, results, lines[0]); partErr == nil && (err != nil || len(part.Nodes) < len(g.Nodes)) {
				g, err = part, nil
				fmt.Fprintln(cmd.ErrOrStderr(), onlyPart(lines))
			}
		}
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

// mostBoxes is how many boxes a drawing of a whole script may have to be seen on a screen.
const mostBoxes = 40

// onlyPart says that a drawing is about one of the findings, and how the others are drawn.
func onlyPart(lines []int) string {
	m := fmt.Sprintf("drawn is what decides about line %d, as the whole script does not fit a screen", lines[0])
	const shown = 5
	for i, n := range lines[1:] {
		switch {
		case i == 0:
			m += fmt.Sprintf("; for the others use --line %d", n)
		case i < shown:
			m += fmt.Sprintf(", --line %d", n)
		case i == shown:
			m += fmt.Sprintf(" and %d more", len(lines)-1-shown)
		}
	}
	return m
}
