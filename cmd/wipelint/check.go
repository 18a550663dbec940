package main

import (
	"errors"
	"fmt"

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

--fix changes the files so that findings are gone, by fixes that change nothing where guards say idle, and reports what remains;
--unsafe-fixes also by those that may change more. Only files that were given are changed, none that is only sourced. Of standard
input the new text is printed to standard output, and the report to standard error. --diff changes nothing and prints what
--fix would do; it exits with 1 when that is something.

It exits with 0 when there are no findings at or above the severity of --fail-on, with 1 when there are, and with 2
when it could not do its work: bad flags or configuration, unreadable or unparsable input, an output that cannot be
written. The findings of the other files are printed all the same.`,
	}
	flags := analysisFlags(cmd, report.CheckFormats())
	witness := cmd.Flags().Bool("witness", false, "show the way that leads to each finding, step by step")
	view := &choice{report.ViewFull, report.Views()}
	cmd.Flags().Var(view, "view", "how text shows findings: full with their code, short in a line each, or grouped by file")
	failOn := &choice{string(rule.Warning), []string{string(rule.Error), string(rule.Warning), string(rule.Note)}}
	cmd.Flags().Var(failOn, "fail-on", "the least severity that makes the exit code 1: error, warning or note")
	exitZero := cmd.Flags().Bool("exit-zero", false, "let findings not make the exit code 1; what could not be done still makes it 2")
	statistics := cmd.Flags().Bool("statistics", false, "say how many findings each rule has; beside a format other than text, on standard error")
	cmd.Flags().BoolVar(&flags.strict, "strict", false, "also report what a verdict of guarded takes for granted, as warnings of the rule assumed")
	flags.rules = selectFlags(cmd)
	change := fixFlags(cmd)
	flags.fixes = true
	quiet := cmd.Flags().BoolP("quiet", "q", false, "print no line that sums up, so that text without findings is empty")
	cmd.Flags().StringVar(&flags.baseline, "baseline", "", "report nothing that this `FILE` of 'wipelint baseline' has, whatever the configuration names")
	hide := cmd.Flags().Bool("hide-suppressed", false, "leave suppressed findings out of sarif, json and jsonl, for services that show them as open, as GitHub's code scanning does")
	replays := cmd.Flags().Bool("replay", false, "run the script in the world of each finding, with nothing real, and say whether the command is reached")
	most := limitFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if *replays {
			flags.replay = func(*driver.Finding) bool { return true }
		}
		if err := change.check(cmd); err != nil {
			return err
		}
		var results *driver.Results
		var err, failed error
		if change.asked() {
			results, failed, err = change.run(cmd, flags, paths, *quiet)
		} else {
			results, err = flags.run(cmd, paths)
		}
		if err != nil {
			return err
		}
		if change.diff {
			return exitCode(failed, *exitZero)
		}
		if !*quiet {
			hintAtOthers(cmd, paths, results)
		}
		shown := *results
		shown.Findings = driver.Grouped(results.Findings)
		out := flags.newRun(cmd, &shown)
		out.Options.View = view.value
		out.Options.Witness, out.Options.Quiet, out.Options.HideSuppressed = *witness, *quiet, *hide
		out.FailOn = rule.Severity(failOn.value)
		if err := flags.format.write(cmd, out); err != nil {
			return err
		}
		if *statistics {
			if err := writeStatistics(cmd, flags, &shown); err != nil {
				return err
			}
		}
		if off := report.SwitchedOff(results); off != "" && !*quiet && !flags.format.textShown() {
			fmt.Fprintln(cmd.ErrOrStderr(), off)
		}
		if failed == nil {
			failed = verdict(results, out.FailOn)
		}
		if over := limited(cmd, results, *most); over != nil && failed == nil {
			failed = over
		}
		return exitCode(failed, *exitZero)
	}
	return cmd
}

// exitCode leaves out what findings would make of the exit code, if they are not to.
func exitCode(err error, exitZero bool) error {
	if exitZero && errors.Is(err, errFindings) {
		return nil
	}
	return err
}

// writeStatistics prints how often each rule fired, where it does not get into the way of what other programs read.
func writeStatistics(cmd *cobra.Command, flags *analysis, results *driver.Results) error {
	if flags.format.textShown() {
		return report.Statistics(cmd.OutOrStdout(), results)
	}
	return report.Statistics(cmd.ErrOrStderr(), results)
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
