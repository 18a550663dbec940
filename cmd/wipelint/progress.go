package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
)

const (
	// progressAfter is how long a run takes before it is worth a word: below it a line would only flicker.
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

// A progress is a line on the terminal that says how far a run is. It is written to standard error, so that output which is
// redirected stays whole, and erased before anything else is written. Nil shows nothing.
type progress struct {
	out         io.Writer
	done, total atomic.Int64
	end         chan struct{}
	ended       sync.WaitGroup
	shown       int // columns that the line takes now
}

// startProgress shows a line when the run takes long and somebody looks on: not in a file, with --quiet or on a build
// service, whose log would keep every state of it.
func startProgress(cmd *cobra.Command) *progress {
	stderr, ok := cmd.ErrOrStderr().(*os.File)
	if !ok || inCI() {
		return nil
	}
	if quiet := cmd.Flag("quiet"); quiet != nil && quiet.Value.String() == "true" {
		return nil
	}
	if _, onTerminal := columns(stderr); !onTerminal {
		return nil
	}
	p := &progress{out: stderr, end: make(chan struct{})}
	p.total.Store(-1)
	p.ended.Go(p.show)
	return p
}

// set says how many of the files are done.
func (p *progress) set(done, total int) {
	if p == nil {
		return
	}
	p.total.Store(int64(total))
	for old := p.done.Load(); int64(done) > old && !p.done.CompareAndSwap(old, int64(done)); {
		old = p.done.Load()
	}
}

// stop erases the line.
func (p *progress) stop() {
	if p == nil {
		return
	}
	close(p.end)
	p.ended.Wait()
}

func (p *progress) show() {
	wait := time.NewTimer(progressAfter)
	defer wait.Stop()
	for {
		select {
		case <-p.end:
			p.line("")
			return
		case <-wait.C:
			p.line(p.text())
			wait.Reset(progressEvery)
		}
	}
}

func (p *progress) text() string {
	done, total := p.done.Load(), p.total.Load()
	if total < 0 {
		return "wipelint: looking for scripts …"
	}
	return fmt.Sprintf("wipelint: %d of %d files done", done, total)
}

// line puts a text in the place of the one that is shown. Blanks erase it, which every terminal understands; a line as wide
// as the terminal would move it on.
func (p *progress) line(text string) {
	if text == "" && p.shown == 0 {
		return
	}
	if width, _ := columns(p.out); width > 0 {
		runes := []rune(text)
		text = string(runes[:min(len(runes), width-1)])
	}
	length := len([]rune(text))
	fmt.Fprintf(p.out, "\r%s%s\r", text, strings.Repeat(" ", max(0, p.shown-length)))
	p.shown = length
}
