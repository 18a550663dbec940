package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A prompt is kept as a guard's answer is, as a fact of the way, but says something else: what a person typed. Its outcomes are
//
//   - Answered: nothing has looked at the answer yet, or only to find that it is not a certain word, which end of file is not
//     either;
//   - Idle: it is the word that the script expects, or the dialog ended with the status of "yes";
//   - Literal: it is a word of refusal. Where only that leads to a site the question was the other way round: "keep the data?";
//   - Empty: it is empty, which is a default where the expected word leads there too;
//   - NonEmpty: it was not a person who answered, but yes(1);
//   - Active, Failed: a dialog ended with another status.

// readPrompt is read, and select, from the script's own standard input or the terminal.
var readPrompt = catalog.Guard{Command: "read", Prompt: true, Why: "what a person types"}

// person reports whether what a descriptor gives is typed by a person, for all that is known: it is standard input as the script
// got it, or the terminal. A pipe, a file and a here-document are none.
func (x *exec) person(st *state, fd int) bool {
	return fd == 0 && st.stdin == nil && !st.elsewhere
}

// asksPerson notes in a new state that the way waits for a person's answer.
func (x *exec) asksPerson(c *state, a *Ask, by string) {
	x.passTime(c, a.Whole, waitForPerson, by)
	c.facts = c.facts.set(a.id, fact{mask: Answered, at: c.trace.told()})
}

// yesText is what yes(1) prints: as many lines as somebody reads.
func (x *exec) yesText() Value {
	s := x.sym("yes", func(s *Sym) { s.kind, s.desc, s.lines, s.summary = symOther, "output of yes", true, true })
	return append(lit(strings.Repeat("y\n", 16)), Part{sym: s})
}

// fromYes reports whether a text ends with what yes(1) prints.
func (x *exec) fromYes(v Value) bool {
	return len(v) > 0 && v[len(v)-1].sym != nil && v[len(v)-1].sym.key == "yes"
}

// refusals are answers that say no.
var refusals = map[string]bool{"n": true, "no": true, "q": true, "quit": true, "exit": true, "abort": true, "cancel": true, "stop": true, "skip": true, "false": true}

// answerIs notes that a text which a person typed is a certain word.
func (x *exec) answerIs(st *state, v Value, word string) {
	switch {
	case word == "":
	case refusals[strings.ToLower(word)]:
		x.answered(st, v, saidLiteral)
	default:
		x.answered(st, v, saidIdle)
	}
}

// arbitrary are answers to other questions. What takes one of them is a check that there is an answer at all, that it is a
// number or a device's name: nobody has confirmed anything by passing it.
var arbitrary = []string{"", "qx", "7", "4711", "/dev/sdz", "web1"}

// answerMatches notes that a text which a person typed matches what the script expects.
func (x *exec) answerMatches(st *state, v Value, matches func(string) bool) {
	if s := v.firstSym(); s == nil || s.ask == nil || !s.ask.Prompt {
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
		x.answered(st, v, saidIdle)
	case !matches("y") && !matches("yes") && !matches("Y") && !matches("YES"):
		x.answered(st, v, saidLiteral)
	}
}

func (x *exec) answered(st *state, v Value, bit saidBits) {
	for _, p := range v {
		if s := p.sym; s != nil && s.ask != nil && s.ask.Prompt && !s.summary {
			x.said(st, s.ask, bit)
		}
	}
}

// said adds to a fact what a comparison says.
func (x *exec) said(st *state, a *Ask, bit saidBits) {
	f, ok := st.facts.get(a.id)
	if !ok {
		return
	}
	f.said |= bit
	if x.lookFor != 0 {
		f.about = x.lookFor
	}
	st.facts = st.facts.set(a.id, f)
}

// yes is yes(1) without operands, which answers for a person.
func (x *exec) yes(cl *callInfo, st *state) []*state {
	if len(cl.args) > 1 {
		if t, ok := st.resolve(cl.args[1].v).constant(); !ok || t != "y" {
			return nil
		}
	}
	var out []*state
	for _, c := range x.unknownStatus(cl, st) {
		out = append(out, x.print(c, x.yesText())...)
	}
	return out
}

// unknownStatus is a command that can end with any status.
func (x *exec) unknownStatus(cl *callInfo, st *state) []*state {
	c := st.fork()
	return []*state{x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})}
}
