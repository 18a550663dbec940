package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/lsp"
)

func newLSP() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Run the language server for editors, on standard input and output",
		Long: `Run the language server for editors, on standard input and output.

Editors start it themselves; how each is set up is in docs/editors.md. It exits with 0 when the editor ended the session
in good order, and with 1 when it left without.`,
		Args: noOperands,
	}
	// Clients add it to the arguments of servers that they talk to in this way, which is the only one here.
	cmd.Flags().Bool("stdio", true, "talk on standard input and output")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if stdio, err := cmd.Flags().GetBool("stdio"); err == nil && !stdio {
			return errors.New("--stdio=false leaves no way to talk; take it out")
		}
		out, ok := cmd.OutOrStdout().(terminal)
		if !ok {
			return fmt.Errorf("no output to write to")
		}
		options := lsp.Options{Rules: analyzers.All(), Version: build().short(), Log: cmd.ErrOrStderr()}
		if file, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(file.Fd())) {
			fmt.Fprintln(cmd.ErrOrStderr(), "wipelint: this is the language server, which talks to an editor; see 'wipelint lsp --help'")
		}
		if lsp.Serve(cmd.Context(), cmd.InOrStdin(), out.target, options) != 0 {
			return errLeft
		}
		return nil
	}
	return cmd
}
