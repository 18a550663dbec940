package stress

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What any input of less than a megabyte may cost.
const (
	maxSize   = 1 << 20
	maxCPU    = 10 * time.Second
	maxMemory = 500 << 20
)

// everything asks for all inputs in all uses, which takes minutes: the table is not held by all of them yet.
const everything = "WIPELINT_STRESS"

// TestBounds runs each input in each use of the analyser, in a process of its own: those whose texts, lists or patterns grow in a check,
// and all of them in all uses where that is asked for.
func TestBounds(t *testing.T) {
	folder := t.TempDir()
	inputs, chosen := slices.Concat(values, lists, patterns), uses[:1]
	if os.Getenv(everything) != "" {
		inputs, chosen = Inputs(), uses
	}
	for _, input := range inputs {
		text := input.Text()
		if len(text) >= maxSize {
			t.Errorf("%s has %d bytes", input.Name, len(text))
		}
		for _, use := range chosen {
			t.Run(input.Name+"/"+use.name, func(t *testing.T) {
				file := filepath.Join(folder, "s.sh")
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(context.Background(), 6*maxCPU)
				defer cancel()
				got, err := use.run(ctx, file)
				t.Logf("%d bytes: %.2f s, %d MB, exit code %d", len(text), got.cpu.Seconds(), got.memory>>20, got.code)
				if err != nil {
					t.Errorf("%v\n%.2000s", err, got.out)
				}
				if got.cpu > maxCPU {
					t.Errorf("%v of CPU, more than %v", got.cpu, maxCPU)
				}
				if got.memory > maxMemory {
					t.Errorf("%d MB, more than %d", got.memory>>20, maxMemory>>20)
				}
			})
		}
	}
}

// BenchmarkBounds gives what each input costs in each use.
func BenchmarkBounds(b *testing.B) {
	file := filepath.Join(b.TempDir(), "s.sh")
	for _, input := range Inputs() {
		for _, use := range uses {
			b.Run(input.Name+"/"+use.name, func(b *testing.B) {
				if err := os.WriteFile(file, []byte(input.Text()), 0o600); err != nil {
					b.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				for b.Loop() {
					got, err := use.run(ctx, file)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(got.cpu.Seconds(), "cpu-s")
					b.ReportMetric(float64(got.memory>>20), "MB")
				}
			})
		}
	}
}
