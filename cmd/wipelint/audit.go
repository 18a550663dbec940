package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/report"
)

func newAudit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit [PATH…]",
		Short: "List every destructive command with the guards that prove it safe",
		Long: `List every destructive command with its verdict and the guards that prove it.

The verdicts: guarded (every way to the command got the answer "idle" from a guard of its target), prompted (only a
person's typed confirmation stands before it), unguarded (a way leads there with no guard asked), flawed (a guard
ran, and an answer other than "idle" does not stop the command) and possible (nothing declares the command, and its name or
operands say that it destroys data).

--by groups the commands by owner (as CODEOWNERS has them), kind of target, verdict or rule. --diff compares with the files of a
commit, by default where this branch left it, each with the configuration of its time, and lists what is new, worse, better or gone.
--since counts the commands at up to 12 commits of this branch since a day or a commit. Both ask git for the files.

It exits with 0, or with 2 when it could not do its work.`,
	}
	flags := analysisFlags(cmd, report.AuditFormats())
	by := &choice{"file", report.Groupings()}
	cmd.Flags().Var(by, "by", "group the commands of text and markdown by file, owner, kind, verdict or rule")
	base := cmd.Flags().String("diff", "", "list only what differs from the files at `COMMIT`, where this branch left it")
	since := cmd.Flags().String("since", "", "count the commands at commits since this `DAY` (2027-01-31) or commit")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if *base != "" && *since != "" {
			return errors.New("--diff compares two states, and --since counts many; leave one of them out")
		}
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		if err := own(results, cmd); err != nil {
			return err
		}
		run := flags.newRun(cmd, results)
		if by.value != "file" {
			run.By = by.value
		}
		if *base != "" {
			if run.Diff, err = flags.compare(cmd, *base, results); err != nil {
				return err
			}
		}
		if *since != "" {
			if run.Trend, err = flags.trend(cmd, *since); err != nil {
				return err
			}
		}
		err = flags.format.write(cmd, run)
		if err == nil && len(results.Errors) > 0 {
			err = errTrouble
		}
		return err
	}
	return cmd
}
