package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/report"
	"github.com/wipelint/wipelint/internal/revision"
)

// trustFlags are the flags about whether what is checked may decide what is reported.
func (a *analysis) trustFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&a.untrusted, "untrusted", false,
		"let no configuration, baseline, ignore file, comment or contract of what is checked count; --config and --baseline still do")
	flags.StringVar(&a.from, "config-from", "",
		"as --untrusted, but let those count that stand in `REVISION` of the repository too (git is run to read it)")
}

// trust says where what switches findings off is taken from; nil for the checked files themselves.
func (a *analysis) trust(paths []string) (*driver.Trust, error) {
	switch {
	case a.from == "" && !a.untrusted:
		return nil, nil
	case a.from == "":
		return &driver.Trust{}, nil
	}
	// The repository is that of the working folder. What is named first may come from a list of what a change contains, and may be a
	// repository of its own.
	r, err := revision.Open(".", a.from)
	if err != nil && len(paths) > 0 && paths[0] != "-" && !revision.Inside(".") {
		folder := paths[0]
		if info, statErr := os.Stat(folder); statErr != nil || !info.IsDir() {
			folder = filepath.Dir(folder)
		}
		r, err = revision.Open(folder, a.from)
	}
	if err != nil {
		return nil, err
	}
	return &driver.Trust{Name: r.Name(), Read: r.Read, Root: r.Root()}, nil
}

// limitFlag is how much may be switched off.
func limitFlag(cmd *cobra.Command) *int {
	return cmd.Flags().Int("max-suppressed", -1,
		"fail when more than `N` things are switched off: rules, excluded paths, suppressed and known findings, contracts")
}

// limited tells whether more is switched off than may be, and says so.
func limited(cmd *cobra.Command, results *driver.Results, most int) error {
	if !cmd.Flags().Changed("max-suppressed") {
		return nil
	}
	if most < 0 {
		return errors.New("--max-suppressed needs a number from 0")
	}
	if n := results.Off.Total(); n > most {
		complain(cmd.ErrOrStderr(), fmt.Sprintf("%s, %d in all, which is more than the %d of --max-suppressed", report.SwitchedOff(results), n, most))
		return errFindings
	}
	return nil
}
