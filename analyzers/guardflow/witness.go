package guardflow

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec"
)

// witness puts the steps of a way into words; at is the index of the guard's answer.
func (j *judge) witness(path []*symexec.Step, _ int) []Step {
	j.path = path
	var out []Step
	for _, s := range path {
		if t := describe(s); t != "" {
			step := Step{At: s.At, Text: t}
			if s.Kind == symexec.Asked {
				step.Guard, step.Answer = s.Ask.Command, answerWord(s.Outcome)
			}
			out = append(out, step)
		}
	}
	const most = 24 // the first and the last steps tell the story
	if len(out) > most {
		out = append(out[:most/2:most/2], out[len(out)-most/2:]...)
	}
	return append(out, Step{At: j.site.Whole, Text: "the destructive command runs"})
}

func (j *judge) step(s *symexec.Step) *Step {
	return &Step{At: s.At, Text: describe(s)}
}

// describe says what happened at a step.
func describe(s *symexec.Step) string {
	name := ""
	if s.Ask != nil {
		name = guardName(s.Ask)
	}
	switch s.Kind {
	case symexec.Asked:
		return name + " " + answerText(s)
	case symexec.PipeMasked:
		if s.By == "<( )" {
			return "nobody sees the status of " + name + " in <( )"
		}
		return "the pipeline drops the status of " + name + ": only the last command's counts"
	case symexec.StaleRead:
		return "$? is no longer the status of " + name + ": `" + s.By + "` has overwritten it"
	case symexec.Masked:
		return s.By + " hides the status of " + name + " behind its own, which is 0"
	case symexec.SubshellExit:
		switch s.By {
		case "( )", "$( )", "<( )", ">( )", "&":
			return verb(s.Text) + " ends only the subshell " + s.By
		case "pipeline":
			return verb(s.Text) + " ends only this part of the pipeline, which is a subshell"
		}
		return verb(s.Text) + " ends only the shell that " + s.By + " started"
	case symexec.LostVariable:
		return "$" + s.By + " was changed in a subshell; here it still has its old value"
	case symexec.ErrexitIgnored:
		return "set -e does not stop here: the shell ignores it " + inside(s.By)
	case symexec.Consumed:
		return consumed(s, name)
	case symexec.Backgrounded:
		return "& starts " + name + " and goes on without its answer"
	case symexec.LoopEnded:
		return "the loop gives up, and the script goes on"
	case symexec.TrapRuns:
		return "the trap on " + s.By + " runs"
	case symexec.NameTested:
		return "this tests the word \"" + s.By + "\", which is never empty, and runs nothing"
	case symexec.TestFailed:
		return "the comparison fails with status 2, which counts as false"
	case symexec.Empties:
		return emptyText(s.By, s.Text, false)
	case symexec.Divides:
		return "the selector ends with " + s.By + ": the next word is " + s.Text
	case symexec.Wiped:
		return "a command destroys " + s.By
	case symexec.Waited:
		return "the script waits: " + s.By
	case symexec.CommandDecided:
		if s.Outcome == symexec.Idle {
			return s.Text + " succeeds"
		}
		return s.Text + " fails"
	}
	return ""
}

func verb(by string) string {
	switch by {
	case "set -e":
		return "the abort by set -e"
	case "set -u":
		return "the abort by set -u"
	}
	return by
}

func inside(construct string) string {
	switch construct {
	case "if", "while", "until":
		return "in the condition of " + construct
	case "!":
		return "behind !"
	case "&&", "||":
		return "left of " + construct
	}
	return "in " + construct
}

func consumed(s *symexec.Step, name string) string {
	yes := s.Outcome == symexec.Idle
	switch s.By {
	case "$?", "PIPESTATUS":
		return "the script reads the status of " + name
	case "if", "while", "until":
		if yes {
			return s.By + " takes status 0 as true"
		}
		return s.By + " takes the status as false"
	case "&&":
		if yes {
			return "&& goes on after status 0"
		}
		return "&& skips what follows, and the script goes on"
	case "||", "|| true", "|| :":
		if yes {
			return "|| skips what follows after status 0"
		}
		return "|| runs what follows, and the script goes on"
	case "!":
		return "! turns the status around"
	}
	return ""
}

// guardName is the guard's command as written, when it is short.
func guardName(a *symexec.Ask) string {
	if len(a.Command) <= 40 {
		return a.Command
	}
	return strings.Fields(a.Command)[0]
}

func answerText(s *symexec.Step) string {
	switch {
	case s.Outcome&symexec.Active != 0:
		return "answers: in use"
	case s.Outcome&symexec.Failed != 0:
		return "fails to answer"
	case s.Outcome&symexec.Ambiguous != 0:
		return "ends with a status that means both \"not in use\" and \"could not look\""
	case s.Outcome&symexec.Idle != 0:
		return "answers: idle"
	}
	return "answers"
}

// answerWord is the outcome of a guard in a word. A status that means both idle and failed proves nothing, as an error does.
func answerWord(o symexec.Outcome) string {
	switch {
	case o&symexec.Active != 0:
		return "active"
	case o&(symexec.Failed|symexec.Ambiguous) != 0:
		return "error"
	case o&symexec.Idle != 0:
		return "idle"
	}
	return ""
}
