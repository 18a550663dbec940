package main

import (
	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/report"
)

func newAudit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit [PATH…]",
		Short: "List every destructive command with the guards that prove it safe",
		Long: `List every destructive command with its verdict and the guards that prove it.

The verdicts: guarded (every way to the command got the answer "idle" from a guard of its target), prompted (only a
person's typed confirmation stands before it), unguarded (a way leads there with no guard asked) and flawed (a guard
ran, and an answer other than "idle" does not stop the command).

It exits with 0, or with 2 when it could not do its work.`,
	}
	flags := analysisFlags(cmd, report.AuditFormats())
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		err = flags.format.write(cmd, flags.newRun(cmd, results))
		if err == nil && len(results.Errors) > 0 {
			err = errTrouble
		}
		return err
	}
	return cmd
}
