package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
)

// A choice is a flag that takes one of a few words.
type choice struct {
	value string
	of    []string
}

var _ pflag.Value = (*choice)(nil)

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.of, "|") }

func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		return fmt.Errorf("use %s", oneOf(c.of))
	}
	c.value = s
	return nil
}

// oneOf lists words to choose from.
func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// The words of --format that are more than a row in a list.
const (
	formatText = "text"
	formatJSON = "json"
)

func formatFlag(cmd *cobra.Command) *choice {
	c := &choice{formatText, []string{formatText, formatJSON}}
	cmd.Flags().VarP(c, "format", "f", "how to print: text or json")
	return c
}

// The words of --color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

// An analysis is the flags of the commands that analyse scripts.
type analysis struct {
	format    *outputs
	color     *choice
	config    string
	stdinName string
	jobs      int
	stdin     *bytes.Buffer // what was read from standard input
	replay    driver.Wanted // which findings to replay
}

func analysisFlags(cmd *cobra.Command, formats []report.Named) *analysis {
	a := &analysis{format: &outputs{of: formats}, color: &choice{colorAuto, []string{colorAuto, colorAlways, colorNever}}}
	flags := cmd.Flags()
	flags.VarP(a.format, "format", "f", "how to print: "+oneOf(a.format.names())+"; with =PATH into that file. It may be repeated")
	flags.Var(a.color, "color", "when to colour the text: auto, always or never")
	flags.StringVar(&a.config, "config", "", "use this `FILE` instead of the nearest .wipelint.toml")
	flags.StringVar(&a.stdinName, "stdin-filename", "", "the `NAME` that standard input (-) goes by")
	flags.IntVarP(&a.jobs, "jobs", "j", 0, "analyse `N` scripts at a time; 0 is one per processor")
	return a
}

// run analyses the scripts and reports what went wrong on standard error.
func (a *analysis) run(cmd *cobra.Command, paths []string) (*driver.Results, error) {
	if a.jobs < 0 {
		return nil, fmt.Errorf("--jobs %d is not a number of scripts; use 1 or more", a.jobs)
	}
	if cmd.Flags().Changed("config") && a.config == "" {
		return nil, fmt.Errorf("--config needs the name of a file")
	}
	if err := a.format.check(); err != nil {
		return nil, err
	}
	if a.stdinName != "" && !slices.Contains(paths, "-") {
		return nil, fmt.Errorf("--stdin-filename names standard input; add \"-\" to the paths")
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	results, err := driver.Run(cmd.Context(), driver.Config{
		Paths:      paths,
		Stdin:      a.keepStdin(cmd.InOrStdin()),
		StdinName:  a.stdinName,
		ConfigFile: a.config,
		Jobs:       a.jobs,
		Rules:      analyzers.All(),
		Replay:     a.replay,
	})
	if err != nil {
		return nil, err
	}
	for _, e := range results.Errors {
		fmt.Fprintf(cmd.ErrOrStderr(), "wipelint: %s\n", errorLine(e))
		if e.Stack != "" && os.Getenv("WIPELINT_DEBUG") != "" {
			fmt.Fprintln(cmd.ErrOrStderr(), e.Stack)
		}
	}
	return results, nil
}

// errorLine writes an error the way compilers do.
func errorLine(e *driver.Error) string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(report.Clean(e.File))
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
		}
		b.WriteString(": ")
	}
	b.WriteString(report.Clean(e.Message))
	return b.String()
}

// options gives the look of a text report.
func (a *analysis) options(cmd *cobra.Command) report.Options {
	opts := report.Options{Color: coloured(a.color.value, false)}
	out, ok := cmd.OutOrStdout().(terminal)
	if !ok || out.file() == nil {
		return opts
	}
	fd := int(out.file().Fd())
	opts.Color = coloured(a.color.value, term.IsTerminal(fd))
	if width, _, err := term.GetSize(fd); err == nil {
		opts.Width = width
	}
	return opts
}

// coloured decides about colours. What is asked for by a flag outweighs what the environment says for all programs.
func coloured(choice string, onTerminal bool) bool {
	switch choice {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	return onTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
