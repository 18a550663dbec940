package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/report"
)

func newReplay() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "replay FILE[:LINE]",
		Short: "Run a script in the world of a finding, with nothing real, and watch what it reaches",
		Long: `Run a script in the world of each finding, or of those in one line, and print the commands as they run, with what
the guards and other commands answered and the moment of the destructive command.

Nothing of the script touches the machine: no process is started and no file is opened or written. Every command is a
stub that answers as the world of the finding says, every file is in memory, and steps, time and output are bounded.
Where the finding leaves a point of the world open (parameters, variables, commands that nobody declared), worlds that
differ from it in a few of these are tried until one reaches the command.

Each replay ends with "reached", "not reached" (in none of the worlds that were tried), or "unknown" and why: the
interpreter cannot do what the shell would do there.

It exits with 0 when there is nothing to replay or no command is reached, with 1 when one is reached, and with 2 when
it could not do its work or a replay is unknown and none is reached.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("replay takes one script, not %d; see 'wipelint replay --help'", len(args))
			}
			return nil
		},
	}
	color := &choice{colorAuto, []string{colorAuto, colorAlways, colorNever}}
	cmd.Flags().Var(color, "color", "when to colour the text: auto, always or never")
	var config string
	cmd.Flags().StringVar(&config, "config", "", "use this `FILE` instead of the nearest .wipelint.toml")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		file, line, err := fileAndLine(args[0])
		if err != nil {
			return err
		}
		results, err := driver.Run(cmd.Context(), driver.Config{
			Paths: []string{file}, Stdin: cmd.InOrStdin(), ConfigFile: config, Rules: analyzers.All(), Partial: true,
			Replay: func(f *driver.Finding) bool { return line == 0 || f.Line == line },
		})
		if err != nil {
			return err
		}
		for _, e := range results.Errors {
			fmt.Fprintf(cmd.ErrOrStderr(), "wipelint: %s\n", errorLine(e))
		}
		look := &analysis{color: color}
		opts := look.options(cmd)
		opts.Quiet = line > 0 || len(results.Errors) > 0 // then the error says why there is none
		if err := report.Replay(cmd.OutOrStdout(), results, opts); err != nil {
			return err
		}
		return replayed(results, line)
	}
	return cmd
}

// fileAndLine splits FILE:LINE. A file whose name ends that way is meant as it is.
func fileAndLine(arg string) (string, int, error) {
	if _, err := os.Lstat(arg); err == nil {
		return arg, 0, nil
	}
	file, number, ok := cutLast(arg, ":")
	if !ok {
		return arg, 0, nil
	}
	line, err := strconv.Atoi(number)
	if err != nil || line < 1 {
		return "", 0, fmt.Errorf("%q is no line of a file; write FILE:LINE with a number from 1 on", number)
	}
	return file, line, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// replayed turns replays into the error that stands for the exit code.
func replayed(results *driver.Results, line int) error {
	some, unknown := false, false
	for _, f := range results.Findings {
		if f.Replay == nil {
			continue
		}
		some = true
		switch f.Replay.Verdict {
		case replay.Reached:
			if len(results.Errors) == 0 {
				return errFindings
			}
		case replay.Unknown:
			unknown = true
		case replay.NotReached: // that is no finding
		}
	}
	switch {
	case len(results.Errors) > 0 || unknown:
		return errTrouble
	case !some && line > 0:
		return errors.New("there is no finding in line " + strconv.Itoa(line) + "; see 'wipelint check'")
	}
	return nil
}
