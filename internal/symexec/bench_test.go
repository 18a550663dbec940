package symexec

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// shapes are scripts of n equal parts before a wipe, in which a naive executor would see 2^n ways.
var shapes = map[string]func(n int) string{
	"commands": func(n int) string {
		return repeat(n, func(i int) string { return fmt.Sprintf("if prepare%d; then note=%d; fi\n", i, i) })
	},
	"variables": func(n int) string {
		return repeat(n, func(i int) string { return fmt.Sprintf("v%d=${V%d:-%d}\n[ -n \"$W%d\" ] && x%d=1\n", i, i, i, i, i) })
	},
	"guards": func(n int) string {
		return repeat(n, func(i int) string { return fmt.Sprintf("if pgrep -x service%d; then exit 1; fi\n", i) })
	},
	"functions": func(n int) string {
		return repeat(n, func(i int) string {
			return fmt.Sprintf("f%d() { local a=$1; step%d \"$a\" || return 1; echo \"$a\"; }\nf%d x%d || log failed\n", i, i, i, i)
		})
	},
	"ifs": func(n int) string {
		// as deep as people nest at most, and n of them
		return repeat(n/5, func(i int) string {
			return fmt.Sprintf("if a%d; then if b%d; then if c%d; then if d%d; then if e%d; then f%d; fi; fi; fi; fi; fi\n", i, i, i, i, i, i)
		})
	},
	"loops": func(n int) string {
		return repeat(n, func(i int) string {
			return fmt.Sprintf("for h in $HOSTS%d; do ping -c1 \"$h\" || continue; echo \"$h\"; done\n", i)
		})
	},
}

func repeat(n int, f func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

func shaped(shape string, n int) *script.Script {
	return script.Parse(shape+".sh", []byte("#!/bin/bash\n"+shapes[shape](n)+"wipefs -a /dev/sda\n"), script.Options{})
}

func runShape(s *script.Script) *Result {
	return Run(context.Background(), s, catalog.Builtin(), script.NewLoader(".", nil))
}

func BenchmarkShapes(b *testing.B) {
	for _, shape := range effects.SortedKeys(shapes) {
		for _, n := range []int{10, 100, 1000} {
			s := shaped(shape, n)
			b.Run(fmt.Sprintf("%s/%d", shape, n), func(b *testing.B) {
				var r *Result
				for b.Loop() {
					r = runShape(s)
				}
				b.ReportMetric(float64(r.Steps)/float64(n), "steps/part")
			})
		}
	}
}

// TestCostIsLinear compares the work for 100 and 1,000 parts: ten times the script is about ten times the work. It counts
// steps, which are the same on every machine; BenchmarkShapes shows the times.
func TestCostIsLinear(t *testing.T) {
	for _, shape := range effects.SortedKeys(shapes) {
		t.Run(shape, func(t *testing.T) {
			steps, times := map[int]int{}, map[int]time.Duration{}
			for _, n := range []int{100, 1000} {
				s := shaped(shape, n)
				start := time.Now()
				r := runShape(s)
				times[n], steps[n] = time.Since(start), r.Steps
				if r.Over {
					t.Fatalf("%d parts: cut off after %d steps", n, r.Steps)
				}
			}
			t.Logf("steps %v, times %v", steps, times)
			if steps[1000] > 12*steps[100] {
				t.Errorf("steps grow from %d to %d", steps[100], steps[1000])
			}
		})
	}
}
