package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/report"
)

// The exit codes.
const (
	exitClean    = 0 // no finding at or above the severity that fails
	exitFindings = 1 // such findings
	exitTrouble  = 2 // could not do its work, at least in part
)

// errFindings and errTrouble carry an exit code out of a command that has said what there is to say.
var (
	errFindings = errors.New("there are findings")
	errTrouble  = errors.New("there were errors")
	// errLeft says that an editor left the language server without ending the session; the protocol asks for code 1.
	errLeft = errors.New("the session was not ended")
)

// run is the program without the process: arguments in, exit code out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := bufio.NewWriter(stdout)
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(terminal{out, stdout})
	root.SetErr(stderr)
	fitHelp(root)
	err := flagOrFile(args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if flushErr := out.Flush(); flushErr != nil {
		err = fmt.Errorf("cannot write the output: %w", flushErr)
	}
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings), errors.Is(err, errLeft):
		return exitFindings
	case errors.Is(err, errTrouble):
		return exitTrouble
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted; the output is incomplete")
	}
	complain(stderr, report.Clean(err.Error()))
	return exitTrouble
}

// A terminal is buffered output that still knows the file behind it, which tells whether there is a screen.
type terminal struct {
	io.Writer
	target io.Writer
}

// file gives the file that output goes to, or nil.
func (t terminal) file() *os.File {
	f, _ := t.target.(*os.File)
	return f
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "wipelint",
		Short: "Find the ways in which a shell script wipes what a guard should have saved",
		Long: `wipelint analyses shell scripts that can destroy data: OS reinstalls, disk wipes, database drops.
It proves, for each destructive command, that every way of reaching it first got the answer "idle" from a guard
looking at the same target. Where it cannot, it says which way leads there, and why.

Environment: NO_COLOR takes the colours away, FORCE_COLOR and CLICOLOR_FORCE give them to output that goes to no terminal,
and --color outweighs all three. Where CI says that a build service runs it, no progress is shown; the format is what
--format says there too.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       build().String(),
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("wipelint {{.Version}}\n")
	root.SetFlagErrorFunc(usageError)
	root.SetHelpCommand(newHelp(root))
	root.AddCommand(newCheck(), newAudit(), newReport(), newGraph(), newBaseline(), newConfig(), newSchema(), newInit(), newRules(), newExplain(), newReplay(), newPlayground(), newLSP(), newVersion(), newMan())
	completeFlags(root)
	return root
}
