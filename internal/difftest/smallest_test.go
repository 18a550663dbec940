package difftest

import "testing"

// TestSmallestBounds holds the executor to bounds at which it joins nearly all of its states: what it then no longer knows may only
// make a verdict worse, so that no unsafe script passes. Only what passes is run under the shells.
func TestSmallestBounds(t *testing.T) {
	seed, n := batch(t)
	for _, batch := range []struct {
		size Size
		n    int
	}{{Small, n / 2}, {Large, 10 + n/40}, {Mutants, 10 + n/40}} {
		score, err := Run(seed, batch.n, Options{Size: batch.size, Smallest: true, Passed: true, Quick: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s\n%s", batch.size, score.Markdown())
		if score.Scripts == 0 {
			t.Errorf("%s: no script passes at all", batch.size)
		}
		if score.UnsafePassed == 0 && score.Broken == 0 {
			continue
		}
		t.Errorf("%s: %d unsafe scripts passed, %d could not be compared", batch.size, score.UnsafePassed, score.Broken)
		for _, r := range score.Bad[:min(len(score.Bad), 5)] {
			t.Logf("bounds %+v\n%s", r.Bounds, r.Report())
		}
	}
}
