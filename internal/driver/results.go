package driver

import (
	"github.com/wipelint/wipelint/internal/replay"
	"github.com/wipelint/wipelint/internal/rule"
)

// Results are what a run found, in the order of file names and positions. They hold no syntax trees.
type Results struct {
	Findings []*Finding
	// Suppressed are the findings that comments or a baseline take out of Findings.
	Suppressed []*Finding
	Sites      []*Site
	// Possible are calls of undeclared commands whose words say that they destroy data.
	Possible []*Possible
	Errors   []*Error
	// Baselines are what came of the baselines, by file.
	Baselines []BaselineUse
	// Off is what was switched off.
	Off Off
	// Scripts is how many scripts were analysed.
	Scripts int
	// Templates are those of them that are templates: what their holes stand for is not known.
	Templates []string
	// Given are the names of the files that were to be analysed, as findings name them; what they source is not among them.
	Given []string

	own      map[string]bool        // names of the files that were analysed
	judged   map[string]bool        // of those without errors, by absolute path
	excluded func(path string) bool // whether the configuration leaves a file out

	lines map[line]string
	texts map[string][]byte
}

// Text gives the text that a file had when its fixes were worked out, for a file that a fix changes. The caller must not change it.
func (r *Results) Text(file string) (text []byte, ok bool) {
	text, ok = r.texts[file]
	return text, ok
}

// KeepText adds the text of a file that a fix changes.
func (r *Results) KeepText(file string, text []byte) {
	if r.texts == nil {
		r.texts = map[string][]byte{}
	}
	r.texts[file] = text
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
	// Marked and MarkedAdvice are Message and Advice with signs around what is a script's text, for rule.CodeParts.
	Marked       string
	MarkedAdvice []string
	// Fixes are changes that can be applied, each proved to mend the finding; there are none unless Config.Fixes asks for them.
	Fixes []Fix
	// Witness is a way that leads to the finding.
	Witness []Step
	// World names the world of the witness: "in the world in which `mysql …` fails (exit 1, prints nothing)"; empty where the
	// finding has no witness.
	World string
	// Approximations are those of the destructive command that the finding is about.
	Approximations []Approximation
	// Replay is what came of running the script in the world of the finding; nil where that was not asked for.
	Replay *replay.Result
	// State is what the finding is to the baseline of its file: StateNew, StateUnchanged, or "" where there is none.
	State string
	// Suppressions are why the finding is one of Results.Suppressed.
	Suppressions []Suppression
	// Callers are where scripts of the run take in the file of the finding, of one that was found by running them.
	Callers []Place
	// Also are the other commands that the same cause makes unsafe, of a finding that Grouped has made.
	Also []Place

	identity identity
	cause    string // what makes the command unsafe, "" where nothing is known of it
	target   string // what the command destroys
	unasked  bool   // nothing asks about the target
	alone    bool   // the command stands in a function that nothing in its file calls
	members  []*Finding
}

// A Related is a place with what there is to say about it.
type Related struct {
	Place
	Message string
}

// A Fix is a change of the script that mends a finding. All of its edits belong together.
type Fix struct {
	Message string
	// Safe says that nothing changes where the guard says idle.
	Safe bool
	// Edits do not overlap, and are in the order of their places.
	Edits []Edit
}

// An Edit replaces the text of a place.
type Edit struct {
	Place
	// Start and End are the place in bytes from the file's beginning.
	Start, End int
	NewText    string
}

// A Step is one step of a witness.
type Step struct {
	Place
	Text string
	// Guard is the guard that answers at this step, and Answer what it says: "idle", "active" or "error". Both are empty at
	// other steps.
	Guard, Answer string
	// Branches are the conditions that the way met since the step before, with this one, whether they are told or not.
	Branches []Branch
}

// A Branch is what a condition came to on a way.
type Branch struct {
	Place          // the command whose status decides, or the word of a case
	Success bool   // its status was 0
	Pattern string // of a case: the pattern that matches
}

// A Site is a destructive command with what is proved about it.
type Site struct {
	Place
	Whole   Place // the command with its operands
	Command string
	Why     string // what it does, in the third person: "reinstalls the operating system"
	Target  string // what it destroys, as a person would name it; empty where that is not known
	// Kind is what the target is: machine, host, device, path, service, database, resource, or any where nobody knows.
	Kind string
	// Owners are whose file it is, by a CODEOWNERS file; the driver does not fill this in.
	Owners  []string
	Verdict string
	Rules   []string // the primary one first; empty when guarded
	Guards  []Guard
	// Approximations say what the verdict rests on that is not just what a shell would do.
	Approximations []Approximation
	// Assumptions say what the verdict takes for granted, of one that is guarded.
	Assumptions []Assumption
	// Candidates are undeclared commands whose exit status alone decides whether the command runs.
	Candidates []Candidate
	// Questions are those to a person of which the confirmation alone stands before the command; only of prompted ones.
	Questions []Guard
	// Suppressions are those of the findings about it.
	Suppressions []Suppression

	alone bool
}

// An Approximation is a place that was not followed just as a shell would. Its reason is one of a fixed set of words.
type Approximation struct {
	Place
	Reason, Message string
}

// An Assumption is a clause that has to be true for a verdict, and the place that makes one think so.
type Assumption struct {
	Place
	Text string
}

// A Guard is a call of a guard that stands for a site.
type Guard struct {
	Place
	Whole   Place // the command with its operands
	Command string
	Looks   string // what it looks at: "processes named mysqld on $host"
	Made    bool   // it made what the site destroys, so that there is no data on it
}

// A Candidate is a call of an undeclared command, which may be a guard.
type Candidate struct {
	Place
	Command string // its name
	Zero    bool   // the destructive command runs when it exits with 0, else when it does not
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
