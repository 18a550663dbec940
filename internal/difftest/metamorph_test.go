package difftest

import "testing"

// TestMetamorphic checks that changes which change nothing do not change a verdict.
func TestMetamorphic(t *testing.T) {
	seed, n := batch(t)
	failed := 0
	for i := range uint64(n) {
		for _, c := range Generate(seed + i) {
			diffs, err := Metamorphic(c)
			if err != nil {
				t.Errorf("seed %d: %v\n%s", c.Seed, err, c.Text)
			}
			for _, d := range diffs {
				if failed++; failed < 10 {
					t.Errorf("seed %d: %s", c.Seed, d)
				}
			}
		}
	}
}
