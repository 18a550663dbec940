package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/wipelint/wipelint/internal/report"
)

// columns gives the width of the terminal that is written to; false where it goes to a file, a pipe or a test.
func columns(w io.Writer) (width int, onTerminal bool) {
	f, ok := w.(*os.File)
	if t, buffered := w.(terminal); buffered {
		f = t.file()
		ok = f != nil
	}
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return 0, true
	}
	return width, true
}

// coloured decides about colours. What is asked for by a flag outweighs what the environment says for all programs, and
// there NO_COLOR outweighs the others (https://no-color.org, https://bixense.com/clicolors, https://force-color.org).
func coloured(choice string, onTerminal bool) bool {
	switch choice {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("FORCE_COLOR") != "":
		return !isOff(os.Getenv("FORCE_COLOR"))
	case os.Getenv("CLICOLOR_FORCE") != "" && !isOff(os.Getenv("CLICOLOR_FORCE")):
		return true
	}
	return onTerminal && os.Getenv("CLICOLOR") != "0" && os.Getenv("TERM") != "dumb"
}

// isOff reports whether a variable says no.
func isOff(value string) bool { return value == "0" || strings.EqualFold(value, "false") }

// inCI reports whether a build service runs the program. Most set CI; the others are Azure Pipelines, TeamCity and Jenkins.
func inCI() bool {
	for _, name := range []string{"CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL"} {
		if value := os.Getenv(name); value != "" && !isOff(value) {
			return true
		}
	}
	return false
}

// complain says on standard error what went wrong. The message is clean.
func complain(stderr io.Writer, message string) {
	message = "wipelint: " + message
	if width, _ := columns(stderr); width > 0 {
		message = strings.Join(report.Hang(message, width, len("wipelint: ")), "\n")
	}
	fmt.Fprintln(stderr, message)
}

// widestHelp is how many columns help takes at most.
const widestHelp = 100

// fitHelp breaks the help of every command into lines that fit the terminal.
func fitHelp(root *cobra.Command) {
	width, _ := columns(root.OutOrStdout())
	if width == 0 || width > widestHelp {
		width = widestHelp
	}
	cobra.AddTemplateFunc("helpWidth", func() int { return width })
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped helpWidth"))
	root.InitDefaultCompletionCmd()
	for _, cmd := range append(root.Commands(), root) {
		if cmd.Name() == "completion" {
			cmd.Args, cmd.RunE = knownShell, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
		cmd.Long = report.Reflow(cmd.Long, width)
	}
}
