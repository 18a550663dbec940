package difftest

import (
	"fmt"
	"math"
)

// The limits of a score. Unsafe scripts that pass have none: one is too many, in a batch of any size.
const (
	mostFlagged   = 0.01 // of the safe scripts
	mostOtherRule = 0.05 // of the scripts with one planted flaw
	// Of the variants that have another verdict or primary rule than their script, for the causes in open-variants; 0.1 % were seen.
	mostDiffering = 0.003
	// A batch fails when it would come out as badly as this rarely, were the true share at the limit. A batch is a sample: held
	// to the limit itself, every other one would fail of an analyser that just meets it.
	byChance = 0.001
)

// A Failure is a limit that a score does not keep, and the scripts that it is about.
type Failure struct {
	Text  string
	Class Class
}

// Failures tells which limits a score does not keep.
func (t *Score) Failures() []Failure {
	var out []Failure
	if t.Broken > 0 {
		out = append(out, Failure{fmt.Sprintf("%d scripts could not be compared", t.Broken), NotCounted})
	}
	if t.UnsafePassed > 0 {
		out = append(out, Failure{fmt.Sprintf("%d unsafe scripts passed", t.UnsafePassed), UnsafePassed})
	}
	share := func(k, n int, limit float64, what string, class Class) {
		if p := atLeast(k, n, limit); p < byChance {
			text := fmt.Sprintf("%d of %d %s (%s); were the true share %g %%, so many would be seen with a probability of %.1g",
				k, n, what, percent(k, n), 100*limit, p)
			out = append(out, Failure{text, class})
		}
	}
	share(t.SafeFlagged, t.Safe, mostFlagged, "safe scripts were flagged", SafeFlagged)
	share(t.Planted-t.RightRule, t.Planted, mostOtherRule, "planted flaws have another primary rule", WrongRule)
	return out
}

// atLeast is the probability that of n scripts k or more fail if each does so with probability p, for p between 0 and 1.
func atLeast(k, n int, p float64) float64 {
	if k <= 0 {
		return 1
	}
	// The terms are summed from k on, as the rest of 1 has no digits left where the sum is small. The coefficients are taken
	// as logarithms: they are beyond a float64 from n = 1030 on.
	lgamma := func(n int) float64 {
		l, _ := math.Lgamma(float64(n + 1))
		return l
	}
	sum := 0.0
	for i := k; i <= n; i++ {
		sum += math.Exp(lgamma(n) - lgamma(i) - lgamma(n-i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}
