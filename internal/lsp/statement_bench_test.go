//go:build unix

package lsp

import (
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"mvdan.cc/sh/v3/syntax"
)

// editable are statements that somebody changes while writing: an assignment, a message, a test, a guard, the destructive command.
var editable = regexp.MustCompile(`^ +(local |log |active=|remote |try=|if \[|\[ |reinstall-os |sleep )`)

// BenchmarkStatement edits a script of 2,000 lines with 20 destructive commands as somebody who writes it: each time another statement is
// changed, and changed back, and the time goes until its diagnostics are there, without the pause before an analysis. It gives the median and
// the 95th percentile, and how many times the processor time of parsing the script an edit takes. The edits of a run are always the same ones;
// -benchtime 200x has each statement in turn.
func BenchmarkStatement(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // as the program does
	text := copies(b, 2000)
	if n := strings.Count(text, "reinstall-os "); n < 20 {
		b.Fatalf("%d destructive commands", n)
	}
	c, path, uri := opened(b, text)
	lines := strings.Split(text, "\n")
	var places []uint32
	for i, l := range lines {
		if editable.MatchString(l) {
			places = append(places, uint32(i))
		}
	}
	var took []time.Duration
	change := func(at textRange, to string) {
		start := time.Now()
		c.published(uri, c.change(uri, contentChange{Range: &at, Text: to}))
		took = append(took, time.Since(start))
	}
	cpu, n := processorTime(b), 0
	for b.Loop() {
		at := places[n*61%len(places)] // all over the script
		line := lines[at]
		added := fmt.Sprintf("    changed_%d=$(date +%%s) || exit 1; ", n)
		change(textRange{position{Line: at}, position{Line: at}}, added)
		change(textRange{position{Line: at}, position{at, uint32(len(added) + len(line))}}, line)
		n++
	}
	edit := (processorTime(b) - cpu) / time.Duration(len(took))
	cpu = processorTime(b)
	const parses = 20
	for range parses {
		if _, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), path); err != nil {
			b.Fatal(err)
		}
	}
	parse := (processorTime(b) - cpu) / parses
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms-median")
	b.ReportMetric(ms(took[len(took)*95/100]), "ms-95%")
	b.ReportMetric(ms(edit), "cpu-ms/edit")
	b.ReportMetric(float64(edit)/float64(parse), "parsings/edit")
}
