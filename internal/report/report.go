// Package report writes the results of a run: as text with code frames, and as JSON.
//
// Source text, file names and messages may hold anything. In text they never reach the terminal raw; JSON is made
// valid, with what a terminal would act on as \u escapes.
package report

// Options say how a text report looks.
type Options struct {
	// Width is how many columns there are; 0 means 100, which is also the most that is used.
	Width int
	// Color says whether to use terminal colours.
	Color bool
	// Witness shows the way that leads to each finding, step by step.
	Witness bool
}

const (
	maxWidth = 100
	minWidth = 40
)

// width is the number of columns to use.
func (o Options) width() int {
	if o.Width == 0 {
		return maxWidth
	}
	return max(minWidth, min(o.Width, maxWidth))
}
