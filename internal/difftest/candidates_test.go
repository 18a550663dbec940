package difftest

import (
	"context"
	"testing"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
)

// TestLookMissesNothing runs the scripts of a batch whatever the look at their words says: one that it keeps from being run must
// have no destructive command that is reached.
func TestLookMissesNothing(t *testing.T) {
	t.Parallel()
	seed, n := batch(t)
	kept := 0
	for _, c := range generated(seed, 4*n) {
		s := script.Parse("script", []byte(c.Text), script.Options{})
		if s.Err != nil || prefilter.MayDestroy(Catalog(), s) {
			continue
		}
		kept++
		for _, site := range symexec.Run(context.Background(), s, Catalog(), nil).Sites {
			t.Errorf("seed %d: %q is not seen\n%s", c.Seed, site.Command, c.Text)
		}
	}
	t.Logf("%d scripts are not run", kept)
}
