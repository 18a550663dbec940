package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/baseline"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/report"
)

func newBaseline() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "baseline [PATH…]",
		Short: "Write the file of the findings that are known, so that a check reports new ones only",
		Long: `Write the file of the findings that are known, so that a check reports new ones only.

'wipelint check --baseline FILE', or a check with baseline = "FILE" in .wipelint.toml, leaves out what the file has. It is
written to the file that the configuration names, else to ` + baseline.Name + ` in the current folder. Findings are known
again when lines move; entries of an old file stay as they are when they are about scripts that this run does not look at.

It exits with 0, or with 2 when it could not do its work.`,
	}
	flags := &analysis{format: &outputs{of: report.CheckFormats()}, anew: true}
	flags.inputFlags(cmd)
	output := cmd.Flags().StringP("output", "o", "", "write this `FILE`")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if cmd.Flags().Changed("output") && *output == "" {
			return errors.New("--output needs the name of a file")
		}
		file := *output
		if file == "" {
			var err error
			if file, err = baselineFile(flags.config); err != nil {
				return err
			}
		}
		old, err := baseline.Read(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot read the baseline that is there: %w; take it away, or name another file with -o", err)
		}
		results, err := flags.run(cmd, paths)
		if err != nil {
			return err
		}
		made, kept, err := results.NewBaseline(file, old)
		if err != nil {
			return err
		}
		if err := replaceFile(file, func(w io.Writer) error { return report.WriteJSON(w, made) }); err != nil {
			return fmt.Errorf("cannot write the baseline to %s: %w; name a file that can be written with -o", file, err)
		}
		fmt.Fprintln(cmd.OutOrStdout(), written(file, made, kept))
		if len(results.Errors) > 0 {
			return errTrouble
		}
		return nil
	}
	return cmd
}

// written says what was written.
func written(file string, made *baseline.File, kept int) string {
	files := map[string]bool{}
	for _, e := range made.Findings {
		files[e.File] = true
	}
	text := fmt.Sprintf("wrote %s: %s in %s", report.Clean(file), report.Count(len(made.Findings), "finding"), report.Count(len(files), "file"))
	if kept > 0 {
		text += fmt.Sprintf("; %d of them kept from the old one, about files that were not looked at", kept)
	}
	return text
}

// baselineFile is the file that the configuration of the current folder names, else the one of the usual name.
func baselineFile(file string) (string, error) {
	folder := "."
	if file == "" {
		var err error
		if file, err = config.Find("."); err != nil {
			return "", err
		}
		folder = filepath.Dir(file)
	}
	if file != "" {
		c, err := config.Load(file, config.KnownOf(analyzers.All()))
		if err != nil {
			return "", fmt.Errorf("the configuration does not say where the baseline is: %w", err)
		}
		switch {
		case filepath.IsAbs(c.Baseline):
			return c.Baseline, nil
		case c.Baseline != "":
			return relativeName(filepath.Join(folder, c.Baseline)), nil
		}
	}
	return baseline.Name, nil
}

// relativeName names a file from the current folder, if it is below.
func relativeName(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}
