package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
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
	exclude   bool
	baseline  string
	anew      bool // no baseline is to keep findings back
	bare      bool // no configuration counts
	strict    bool // rules that are off otherwise count
	rules     *selection
	paths     []string // what was asked for, with what --files-from lists
	list      nameList
	jobs      int
	fixes     bool          // whether to work out fixes
	stdin     *bytes.Buffer // what was read from standard input
	replay    driver.Wanted // which findings to replay
	untrusted bool          // nothing of what is checked decides what is reported
	from      string        // the revision that does
	partial   bool          // an interrupted run gives what it has found
}

func analysisFlags(cmd *cobra.Command, formats []report.Named) *analysis {
	a := sourceFlags(cmd)
	a.listFlags(cmd)
	a.format.of, a.partial = formats, true
	flags := cmd.Flags()
	flags.VarP(a.format, "format", "f", "how to print: "+oneOf(a.format.names())+"; with =PATH into that file. It may be repeated")
	flags.Var(a.color, "color", "when to colour the text: auto, always or never")
	return a
}

// sourceFlags are the flags that say what to analyse, for commands that choose their own output.
func sourceFlags(cmd *cobra.Command) *analysis {
	a := &analysis{format: &outputs{}, color: &choice{colorAuto, []string{colorAuto, colorAlways, colorNever}}}
	flags := cmd.Flags()
	flags.StringVar(&a.stdinName, "stdin-filename", "", "the `NAME` that standard input (-) goes by")
	a.inputFlags(cmd)
	return a
}

// listFlags are the flags about a list of paths.
func (a *analysis) listFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&a.list.file, "files-from", "", "also take the paths that stand in `FILE`, one on each line; - is standard input")
	flags.BoolVar(&a.list.empty, "allow-empty", false, "let the list of --files-from be empty; without it that is an error, since the command that makes it may have failed")
	flags.BoolVarP(&a.list.null, "null", "0", false, "the paths of --files-from end with NUL, as those of git ls-files -z and find -print0 do")
}

// inputFlags are the flags about what is analysed and by which configuration.
func (a *analysis) inputFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&a.config, "config", "", "use this `FILE` instead of the nearest .wipelint.toml")
	flags.BoolVar(&a.bare, "isolated", false, "let no .wipelint.toml count, so that only the built-in catalogue does")
	a.trustFlags(cmd)
	flags.BoolVar(&a.exclude, "force-exclude", false, "leave out what the configuration excludes also where it is named, as hooks do that name each file")
	flags.IntVarP(&a.jobs, "jobs", "j", 0, "analyse `N` scripts at a time; 0 is one per processor")
}

// run analyses the scripts and reports what went wrong on standard error.
func (a *analysis) run(cmd *cobra.Command, paths []string) (*driver.Results, error) {
	cfg, err := a.driverConfig(cmd, paths)
	if err != nil {
		return nil, err
	}
	cfg.Partial = a.partial
	results, err := runShown(cmd, *cfg)
	if err != nil {
		return nil, err
	}
	sayErrors(cmd, results)
	return results, nil
}

// runShown runs the analysis and shows how far it is.
func runShown(cmd *cobra.Command, cfg driver.Config) (*driver.Results, error) {
	progress := startProgress(cmd)
	defer progress.stop()
	cfg.Progress = progress.set
	return driver.Run(cmd.Context(), cfg)
}

// driverConfig says what to analyse.
func (a *analysis) driverConfig(cmd *cobra.Command, paths []string) (*driver.Config, error) {
	if a.jobs < 0 {
		return nil, fmt.Errorf("--jobs %d is not a number of scripts; use 1 or more", a.jobs)
	}
	if cmd.Flags().Changed("config") && a.config == "" {
		return nil, fmt.Errorf("--config needs the name of a file")
	}
	if a.bare && a.config != "" {
		return nil, fmt.Errorf("--isolated lets no configuration count, and --config names one; leave one of them out")
	}
	if flag := cmd.Flag("baseline"); flag != nil && flag.Changed && a.baseline == "" {
		return nil, fmt.Errorf("--baseline needs the name of a file")
	}
	if err := a.format.check(); err != nil {
		return nil, err
	}
	if a.stdinName != "" && !slices.Contains(paths, "-") {
		return nil, fmt.Errorf("--stdin-filename names standard input; add \"-\" to the paths")
	}
	paths, err := a.list.add(cmd, paths)
	if err != nil {
		return nil, err
	}
	a.paths = paths
	today, err := today()
	if err != nil {
		return nil, err
	}
	rules := analyzers.All()
	if a.strict {
		rules = analyzers.Strict()
	}
	var chosen map[string]rule.Severity
	if a.rules != nil {
		if chosen, err = a.rules.severities(); err != nil {
			return nil, err
		}
	}
	trust, err := a.trust(paths)
	if err != nil {
		return nil, err
	}
	return &driver.Config{
		Trust:      trust,
		Today:      today,
		Chosen:     chosen,
		Paths:      paths,
		Stdin:      a.keepStdin(cmd.InOrStdin()),
		StdinName:  a.stdinName,
		ConfigFile: a.config, ForceExclude: a.exclude, Baseline: a.baseline, NoBaseline: a.anew, NoConfig: a.bare,
		Jobs:   a.jobs,
		Rules:  rules,
		Fixes:  a.fixes && trust == nil, // a fix is proved with the contracts of the file
		Replay: a.replay,
		Brief:  !a.format.doubts(),
	}, nil
}

// sayErrors says on standard error what went wrong.
func sayErrors(cmd *cobra.Command, results *driver.Results) {
	for _, e := range results.Errors {
		complain(cmd.ErrOrStderr(), errorLine(e))
		if e.Stack != "" && os.Getenv("WIPELINT_DEBUG") != "" {
			fmt.Fprintln(cmd.ErrOrStderr(), e.Stack)
		}
	}
}

// today is the day by which suppression comments have ended or not. SOURCE_DATE_EPOCH sets it, for runs that are to come out
// the same again.
func today() (time.Time, error) {
	const name = "SOURCE_DATE_EPOCH"
	text := os.Getenv(name)
	if text == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q; it must be a number of seconds since 1970-01-01, or unset", name, text)
	}
	return time.Unix(seconds, 0).UTC(), nil
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
	width, onTerminal := columns(cmd.OutOrStdout())
	if inCI() {
		width = 0 // problem matchers read the log line by line, and some services write it through a terminal
	}
	return report.Options{Color: coloured(a.color.value, onTerminal), Width: width}
}
