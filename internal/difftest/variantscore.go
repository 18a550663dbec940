package difftest

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A VariantScore sums up the variants of a batch.
type VariantScore struct {
	Scripts     int
	Made        map[string]int // variants by name
	Differences []Difference
}

// RunVariants compares the variants of n scripts from a seed on with the scripts, on all processors.
func RunVariants(seed uint64, n int) (*VariantScore, error) {
	cases := generated(seed, n)
	score := &VariantScore{Scripts: len(cases), Made: map[string]int{}}
	var failed error
	var mu sync.Mutex
	spread(len(cases), runtime.GOMAXPROCS(0), func(next func() (int, bool)) {
		command, err := NewCommand()
		if err != nil {
			mu.Lock()
			failed = err
			mu.Unlock()
			return
		}
		defer command.Close()
		for i, ok := next(); ok; i, ok = next() {
			variants, err := Variants(cases[i].Script, cases[i].Seed)
			var found []Difference
			if err == nil {
				found, err = command.Metamorphic(cases[i], variants)
			}
			mu.Lock()
			if err != nil {
				failed = fmt.Errorf("seed %d: %w\n%s", cases[i].Seed, err, cases[i].Text)
			}
			for _, v := range variants {
				score.Made[v.Name]++
			}
			score.Differences = append(score.Differences, found...)
			mu.Unlock()
		}
	})
	slices.SortStableFunc(score.Differences, func(a, b Difference) int { return len(a.Case.Text) - len(b.Case.Text) })
	return score, failed
}

func (t *VariantScore) total() int {
	n := 0
	for _, made := range t.Made {
		n += made
	}
	return n
}

// TooMany tells whether there are more differences than chance allows.
func (t *VariantScore) TooMany() bool {
	return atLeast(len(t.Differences), t.total(), mostDiffering) < byChance
}

// Markdown is the score as a table.
func (t *VariantScore) Markdown() string {
	differing := map[string]int{}
	for _, d := range t.Differences {
		differing[d.Variant.Name]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| variants of %d scripts | made | with another verdict or primary rule |\n| --- | --- | --- |\n", t.Scripts)
	for _, m := range variantMakers {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", m.name, t.Made[m.name], differing[m.name])
	}
	fmt.Fprintf(&b, "| all | %d | %d (%s) |\n", t.total(), len(t.Differences), percent(len(t.Differences), t.total()))
	return b.String()
}

// Explain writes the differences for a person, shrunk, most of them per kind of variant and pair of verdicts.
func (t *VariantScore) Explain(w io.Writer, most int) error {
	command, err := NewCommand()
	if err != nil {
		return err
	}
	defer command.Close()
	shown := map[string]int{}
	for _, d := range t.Differences {
		kind := fmt.Sprint(d.Variant.Name, d.Before, d.After)
		if shown[kind]++; shown[kind] <= most {
			fmt.Fprintf(w, "\n%s", command.Shrink(d))
		}
	}
	return nil
}
