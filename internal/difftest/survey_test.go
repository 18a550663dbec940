package difftest

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// TestSurveyFindsWhatIsThere holds that a script is said to have no destructive command by the run that only looks for one if a whole run finds
// none either, however short it is.
func TestSurveyFindsWhatIsThere(t *testing.T) {
	seed, n := batch(t)
	for _, batch := range []struct {
		size Size
		n    int
	}{{Small, n}, {Large, 10 + n/40}, {Mutants, 10 + n/40}, {Tools, 10 + n/10}} {
		for _, c := range batch.size.Scripts(seed, batch.n) {
			whole, _, err := analyze(c.Script, effects.Bounds{Survey: math.MaxInt})
			if err != nil {
				continue // what does not parse
			}
			surveyed, _, err := analyze(c.Script, effects.Bounds{Survey: 1})
			if err != nil {
				t.Fatal(err)
			}
			if a, b := slices.Sorted(maps.Keys(whole)), slices.Sorted(maps.Keys(surveyed)); !slices.Equal(a, b) {
				t.Errorf("%s, seed %d: %v in a whole run, %v behind a survey\n%s", batch.size, c.Seed, a, b, c.Whole())
			}
		}
	}
}
