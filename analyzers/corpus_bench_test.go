//go:build unix

package analyzers_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
	"github.com/wipelint/wipelint/internal/script"
)

// corpus names a folder of scripts for BenchmarkCorpus.
const corpus = "WIPELINT_CORPUS"

// BenchmarkCorpus runs the command itself over the scripts of this repository, and over the folder that WIPELINT_CORPUS names: with one
// script at a time, and with one for each processor. x-parse is the processor time of the former as a multiple of what parsing the same
// scripts takes in the same run, scaling how many times faster the latter is by the clock.
func BenchmarkCorpus(b *testing.B) {
	command := filepath.Join(b.TempDir(), "wipelint")
	if out, err := exec.Command("go", "build", "-o", command, "../cmd/wipelint").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.Run("testdata", func(b *testing.B) { checkCorpus(b, command, "../testdata") })
	if folder := os.Getenv(corpus); folder != "" {
		b.Run("corpus", func(b *testing.B) { checkCorpus(b, command, folder) })
	}
}

func checkCorpus(b *testing.B, command, folder string) {
	for b.Loop() {
		alone := checked(b, command, folder, 1)
		all := checked(b, command, folder, runtime.NumCPU())
		parse, scripts, slowest, took := parsed(b, folder)
		b.Logf("slowest file: %v %s", took.Round(time.Millisecond), slowest)
		b.ReportMetric(float64(scripts), "scripts")
		b.ReportMetric(alone.cpu.Seconds(), "check-cpu-s")
		b.ReportMetric(parse.Seconds(), "parse-cpu-s")
		b.ReportMetric(alone.cpu.Seconds()/parse.Seconds(), "x-parse")
		b.ReportMetric(float64(all.memory>>20), "peak-MB")
		b.ReportMetric(took.Seconds(), "slowest-s")
		b.ReportMetric(alone.wall.Seconds()/all.wall.Seconds(), "scaling")
	}
}

// A cost is what a run of the command takes.
type cost struct {
	cpu, wall time.Duration
	memory    int64
}

// checked runs the command over a folder, with so many scripts at a time. Findings, and files that cannot be parsed, are no failure.
func checked(b *testing.B, command, folder string, jobs int) cost {
	run := exec.Command(command, "check", "--exit-zero", "--format", "json", "-j", strconv.Itoa(jobs), folder)
	start := time.Now()
	err := run.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 2) {
		b.Fatal(err)
	}
	usage, ok := run.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("no figures of the run")
	}
	memory := int64(usage.Maxrss) //nolint:unconvert // 32 bits on some machines
	if runtime.GOOS == "linux" {
		memory <<= 10 // getrusage(2): kilobytes there, bytes on macOS
	}
	return cost{cpu: run.ProcessState.UserTime() + run.ProcessState.SystemTime(), wall: wall, memory: memory}
}

// parsed gives the processor time that parsing the scripts of a folder takes, and the one of them whose check takes longest.
func parsed(b *testing.B, folder string) (cpu time.Duration, scripts int, slowest string, longest time.Duration) {
	var mu sync.Mutex
	var paths []string
	_, err := driver.Run(context.Background(), driver.Config{
		Rules: analyzers.All(), Paths: []string{folder}, Jobs: 1, Brief: true,
		Took: func(path string, took time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			if paths = append(paths, path); took > longest {
				slowest, longest = path, took
			}
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	var texts [][]byte
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && script.IsShell(path, text[:min(len(text), 256)]) {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		b.Fatal("no scripts in " + folder)
	}
	runtime.GC()
	const times = 3
	start := processorTime(b)
	for range times {
		for _, text := range texts {
			p := syntax.NewParser(syntax.KeepComments(true), syntax.Variant(syntax.LangBash))
			_, _ = p.Parse(bytes.NewReader(text), "")
		}
	}
	return (processorTime(b) - start) / times, len(texts), slowest, longest
}

// processorTime is how long the processors have worked for this program.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
