package main

import (
	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

func newCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Report destructive commands that no guard protects",
		Long: `Report destructive commands that no guard protects.

Paths are files, folders (shell scripts are found by extension and #! line; .gitignore is respected) or - for
standard input; without any it is the current folder.

It exits with 0 when there are no findings at or above the severity of --fail-on, with 1 when there are, and with 2
when it could not do its work: bad flags or configuration, unreadable or unparsable input. The findings of the other
files are printed all the same.`,
	}
	flags := analysisFlags(cmd)
	witness := cmd.Flags().Bool("witness", false, "show the way that leads to each finding, step by step")
	failOn := &choice{string(rule.Warning), []string{string(rule.Error), string(rule.Warning), string(rule.Note)}}
	cmd.Flags().Var(failOn, "fail-on", "the least severity that makes the exit code 1: error, warning or note")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		if flags.format.value == formatJSON {
			err = report.JSON(cmd.OutOrStdout(), results)
		} else {
			opts := flags.options(cmd)
			opts.Witness = *witness
			err = report.Text(cmd.OutOrStdout(), results, opts)
		}
		if err != nil {
			return err
		}
		return verdict(results, rule.Severity(failOn.value))
	}
	return cmd
}

// verdict turns results into the error that stands for the exit code.
func verdict(results *driver.Results, failOn rule.Severity) error {
	if len(results.Errors) > 0 {
		return errTrouble
	}
	for _, f := range results.Findings {
		if driver.Rank(f.Severity) <= driver.Rank(failOn) {
			return errFindings
		}
	}
	return nil
}
