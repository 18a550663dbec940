package difftest

import (
	"runtime"
	"slices"
	"sync"
	"testing"
)

// TestMetamorphic checks that changes which change nothing do not change a verdict.
func TestMetamorphic(t *testing.T) {
	seed, n := batch(t)
	score, err := RunVariants(seed, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", score.Markdown())
	for _, m := range variantMakers {
		if score.Made[m.name] < n/10 {
			t.Errorf("%s: only %d variants of %d scripts", m.name, score.Made[m.name], score.Scripts)
		}
	}
	for _, d := range score.Differences {
		t.Logf("seed %d, %s, %s: %v before, %v after", d.Case.Seed, d.Case.Shell, d.Variant.Name, d.Before, d.After)
	}
	// The fixed batch has none. Others come upon what is known to be open, and fail for more than that.
	if b, _ := taken(); len(score.Differences) == 0 || b != usual && !score.TooMany() {
		return
	}
	t.Error("variants have another verdict or primary rule")
	command, err := NewCommand()
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	shown := map[string]int{}
	for _, d := range score.Differences {
		if shown[d.Variant.Name]++; shown[d.Variant.Name] <= 3 {
			t.Log(command.Shrink(d))
		}
	}
}

// TestVariantsBehave runs scripts and variants under the shells: a variant that does something else is no variant.
func TestVariantsBehave(t *testing.T) {
	seed, n := batch(t)
	all := generated(seed, n)
	// It takes some hundred runs of a shell, and is about the makers, of which a sample shows the faults.
	all = all[:min(len(all), 25+len(all)/50)]
	var mu sync.Mutex
	spread(len(all), runtime.GOMAXPROCS(0)+1, func(next func() (int, bool)) {
		box, err := NewSandbox()
		if err != nil {
			t.Error(err)
			return
		}
		defer box.Close()
		for i, ok := next(); ok; i, ok = next() {
			variants, err := Variants(all[i].Script, all[i].Seed)
			if err == nil {
				err = box.Behave(all[i].Script, variants, 6)
			}
			if err != nil {
				mu.Lock()
				// What differs comes last: of a long log, often only the end is kept.
				t.Errorf("a variant does something else than\n%s--- seed %d, %s: %v", all[i].Text, all[i].Seed, all[i].Shell, err)
				mu.Unlock()
			}
		}
	})
}

// TestCommandAgrees checks that the command gives the verdicts that are compared with the shells.
func TestCommandAgrees(t *testing.T) {
	t.Parallel()
	command, err := NewCommand()
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	sites := 0
	for _, c := range generated(1, 40) {
		want, _, err := Analyze(c.Script)
		if err != nil {
			t.Fatal(err)
		}
		got, err := command.Analyze(c.Script)
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range want {
			sites++
			if got[name] == nil || v.Guarded != !slices.ContainsFunc(got[name], func(s string) bool { return s != "guarded" }) {
				t.Errorf("seed %d: %s is %v, want guarded %v\n%s", c.Seed, name, got[name], v.Guarded, c.Text)
			}
		}
		if len(got) != len(want) {
			t.Errorf("seed %d: %v, want %d commands\n%s", c.Seed, got, len(want), c.Text)
		}
	}
	if sites < 30 {
		t.Errorf("only %d sites", sites)
	}
}
