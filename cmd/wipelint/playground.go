package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/playground/site"
)

func newPlayground() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "playground [FOLDER]",
		Short: "Serve the playground on this machine: write a script and see what is found",
		Long: `Serve the playground to a browser on this machine: an editor with the findings as you type, the way to each
destructive command step by step, and the reconstructed incidents as examples.

FOLDER is what 'make playground' has built, by default dist/playground. The address is printed. Only this machine can
reach it. Scripts stay in the browser, where they are analysed and not run.

It goes on until it is interrupted, and exits with 0 then, or with 2 when it could not do its work.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("playground takes one folder, not %d; see 'wipelint playground --help'", len(args))
			}
			return nil
		},
	}
	port := cmd.Flags().IntP("port", "p", 0, "listen on this port `N`; 0 is any free one")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *port < 0 || *port > 65535 {
			return fmt.Errorf("--port %d is no port; use 0 to 65535", *port)
		}
		folder := filepath.Join("dist", "playground")
		if len(args) > 0 {
			folder = args[0]
		}
		root, err := site.Open(folder)
		if err != nil {
			return err
		}
		defer func() { _ = root.Close() }()
		var from net.ListenConfig
		listener, err := from.Listen(cmd.Context(), "tcp4", fmt.Sprintf("127.0.0.1:%d", *port))
		if err != nil {
			var system *os.SyscallError
			if errors.As(err, &system) {
				err = system.Err
			}
			return fmt.Errorf("cannot listen on port %d: %w; choose another one with --port, or 0 for any", *port, err)
		}
		address := listener.Addr().(*net.TCPAddr)
		out := cmd.OutOrStdout()
		if t, ok := out.(terminal); ok {
			out = t.target // it is to be seen now, and not at the end
		}
		fmt.Fprintf(out, "http://%s/\n", address)
		return serve(cmd.Context(), site.Server(site.Handler(root, address.Port)), listener)
	}
	return cmd
}

// serve serves until the context ends.
func serve(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve the playground: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close() // somebody holds on
	}
	return nil
}
