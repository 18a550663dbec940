package domain

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A callInfo is a simple command after expansion.
type CallInfo struct {
	Name  string  // without folder
	Args  []Field // with the name
	Node  syntax.Node
	At    place.Range // the first word
	Whole place.Range
	// vanished says that the word written first expanded to nothing, so that another one is the command.
	Vanished bool
	// shell says that functions and builtins may be meant; a command that another program starts is a program itself.
	Shell bool
	NoFn  bool
	Made  bool // it stands in text that the script put together
	// meant is the call as it was written, where a blank in a value has split one of its words.
	Meant *CallInfo
	// before is the state in which the words were expanded.
	Before *State
}

// Text is the command as written, on one line.
func (cl *CallInfo) Text() string {
	if cl.Meant != nil {
		return cl.Meant.Text()
	}
	if cl.Made {
		var words []string
		for _, a := range cl.Args {
			words = append(words, a.V.String())
		}
		return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	}
	t := cl.Whole.Text()
	if i := strings.Index(t, "<<"); i > 0 {
		t = t[:i]
	}
	t = strings.ReplaceAll(t, "\\\n", " ")
	return strings.Join(strings.Fields(t), " ")
}

// A Field is a word of a command after expansion.
type Field struct {
	V      value.Value
	Multi  *value.Sym // the field may be any number of words: the elements of this list
	Quoted bool
	Blank  bool         // it is a line, so that an empty text is an item too
	Globby bool         // has pattern characters outside quotes
	Loose  []*value.Sym // of what it has: the texts that stand without quotes, where a blank in them splits the word
	// Mounted says that it is a folder in which the script has mounted something, Below that the word as written is one above.
	Mounted, Below bool
	Src            place.Range
	Word           *syntax.Word // as written
}

// NeverSplit are texts that hold no blanks.
func NeverSplit(s *value.Sym) bool {
	return s.Word || s.Kind == value.SymStatus || s.Kind == value.SymCount || s.Kind == value.SymElem
}

// Around is the text around a field's list, and whether it is a word even if the list is empty: $(is-idle "$h" || echo busy).
func (f Field) Around() (text value.Value, surely bool) {
	for _, p := range f.V {
		if p.Sym != f.Multi {
			text = append(text, p)
			surely = surely || p.Sym == nil && p.Lit != ""
		}
	}
	return text, surely
}

// A Split says that a selector of several words ends with the first of them.
type Split struct {
	Word  place.Range // the first word
	First string
	Rest  place.Range // where the next one stands
	Text  string
	As    string // what that is taken for: "an assignment in front of the remote command", "the command", "an operand"
	// Variable says that a variable without quotes holds the words.
	Variable bool
	// Torn is set for an operand of a command that deletes each of its operands: the variable whose value may have a blank in it,
	// where the word then splits. First and Text are the two operands that it becomes when the value is Value.
	Torn, Value string
}
