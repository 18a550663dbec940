// Package finding turns what guardflow proved about a script into diagnostics. A rule picks its flaws here and only
// adds its wording; positions, related places, severity and what limits the proof are the same for all rules.
package finding

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"golang.org/x/tools/go/analysis"
)

// Requires is what the analyzer of a rule that uses this package requires.
var Requires = []*analysis.Analyzer{guardflow.Analyzer, guardflow.InputAnalyzer}

// A Finding is a destructive command with the flaw that a rule reports.
type Finding struct {
	Site *guardflow.Site
	Flaw *guardflow.Flaw

	pass *analysis.Pass
	as   rule.Severity // "" for the rule's own
	room int           // how much of a command the message has room for; 0 for all
	line int           // how long the message may be behind the verdict
	// targetRoom is how much of the target's name stands behind a command that has lost its operands.
	targetRoom int
	code       []string // what messages repeat of the script
	related    []analysis.RelatedInformation
}

// Of yields the destructive commands of the pass whose primary flaw is of the kind that the rule is named after.
// The less specific flaws of a command stay silent: one command, one finding.
func Of(pass *analysis.Pass, kind string) iter.Seq[*Finding] {
	return func(yield func(*Finding) bool) {
		for _, site := range Result(pass).Sites {
			if len(site.Flaws) == 0 || site.Flaws[0].Kind != kind {
				continue
			}
			flaw := *site.Flaws[0]
			flaw.Candidates = slices.DeleteFunc(Result(pass).Undeclared(&flaw), func(c *guardflow.Candidate) bool {
				return !declarable.MatchString(c.Command) || doing.MatchString(c.Command) || setting.MatchString(c.Command)
			})
			told := *site
			told.Command = asWritten(site)
			if !yield(&Finding{Site: &told, Flaw: &flaw, pass: pass}) {
				return
			}
		}
	}
}

// declarable matches names that a configuration can declare: "$@" and what a script puts together are none.
var declarable = regexp.MustCompile(`^[\w./+:-]*\w[\w./+:-]*$`)

// doing matches names that say that something is done, and not that anything is asked: nobody is told to declare wait_for_file as a guard.
var doing = regexp.MustCompile(`^_*(wait|download|fetch|retry|install|log|print|copy|build|create|make|setup|mount|unmount|start|upload|send|write|config|configure)($|[-_])`)

// setting matches names of functions that read a flag of the configuration, as the libraries of resource agents and of initramfs have them.
var setting = regexp.MustCompile(`^_*(\w+_)?is_?(true|false|yes|no|on|off|set|enabled|empty|dry_?run|verbose|debug|root|ubuntu|debian|fedora|suse|opensuse|rhel|centos|arch|linux|mac|macos|darwin|function|(positive_)?integer|number|numeric|integer)$|^getarg(bool|num)?$|^(un)?trueish$|^(str)?to_?bool$`)

// Result returns what the executor found out about the script of the pass.
func Result(pass *analysis.Pass) *guardflow.Result {
	return pass.ResultOf[guardflow.Analyzer].(*guardflow.Result)
}

// Weaken makes the finding a warning, for a rule that is an error otherwise.
func (f *Finding) Weaken() { f.as = rule.Warning }

// Note makes the finding a note.
func (f *Finding) Note() { f.as = rule.Note }

// relate adds a place that helps to understand the finding.
func (f *Finding) relate(at place.Range, message string) {
	if pos, end := guardflow.Place(f.pass.Fset, at); pos.IsValid() {
		f.related = append(f.related, analysis.RelatedInformation{Pos: pos, End: end, Message: message})
	}
}

// guarded is the verdict that a message does not begin with: a finding about such a command is about something else.
const guarded = guardflow.Guarded

// Report reports the finding at the command's first word. The message gets the verdict in front; it is worded anew with less of the
// commands until it is short enough. Advice says what to write instead.
func (f *Finding) Report(message func(*Finding) string, advice string) {
	pos, end := guardflow.Place(f.pass.Fset, f.Site.At)
	f.code = nil
	f.Target()
	d := analysis.Diagnostic{Pos: pos, End: end, Message: f.word(message)}
	d.Message = rule.MarkCode(d.Message, f.code)
	d.Category = string(f.as)
	if advice != "" {
		d.SuggestedFixes = []analysis.SuggestedFix{{Message: rule.MarkCode(advice, f.code)}}
	}
	if g := f.Flaw.Guard; g != nil {
		f.relate(g.At, f.guardNote(g))
	}
	if lost := f.Flaw.Lost; lost != nil && lost.Text != "" {
		f.relate(lost.At, lost.Text)
	}
	if p := f.Flaw.Prompt; p != nil {
		f.relate(p.At, "the question")
	}
	if p := f.Flaw.Asked; p != nil {
		f.relate(p.At, "no answer to this is needed: another word, or end of file, leads to the command too")
	}
	if h := f.Flaw.Heard; h != nil {
		f.relate(h.At, "no evidence: it "+h.Reason)
	}
	for _, c := range f.Flaw.Candidates {
		f.relate(c.At, "an undeclared command decides here: "+c.Command)
	}
	d.Related = f.related
	f.pass.Report(d)
}

// guardNote says what a guard looks at, and what it does on the way that the finding is about.
func (f *Finding) guardNote(g *guardflow.Guard) string {
	// An entry that does not say what kind of thing it looks at leaves only the thing.
	looks := strings.TrimSpace(strings.TrimPrefix(g.Looks, ":"))
	switch {
	case looks == "" && f.Flaw.Says == "":
		return "the guard"
	case looks == "":
		return "the guard: it " + f.Flaw.Says
	case f.Flaw.Says == "":
		return "the guard: it looks at " + strings.TrimPrefix(looks, "on ")
	}
	return "the guard: it looks at " + strings.TrimPrefix(looks, "on ") + "; it " + f.Flaw.Says
}
