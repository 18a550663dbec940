package guardflow

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A Verdict is what is proved about a site.
type Verdict string

// The verdicts of the specification.
const (
	Guarded   Verdict = "guarded"   // every way to the site got "idle" from a guard of its target
	Prompted  Verdict = "prompted"  // only a human's typed confirmation stands before it
	Unguarded Verdict = "unguarded" // a way leads there with no guard asked
	Flawed    Verdict = "flawed"    // a guard ran, and an answer other than idle does not stop the command
)

// A Result is what the executor found out about one script.
type Result struct {
	Sites  []*Site   // in the order of the files and positions
	Opaque []*Opaque // commands that could not be resolved, in the same order
	// Files are the scripts that took part: the main one and what it sources, by their paths.
	Files []*script.Script
	// Steps is the work that the run took, in statements executed in one state.
	Steps int
	// Incomplete are the places past which the executor could not follow the script, by a fault of its own.
	Incomplete []place.Range
	// Beyond are the places that are too deep, or have too many ways, to be followed: what they destroy may not be among the sites.
	Beyond []place.Range
}

// A Site is a destructive command of the script.
type Site struct {
	At      place.Range  // the command's own first word
	Whole   place.Range  // the command with its operands
	Command string       // its words as written, on one line
	Why     string       // what it does, third person: "reinstalls the operating system"
	Target  string       // what it destroys, as a person would name it: "/dev/sda", "$host", "this machine"
	Mounted bool         // the target is a folder in which the script itself has mounted something
	Below   bool         // that lies below what the command names
	Kind    catalog.Kind // what its target is; none where that is this machine
	Verdict Verdict
	Flaws   []*Flaw  // the most specific first: Flaws[0] is the primary one; when guarded there is a fanout at most
	Guards  []*Guard // the guards that prove it, or that were asked about its target
	// Alone says that nothing in the file calls the function that the site stands in, so it was judged as if
	// called after everything else.
	Alone bool
	// From is the function that was run then, if it is another one than the site stands in, and Called a place where the text names it
	// although no way came there; nil if there is none.
	From   string
	Called *place.Range
	// Approximations are what the verdict rests on that is not just what a shell would do.
	Approximations []Approximation
	// Assumptions are what the verdict takes for granted, of a site that is guarded.
	Assumptions []proof.Assumption
}

// A Guard is a guard's call in the script.
type Guard struct {
	At      place.Range // its own first word
	Whole   place.Range
	Command string
	Looks   string         // what it looks at: "processes named mysqld on $host"
	Made    bool           // it is no guard: the script made the target by this command
	Instead string         // for a guard that cannot tell "idle" from "failed": a command that can
	Entry   *catalog.Guard // how its answer is read
}

// A Step is one step of the way to a site, in plain words.
type Step struct {
	At   place.Range
	Text string
	// Guard is the guard that answers at this step, and Answer what it says: "idle", "active" or "error". Both are empty at
	// other steps.
	Guard, Answer string
	// Branches are the conditions that the way met since the step before, with this one, whether they are told or not.
	Branches []Branch

	of *domain.Step // what it is made of, until its words are found
}

// A Branch is what a condition came to on a way.
type Branch struct {
	At      place.Range // the command whose status decides, or the word of a case
	Success bool        // its status was 0
	Pattern string      // of a case: the pattern that matches
}

// A Flaw is one way in which a site is not protected.
type Flaw struct {
	Kind    string // a rule's name
	Guard   *Guard // the guard that does not stop the command; nil when none was asked
	Outcome string // the guard's answer on the witnessed way: "active", "error", or "" (not asked)
	Status  string // the exit status that the guard gave there, in words: "3", "255", "any status but 0 and 1"
	Lost    *Step  // where the answer was lost; nil for a command with no guard
	Witness []Step // the way to the site, from the first decisive step; the last one is the site
	// Unfollowed is a guard of which it is not known what becomes of its answer, as the ways here were not followed one by one.
	Unfollowed *Guard
	// Candidates are undeclared commands whose status alone decides whether the site runs.
	Candidates []*Candidate
	// Weak says that the tool cannot tell whether the guard's status means idle or error, so that the finding is a warning.
	Weak bool
	// Through is the command that runs the guard, where that is because it ends with the guard's status for idle when it fails itself.
	Through string
	// By names the construct that loses the answer where the kind has several: "local", "echo", "if", "!", "$( )", "|| true".
	By string
	// Other is the other target for wrongtarget.
	Other string
	// Part is the option by which that guard asked about a part only of what the site destroys: "-l app=web".
	Part string
	// Chosen is the filter that leaves a part only of what that guard says: "tail -n +2".
	Chosen string
	// Policy names the policy of the configuration that the way breaks: PolicyBackup, PolicyLocal, or "".
	Policy string
	// Role says that the guard's answer was compared with the name of a role, which says neither idle nor active.
	Role domain.Role
	// Empty, Split and Fan say what the kinds about the reach of a command need: what is empty, how its selector is split,
	// and what runs it in several places at the same time.
	Empty *domain.Emptied
	Split *domain.Split
	// Astray says for lostcwd how the script comes to be in another folder.
	Astray *value.Astray
	Fan    *proof.Fan
	// World is the world of the witness.
	World *World
	// Says is what the guard does on that way, in words that go behind its name: "exits 3: no such unit".
	Says string
	// Prompt is the question to a person that alone stands before the command, Asked one whose answer does not matter to it.
	Prompt, Asked *Guard

	// Heard is a question that the script asked on the way and that is no evidence; nil for none.
	Heard *Heard

	way way // until it is put into words
}

// A Heard is a question whose answer is no evidence.
type Heard struct {
	*Guard
	Brief  string // what it lacks, as a short clause that follows its call: "tells nothing of its use"
	Reason string // what is not known of it, as a clause that follows its call: "only fetches the answer of a URL"
	// Words are what the script compares the answer with, and nobody knows the meaning of.
	Words []string
}

// Undeclared are the candidates of a flaw that may be declared as guards: nobody wants to do so with those that destroy
// something themselves.
func (r *Result) Undeclared(f *Flaw) []*Candidate {
	return slices.DeleteFunc(slices.Clone(f.Candidates), func(c *Candidate) bool {
		return slices.ContainsFunc(r.Sites, func(s *Site) bool {
			return s.At.Script == c.At.Script && s.At.Start == c.At.Start
		})
	})
}

// A Candidate is an undeclared command whose exit status decides over a site.
type Candidate struct {
	At      place.Range
	Command string // its name
	Zero    bool   // the site runs when it exits 0 (else when it does not)
}

// An Opaque is a command that cannot be resolved.
type Opaque struct {
	At     place.Range
	What   string // as the script writes it: "$cmd", "source /etc/default/x"
	Reason string // why it cannot be followed: "only known at run time"
	Coded  bool   // it is what a tool decodes: somebody has made it hard to read
}
