package proof

import (
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/value"
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

// ReadPrompt is read, and select, from the script's own standard input or the terminal.
var ReadPrompt = catalog.Guard{Command: "read", Prompt: true, Why: "what a person types"}

// Person reports whether what a descriptor gives is typed by a person, for all that is known: it is standard input as the script
// got it, or the terminal. A pipe, a file and a here-document are none.
func (x *Ledger) Person(st *domain.State, fd int) bool {
	return fd == 0 && st.Stdin == nil && !st.Elsewhere
}

// AsksPerson notes in a new state that the way waits for a person's answer.
func (x *Ledger) AsksPerson(c *domain.State, a *value.Ask, by string) {
	x.tools.PassTime(c, a.Whole, models.WaitForPerson, by)
	c.Facts = c.Facts.Set(a.Id, domain.Fact{Mask: domain.Answered, At: c.Trace.Told()})
}

// yesText is what yes(1) prints: as many lines as somebody reads.
func (x *Ledger) yesText() value.Value {
	s := x.tab.Sym("yes", func(s *value.Sym) { s.Kind, s.Desc, s.Lines, s.Summary = value.SymOther, "output of yes", true, true })
	return append(value.Lit(strings.Repeat("y\n", 16)), value.Part{Sym: s})
}

// FromYes reports whether a text ends with what yes(1) prints.
func (x *Ledger) FromYes(v value.Value) bool {
	return len(v) > 0 && v[len(v)-1].Sym != nil && v[len(v)-1].Sym.Key == "yes"
}

// Yes is yes(1) without operands, which answers for a person.
func (x *Ledger) Yes(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(cl.Args) > 1 {
		if t, ok := st.Resolve(cl.Args[1].V).Constant(); !ok || t != "y" {
			return nil
		}
	}
	var out []*domain.State
	for _, c := range x.unknownStatus(cl, st) {
		out = append(out, x.tools.Print(c, x.yesText())...)
	}
	return out
}

// unknownStatus is a command that can end with any status.
func (x *Ledger) unknownStatus(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})}
}
