package lsp

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
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

// BenchmarkKeystroke measures the time from an edit to the diagnostics that belong to it, in a script of 2,000 lines and
// without a pause before the analysis. It says also what parsing and analysing alone take.
func BenchmarkKeystroke(b *testing.B) {
	for name, text := range map[string]string{"copies": copies(b, 2000), "one-site": oneSite(b, 2000)} {
		b.Run(name, func(b *testing.B) { keystrokes(b, text) })
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

func keystrokes(b *testing.B, text string) {
	root := b.TempDir()
	c := newClient(b, Options{})
	c.start(root, everything)
	path := filepath.Join(root, "long.sh")
	uri := c.open(path, text)
	c.published(uri, 1)
	end := uint32(strings.Count(text, "\n") / 2)
	var typed time.Duration
	for b.Loop() {
		at := position{Line: end}
		start := time.Now()
		version := c.change(uri, contentChange{Range: &textRange{at, at}, Text: "#"})
		c.published(uri, version)
		typed += time.Since(start)
		version = c.change(uri, contentChange{Range: &textRange{at, position{at.Line, 1}}})
		start = time.Now()
		c.published(uri, version)
		typed += time.Since(start)
	}
	b.ReportMetric(float64(typed.Microseconds())/1000/float64(b.N)/2, "ms/keystroke")
	start := time.Now()
	for range 5 {
		p := syntax.NewParser(syntax.Variant(syntax.LangBash))
		if _, err := p.Parse(bytes.NewReader([]byte(text)), path); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(time.Since(start).Microseconds())/5000, "ms/parse")
	start = time.Now()
	for range 5 {
		if _, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{path}, Overlay: map[string][]byte{path: []byte(text)}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(time.Since(start).Microseconds())/5000, "ms/analysis")
}
