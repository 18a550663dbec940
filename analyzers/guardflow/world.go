package guardflow

import (
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
)

// A World is what a witness says of the world in which a command is reached: what guards answered there, which other commands failed,
// and with what the script was started.
type World struct {
	Answers  []Answered // in the order in which the guards were asked
	Commands []Decided
	Given    []proof.Given
	Trap     string           // the signal or event whose handler the command stands in
	Guard    *catalog.Guard   // the entry of the flaw's guard
	Covering []*catalog.Guard // the entries of all guards that look at the command's target
	// Text names the world in a sentence: "in the world in which `mysql …` exits 1 and prints nothing".
	Text string
}

// An Answered is a guard's answer.
type Answered struct {
	At      place.Range
	Entry   *catalog.Guard
	Outcome string // idle, active or error; "" where the witness does not say
}

// A Decided is a command that nobody declared, whose status chose the way.
type Decided struct {
	At       place.Range
	Name     string // of the command
	Succeeds bool
}

// world puts together what a flaw's way is about.
func (j *judge) world(f *Flaw) *World {
	h := f.way.hit
	w := &World{Given: h.Given, Trap: h.Trap}
	for _, s := range f.way.steps {
		switch s.Kind {
		case domain.Asked:
			w.Answers = append(w.Answers, Answered{At: s.At, Entry: s.Ask.Entry, Outcome: outcomeOf(s.Outcome)})
			if f.Guard != nil && f.Guard.At == s.Ask.At {
				w.Guard = s.Ask.Entry
			}
		case domain.CommandDecided:
			w.Commands = append(w.Commands, Decided{At: s.At, Name: s.Text, Succeeds: s.Outcome == domain.Idle})
		default: // it does not say what the world is like
		}
	}
	for _, asks := range j.covering {
		for _, a := range asks {
			w.Covering = append(w.Covering, a.Entry)
		}
	}
	return w
}

func outcomeOf(o domain.Outcome) string {
	switch {
	case o&domain.Active != 0:
		return "active"
	case o&(domain.Failed|domain.Ambiguous) != 0:
		return "error"
	case o&domain.Idle != 0:
		return "idle"
	}
	return ""
}
