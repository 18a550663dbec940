// Package unguarded reports destructive commands that some way through the script reaches without asking a guard.
//
// Where an undeclared command decides over the way, the finding names it and prints the configuration that would
// declare it: names lie, so the tool does not guess from "is_idle" that a command is a guard.
package unguarded

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wipelint/wipelint/analyzers/finding"
	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/rule"
)

//go:embed doc.md
var doc string

const name = "unguarded"

// Rule is WL1001.
var Rule = rule.New(name, "WL1001", rule.Error, doc, run, finding.Requires...)

func run(pass *analysis.Pass) (any, error) {
	for f := range finding.Of(pass, name) {
		if f.Flaw.Prompt != nil {
			f.Note()
		}
		f.Report(message, advice(f))
	}
	return nil, nil
}

func message(f *finding.Finding) string {
	m := f.Command() + "; "
	if f.Flaw.Policy == guardflow.PolicyBackup {
		return m + "no backup of " + f.Target() + " has to have succeeded before, as the policy asks"
	}
	if f.Prunes() && f.Flaw.Prompt == nil {
		return f.Called() + "; nothing looks whether there is a newer backup"
	}
	if f.Flaw.Prompt != nil {
		if question := f.Question(); question != "" {
			return m + "only a person's answer to " + question + " decides"
		}
		return m + "only a person's answer decides"
	}
	if g := f.Flaw.Unfollowed; g != nil && len(g.Command) <= longestCall && !strings.Contains(g.Command, "\n") {
		return m + "it is too tangled to follow what " + finding.Code(f.Tangled()) + " decides"
	}
	if c := finding.Candidates(f.Flaw); len(c) > 0 {
		if text := f.Unasked("nothing looks whether", ", unless "+finding.Either(c)+" does"); f.Fits(text) || !f.Tight() {
			return text
		}
		return f.Unasked("nothing looks whether", "") // the places beside the message, and the help, have the names
	}
	if h := f.Flaw.Heard; h != nil && len(h.Command) <= longestCall && !strings.Contains(h.Command, "\n") {
		return m + finding.Code(f.Heard()) + " " + h.Brief
	}
	if f.Flaw.Lost != nil {
		return m + finding.Code(f.Flaw.By) + " takes the rest of the list, so that nothing looks whether " + f.Target() + " is in use"
	}
	if f.Site.Mounted {
		return f.Unmounted()
	}
	if len(f.Site.Guards) > 0 {
		if text := f.Unasked("on one way here nothing looks whether", ""); f.Fits(text) || !f.Tight() {
			return text
		}
		return f.Unasked("on one way nothing looks whether", "")
	}
	return f.Unasked("nothing looks whether", "")
}

func advice(f *finding.Finding) string {
	if f.Flaw.Policy == guardflow.PolicyBackup {
		return "make a backup of " + f.Target() + " on every way here, and stop unless it succeeds; a command of your own that makes one is a [[guard]] with asks = \"backup\""
	}
	if f.Flaw.Prompt != nil {
		m := "ask a guard of " + f.Target() + " too, after the question, and stop unless it says idle"
		m += f.Asking()
		return m
	}
	if f.Prunes() {
		return "remove old ones only behind a new one: make the backup first, in the same script, and stop unless that succeeds, with the command that makes it for BACKUP: " +
			finding.Code("BACKUP || exit 1")
	}
	if f.Flaw.Lost != nil {
		m := "leave the list to the loop: " + finding.Code(f.Flaw.By+" … </dev/null")
		if f.Flaw.By == "ssh" {
			m += ", or " + finding.Code("ssh -n")
		}
		return m
	}
	if h := f.Flaw.Heard; h != nil && len(h.Words) > 0 {
		return "if one of them means that " + f.Target() + " is idle, declare what the answer says in .wipelint.toml:\n" + answers(h)
	}
	code := f.Ask()
	if f.Site.Mounted {
		m := "unmount what the script has mounted before its folder is deleted, and stop unless that succeeds"
		if code != "" {
			m += ": " + finding.Code(code)
		}
		return m
	}
	if len(f.Flaw.Candidates) > 0 {
		names := finding.Candidates(f.Flaw)
		return ask(f, code) + "; or, where " + finding.Either(names) + " tells whether " + f.Target() + " is idle, declare that in .wipelint.toml:\n" + configuration(f.Flaw)
	}
	if code == "" {
		line, entry := f.Own()
		return ask(f, "") + ", as " + finding.Code(line) + " with a command of yours, declared in .wipelint.toml:\n" + entry
	}
	return ask(f, code)
}

// ask says which question to ask, with a line to paste where one is known for the kind of target.
func ask(f *finding.Finding, code string) string {
	m := "ask a guard of " + f.Target() + " on every way here, and stop unless it says idle"
	switch {
	case code == "":
		return m
	case finding.AsksProcess(code):
		return m + ", as with the process that uses it for NAME: " + finding.Code(code)
	}
	return m + ": " + finding.Code(code)
}

// longestCall is how long a question's call may be to stand in the first line.
const longestCall = 60

// answers is the entry that declares how a question's answer is read, with the words that the script knows.
func answers(h *guardflow.Heard) string {
	var words []string
	for _, w := range h.Words {
		words = append(words, fmt.Sprintf("%q", w))
	}
	name, _, _ := strings.Cut(h.Command, " ")
	return fmt.Sprintf("\n[[guard]]\ncommand = %q\nkind = \"query\"\nasks = \"state\"\nidle-words = [%s]", name, strings.Join(words, ", "))
}

// configuration is the entry that declares each candidate. The statuses are the ones that the script acts on;
// every other one then counts as a failure of the guard.
func configuration(flaw *guardflow.Flaw) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, c := range flaw.Candidates {
		if seen[c.Command] {
			continue
		}
		seen[c.Command] = true
		idle, active := 1, 0
		if c.Zero {
			idle, active = 0, 1
		}
		fmt.Fprintf(&b, "\n[[guard]]\ncommand = %q\nidle-status = [%d]\nactive-status = [%d]\n", c.Command, idle, active)
	}
	return strings.TrimPrefix(strings.TrimSuffix(b.String(), "\n"), "\n")
}
