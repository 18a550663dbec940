package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/htmlreport"
	"github.com/wipelint/wipelint/internal/report"
)

func newReport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report [-o FILE] [PATH…]",
		Short: "Write a page of every destructive command, with the way to each finding step by step",
		Long: `Write one HTML page for people: counts by verdict and rule, every destructive command with its guards, and for
each finding the script with the way that leads to the command, to be gone through step by step.

The page is complete in itself and asks nobody for anything. It holds the text of the scripts that have destructive
commands, so whoever gets the page gets that too.

It exits with 0, or with 2 when it could not do its work.`,
	}
	flags := sourceFlags(cmd)
	flags.listFlags(cmd)
	flags.fixes = true // the page shows them
	replays := cmd.Flags().Bool("replay", false, "run the script in the world of each finding, with nothing real, and show whether the command is reached")
	since := cmd.Flags().String("since", "", "show how the counts have come to be, at commits since this `DAY` (2027-01-31) or commit")
	file := cmd.Flags().StringP("output", "o", "", "write the page to `FILE` instead of standard output")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if cmd.Flags().Changed("output") && *file == "" {
			return fmt.Errorf("--output needs the name of a file")
		}
		if out, ok := cmd.OutOrStdout().(terminal); *file == "" && ok && out.file() != nil && term.IsTerminal(int(out.file().Fd())) {
			return fmt.Errorf("a page is nothing to print on a terminal; name a file for it: -o report.html")
		}
		if *replays {
			flags.replay = func(*driver.Finding) bool { return true }
		}
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		if err := own(results, cmd); err != nil {
			return err
		}
		run := flags.newRun(cmd, results)
		if err := dated(cmd, run); err != nil {
			return err
		}
		if *since != "" {
			if run.Trend, err = flags.trend(cmd, *since); err != nil {
				return err
			}
		}
		if err := writeOutput(cmd, *file, func(w io.Writer) error { return htmlreport.Write(w, run) }); err != nil {
			return err
		}
		if len(results.Errors) > 0 {
			return errTrouble
		}
		return nil
	}
	return cmd
}

// writeOutput writes to a file, or to standard output when its name is empty or "-".
func writeOutput(cmd *cobra.Command, file string, write func(io.Writer) error) error {
	if file == "" || file == "-" {
		return write(cmd.OutOrStdout())
	}
	if err := replaceFile(file, write); err != nil {
		return fmt.Errorf("cannot write to %s: %s; name a file that can be written", report.Clean(file), report.Clean(err.Error()))
	}
	return nil
}
