package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/rewrite"
)

// A fixing is the flags that apply fixes.
type fixing struct {
	fix, unsafe, diff bool
}

func fixFlags(cmd *cobra.Command) *fixing {
	f := &fixing{}
	flags := cmd.Flags()
	flags.BoolVar(&f.fix, "fix", false, "change the files so that findings are gone, where nothing changes when guards say idle")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: also by fixes that may change more")
	flags.BoolVar(&f.diff, "diff", false, "change nothing, and print what --fix would do as a diff")
	cmd.MarkFlagsMutuallyExclusive("fix", "diff")
	return f
}

func (f *fixing) asked() bool { return f.fix || f.diff }

// check refuses flags that say nothing together.
func (f *fixing) check(cmd *cobra.Command) error {
	switch {
	case f.unsafe && !f.asked():
		return errors.New("--unsafe-fixes says which fixes to apply; add --fix or --diff")
	case f.diff && cmd.Flags().Changed("format"):
		return errors.New("--diff prints a diff and no findings; leave out --format")
	}
	return nil
}

// run applies fixes, or prints what they would change, and gives what remains then. What could not be written is failed.
func (f *fixing) run(cmd *cobra.Command, flags *analysis, paths []string, quiet bool) (results *driver.Results, failed, err error) {
	cfg, err := flags.driverConfig(cmd, paths)
	if err != nil {
		return nil, nil, err
	}
	stdin := ""
	if slices.Contains(cfg.Paths, "-") {
		stdin = "-"
		if cfg.StdinName != "" {
			stdin = filepath.ToSlash(cfg.StdinName)
		}
	}
	first := true
	analyze := func(texts map[string][]byte) (*driver.Results, error) {
		c := *cfg
		c.Overlay = map[string][]byte{}
		for name, text := range texts {
			if name != stdin {
				c.Overlay[realName(name)] = text
			}
		}
		if !first {
			text, ok := texts[stdin]
			if !ok {
				text = flags.stdin.Bytes()
			}
			c.Stdin = bytes.NewReader(text)
		}
		first = false
		return runShown(cmd, c)
	}
	done, err := rewrite.Run(rewrite.Options{Unsafe: f.unsafe, Analyze: analyze})
	if err != nil {
		return nil, nil, err
	}
	if f.diff {
		sayErrors(cmd, done.Results)
		failed, err = f.show(cmd, flags, done, quiet)
		return done.Results, failed, err
	}
	printed := cmd.OutOrStdout()
	if stdin != "" {
		// The new text is all that standard output gets, as it is piped on.
		cmd.SetOut(cmd.ErrOrStderr())
	}
	for _, file := range done.Files {
		if file.Name == stdin {
			flags.stdin = bytes.NewBuffer(file.New)
			continue
		}
		if err := writeFixed(file); err != nil {
			complain(cmd.ErrOrStderr(), fmt.Sprintf("cannot fix %s: %s", report.Clean(file.Name), report.Clean(err.Error())))
			failed = errTrouble
			done.Fixed -= file.Fixed
		}
	}
	if stdin != "" {
		if _, err := printed.Write(flags.stdin.Bytes()); err != nil {
			return nil, nil, err
		}
	}
	if failed != nil {
		// What is reported is what the files hold.
		text := flags.stdin.Bytes()
		if done.Results, err = analyze(map[string][]byte{stdin: text}); err != nil {
			return nil, nil, err
		}
		done.Files = nil
	}
	sayErrors(cmd, done.Results)
	if !quiet && failed == nil {
		fmt.Fprintln(cmd.ErrOrStderr(), report.Fixed(done, false))
	}
	return done.Results, failed, nil
}

// show prints what fixes would change.
func (f *fixing) show(cmd *cobra.Command, flags *analysis, done *rewrite.Rewriting, quiet bool) (failed, err error) {
	for _, file := range done.Files {
		escaped, err := report.Diff(cmd.OutOrStdout(), file.Name, file.Old, file.New, flags.options(cmd))
		if err != nil {
			return nil, err
		}
		if escaped {
			complain(cmd.ErrOrStderr(), fmt.Sprintf("the diff of %s shows control characters as escapes, and cannot be applied; use --fix", report.Clean(file.Name)))
		}
	}
	if !quiet {
		fmt.Fprintln(cmd.ErrOrStderr(), report.Fixed(done, true))
	}
	switch {
	case len(done.Results.Errors) > 0:
		return errTrouble, nil
	case len(done.Files) > 0:
		return errFindings, nil
	}
	return nil, nil
}

// realName is the absolute path of a file with no symbolic links in it, as the driver knows it.
func realName(name string) string {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	return abs
}

// writeFixed writes a file's new text, if it still has the text that was analysed. Where the name is a link, the file behind it is
// written.
func writeFixed(file *rewrite.File) error {
	info, err := os.Stat(file.Name)
	if err != nil {
		return pathless(err)
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a regular file; fix the file that it comes from")
	}
	// A file that nobody may write is left alone, though its folder would allow it to be replaced.
	f, err := os.OpenFile(file.Name, os.O_RDWR, 0)
	if err != nil {
		return pathless(err)
	}
	now, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return pathless(err)
	}
	if !bytes.Equal(now, file.Old) {
		return errors.New("it was changed in the meantime; run again")
	}
	return replaceFile(file.Name, func(w io.Writer) error {
		_, err := w.Write(file.New)
		return err
	})
}
