package driver

import (
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/rule"
)

// Results are what a run found, in the order of file names and positions. They hold no syntax trees.
type Results struct {
	Findings []*Finding
	Sites    []*Site
	Errors   []*Error
	// Scripts is how many scripts were analysed.
	Scripts int

	lines map[line]string
}

// Line gives the text of a line at or next to a finding's places, without its line ending.
func (r *Results) Line(file string, number int) (text string, ok bool) {
	text, ok = r.lines[line{file, number}]
	return text, ok
}

// KeepLine adds the text of a line for reports to show.
func (r *Results) KeepLine(file string, number int, text string) {
	if r.lines == nil {
		r.lines = map[line]string{}
	}
	r.lines[line{file, number}] = text
}

// A line names a line of a file.
type line struct {
	file   string
	number int
}

// A Place is a part of a file. Lines and columns count from 1, columns in bytes; the end is the position behind the
// last byte.
type Place struct {
	File               string
	Line, Column       int
	EndLine, EndColumn int
}

// A Finding is a rule's diagnostic.
type Finding struct {
	Rule     string // the rule's name
	Code     string
	Severity rule.Severity // in effect: after the configuration
	Place
	Message string
	// Related are the other places that matter: the guard, the step that lost its answer.
	Related []Related
	// Advice is what to write instead, in words.
	Advice []string
	// Fixes are changes that can be applied.
	Fixes []Fix
	// Witness is a way that leads to the finding.
	Witness []Step
	// Approximations are those of the destructive command that the finding is about.
	Approximations []Approximation
	// Replay is what came of running the script in the world of the finding; nil where that was not asked for.
	Replay *replay.Result
}

// A Related is a place with what there is to say about it.
type Related struct {
	Place
	Message string
}

// A Fix is a change of the script.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the text of a place.
type Edit struct {
	Place
	NewText string
}

// A Step is one step of a witness.
type Step struct {
	Place
	Text string
}

// A Site is a destructive command with what is proved about it.
type Site struct {
	Place
	Command string
	Verdict string
	Rules   []string // the primary one first; empty when guarded
	Guards  []Guard
	// Approximations say what the verdict rests on that is not just what a shell would do.
	Approximations []Approximation

	alone bool
}

// An Approximation is a place that was not followed just as a shell would. Its reason is one of a fixed set of words.
type Approximation struct {
	Place
	Reason, Message string
}

// A Guard is a call of a guard that stands for a site.
type Guard struct {
	Place
	Command string
	Made    bool // it made what the site destroys, so that there is no data on it
}

// An Error is something that kept the run from doing its work. File is empty where it is about no file, Line and
// Column are 0 where it is about no place in it.
type Error struct {
	File         string
	Line, Column int
	Message      string
	// Stack is where the program was, for its own faults.
	Stack string
}
