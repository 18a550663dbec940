package analyzers_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// machineScripts are the shell scripts of the machine that the benchmark runs on.
var machineScripts = sync.OnceValues(func() (paths []string, texts [][]byte) {
	for _, root := range []string{"/usr", "/etc", "/var/lib/dpkg/info"} {
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return nil //nolint:nilerr // what cannot be read is no script of ours
			}
			f, err := os.Open(path)
			if err != nil {
				return nil //nolint:nilerr // as above
			}
			defer f.Close()
			head := make([]byte, 256)
			n, _ := f.Read(head)
			if !script.IsShell(path, head[:n]) {
				return nil
			}
			text, err := os.ReadFile(path)
			if err == nil && len(text) < 8<<20 {
				paths, texts = append(paths, path), append(texts, text)
			}
			return nil
		})
	}
	return paths, texts
})

// BenchmarkMachine compares a check of the machine's scripts with reading and parsing them, both on one thread and in one
// run: x is how many times the parse the check takes. The aim is 3.
func BenchmarkMachine(b *testing.B) {
	paths, texts := machineScripts()
	if len(paths) == 0 {
		b.Skip("no scripts")
	}
	lines := 0
	for _, t := range texts {
		lines += bytes.Count(t, []byte("\n"))
	}
	var parse, check time.Duration
	for b.Loop() {
		start := time.Now()
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			p := syntax.NewParser(syntax.KeepComments(true), syntax.Variant(syntax.LangBash))
			_, _ = p.Parse(bytes.NewReader(text), path)
		}
		parse += time.Since(start)
		start = time.Now()
		if _, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: paths, Jobs: 1}); err != nil {
			b.Fatal(err)
		}
		check += time.Since(start)
	}
	b.ReportMetric(float64(check)/float64(parse), "x-parse")
	b.ReportMetric(float64(len(paths)), "scripts")
	b.ReportMetric(float64(lines), "lines")
}
