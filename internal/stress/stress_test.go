package stress

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What any input of less than a megabyte may cost.
const (
	maxSize   = 1 << 20
	maxCPU    = 10 * time.Second
	maxMemory = 500 << 20
)

// TestBounds runs each input in each use of the analyser, in a process of its own.
func TestBounds(t *testing.T) {
	folder := t.TempDir()
	for _, input := range Inputs() {
		text := input.Text()
		if len(text) >= maxSize {
			t.Errorf("%s has %d bytes", input.Name, len(text))
		}
		for _, use := range uses {
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
