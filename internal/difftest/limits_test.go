package difftest

import (
	"math"
	"slices"
	"testing"
)

// TestAtLeast compares the probabilities with ones that can be counted by hand, and with a table of the binomial distribution.
func TestAtLeast(t *testing.T) {
	for _, tt := range []struct {
		k, n int
		p    float64
		want float64
	}{
		{0, 10, 0.5, 1},
		{0, 0, 0.01, 1},
		{1, 0, 0.01, 0},
		{1, 1, 0.01, 0.01},
		{2, 3, 0.5, 0.5},
		{10, 10, 0.5, 1.0 / 1024},
		{8, 10, 0.5, 56.0 / 1024},
		{1, 100, 0.01, 1 - math.Pow(0.99, 100)},
		{3, 20, 0.05, 0.0754837},
		{1, 2000, 0.5, 1},
		{2000, 2000, 0.5, 0},
	} {
		if got := atLeast(tt.k, tt.n, tt.p); math.Abs(got-tt.want) > 1e-6 {
			t.Errorf("%d or more of %d at %g have the probability %g, want %g", tt.k, tt.n, tt.p, got, tt.want)
		}
	}
	// The whole is 1 however large the batch.
	for _, n := range []int{2, 1000, 5000} {
		if one, all := atLeast(1, n, 0.3), 1-math.Pow(0.7, float64(n)); math.Abs(one-all) > 1e-6 {
			t.Errorf("1 or more of %d: %g, want %g", n, one, all)
		}
	}
}

// TestFailures checks what a batch of the usual sizes is failed for.
func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		name  string
		score Score
		want  []Class
	}{
		{"empty", Score{}, nil},
		{"good", Score{Safe: 800, Planted: 350, RightRule: 350}, nil},
		{"one unsafe of many", Score{Safe: 80000, UnsafePassed: 1}, []Class{UnsafePassed}},
		{"one broken", Score{Broken: 1}, []Class{NotCounted}},
		// At the limit a batch is as it should be; so it is a little above, which the size decides.
		{"at the limits", Score{Safe: 800, SafeFlagged: 8, Planted: 350, RightRule: 333}, nil},
		{"above by chance", Score{Safe: 800, SafeFlagged: 17, Planted: 350, RightRule: 320}, nil},
		{"too many flagged", Score{Safe: 800, SafeFlagged: 20}, []Class{SafeFlagged}},
		{"too many other rules", Score{Planted: 350, RightRule: 317}, []Class{WrongRule}},
		{"the same share of a larger batch", Score{Safe: 8000, SafeFlagged: 170, Planted: 3500, RightRule: 3200}, []Class{SafeFlagged, WrongRule}},
		{"small batch", Score{Safe: 60, SafeFlagged: 4, Planted: 26, RightRule: 21}, nil},
		{"bad small batch", Score{Safe: 60, SafeFlagged: 6, Planted: 26, RightRule: 18}, []Class{SafeFlagged, WrongRule}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []Class
			for _, f := range tt.score.Failures() {
				got = append(got, f.Class)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("failed for %v, want %v: %v", got, tt.want, tt.score.Failures())
			}
		})
	}
}
