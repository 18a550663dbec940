package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rule"
)

// An output is one value of --format.
type output struct {
	report.Named
	file string // "" for standard output
}

// outputs is the flag --format, which may be given several times: NAME, or NAME=PATH for a file.
type outputs struct {
	of   []report.Named
	list []output
}

var _ pflag.Value = (*outputs)(nil)

func (o *outputs) String() string { return "text" }
func (o *outputs) Type() string   { return "NAME[=PATH]" }

func (o *outputs) names() []string {
	var names []string
	for _, f := range o.of {
		names = append(names, f.Name)
	}
	return names
}

func (o *outputs) Set(s string) error {
	name, file, toFile := strings.Cut(s, "=")
	i := slices.Index(o.names(), name)
	switch {
	case i < 0:
		return fmt.Errorf("use %s", oneOf(o.names()))
	case toFile && file == "":
		return fmt.Errorf("it names no file; write %s=PATH", name)
	case file == "-":
		file = ""
	}
	o.list = append(o.list, output{o.of[i], file})
	return nil
}

// doubts reports whether an output tells what the verdicts of guarded commands rest on. A command with an output of its own does.
func (o *outputs) doubts() bool {
	if len(o.list) == 0 {
		return len(o.of) == 0 || o.of[0].Doubts
	}
	return slices.ContainsFunc(o.list, func(out output) bool { return out.Doubts })
}

// check refuses outputs that would run into each other.
func (o *outputs) check() error {
	names := map[string]string{}
	for _, out := range o.list {
		first, twice := names[out.file]
		switch {
		case twice && out.file == "":
			return fmt.Errorf("--format %s and --format %s both go to standard output; write one of them to a file: --format %s=PATH",
				first, out.Name, out.Name)
		case twice:
			return fmt.Errorf("--format %s and --format %s both go to %s; give each a file of its own", first, out.Name, out.file)
		}
		names[out.file] = out.Name
	}
	return nil
}

// all are the outputs to write: what goes to standard output is text unless something else is asked for.
func (o *outputs) all() []output {
	if slices.ContainsFunc(o.list, func(out output) bool { return out.file == "" }) {
		return o.list
	}
	return append([]output{{Named: o.of[0]}}, o.list...)
}

// textShown reports whether text goes to standard output.
func (o *outputs) textShown() bool {
	return slices.ContainsFunc(o.all(), func(out output) bool { return out.file == "" && out.Name == formatText })
}

// write writes a run in every format. A file that cannot be written does not keep the others from being written.
func (o *outputs) write(cmd *cobra.Command, run *report.Run) error {
	failed := false
	look := run.Options
	for _, out := range o.all() {
		run.Options = look
		if out.file == "" {
			if err := out.Write(cmd.OutOrStdout(), run); err != nil {
				return err
			}
			continue
		}
		// A file is as wide as it may be, and has colours only where they were asked for.
		run.Options.Width = 0
		run.Options.Color = cmd.Flag("color").Value.String() == colorAlways
		if err := replaceFile(out.file, func(w io.Writer) error { return out.Write(w, run) }); err != nil {
			complain(cmd.ErrOrStderr(), fmt.Sprintf("cannot write the %s output to %s: %s; name a file that can be written",
				out.Name, report.Clean(out.file), report.Clean(err.Error())))
			failed = true
		}
	}
	if failed {
		return errTrouble
	}
	return nil
}

// newRun puts together what the formats say of a run.
func (a *analysis) newRun(cmd *cobra.Command, results *driver.Results) *report.Run {
	// Without a working folder names stay as they are.
	folder, _ := os.Getwd()
	return &report.Run{
		Results: results, Rules: analyzers.All(), Version: build().short(), FailOn: rule.Warning, Folder: folder,
		Read: a.reread, Options: a.options(cmd),
	}
}

// reread gives the text of a file once more. What can be read only once was kept, or is not given.
func (a *analysis) reread(name string) ([]byte, error) {
	if a.stdin != nil && (name == "-" || name == a.stdinName) {
		return a.stdin.Bytes(), nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	return os.ReadFile(name)
}

// keepStdin keeps what is read from standard input.
func (a *analysis) keepStdin(in io.Reader) io.Reader {
	a.stdin = &bytes.Buffer{}
	return io.TeeReader(in, a.stdin)
}

// buffered writes through a buffer.
func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriter(w)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}
