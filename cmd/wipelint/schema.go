package main

import (
	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/schemas"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema config|results",
		Short: "Print the JSON schema of .wipelint.toml, or of what --format json prints",
		Long: `Print the JSON schema of .wipelint.toml (config), for editors, or of what check and audit print with --format json (results).

An editor with Taplo knows the keys of a configuration whose first line is: #:schema PATH-OR-ADDRESS`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"config", "results"},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := schemas.FS.ReadFile(args[0] + ".json")
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
