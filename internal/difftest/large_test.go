package difftest

import (
	"strings"
	"testing"
)

// TestLargeScripts scores scripts of real size, correct ones and their mutants. None that is unsafe may pass.
func TestLargeScripts(t *testing.T) {
	seed, n := batch(t)
	for _, size := range []Size{Large, Mutants} {
		score, err := Run(seed, 10+n/40, Options{Size: size, Quick: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s\n%s", size, score.Markdown())
		if size == Large && len(score.Mistakes)*4 > score.Scripts {
			t.Errorf("%d of %d scripts that the generator takes for correct are unsafe", len(score.Mistakes), score.Scripts)
		}
		for _, f := range score.Failures() {
			if f.Class == SafeFlagged {
				continue // their share is in SCORES.md; what is safe passes or is said not to be followed
			}
			t.Error(f.Text)
			for _, r := range score.Bad {
				if r.Class == f.Class && r.Class < Agreed {
					t.Log(r.Report())
				} else if r.Class == f.Class {
					t.Logf("seed %d: %s\n%s", r.Seed, r.Want, r.Text)
				}
			}
		}
	}
}

// TestLargeScriptsAreLarge holds that they have the size of those that people write, and many parts.
func TestLargeScriptsAreLarge(t *testing.T) {
	t.Parallel()
	parts := map[string]int{"getopts": 0, "while [ $# -gt 0 ]": 0, "wait -n": 0, "wait \"$p\"": 0, `"$@" && return 0`: 0, "| tee": 0, "| ts": 0, "trap cleanup EXIT": 0,
		"DRY_RUN": 0, "lock.txt": 0, `done <"$LIST"`: 0, "wipe.conf": 0, "lib.sh": 0, "$REPORT": 0, "mapfile": 0, "set -eu": 0, "todo": 0}
	short := 0
	cases := Large.Scripts(1, 300)
	for _, c := range cases {
		text := c.Whole()
		if n := strings.Count(text, "\n"); n < 60 {
			short++
		} else if n > 300 {
			t.Errorf("seed %d has %d lines", c.Seed, n)
		}
		for p := range parts {
			if strings.Contains(text, p) {
				parts[p]++
			}
		}
		if err := check(inlined(c.Script)); err != nil {
			t.Errorf("seed %d: %v\n%s", c.Seed, err, text)
		}
	}
	if short > len(cases)/10 {
		t.Errorf("%d of %d have less than 60 lines", short, len(cases))
	}
	for p, n := range parts {
		if n < 5 {
			t.Errorf("%d of %d scripts have %s", n, len(cases), p)
		}
	}
}

// TestMutantsDiffer holds that most mutants are changed where it matters.
func TestMutantsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range Mutants.Scripts(1, 200) {
		seen[c.Text] = true
		if err := check(inlined(c.Script)); err != nil {
			t.Logf("seed %d: %v", c.Seed, err)
		}
	}
	if len(seen) < 195 {
		t.Errorf("only %d of 200 mutants differ", len(seen))
	}
}
