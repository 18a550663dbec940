package difftest

import "testing"

// TestGeneratedScriptsParse checks that what the generator makes is a script that may be run.
func TestGeneratedScriptsParse(t *testing.T) {
	for seed := range uint64(3000) {
		for _, c := range Generate(seed) {
			if err := check(c.Script); err != nil {
				t.Errorf("seed %d: %v\n%s", seed, err, c.Text)
			}
		}
	}
}
