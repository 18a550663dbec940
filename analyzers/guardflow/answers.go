package guardflow

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// An answer is what a guard says in a world.
type answer struct {
	outcome domain.Outcome
	status  int // -1 where that is not known
	output  symexec.Output
	text    string // what it printed, if that is known
	meaning string // what the status says beside idle and active
	failed  string // the command that ran the guard, and failed itself
	query   bool
	printed bool // what it printed matters
}

// answer finds out what a guard says at the i-th step.
func (t *telling) answer(i int) answer {
	s := t.steps[i]
	e := s.Ask.Entry
	meanings := e.Meanings
	failed, own := s.FailedIn()
	if failed != "" {
		meanings = own
	}
	a := answer{outcome: s.Outcome, status: -1, failed: failed, query: e.Query}
	prefer := meanings
	if s.Outcome&domain.Failed != 0 && failed == "" && e.Function == "" {
		prefer = append(slices.Clip(meanings), usual...)
	}
	if n, ok := t.Status(i, prefer); ok {
		a.status = n
		a.meaning = meaningOf(meanings, n)
	}
	var heard bool
	a.output, a.text, heard = t.Printed(i)
	a.printed = failed == "" && (e.IdleOutput != "" || e.Query || heard && a.output == symexec.PrintedNothing)
	return a
}

// usual are the failures that a command has whose own are not known.
var usual = []catalog.Meaning{{Status: 1}, {Status: 127}}

func meaningOf(list []catalog.Meaning, status int) string {
	for _, m := range list {
		if m.Status == status {
			return m.Text
		}
	}
	switch { // bash(1), EXIT STATUS
	case status == 127:
		return "there is no such command"
	case status == 126:
		return "it could not be started"
	case status > 128 && status < 160:
		return "a signal ended it"
	}
	return ""
}

// does says what the guard does, without what that means: "exits 1 and prints nothing".
func (a answer) does(behind string) string {
	var parts []string
	if a.status >= 0 && !(a.status == 0 && a.printed && a.output != symexec.PrintedUnknown) {
		parts = append(parts, fmt.Sprintf("%s %d", behind, a.status))
	}
	if a.printed {
		switch a.output {
		case symexec.PrintedNothing:
			parts = append(parts, "prints nothing")
		case symexec.PrintedText:
			parts = append(parts, "prints "+code(a.text))
		case symexec.PrintedSomething:
			parts = append(parts, "prints something")
		case symexec.PrintedUnknown: // it is not said
		}
	}
	if behind == "exit" {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, " and ")
}

// sentence says what a guard does, and what that means.
func (a answer) sentence(name string) string {
	if a.failed != "" {
		what := code(a.failed)
		if a.status >= 0 {
			what += fmt.Sprintf(" exits %d", a.status)
		} else {
			what += " fails"
		}
		if a.outcome&domain.Ambiguous != 0 {
			return what + ", as it does when it fails itself and " + name + " has not run"
		}
		if a.meaning != "" {
			what += ": " + a.meaning
		}
		return what + "; " + name + " has not answered"
	}
	does := a.does("exits")
	switch {
	case a.outcome&domain.Active != 0:
		return join(name, does, "answers") + ", which means in use"
	case a.outcome&domain.Failed != 0:
		if a.meaning != "" {
			return join(name, does, "fails") + ": " + a.meaning
		}
		return join(name, does, "fails") + ", which is no answer"
	case a.outcome&domain.Ambiguous != 0:
		text := join(name, does, "ends")
		if a.meaning != "" {
			return text + ": " + a.meaning
		}
		return text + `, which means "not in use" as well as "could not look"`
	case a.outcome&domain.Idle != 0:
		return join(name, does, "answers") + ", which means idle"
	case a.outcome == domain.Answered && a.output == symexec.PrintedUnknown:
		return name + " answers"
	}
	return join(name, does, "answers")
}

func join(name, does, otherwise string) string {
	if does == "" {
		does = otherwise
	}
	return name + " " + does
}

// clause names a guard's answer in a word, with what the guard did in brackets.
func (a answer) clause(name string) string {
	says := "answers"
	switch {
	case a.failed != "" && name == "":
		says = "is not asked, as " + code(a.failed) + " fails"
	case a.failed != "":
		name = code(a.failed) + " in front of " + name
		says = "fails"
	case a.outcome&domain.Active != 0:
		says = "says in use"
	case a.outcome&domain.Failed != 0:
		says = "fails"
	case a.outcome&domain.Ambiguous != 0:
		says = "cannot tell"
	case a.outcome&domain.Idle != 0:
		says = "says idle"
	}
	does := a.does("exit")
	if does != "" && a.meaning != "" && a.outcome&(domain.Failed|domain.Ambiguous) != 0 {
		does += ": " + a.meaning
	}
	if does != "" {
		says += " (" + does + ")"
	}
	return name + " " + says
}

// asked is a guard's answer as a step.
func (t *telling) asked(i int, name string) string { return t.said[i].sentence(name) + t.unheard(i) }

// unheard adds that nobody looks at a status that is not idle.
func (t *telling) unheard(i int) string {
	a, s := t.said[i], t.steps[i]
	if a.status <= 0 && (a.query || s.Ask.Entry.IdleOutput != "") || a.outcome&(domain.Active|domain.Failed|domain.Ambiguous) == 0 {
		return ""
	}
	for _, later := range t.steps[i+1:] {
		switch later.Kind {
		case domain.Asked:
			if later.Ask.First() == s.Ask.First() {
				return "; nobody looks at the status"
			}
		case domain.Consumed, domain.PipeMasked, domain.Masked, domain.StaleRead, domain.Backgrounded, domain.ErrexitIgnored:
			if later.Ask != nil && later.Ask.First() == s.Ask.First() {
				return ""
			}
		case domain.Tested, domain.TestFailed, domain.Branched, domain.CommandDecided, domain.Chosen:
			if later.Kind == domain.Branched || later.Kind == domain.Tested && a.printed {
				continue
			}
		case domain.TrapRuns, domain.SubshellExit, domain.GivenUp:
			return ""
		default: // it is not about an answer
		}
	}
	return "; nobody looks at the status"
}

// says is what the flaw's guard does, for its place; "" where it does not answer on this way.
func (t *telling) says(at int) string {
	g := t.flaw.Guard
	if g == nil {
		return ""
	}
	found := -1
	for i, s := range t.steps {
		if s.Kind == domain.Asked && s.Ask.At == g.At && (found < 0 || i <= at || at < 0) {
			found = i
		}
	}
	if found < 0 {
		return ""
	}
	return strings.TrimSpace(t.said[found].clause(""))
}

// mostGiven is how many variables and commands a world is named by.
const mostGiven = 4

// world names the world of the way: which guard answered what, and what else had to be so.
func (t *telling) world(w *World) string {
	var clauses []string
	last := map[place.Range]int{}
	for i, s := range t.steps {
		if s.Kind == domain.Asked && !s.Ask.Made {
			last[s.At] = i
		}
	}
	for i, s := range t.steps {
		if s.Kind == domain.Asked && last[s.At] == i && !s.Ask.Made {
			clauses = append(clauses, t.said[i].clause(guardName(s.Ask)))
		}
	}
	if len(clauses) == 0 {
		clauses = append(clauses, "no guard is asked")
	}
	var more []string
	for i, s := range t.steps {
		if s.Kind == domain.CommandDecided && s.Outcome != domain.Idle && (i == 0 || !turned(t.steps[i-1], s)) {
			more = append(more, code(s.Text)+" fails")
		}
	}
	for _, g := range w.Given {
		name := "$" + g.Name
		if g.Name == "" {
			name = fmt.Sprintf("$%d", g.Index)
		}
		switch {
		case g.Unset:
			more = append(more, name+" is not set")
		case g.Some:
			if containsFlag(t.flaw, name) {
				more = append(more, name+" is not empty")
			}
		default:
			more = append(more, name+" is "+word(g.Text))
		}
	}
	if n := len(more); n > mostGiven {
		more = append(more[:mostGiven:mostGiven], fmt.Sprintf("%d more", n-mostGiven))
	}
	clauses = unique(append(clauses, more...))
	text := strings.Join(clauses, ", ")
	if n := len(clauses); n > 1 {
		text = strings.Join(clauses[:n-1], ", ") + " and " + clauses[n-1]
	}
	return "in the world in which " + text
}

// containsFlag reports whether it is a variable that opens a way past the guards.
func containsFlag(f *Flaw, name string) bool {
	return f.Kind == "bypass" && strings.Contains(f.By, name)
}

// unique takes out what was said before.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
