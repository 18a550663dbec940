// Wipelint finds the ways in which a shell script destroys data that a guard should have saved.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// patience is how long a run has after a signal to write what it has found.
const patience = 800 * time.Millisecond

func main() {
	spendMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the work in good order; the next one ends the program, and so does the time.
	forget := context.AfterFunc(ctx, func() {
		stop()
		time.Sleep(patience)
		fmt.Fprintln(os.Stderr, "wipelint: interrupted; the output is incomplete")
		os.Exit(exitTrouble)
	})
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	forget() // stop ends the context as a signal does
	stop()
	os.Exit(code)
}
