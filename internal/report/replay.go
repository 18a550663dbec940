package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/replay"
)

// replayLine tells on one line what came of a replay.
func replayLine(r *replay.Result) string {
	if r.Verdict == replay.Unknown {
		return "unknown: " + r.Why
	}
	return string(r.Verdict)
}

// mostEvents is how many commands of a replay are shown: the first and the last ones.
const mostEvents = 60

// Replay writes the replay of each finding that has one: the commands as they ran, what the world answered, and how it ended.
func Replay(w io.Writer, results *driver.Results, opts Options) error {
	style, some := newStyle(opts.Color), false
	for _, f := range results.Findings {
		if f.Replay == nil {
			continue
		}
		some = true
		var b strings.Builder
		fmt.Fprintf(&b, "%s: %s\n", style.bold.Sprint(position(f.Place)), style.bold.Sprintf("%s[%s %s]", f.Severity, f.Code, f.Rule))
		for _, line := range f.Replay.World() {
			fmt.Fprintf(&b, "  %s\n", style.dim.Sprint("# "+Clean(line)))
		}
		for i, e := range f.Replay.Events {
			if n := len(f.Replay.Events); n > mostEvents && i >= mostEvents/2 && i < n-mostEvents/2 {
				if i == mostEvents/2 {
					fmt.Fprintf(&b, "  … %d more commands\n", n-mostEvents)
				}
				continue
			}
			fmt.Fprintf(&b, "  $ %s", Clean(e.Command))
			switch {
			case e.Site:
				fmt.Fprintf(&b, "   %s", style.bold.Sprint("<- the destructive command runs: it "+Clean(e.Answer)))
			case e.Answer != "":
				fmt.Fprintf(&b, "   %s", style.dim.Sprint("# "+Clean(e.Answer)))
			}
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s\n\n", Clean(replayLine(f.Replay)))
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	if !some && !opts.Quiet {
		_, err := io.WriteString(w, "no finding to replay\n")
		return err
	}
	return nil
}
