package guardflow

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// The words of all steps are made here. A step stands alone: it names what it is about.

// words says what happens at the i-th step; -1 stands for a step that is not on the way.
func (t *telling) words(i int, s *domain.Step) string {
	name := ""
	if s.Ask != nil {
		name = guardName(s.Ask)
	}
	switch s.Kind {
	case domain.Asked:
		if i < 0 {
			return name + " answers"
		}
		return t.asked(i, name)
	case domain.PipeMasked:
		if s.By == "<( )" {
			return "nobody looks at the status of " + name + " in <( )"
		}
		return "the status of a pipeline is that of its last command: nobody looks at that of " + name
	case domain.StaleRead:
		if s.Text == "$?" {
			return "$? is now the status of " + code(s.By) + ": nobody looks at that of " + name
		}
		return "what is looked at here is the status of " + code(s.By) + ": nobody looks at that of " + name
	case domain.Masked:
		return code(s.By) + " ends with its own status, 0: nobody looks at that of " + name
	case domain.SubshellExit:
		return subshell(s)
	case domain.LostVariable:
		return "$" + s.By + " was changed in a subshell; here it still has its old value"
	case domain.ErrexitIgnored:
		return "set -e does not stop here: the shell ignores it " + inside(s.By)
	case domain.Consumed:
		return t.consumed(i, s, name)
	case domain.Backgrounded:
		return "`&` starts " + name + " and goes on without its answer"
	case domain.LoopEnded:
		return "the loop gives up, and the script goes on"
	case domain.TrapRuns:
		switch s.By {
		case "EXIT":
			return "the script ends, and the trap on EXIT runs"
		case "ERR":
			return "a command fails, and the trap on ERR runs"
		}
		return "a signal comes, and the trap on " + s.By + " runs"
	case domain.NameTested:
		return "this tests the word " + code(s.By) + ", which is never empty, and runs nothing"
	case domain.TestFailed:
		return code(t.Test(s)) + " fails with status 2, which counts as false"
	case domain.Empties:
		return emptyText(s.By, s.Text, false)
	case domain.Strays:
		return strayText(s.By, s.Text, s.Took == domain.TookElse)
	case domain.InputTaken:
		return code(s.By) + " reads what is left of standard input: the loop finds no further line"
	case domain.Divides:
		return "the selector ends with " + s.By + ": the next word is " + s.Text
	case domain.Torn:
		if p := t.flaw.Split; p != nil {
			return tornText(p.Torn, p.First, p.Text)
		}
	case domain.GivenUp:
		return abort(s.By) + " makes bash give up the whole line: it goes on with the next one"
	case domain.Wiped:
		return "a command destroys " + s.By
	case domain.Waited:
		return "the script waits: " + code(s.By)
	case domain.CommandDecided:
		return decided(s)
	case domain.Tested:
		if s.Outcome == domain.Idle {
			return code(t.Test(s)) + " is true"
		}
		return code(t.Test(s)) + " is false"
	case domain.Branched:
		return ended(s)
	case domain.Chosen:
		if text, ok := t.Word(s); ok {
			return code(s.To.Text()) + " is " + word(text) + " here, so the list of " + code(s.At.Text()+")") + " runs"
		}
		if s.At.Text() == "*" {
			return code(s.To.Text()) + " is none of what stands above, so the list of `*)` runs"
		}
		return code(s.To.Text()) + " matches " + code(s.At.Text()) + ", so the list of that runs"
	case domain.TrapSet, domain.Called: // only what runs in them is told
	}
	return ""
}

// abort names an error in the script that ends more than a command.
func abort(by string) string {
	switch by {
	case "arithmetic":
		return "a number that cannot be computed"
	case "expansion":
		return "an expansion that fails"
	case "operands":
		return "a builtin with more than one number"
	}
	return "the assignment to a readonly variable"
}

// subshell says what an exit in a subshell comes to.
func subshell(s *domain.Step) string {
	by := s.Text
	if text := s.At.Text(); strings.HasPrefix(text, by) {
		by = text
	}
	by = code(by)
	switch {
	case strings.HasPrefix(s.Text, "set -"):
		by = "the abort by " + s.Text
	case s.Text == "arithmetic" || s.Text == "readonly" || s.Text == "expansion" || s.Text == "operands":
		by = abort(s.Text)
	}
	switch s.By {
	case "( )", "$( )", "<( )", ">( )":
		return by + " leaves only the subshell " + s.By + ": the script goes on"
	case "&":
		return by + " leaves only the job that & started: the script goes on"
	case "pipeline":
		return by + " leaves only this part of the pipeline, which is a subshell: the script goes on"
	}
	return by + " leaves only the shell that " + s.By + " started: the script goes on"
}

func inside(construct string) string {
	switch construct {
	case "if", "while", "until":
		return "in the condition of " + code(construct)
	case "!":
		return "behind `!`"
	case "&&", "||":
		return "left of " + code(construct)
	}
	return "in " + code(construct)
}

// consumed says what a construct makes of a guard's status.
func (t *telling) consumed(i int, s *domain.Step, name string) string {
	switch s.By {
	case "$?", "PIPESTATUS":
		if i >= 0 {
			if n, ok := t.Status(i, nil); ok {
				return fmt.Sprintf("the script reads the status of %s: %d", name, n)
			}
		}
		return "the script reads the status of " + name
	case "set -e":
		return "" // what fails there ends the script, and what succeeds is no step
	}
	status := "a failure"
	for k := i - 1; k >= 0; k-- {
		if t.steps[k].Kind == domain.Asked && t.steps[k].Ask.First() == s.Ask.First() {
			if n := t.said[k].status; n > 0 {
				status = fmt.Sprintf("status %d", n)
			}
			break
		}
	}
	return branched(s, status)
}

// branched says which way a condition goes, for one whose status was not told right before. failure is what that is if it is not 0.
func branched(s *domain.Step, failure string) string {
	yes := s.Outcome == domain.Idle
	switch s.By {
	case "!":
		if yes {
			return "`!` turns the status 0 into a failure"
		}
		return "`!` turns the failure into a success"
	case "if", "while", "until":
		truth := "false"
		if yes {
			truth = "true"
		}
		return "the condition of " + code(s.By) + " is " + truth + ", " + consequence(s)
	case "|| true", "|| :":
		if yes {
			return ""
		}
		return code(s.By) + " makes a success of the failure: nobody looks at the status"
	case "&&", "||":
		if yes {
			return code(s.By) + " sees status 0, " + consequence(s)
		}
		return code(s.By) + " sees " + failure + ", " + consequence(s)
	}
	return ""
}

// ended says which way a condition goes by how a command of the script itself ended.
func ended(s *domain.Step) string {
	if s.By != "&&" && s.By != "||" && s.By != "|| true" && s.By != "|| :" {
		return branched(s, "a failure")
	}
	text := code(s.At.Text()) + " ends with a failure"
	if s.Outcome == domain.Idle {
		text = code(s.At.Text()) + " ends with status 0"
	}
	return text + ", " + consequence(s)
}

// consequence says what a condition makes run, behind what its status was.
func consequence(s *domain.Step) string {
	if s.By == "!" {
		return "which `!` turns around"
	}
	operator := strings.Fields(s.By + " x")[0]
	right := "what follows " + code(operator)
	if s.To.Script != nil {
		right = code(operator + " " + s.To.Text())
	}
	switch s.Took {
	case domain.TookThen:
		return "so what follows `then` runs"
	case domain.TookElse:
		return "so the `else` part runs"
	case domain.TookElif:
		return "so `elif` is next"
	case domain.TookBody:
		return "so the body of the loop runs"
	case domain.TookRight:
		return "so " + right + " runs"
	case domain.TookPast:
		switch operator {
		case "if":
			return "so the `if` is skipped"
		case "while", "until":
			return "so the loop ends"
		case "&&", "||":
			return "so " + right + " is skipped"
		}
	case domain.TookNothing:
	}
	return ""
}

// decided says how a command came out that nobody declared.
func decided(s *domain.Step) string {
	text := code(s.Text) + " fails"
	if s.Outcome == domain.Idle {
		text = code(s.Text) + " succeeds"
	}
	if more := consequence(s); more != "" {
		text += ", " + more
	}
	return text
}

// reached says that the command runs, and on what.
func (t *telling) reached(s *proof.Site) string {
	call := t.Site(s.Whole)
	// In a text for another shell the words of the command are not those of the script's own.
	if strings.TrimSpace(call) == "" || len(strings.Fields(call)) != len(strings.Fields(s.Command)) && strings.Contains(call, s.Command) || strings.HasPrefix(call, `"`) && !strings.HasPrefix(s.Command, `"`) || strings.Contains(call, "&&") {
		call = s.Command
	}
	text := code(call) + " runs"
	if s.Why != "" {
		text += ": it " + s.Why
		if target := here(t.Target()); target != "" {
			text += ", here " + target
		}
	}
	return text
}

// unnamed matches what the executor calls a value of which nobody has a name: the output of a command, what came of joining several.
var unnamed = regexp.MustCompile(`\b(output|rest|words?|part|text|line) of |what a command printed|\$\d\d`)

// here is a target as a person would name it, "" where the command as written says more.
func here(target string) string {
	value, host, remote := strings.Cut(target, " on ")
	if name := strings.TrimPrefix(value, "each word of "); name != value && !unnamed.MatchString(name) {
		value = name
	}
	if value != "this machine" {
		value = strings.ReplaceAll(value, "this machine", "$(hostname)")
	}
	switch {
	case unnamed.MatchString(value):
		return ""
	case !remote || unnamed.MatchString(host):
		return value
	}
	return value + " on " + host
}

// longestCode is how much of a command a step repeats, in bytes.
const longestCode = 72

// code writes a part of a script on one line, between backquotes.
func code(text string) string {
	text = strings.Join(strings.Fields(text[:min(len(text), 16*longestCode)]), " ") // a command may have a megabyte
	if len(text) > longestCode {
		text = strings.ToValidUTF8(text[:longestCode-1], "") + "…"
	}
	return "`" + text + "`"
}

// word writes a value.
func word(text string) string {
	if text == "" {
		return "empty"
	}
	return code(text)
}

// guardName is the guard's command as written, when it is short.
func guardName(a *value.Ask) string {
	if f := strings.Fields(a.Command); len(a.Command) > 40 && len(f) > 1 {
		return "`" + f[0] + " …`"
	}
	return code(a.Command)
}
