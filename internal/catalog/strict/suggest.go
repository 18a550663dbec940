package strict

import "sort"

// Suggest returns the one of known that name most likely misspells, or "".
func Suggest(name string, known []string) string {
	sorted := append([]string(nil), known...)
	sort.Strings(sorted)
	best, least := "", len(name)/3+1
	if least > 3 {
		least = 3
	}
	for _, k := range sorted {
		if d := distance(name, k, least); d <= least && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// DidYouMean returns `, did you mean "x"?`, or "" when no known name is close.
func DidYouMean(name string, known []string) string {
	if s := Suggest(name, known); s != "" {
		return ", did you mean " + `"` + s + `"?`
	}
	return ""
}

// distance is the number of letters inserted, deleted, replaced or swapped with their neighbour between a and b,
// or more than limit when it is more than that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(a) > 100 {
		return limit + 1
	}
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
