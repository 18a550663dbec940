package difftest

import (
	"runtime/debug"
	"testing"
)

// boxes are sandboxes for tests that run side by side: a test takes one that is free, or makes one.
type boxes struct{ free chan *Sandbox }

// newBoxes gives sandboxes that last until the test and all tests in it have ended.
func newBoxes(t *testing.T) *boxes {
	b := &boxes{make(chan *Sandbox, 100)}
	t.Cleanup(func() {
		for {
			select {
			case box := <-b.free:
				box.Close()
			default:
				return
			}
		}
	})
	return b
}

// take gives a sandbox to a test, until that ends.
func (b *boxes) take(t *testing.T) *Sandbox {
	t.Helper()
	var box *Sandbox
	select {
	case box = <-b.free:
	default:
		var err error
		if box, err = NewSandbox(); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		select {
		case b.free <- box:
		default:
			box.Close()
		}
	})
	return box
}

func BenchmarkRun(b *testing.B) {
	box, err := NewSandbox()
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	for _, shell := range []string{"bash", "dash"} {
		b.Run(shell, func(b *testing.B) {
			for b.Loop() {
				if _, err := box.run(Script{Shell: shell, Text: "#!/bin/sh\nif is-idle h1; then prep; log-it x; wipe-disk h1; fi\n"}, world{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(shell+"Nothing", func(b *testing.B) {
			for b.Loop() {
				if _, err := box.run(Script{Shell: shell, Text: "#!/bin/sh\n"}, world{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAnalyze is the analyser's share of a comparison: how many generated scripts it judges in a second.
func BenchmarkAnalyze(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // as the command has it
	var cases []Case
	for seed := uint64(1); len(cases) < 1000; seed++ {
		cases = append(cases, Generate(seed)...)
	}
	used, n := processorTime(), 0
	for b.Loop() {
		for _, c := range cases {
			if _, _, err := Analyze(c.Script); err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/(processorTime()-used).Seconds(), "scripts/core-s")
}
