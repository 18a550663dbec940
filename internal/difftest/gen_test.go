package difftest

import "testing"

// TestGeneratedScriptsParse checks that what the generator makes is a script that may be run.
func TestGeneratedScriptsParse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		for _, c := range Generate(seed) {
			if err := check(c.Script); err != nil {
				t.Errorf("seed %d: %v\n%s", seed, err, c.Text)
			}
		}
	}
}

// TestGeneratedScriptsAreLetIn checks that the sandbox refuses none of the scripts that are made for it, so that each is compared.
func TestGeneratedScriptsAreLetIn(t *testing.T) {
	t.Parallel()
	seed, n := batch(t)
	for _, c := range generated(seed, 4*n) {
		if err := check(c.Script); err != nil {
			t.Errorf("seed %d: %v\n%s", c.Seed, err, c.Text)
		}
	}
}
