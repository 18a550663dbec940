package symexec

import (
	"mvdan.cc/sh/v3/syntax"
)

// A variable is a shell variable's binding. It is never changed: assignments make a new one.
type variable struct {
	set   bool
	val   Value
	array bool
	elems []Value          // indexed arrays
	keys  map[string]Value // associative arrays
	list  *Sym             // an array of which nothing is known
	ref   string           // declare -n
	fixed bool             // readonly
	int   bool
	each  bool // it is a loop's own: for, or while read
	loose bool // it may be unset: what another shell sees of a variable of this one, and what a join made of one
	assoc bool
	// perhaps says of what a local variable hides that the function may not have made it local.
	perhaps bool

	// What identity found out: the number of the contents, and the symbols in them.
	id   uint32
	syms []*Sym
}

// changed is a copy to write into. What identity found out is not copied: with the old one's number, states that differ in the
// contents were taken for equal, and a way was lost.
func (v *variable) changed() *variable {
	c := *v
	c.id, c.syms = 0, nil
	c.elems = append([]Value(nil), v.elems...)
	return &c
}

// A status is an exit status and where it comes from.
type status struct {
	val Value
	ask *Ask     // the guard whose answer it is
	cmd *cmdSite // the undeclared command that gave it
	at  Range
	inv bool // ! was applied
	// stale says that the assignments which run have not taken the place of it yet.
	stale bool
	// hides is a guard whose status this one took the place of where somebody may still look for it; by what.
	hides  *Ask
	hidden string
}

// A cmdSite is the call of a command that nobody declared, at one place of the script.
type cmdSite struct {
	id   uint32
	name string
	at   Range
}

// options are the shell options that change what runs.
type options uint16

const (
	optErrexit options = 1 << iota
	optNounset
	optPipefail
	optLastpipe
	optInheritErrexit
	optErrtrace
	optNoglob
	optAliases
	optExecfail
	optForeign // functions that nobody knows may be defined
)

// params are the positional parameters.
type params struct {
	known []Value
	open  bool    // the script's own: nobody knows how many follow
	base  int     // how many of the open ones were shifted away
	gen   int     // counts shifts of unknown width: what follows one has other names
	src   []Range // where the known ones are written, for commands that a function is handed
}

type function struct {
	name string
	decl *syntax.FuncDecl
	unit *unit
	// doubted is the function that this is unless unknown code has defined another one of its name since.
	doubted *function
}

// A frame is a running function's local variables: what they hide comes back when it returns.
type frame struct {
	up    *frame
	saved pmap[*variable] // nil value: it was not bound
	fn    *function
}

type trapSet struct {
	exit, err *handler
	signals   []signalTrap
}

// A signalTrap is what a shell does on a signal; an empty text means that it takes no notice.
type signalTrap struct {
	signal string // without SIG
	*handler
}

type handler struct {
	text Value
	at   Range
}

// A fact is what a path knows of a guard's answer.
type fact struct {
	mask  Outcome
	said  saidBits
	at    *Step
	age   uint16 // seconds that the script has slept since
	aged  *Step  // the wait since which it counts no more
	shown bool   // what the guard printed went to the terminal
	held  string // the variables that held then what the guard looked at
	about uint32 // the pattern of the lines that were looked for in the answer, by its name; 0 for all of them
}

type saidBits uint16

const (
	saidIdle saidBits = 1 << iota
	saidActive
	saidNotIdle
	saidNotActive
	saidLiteral
	saidNotLiteral
	saidEmpty
	saidNonEmpty
	saidRole    // it names a role of which nobody knows whether that is in use …
	saidNotRole // … or is anything but that
)

// resolve says which answer the comparisons of the path make of it.
func (f fact) resolve() Outcome {
	s := f.said
	switch {
	case s == 0:
		return f.mask
	case s&saidIdle != 0:
		return Idle
	case s&(saidActive|saidRole) != 0:
		return Active
	case s&saidNotActive != 0 && s&saidNotIdle != 0 && s&saidLiteral == 0:
		return Failed // an answer that is neither
	case s&saidNotActive != 0 && s&saidNotIdle == 0: // also of the line with a literal that grep has picked out
		return Idle
	case s&saidNotIdle != 0 && s&saidNotActive == 0:
		return Active
	case s&saidLiteral != 0:
		return Literal
	case s&saidEmpty != 0:
		return Empty
	case s&saidNonEmpty == 0 && s&saidNotLiteral != 0:
		return NoLiteral
	case s&saidNotRole != 0:
		return Active // it may be
	}
	return NonEmpty
}

// role says what a fact knows of a guard's answer only because that was compared with the name of a role.
func (f fact) role() Role {
	switch s := f.said; {
	case s&(saidIdle|saidActive) != 0:
		return NoRole
	case s&saidRole != 0:
		return IsRole
	case s&saidNotRole != 0 && s&(saidNotIdle|saidNotActive|saidLiteral|saidNotLiteral|saidEmpty) == 0:
		return OtherRole
	}
	return NoRole
}

// proves reports whether the answer, as far as the path knows it, stands for idle.
func (f fact) proves() bool {
	return f.resolve()&(Active|Failed|Ambiguous|Unasked|Answered) == 0
}

func (f fact) union(g fact) fact {
	if f == g {
		return f
	}
	at := f.at
	if at == nil {
		at = g.at
	}
	u := fact{mask: f.resolve() | g.resolve(), at: at, age: max(f.age, g.age), aged: f.aged, shown: f.shown && g.shown, held: f.held}
	if u.held == "" {
		u.held = g.held
	}
	switch u.about = f.about; { // what was looked for in all lines was looked for in those of a pattern
	case f.about == 0:
		u.about = g.about
	case g.about != 0 && f.about != g.about:
		u.about = aboutUnknown
	}
	if u.aged == nil {
		u.aged = g.aged
	}
	return u
}

// A memo is a guard's remembered answer: asked again about the same target on the same way, it answers the same.
type memo struct {
	status Value
	out    Value
	ask    *Ask
}

type candMask uint8

const (
	candZero candMask = 1 << iota
	candNonzero
	candUnasked
)

// An input is what remains to be read from standard input.
type input struct {
	text  Value
	lines int
	src   Range // the here-document that the text is, if it is one
}

type job struct {
	id     int
	status status
	depth  int  // of the shell that started it
	open   bool // it may never end, and has not said anything yet
	reaped bool // wait has given its status, so that wait -n gives another one's
	// perhaps says that a wait for all jobs has been there: of one that had ended before, bash 5.2 still gives the status to wait -n.
	perhaps bool
	up      *job
	wipes   []wipe // what it destroys
}

// pending is a guard's status that nothing has looked at yet.
type pending struct {
	ask *Ask
	by  *Range // the command that overwrote it; nil while $? still holds it
	// read says that a test has looked at it; what looks at $? next gets the test's own status.
	read bool
}

// A state is a point of a way through the script. Its fields are persistent or replaced as a whole, so that copying the
// struct forks it. What each of them is to identity, equality and joins stands in parts.go.
type state struct {
	vars   pmap[*variable]
	args   *params
	status status
	pipes  []status
	opts   options
	funcs  pmap[*function]
	alias  pmap[string]
	traps  *trapSet
	killed string // the signal that a subshell has sent to the shell itself: kill $$
	cons   pmap[*con]
	facts  pmap[fact]
	memory pmap[*memo]
	cands  pmap[candMask]
	files  pmap[Value]
	lost   pmap[Range]
	fds    *fdTable
	caps   []Value
	stdin  *input
	frame  *frame
	cwd    Value
	jobs   *job
	made   pmap[int]

	elsewhere bool // standard input is not known, and not what the script got

	trace *Step
	pend  *pending
	depth int // subshells around
	// What the way rests on: decisions that only an approximation leaves open, and points where ways were not followed.
	may, assumes uint64
	// odd says that the way needs something to fail that does not in practice: cd into the folder that the script lies in.
	odd  bool
	pool *pool
}

func (st *state) fork() *state {
	c := st.pool.next()
	*c = *st
	return c
}

func (st *state) con(s *Sym) *con {
	if c, ok := st.cons.get(s.id); ok {
		return c
	}
	return noCon
}

func (st *state) setCon(s *Sym, c *con) {
	if s.summary {
		return // one answer does not hold for all the texts that it stands for
	}
	st.cons = st.cons.set(s.id, c)
}

// resolve replaces the symbols whose text the path has decided.
func (st *state) resolve(v Value) Value {
	for i, p := range v {
		if p.sym == nil {
			continue
		}
		if c := st.con(p.sym); c.eq != nil || c.nonempty == no || c.set == no || c.dom != nil || p.sym.wordsOf != nil {
			out := append(Value(nil), v[:i]...)
			for _, q := range v[i:] {
				out = out.append(st.known(q))
			}
			return out
		}
	}
	return v
}

func (st *state) known(p Part) Value {
	if p.sym == nil {
		return Value{p}
	}
	c := st.con(p.sym)
	switch {
	case c.eq != nil:
		return lit(*c.eq)
	case c.nonempty == no, c.set == no:
		return nil
	case p.sym.wordsOf != nil && st.con(p.sym.wordsOf).nonempty == no:
		return nil
	case c.dom != nil:
		if n, ok := c.dom.only(); ok {
			return number(n)
		}
	}
	return Value{p}
}

func (st *state) capture(level int, v Value) {
	if len(v) == 0 {
		return
	}
	caps := append([]Value(nil), st.caps...)
	if level < len(caps) {
		// more unknown text after unknown text says nothing new, and a loop that prints would never settle
		if n := len(caps[level]) - 1; n >= 0 {
			last, add := caps[level][n].sym, v.single()
			if last != nil && last.lines && last.ask == nil && (last.kind == symWidened || add != nil && add.lines && add.ask == nil) {
				return
			}
		}
		caps[level] = caps[level].append(v)
	}
	st.caps = caps
}
