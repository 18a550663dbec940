package difftest

import (
	"runtime/debug"
	"testing"
)

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
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the command has it
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
