package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// newMan is hidden: it is for those who package the program.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages into a folder",
		Hidden: true,
		Long: `Write the manual pages of all commands into a folder, which is made if it is not there.

Their date is that of SOURCE_DATE_EPOCH, else that of the commit that the program was built from, so that the same source
gives the same pages. Where neither is known it is today.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("man takes one folder to write the pages into, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			date, err := manDate(os.Getenv("SOURCE_DATE_EPOCH"), build())
			if err != nil {
				return err
			}
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return err
			}
			cmd.Root().DisableAutoGenTag = true
			return doc.GenManTree(cmd.Root(), &doc.GenManHeader{
				Section: "1", Source: "wipelint " + build().short(), Manual: "wipelint manual", Date: date,
			}, args[0])
		},
	}
}

// manDate is the date of the manual pages.
func manDate(epoch string, b buildInfo) (*time.Time, error) {
	date := time.Now()
	if epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("SOURCE_DATE_EPOCH %q is not a number of seconds; see https://reproducible-builds.org/specs/source-date-epoch", epoch)
		}
		date = time.Unix(seconds, 0)
	} else if when, err := time.Parse(time.RFC3339, b.Time); err == nil {
		date = when
	}
	date = date.UTC()
	return &date, nil
}
