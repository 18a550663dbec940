package value

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// Within reports whether some name of a creation lies in a folder: what was mounted in it goes with it.
func (a *Ask) Within(folder Value) bool {
	key := strings.TrimRight(strings.TrimRight(folder.Key(), "*"), "/") + "/"
	for _, g := range a.Targets {
		if strings.HasPrefix(g.V.Key(), key) {
			return true
		}
	}
	return false
}

// SpeaksForOne reports whether a guard that was asked of several machines at once says idle with another status than 0. That of
// several is the largest one: one of them has said so, and another may have said anything that is less. What is asked and acted on in the same remote text is
// asked by each machine for itself.
func (a *Ask) SpeaksForOne(many string) bool {
	return a.Many != "" && many != "" && a.Many != many && len(a.Entry.IdleStatus) > 0 && !slices.Contains(a.Entry.IdleStatus, 0)
}

// A Target is what a guard looks at or a destructive command destroys, and where.
type Target struct {
	Kind catalog.Kind
	V    Value
	Host Value // nil: the machine that runs the script
	// words are those of a call that does not say by an operand of its own what it destroys.
	Words []Value
	Where *Where
	// Call are the words of the command that destroys it, as the catalogue wants them; nil where nobody asks for them.
	Call []string
	// Missing says that the operand which would say what is destroyed is not there: a list that is empty in this world.
	Missing bool
}

// An Ask is a guard's call about certain targets.
type Ask struct {
	Id      uint32
	Name    string
	Entry   *catalog.Guard
	At      place.Range // its own first word
	Whole   place.Range
	Command string // as written
	Host    Value
	Targets []Target
	Words   []Value
	// constant is the call when all its words are known.
	Constant string
	// asName and asConstant are the pseudo variables of its name and of the constant.
	AsName, AsConstant uint32
	FirstAsk           *Ask // the first one made at the same place by the same caller
	PlaceAsk           *Ask // the first one made at the same place
	Query              bool
	// Made says that it is no guard but the making of its targets, which therefore hold nobody's data.
	Made   bool
	Making *catalog.Creation
	// Presumes is what has to be so for what was made to hold nobody's data: that an image is in no use; "" for nothing.
	Presumes string
	Prompt   bool   // it asks a person
	Where    *Where // nil where nothing tells it
	Many     string // the call that asks it of several machines at once, "" for one
	Over     *Sym   // the list of which it was asked about each element; nil for a guard's own call
}

func (a *Ask) Mentions(s *Sym) bool {
	if a.Host.Mentions(s) {
		return true
	}
	if a.Where != nil {
		for _, c := range a.Where.At {
			if c.V.Mentions(s) {
				return true
			}
		}
	}
	for _, w := range a.Words {
		if w.Mentions(s) {
			return true
		}
	}
	return false
}

// Patterns are the words of the call, with a mark for what only the run tells.
func (a *Ask) Patterns() []string {
	words := make([]string, len(a.Words))
	for i, w := range a.Words {
		words[i] = w.Pattern()
	}
	return words
}

func (a *Ask) IsAbout(s *Sym, depth int) bool {
	return a.Mentions(s) || depth < 4 && slices.ContainsFunc(s.Derived, func(d *Sym) bool { return a.IsAbout(d, depth+1) })
}

// First is the first ask made at the same place as a, by the same caller.
func (a *Ask) First() *Ask { return a.FirstAsk }

// Place is the first ask made at the same place as a: Wordy is kept for it.
func (a *Ask) Place() *Ask { return a.PlaceAsk }

// Later tells whether a guard was first asked after another one. Where it stands in the text says nothing about that: it may be in
// a function or in a sourced file.
func (a *Ask) Later(b *Ask) bool { return a.Id > b.Id }

// WordsOf stands before the name of a target that is all the words of a variable.
const WordsOf = "each word of "
