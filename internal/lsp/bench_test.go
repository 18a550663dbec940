//go:build unix

package lsp

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// copies makes a script of a number of lines out of one of the repository's: all of it again and again, with its functions
// under other names, so that each copy's destructive command comes after all of the ones before.
func copies(b testing.TB, lines int) string {
	text := testdata(b, "incidents/dropbox-2014/failopen.sh")
	function := regexp.MustCompile(`(?m)^([a-z_]+)\(\)`)
	var out strings.Builder
	for i := 0; strings.Count(out.String(), "\n") < lines; i++ {
		copied := text
		for _, m := range function.FindAllStringSubmatch(text, -1) {
			copied = regexp.MustCompile(`\b`+m[1]+`\b`).ReplaceAllString(copied, fmt.Sprintf("%s_%d", m[1], i))
		}
		out.WriteString(copied)
	}
	return out.String()
}

// BenchmarkKeystroke measures the time from an edit to the diagnostics that belong to it, without a pause before the analysis:
// in a script of 106 lines, in two of 2,000, and in those that WIPELINT_BENCH_SCRIPTS names, with a destructive command at the
// end of them. It says also what parsing and a run of the driver take alone.
func BenchmarkKeystroke(b *testing.B) {
	b.Run("original", func(b *testing.B) { keystrokes(b, testdata(b, "incidents/dropbox-2014/failopen.sh")) })
	b.Run("one-site", func(b *testing.B) { keystrokes(b, oneSite(b, 2000)) })
	b.Run("copies", func(b *testing.B) { keystrokes(b, copies(b, 2000)) })
	for _, path := range filepath.SplitList(os.Getenv("WIPELINT_BENCH_SCRIPTS")) {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(path), func(b *testing.B) { keystrokes(b, string(text)+"\nmkfs.ext4 /dev/sdb1\n") })
	}
}

// oneSite is the script once with 2,000 lines of harmless functions before it.
func oneSite(b testing.TB, lines int) string {
	text := testdata(b, "incidents/dropbox-2014/failopen.sh")
	var out strings.Builder
	out.WriteString("#!/bin/bash\n")
	for i := 0; strings.Count(out.String(), "\n") < lines-strings.Count(text, "\n"); i++ {
		fmt.Fprintf(&out, "report_%d() {\n    local name=$1 n=0\n    while read -r line; do\n        case $line in\n            \"$name\"*) n=$((n + 1)) ;;\n        esac\n    done < \"/var/log/report_%d\"\n    echo \"$name: $n\"\n}\n", i, i)
	}
	return out.String() + text
}

// processorTime is how long the processors have worked for this program, which on a busy machine is much less than the time
// that goes by.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// opened is a client with a long script in it, of which something has been found.
func opened(b *testing.B, text string) (c *client, path, uri string) {
	root := root(b, map[string]string{".wipelint.toml": testdata(b, "incidents/dropbox-2014/.wipelint.toml")})
	c = newClient(b, Options{})
	c.start(root, everything)
	path = filepath.Join(root, "long.sh")
	if uri = c.open(path, text); len(c.published(uri, 1)) == 0 {
		b.Fatal("nothing is found")
	}
	return c, path, uri
}

func keystrokes(b *testing.B, text string) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // as the program does
	c, path, uri := opened(b, text)
	middle := uint32(strings.Count(text, "\n") / 2)
	at := position{Line: middle}
	keys := 0
	press := func(change contentChange) {
		c.published(uri, c.change(uri, change))
		keys++
	}
	cpu := processorTime(b)
	for b.Loop() {
		press(contentChange{Range: &textRange{at, at}, Text: "#"})
		press(contentChange{Range: &textRange{at, position{at.Line, 1}}})
	}
	ms := func(d time.Duration, n int) float64 { return float64(d.Microseconds()) / 1000 / float64(n) }
	b.ReportMetric(ms(b.Elapsed(), keys), "ms/key")
	b.ReportMetric(ms(processorTime(b)-cpu, keys), "cpu-ms/key")
	cpu = processorTime(b)
	for range 10 {
		p := syntax.NewParser(syntax.Variant(syntax.LangBash))
		if _, err := p.Parse(strings.NewReader(text), path); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(ms(processorTime(b)-cpu, 10), "cpu-ms/parse")
	cpu = processorTime(b)
	for range 5 {
		if _, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{path}, Overlay: map[string][]byte{path: []byte(text)}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(ms(processorTime(b)-cpu, 5), "cpu-ms/run")
}
