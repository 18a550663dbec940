// Package report writes the results of a run: as text with code frames, and in the formats that other programs read.
//
// Source text, file names and messages may hold anything. In text they never reach the terminal raw; JSON is made
// valid, with what a terminal would act on as \u escapes; the other formats get messages as they stand in text, with
// what each format takes for its own escaped in its way.
package report

// Options say how a text report looks.
type Options struct {
	// Width is how many columns a terminal has; at most 100 are used. With 0, for output that goes to no terminal, frames are
	// 100 columns wide and messages stay on one line.
	Width int
	// Color says whether to use terminal colours.
	Color bool
	// Witness shows the way that leads to each finding, step by step.
	Witness bool
	// View is one of Views; "" is ViewFull.
	View string
	// HideSuppressed leaves suppressed findings out of the formats that have a place for them. GitHub's code scanning takes
	// each result of a SARIF file for an open alert, whatever its suppressions say.
	HideSuppressed bool
	// Quiet leaves out the line that sums up.
	Quiet bool
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

// broken breaks a clean text into lines where it goes to a terminal. The first columns of the first line are taken, the
// other lines stand indented.
func (o Options) broken(text string, indent, taken int) []string {
	if o.Width == 0 {
		return []string{text}
	}
	return hang(text, o.width(), indent, taken)
}
