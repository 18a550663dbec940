package difftest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const saved = "../../testdata/difftest"

// batch is the first seed and the number of scripts that a test run takes: WIPELINT_DIFF_SEED and WIPELINT_DIFF_SCRIPTS.
func batch(t *testing.T) (uint64, int) {
	t.Helper()
	// A fixed batch by default: a change is blamed for what it changes. make fresh takes a new seed each time.
	seed, n := uint64(1), 150
	if s := os.Getenv("WIPELINT_DIFF_SEED"); s != "" {
		v, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = v
	}
	if s := os.Getenv("WIPELINT_DIFF_SCRIPTS"); s != "" {
		v, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		n = v
	}
	t.Logf("seed %d, %d scripts; set WIPELINT_DIFF_SEED and WIPELINT_DIFF_SCRIPTS for others", seed, n)
	return seed, n
}

// TestFreshScripts scores a random batch. No unsafe script may pass, hardly any safe one be flagged.
func TestFreshScripts(t *testing.T) {
	seed, n := batch(t)
	score, err := Run(seed, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", score.Markdown())
	if score.Broken > 0 {
		t.Errorf("%d scripts could not be compared", score.Broken)
	}
	if score.UnsafePassed > 0 {
		t.Errorf("%d unsafe scripts passed", score.UnsafePassed)
	}
	// A small batch says little about a share, so it may have some more.
	if most := 2 + score.Safe/100; score.SafeFlagged > most {
		t.Errorf("%d of %d safe scripts were flagged", score.SafeFlagged, score.Safe)
	}
	if most := 5 + score.Planted/20; score.Planted-score.RightRule > most {
		t.Errorf("%d of %d planted flaws have another primary rule", score.Planted-score.RightRule, score.Planted)
	}
	if !t.Failed() {
		return
	}
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for i, r := range score.Bad {
		if i == 5 {
			break
		}
		if r.Class >= Agreed {
			t.Logf("seed %d: %s\n%s", r.Seed, r.Want, r.Text)
			continue
		}
		if r.Class < WrongRule {
			r = box.Shrink(r)
		}
		t.Logf("%s\nsaved as %s", r.Report(), save(t, r))
	}
}

// save keeps a script that disagreed, with what it is about in its head.
func save(t *testing.T, r *Result) string {
	t.Helper()
	head, body, _ := strings.Cut(r.Text, "\n")
	truth, more := "safe", "in all worlds"
	if r.Truth.Unsafe != "" {
		truth, more = "unsafe", r.Truth.World.String()
	}
	text := fmt.Sprintf("%s\n# %s: %s\n", head, truth, strings.ReplaceAll(more, "\n", " "))
	if r.Want != "" {
		text += "# rule: " + r.Want + "\n"
	}
	text += body
	file := filepath.Join(saved, fmt.Sprintf("%s-%d-%s.sh", strings.ReplaceAll(r.Class.String(), " ", "-"), r.Seed, r.Shell))
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Error(err)
	}
	return file
}

// TestSavedScripts runs every script that ever disagreed. Those in the folder open still do, each for a cause of its own.
func TestSavedScripts(t *testing.T) {
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	for _, dir := range []string{saved, filepath.Join(saved, "open")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.sh"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(strings.TrimPrefix(file, saved+"/"), func(t *testing.T) {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				r, _, err := box.Compare(Saved(string(text)))
				if err != nil {
					t.Fatal(err)
				}
				if unsafe := strings.Contains(string(text), "\n# unsafe: "); r.Truth == nil || unsafe != (r.Truth.Unsafe != "") {
					t.Fatal("the shell does not do what the script's head says")
				}
				switch open := dir != saved; {
				case r.Class != Agreed && open:
					t.Log(r.Report()) // known, and listed by its cause
				case r.Class != Agreed:
					t.Error(r.Report())
				case open:
					t.Error("agrees now: move it one folder up, so that it stays so")
				}
			})
		}
	}
}
