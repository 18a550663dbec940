package domain

import (
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Checked reports whether a failing status does something in a state.
func (st *State) Checked() bool {
	return st.Opts&OptErrexit != 0 || st.Traps != nil && st.Traps.Err != nil
}

// A variable is a shell variable's binding. It is never changed: assignments make a new one.
type Variable struct {
	Set   bool
	Val   value.Value
	Array bool
	Elems []value.Value          // indexed arrays
	Keys  map[string]value.Value // associative arrays
	List  *value.Sym             // an array of which nothing is known
	Ref   string                 // declare -n
	Fixed bool                   // readonly
	Int   bool
	Cased bool // declare -l or -u: what is assigned becomes lower or upper case
	Holes bool // an indexed array of which some elements in between are not set
	Each  bool // it is a loop's own: for, or while read
	Loose bool // it may be unset: what another shell sees of a variable of this one, and what a join made of one
	Assoc bool
	// perhaps says of what a local variable hides that the function may not have made it local.
	Perhaps bool

	// What identity found out: the number of the contents, and the symbols in them.
	Id   uint32
	Syms []*value.Sym
}

// Changed is a copy to write into. What identity found out is not copied: with the old one's number, states that differ in the
// contents were taken for equal, and a way was lost.
func (v *Variable) Changed() *Variable {
	c := *v
	c.Id, c.Syms = 0, nil
	c.Elems = append([]value.Value(nil), v.Elems...)
	return &c
}

// A status is an exit status and where it comes from.
type Status struct {
	Val value.Value
	Ask *value.Ask // the guard whose answer it is
	Cmd *CmdSite   // the undeclared command that gave it
	At  place.Range
	Inv bool // ! was applied
	// stale says that the assignments which run have not taken the place of it yet.
	Stale bool
	// hides is a guard whose status this one took the place of where somebody may still look for it; by what.
	Hides  *value.Ask
	Hidden string
}

// A cmdSite is the call of a command that nobody declared, at one place of the script.
type CmdSite struct {
	Id   uint32
	Name string
	At   place.Range
	// Words are those behind its name when it first ran. Chosen says that a condition of the script looks at its status, and not set -e
	// alone.
	Words  []value.Value
	Chosen bool
}

// Options are the shell options that change what runs.
type Options uint16

const (
	OptErrexit Options = 1 << iota
	OptNounset
	OptPipefail
	OptLastpipe
	OptInheritErrexit
	OptErrtrace
	OptNoglob
	OptAliases
	OptExecfail
	OptNocasematch
	OptNoclobber
	OptFailglob
	OptForeign // functions that nobody knows may be defined
	OptPast    // a function of which the script assumes that it ends it has come back
)

// OptionsOfSet are those that set changes, and that local - brings back.
const OptionsOfSet = OptErrexit | OptNounset | OptPipefail | OptErrtrace | OptNoglob | OptNoclobber

// Params are the positional parameters.
type Params struct {
	Known []value.Value
	Open  bool          // the script's own: nobody knows how many follow
	Base  int           // how many of the open ones were shifted away
	Gen   int           // counts shifts of unknown width: what follows one has other names
	Src   []place.Range // where the known ones are written, for commands that a function is handed
}

// A frame is a running function's local variables: what they hide comes back when it returns.
type Frame struct {
	Up    *Frame
	Saved value.Pmap[*Variable] // nil value: it was not bound
	Fn    *effects.Function
}

type Traps struct {
	Exit, Err *Handler
	Signals   []SignalTrap
}

// A signalTrap is what a shell does on a signal; an empty text means that it takes no notice.
type SignalTrap struct {
	Signal string // without SIG
	*Handler
}

type Handler struct {
	Text value.Value
	At   place.Range
}

// A fact is what a path knows of a guard's answer.
type Fact struct {
	Mask     Outcome
	Compared Comparisons
	At       *Step
	Age      uint16 // seconds that the script has slept since
	Aged     *Step  // the wait since which it counts no more
	Shown    bool   // what the guard printed went to the terminal
	Holders  string // the variables that held then what the guard looked at
	About    uint32 // the pattern of the lines that were looked for in the answer last, by its name; 0 for all of them
	Looks    Looks  // what all looks for patterns came to …
	base     Outcome
	whole    Comparisons // … and what Mask and Compared are without them
}

// SameAnswer reports whether two facts are of one answer of the guard, which may have grown older since.
func (f Fact) SameAnswer(g Fact) bool {
	return f.Mask == g.Mask && f.Compared == g.Compared && f.At == g.At
}

type Comparisons uint16

const (
	SaidIdle Comparisons = 1 << iota
	saidActive
	saidNotIdle
	SaidNotActive
	saidLiteral
	saidNotLiteral
	SaidEmpty
	SaidNonEmpty
	saidRole    // it names a role of which nobody knows whether that is in use …
	saidNotRole // … or is anything but that
	SaidEnough  // there are as many copies elsewhere as the script asks for
)

// Resolve says which answer the comparisons of the path make of it.
func (f Fact) Resolve() Outcome {
	s := f.Compared
	switch {
	case s == 0:
		return f.Mask
	case s&(SaidIdle|SaidEnough) != 0:
		return Idle
	case s&(saidActive|saidRole) != 0:
		return Active
	case s&SaidNotActive != 0 && s&saidNotIdle != 0 && s&saidLiteral == 0:
		return Failed // an answer that is neither
	case s&SaidNotActive != 0 && s&saidNotIdle == 0: // also of the line with a literal that grep has picked out
		return Idle
	case s&saidNotIdle != 0 && s&SaidNotActive == 0:
		return Active
	case s&saidLiteral != 0:
		return Literal
	case s&SaidEmpty != 0:
		return Empty
	case s&SaidNonEmpty == 0 && s&saidNotLiteral != 0:
		return NoLiteral
	case s&saidNotRole != 0:
		return Active // it may be
	}
	return NonEmpty
}

// Role says what a fact knows of a guard's answer only because that was compared with the name of a role.
func (f Fact) Role() Role {
	switch s := f.Compared; {
	case s&(SaidIdle|saidActive|SaidEnough) != 0:
		return NoRole
	case s&saidRole != 0:
		return IsRole
	case s&saidNotRole != 0 && s&(saidNotIdle|SaidNotActive|saidLiteral|saidNotLiteral|SaidEmpty) == 0:
		return OtherRole
	}
	return NoRole
}

// Proves reports whether the answer, as far as the path knows it, stands for idle.
func (f Fact) Proves() bool {
	return f.Resolve()&(Active|Failed|Ambiguous|Unasked|Answered) == 0
}

func (f Fact) union(g Fact) Fact {
	if f == g {
		return f
	}
	at := f.At
	if at == nil {
		at = g.At
	}
	u := Fact{Mask: f.Resolve() | g.Resolve(), At: at, Age: max(f.Age, g.Age), Aged: f.Aged, Shown: f.Shown && g.Shown, Holders: f.Holders}
	if u.Holders == "" {
		u.Holders = g.Holders
	}
	switch u.About = f.About; { // what was looked for in all lines was looked for in those of a pattern
	case f.About == 0:
		u.About = g.About
	case g.About != 0 && f.About != g.About:
		u.About = aboutUnknown
	}
	if u.Aged == nil {
		u.Aged = g.Aged
	}
	u.Looks, u.base = joinLooks(f, g)
	return u
}

// A memo is a guard's remembered answer: asked again about the same target on the same way, it answers the same.
type Memo struct {
	Status value.Value
	Out    value.Value
	Ask    *value.Ask
}

type CandMask uint8

const (
	CandZero CandMask = 1 << iota
	CandNonzero
	CandUnasked
)

// An input is what remains to be read from standard input.
type Input struct {
	Text  value.Value
	Lines int
	Src   place.Range // the here-document that the text is, if it is one
}

type Job struct {
	Id     int
	Status Status
	Depth  int  // of the shell that started it
	Open   bool // it may never end, and has not said anything yet
	Reaped bool // wait has given its status, so that wait -n gives another one's
	// perhaps says that a wait for all jobs has been there: of one that had ended before, bash 5.2 still gives the status to wait -n.
	Perhaps bool
	Up      *Job
	Wipes   []Wipe // what it destroys
}

// Pending is a guard's status that nothing has looked at yet.
type Pending struct {
	Ask *value.Ask
	By  *place.Range // the command that overwrote it; nil while $? still holds it
	// read says that a test has looked at it; what looks at $? next gets the test's own status.
	Read bool
}

// A state is a point of a way through the script. Its fields are persistent or replaced as a whole, so that copying the
// struct forks it. What each of them is to identity, equality and joins stands in parts.go.
type State struct {
	Vars   value.Pmap[*Variable]
	Args   *Params
	Status Status
	Pipes  []Status
	Opts   Options
	Funcs  value.Pmap[*effects.Function]
	Alias  value.Pmap[string]
	Traps  *Traps
	Killed string // the signal that a subshell has sent to the shell itself: kill $$
	Cons   value.Pmap[*value.Con]
	Facts  value.Pmap[Fact]
	Memory value.Pmap[*Memo]
	Cands  value.Pmap[CandMask]
	Files  value.Pmap[value.Value]
	Lost   value.Pmap[place.Range]
	Fds    *fdTable
	Caps   []value.Value
	Stdin  *Input
	Frame  *Frame
	Cwd    value.Value
	Jobs   *Job
	Made   value.Pmap[int]

	Elsewhere bool // standard input is not known, and not what the script got

	Trace *Step
	Pend  *Pending
	Depth int // subshells around
	// What the way rests on: decisions that only an approximation leaves open, and points where ways were not followed.
	May, Assumes uint64
	// odd says that the way needs something to fail that does not in practice: cd into the folder that the script lies in.
	Odd bool
	// Inherits are the variables of the script's own, each with a comma behind it, that came with the environment on this way.
	Inherits string
	Pool     *Pool
}

func (st *State) Fork() *State {
	c := st.Pool.next()
	*c = *st
	return c
}

func (st *State) Con(s *value.Sym) *value.Con {
	if c, ok := st.Cons.Get(s.Id); ok {
		return c
	}
	return value.NoCon
}

func (st *State) SetCon(s *value.Sym, c *value.Con) {
	if s.Summary {
		return // one answer does not hold for all the texts that it stands for
	}
	st.Cons = st.Cons.Set(s.Id, c)
}

// Resolve replaces the symbols whose text the path has decided.
func (st *State) Resolve(v value.Value) value.Value {
	for i, p := range v {
		if p.Sym == nil {
			continue
		}
		if c := st.Con(p.Sym); c.Eq != nil || c.Nonempty == value.No || c.Set == value.No || c.Dom != nil || p.Sym.WordsOf != nil {
			out := append(value.Value(nil), v[:i]...)
			for _, q := range v[i:] {
				out = out.Append(st.known(q))
			}
			return out
		}
	}
	return v
}

func (st *State) known(p value.Part) value.Value {
	if p.Sym == nil {
		return value.Value{p}
	}
	c := st.Con(p.Sym)
	switch {
	case c.Eq != nil:
		return value.Lit(*c.Eq)
	case c.Nonempty == value.No, c.Set == value.No:
		return nil
	case p.Sym.WordsOf != nil && st.Con(p.Sym.WordsOf).Nonempty == value.No:
		return nil
	case c.Dom != nil:
		if n, ok := c.Dom.Only(); ok {
			return value.Number(n)
		}
	}
	return value.Value{p}
}

func (st *State) Capture(level int, v value.Value) {
	if len(v) == 0 {
		return
	}
	caps := append([]value.Value(nil), st.Caps...)
	if level < len(caps) {
		// more unknown text after unknown text says nothing new, and a loop that prints would never settle
		if n := len(caps[level]) - 1; n >= 0 {
			last, add := caps[level][n].Sym, v.Single()
			if last != nil && last.Lines && last.Ask == nil && (last.Kind == value.SymWidened || add != nil && add.Lines && add.Ask == nil) {
				return
			}
		}
		caps[level] = caps[level].Append(v)
	}
	st.Caps = caps
}
