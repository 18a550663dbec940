// Wipelint finds the ways in which a shell script destroys data that a guard should have saved.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// spendMemory lets the collector run less often than by default, as long as little memory is in use: a run is short, and a
// third of its time would go there. With 800 a check of 5,000 short scripts takes 300 MB, twice as much as with 400, and about 7 % less
// time; more gains little. GOGC and GOMEMLIMIT in the environment are kept.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20)
	}
}

// patience is how long a run has after a signal to write what it has found.
const patience = 800 * time.Millisecond

func main() {
	spendMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the work in good order; the next one ends the program, and so does the time.
	context.AfterFunc(ctx, func() {
		stop()
		time.Sleep(patience)
		fmt.Fprintln(os.Stderr, "wipelint: interrupted; the output is incomplete")
		os.Exit(exitTrouble)
	})
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
