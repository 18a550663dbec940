package domain

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// refusals are answers that say no.
var refusals = map[string]bool{"n": true, "no": true, "q": true, "quit": true, "exit": true, "abort": true, "cancel": true, "stop": true, "skip": true, "false": true}

// answerIs notes that a text which a person typed is a certain word.
func (x *Space) answerIs(st *State, v value.Value, word string) {
	switch {
	case word == "":
	case refusals[strings.ToLower(word)]:
		x.answered(st, v, saidLiteral)
	default:
		x.answered(st, v, SaidIdle)
	}
}

// arbitrary are answers to other questions. What takes one of them is a check that there is an answer at all, that it is a
// number or a device's name: nobody has confirmed anything by passing it.
var arbitrary = []string{"", "qx", "7", "4711", "/dev/sdz", "web1"}

// AnswerMatches notes that a text which a person typed matches what the script expects.
func (x *Space) AnswerMatches(st *State, v value.Value, matches func(string) bool) {
	if s := v.FirstSym(); s == nil || s.Ask == nil || !s.Ask.Prompt {
		return
	}
	for _, t := range arbitrary {
		if matches(t) {
			return
		}
	}
	refused := false
	for t := range refusals {
		refused = refused || matches(t) || matches(strings.ToUpper(t))
	}
	switch {
	case !refused:
		x.answered(st, v, SaidIdle)
	case !matches("y") && !matches("yes") && !matches("Y") && !matches("YES"):
		x.answered(st, v, saidLiteral)
	}
}

func (x *Space) answered(st *State, v value.Value, bit Comparisons) {
	for _, p := range v {
		if s := p.Sym; s != nil && s.Ask != nil && s.Ask.Prompt && !s.Summary {
			x.recordAnswer(st, s.Ask, bit)
		}
	}
}

// recordAnswer adds to a fact what a comparison says.
func (x *Space) recordAnswer(st *State, a *value.Ask, bit Comparisons) {
	f, ok := st.Facts.Get(a.Id)
	if !ok {
		return
	}
	if x.LookFor != 0 {
		f = f.looked(x.LookFor, bit)
	} else {
		f.Compared |= bit
		f.whole |= bit
	}
	st.Facts = st.Facts.Set(a.Id, f)
}

// LookAgain is a look for lines in those of an answer that another look has let through: what counts is what this one finds. nothing says
// that there are none.
func (x *Space) LookAgain(st *State, s *value.Sym, nothing bool) {
	if s == nil || s.Ask == nil || !s.Ask.Entry.Rows {
		return
	}
	if f, ok := st.Facts.Get(s.Ask.Id); ok {
		f.Compared &^= SaidNonEmpty
		f.whole &^= SaidNonEmpty
		st.Facts = st.Facts.Set(s.Ask.Id, f)
	}
	if nothing {
		x.recordComparison(st, s, SaidEmpty)
	}
}
