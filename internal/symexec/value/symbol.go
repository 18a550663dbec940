package value

import "strings"

// AddReasons gives a symbol the reasons for which its text is not known.
func (s *Sym) AddReasons(points uint64) {
	if s == TooLong || s.Approx|points == s.Approx {
		return
	}
	s.Approx |= points
	for _, d := range s.Derived {
		d.AddReasons(points)
	}
}

// Reasons are the points for which a value is not known.
func (v Value) Reasons() (points uint64) {
	for _, p := range v {
		if p.Sym != nil {
			points |= p.Sym.Approx
		}
	}
	return points
}

// InheritMade makes a text that is computed from a printed name one of what was made, where it is the name again, or its end.
func (s *Sym) InheritMade(v Value, op string) {
	from := v.Single()
	if from == nil || from.Made == nil || from.MadeTail && op != "words" {
		return
	}
	switch op {
	case "words":
		s.Made, s.MadeTail = from.Made, from.MadeTail
	case "basename", "strip##*/", "strip#*/dev/", "strip##/dev/", "strip#/dev/":
		s.Made, s.MadeTail = from.Made, true
	}
}

// IsArgCount reports whether a number is $#.
func (s *Sym) IsArgCount() bool { return strings.HasPrefix(s.Key, "argc:") }

// Origin is what the symbol was derived from in the first place: itself, when it was not.
func (s *Sym) Origin() *Sym {
	if s.Root != nil {
		return s.Root
	}
	return s
}

// A symKind says where a symbol's text comes from.
type symKind uint8

const (
	SymEnv     symKind = iota // a variable of the environment
	SymArg                    // a positional parameter of the script
	SymArgs                   // all of them, a list
	SymCount                  // $#
	SymOutput                 // what a command printed
	SymStatus                 // an exit status, 0 to 255
	SymElem                   // an element of an unknown list
	SymGlob                   // the files that a pattern matches
	SymInput                  // what a human or a file says
	SymScript                 // the path of a script ($0, BASH_SOURCE)
	SymDir                    // the folder of a script
	SymDefault                // a variable, or its default where it is not set
	SymOther                  // anything else that is computed
	SymWidened                // a variable that a loop changes without end
)

// A Sym is text that is known only when the script runs. Symbols are interned: equal pointers are equal texts, except for
// summaries, which stand for several texts at once.
type Sym struct {
	Id   uint32
	Kind symKind
	Key  string
	// name is the variable that the text comes from, as the catalogue wants it; desc is how a person would write it.
	Name, Desc string
	Ask        *Ask    // the query whose answer this is, or part of it
	Source     *Ask    // the guard, of whatever kind, that printed this text or what it is computed from
	List       *Sym    // for an element: its list …
	Gen        int     // for parameters: shifts of unknown width before
	Index      int     // … and place
	Listed     bool    // what is active, as a guard lists it, or another form of it that is empty when the list is
	Lines      bool    // an answer that may have several lines
	Word       bool    // one word: no blanks, no lines
	Cast       bool    // a number that was made of text: a word became 0
	Unended    bool    // text whose last line has no newline …
	Ended      *Sym    // … and the text as it was before
	Nothing    *string // what a filter prints where the answer does not have what it looks for: jq '.active // 0'
	About      uint32  // the words of the filter that chose its lines out of an answer, by their name; 0 for all lines
	Counted    bool    // of such a text that it is the number of those lines
	Blank      bool    // lines of it may be empty, the first of them too
	// Partial says that lines of the answer, or the names in them, may be missing or spelled otherwise: that a name is not found tells nothing.
	Partial bool
	Column  int // the one column of the answer's rows that it has; 0 for all of them
	// foreign is what a guard prints beside its status when it is not idle: nobody knows it, but it is not taken for the
	// very word that the script waits for.
	Foreign bool
	Filled  bool // it is not empty
	// Replaces says that it stands where the script has a text that is not empty, in code which may have assigned another one.
	Replaces bool
	Said     bool          // it is what a guard printed
	Summary  bool          // stands for several texts: equals nothing, not even itself
	Path     string        // for symScript and symDir; of a list of files the pattern of their paths
	WayTo    Value         // of a folder: its path from another one, which a cd into a folder below that has gone to
	NamesIn  string        // of a list of names the folder of which they are
	Root     *Sym          // what it was derived from in the first place, nil when it was not
	Of       *Sym          // of a number that is computed from an exit status: that status …
	Apply    func(int) int // … and how
	Behind   *Sym          // of a second word: what stands for each word of the text
	WordsOf  *Sym          // of the words of a text: that text, which has none when it is empty
	Kept     bool          // what is known of it is kept where nothing holds it: the script names it again
	Derived  []*Sym        // texts that are computed from this one
	UsedAt   uint32        // the last call of identity that met it
	// made is the creation that printed the text; madeTail says that the text is only what follows the last slash of that.
	Made     *Ask
	MadeTail bool
	Commands string   // of what a program prints for a shell to run: lines that stand for all of its lines, with variables for what is not known
	IndexOf  *Sym     // of the indices of an array with elements that are not known: those elements …
	Below    int      // … and how many stand before them
	Asked    []Value  // what the command that printed the text was given
	Record   string   // the line that it is one field of
	Listing  *Listing // of a list: the call that printed it
	Approx   uint64   // the points of approximation for which the text is not known
	Danger   Danger   // of a text that a join made unknown
	Astray   *Astray  // of the name of a folder that nobody meant to be in
}
