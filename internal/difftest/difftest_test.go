package difftest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const saved = "../../testdata/difftest"

// A sample is the first seed and the number of scripts that a test run takes.
type sample struct {
	seed uint64
	n    int
}

// usual is the batch by default, always the same: a change is blamed for what it changes.
var usual = sample{seed: 1, n: 150}

// taken reads WIPELINT_DIFF_SEED and WIPELINT_DIFF_SCRIPTS, once, so that all tests of a run take the same scripts. What a build
// machine tries is in the repository: a change is never blamed for scripts that nobody had when it was made.
var taken = sync.OnceValues(func() (sample, error) {
	b := usual
	var err error
	switch s := os.Getenv("WIPELINT_DIFF_SEED"); s {
	case "":
	case "random":
		b.seed = uint64(rand.Uint32())
	case "kept":
		text, err := os.ReadFile(filepath.Join(saved, "seed"))
		if err != nil {
			return b, err
		}
		if b.seed, err = strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err != nil {
			return b, fmt.Errorf("%s: %w", filepath.Join(saved, "seed"), err)
		}
	default:
		if b.seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			return b, fmt.Errorf("WIPELINT_DIFF_SEED: %w", err)
		}
	}
	if s := os.Getenv("WIPELINT_DIFF_SCRIPTS"); s != "" {
		if b.n, err = strconv.Atoi(s); err != nil {
			return b, fmt.Errorf("WIPELINT_DIFF_SCRIPTS: %w", err)
		}
	}
	return b, nil
})

// batch gives the sample, and prints how to have it again.
func batch(t *testing.T) (uint64, int) {
	t.Helper()
	b, err := taken()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seed %d, %d scripts; again with WIPELINT_DIFF_SEED=%d WIPELINT_DIFF_SCRIPTS=%d", b.seed, b.n, b.seed, b.n)
	return b.seed, b.n
}

// TestFreshScripts scores a batch. No unsafe script may pass, hardly any safe one be flagged.
func TestFreshScripts(t *testing.T) {
	seed, n := batch(t)
	score, err := Run(seed, n, Options{Sampled: n >= 1000}) // in all worlds, 2,000 scripts take ten minutes of two processors
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", score.Markdown())
	failures := score.Failures()
	if len(failures) == 0 {
		return
	}
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	const most = 5 // of each class, as shrinking takes some seconds
	for _, f := range failures {
		t.Error(f.Text)
		shown := 0
		for _, r := range score.Bad {
			if r.Class != f.Class || shown == most {
				continue
			}
			shown++
			if r.Class >= Agreed {
				t.Logf("seed %d: %s\n%s", r.Seed, r.Want, r.Text)
				continue
			}
			// A smaller script need not have the planted rule any more, so one with another rule stays as it is.
			if r.Class < WrongRule {
				r = box.Shrink(r)
			}
			t.Logf("%s\nsaved as %s", r.Report(), strings.TrimPrefix(save(t, r), "../../"))
		}
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
	for _, args := range r.Args {
		text += strings.TrimRight("# args: "+strings.Join(args, " "), " ") + "\n"
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
	t.Parallel()
	all := newBoxes(t)
	for _, dir := range []string{saved, filepath.Join(saved, "open")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.sh"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(strings.TrimPrefix(file, saved+"/"), func(t *testing.T) {
				t.Parallel()
				box := all.take(t)
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
