package symexec

import (
	"context"
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// A unit is a text that is executed: a script, or text that a command runs, whose offsets lead back to where it stands.
type unit struct {
	id     string
	script *script.Script
	// segs map offsets of generated text to offsets of the script: sorted by from; nil for a script's own text.
	segs  []segment
	whole Range // where the text as a whole stands
	info  *body
}

type segment struct {
	from, to int // offset in the text, offset in the script
	exact    bool
}

// locate returns where an offset of the unit's text stands in the script.
func (u *unit) locate(off int) int {
	if u.segs == nil {
		return off
	}
	at := u.whole.Start
	for _, s := range u.segs {
		if s.from > off {
			break
		}
		at = s.to
		if s.exact {
			at += off - s.from
		}
	}
	return min(at, u.whole.End)
}

// A scope says where exit, return, break and continue lead.
type scope struct {
	exits  *[]*state
	rets   *[]*state // nil outside functions and sourced files
	loops  []*loopScope
	inFunc bool
	given  *[]*state // where the states lead in which bash gives a command up; nil in a subshell, which ends with it
	sub    string    // the construct that makes this a subshell: "( )", "$( )", "pipeline", "&"; "" in the script's own shell
	shell  int       // how many shells of their own, such as that of sh -c, are around: $$ is the innermost one's
	first  bool      // this is such a shell itself, and no subshell of it
	outer  int       // how many loops around the subshell break and continue can mean, which then end it
}

type loopScope struct {
	breaks, continues []*state
}

type exec struct {
	ctx    context.Context
	cat    *catalog.Catalog
	loader *script.Loader
	bounds Bounds
	ladder []Bounds // those that a part is run with, one after the other
	main   *script.Script
	dash   bool
	before *status // in dash: what $? is in the words of a command with substitutions

	unit  *unit
	sc    scope
	calls []call // functions and sourced files around, outermost first

	syms    map[string]*Sym
	symList []*Sym
	names   map[string]uint32
	nameOf  []string
	asks    map[string]*Ask
	askList []*Ask
	// madeEntry are the catalogue's creations in the form of guards.
	madeEntry map[*catalog.Creation]*catalog.Guard
	cmds      map[string]*cmdSite
	cmdList   []*cmdSite
	units     map[string]*unit
	parsed    map[string]*parsedText

	sites  map[Range]*Site
	opaque map[Range]*Opaque
	// blinded says that something has run that cannot be looked at.
	blinded bool
	seen    map[*syntax.FuncDecl]bool // functions that were entered
	wordy   map[*Ask]bool             // queries whose answer is compared with words or numbers
	// compared is what the script compares the answers of queries with, and about what it asked in the comparison that is decided.
	compared map[*Ask]*comparison
	lookFor  uint32
	abouts   map[uint32]Value
	bodies   map[*syntax.Stmt]*body
	static   *static

	mainStmts []*syntax.Stmt   // of the script itself, in the language of the shell that runs it
	stmtsOf   [][]*syntax.Stmt // of the script and what it sources
	relevant  *relevance
	matters   []relevantBlock
	quitting  map[*syntax.FuncDecl]bool
	signed    map[string]bool // functions whose authors say what their status means
	forces    map[string]bool // what forceLike said

	noErr       int                       // set -e is ignored here
	manyParams  map[*syntax.FuncDecl]bool // what readsMore said
	optionsOf   map[syntax.Node][]uint32  // what givenOptions said
	jobsHeeded  tri                       // what heedsJobs said of …
	jobsSeen    int                       // … so many files
	evalPiece   int                       // where eval is a part of a pipeline: how many subshells are around it
	noErrWhy    string                    // the construct that makes it so
	redirecting bool                      // the words of redirections are expanded
	assigning   bool                      // the value of an assignment is expanded
	condition   bool                      // the command substitution that runs is a condition, which dash does not know there
	errCleared  bool                      // bash cleared -e for the command substitution that runs
	statusRead  bool                      // the next command looks at the status of the substitution that runs
	inTrap      string
	alone       bool
	sender      *state // the one in which a command is sent to another host
	host        Value  // where commands run; nil: here
	where       *where // where the command that runs goes
	many        string // the call that has them run on what may be several machines, "" for one
	testAt      Range
	testedAs    string // the operand of a file test as written

	steps, limit int
	keptBytes    int // of long texts that were assigned
	over         bool
	nest         int
	liveArgs     bool
	epoch        uint32 // counts calls of identity
	interned     map[string]uint32
	keyBuf       keyBuilder
	hitBuf       keyBuilder
	symBuf       keyBuilder
	varBuf       keyBuilder
	ifsName      uint32
	pipesName    uint32
	actName      uint32
	writtenAt    map[*syntax.Word]writtenWords // by a command's first word
	limits       map[string]bool
	cut          bool                 // some part was not run to its end
	overAt       Range                // where the budget was used up
	root         *function            // the function that is judged alone
	mentioned    map[string][]mention // where functions are named
	deferred     []*deferred
	apart        bool            // each command is executed by itself
	touched      map[*Site]*Site // what the sites of hitNow were before, for a part that may be run again
	hitNow       map[*Site]bool  // sites that the part which runs has reached
	departures   departures
	gap          *Approximation // where the part that runs has lost a way
	gaps         []Range
	declIDs      map[*syntax.FuncDecl]uint32
	liveNow      []liveBlock // what live said at the current merge, by name
	merges       uint32
	functions    map[declaration]*function
	doubts       map[*function]*function // what perhaps has made
	foreseen     map[string]bool         // sourced files of which static knows already what they read
	keyKnown     bool                    // the key of the parameter that is expanded was decided
	cuts         int                     // lists that were cut off behind their second element
	matchers     map[string]matcher
	matchSteps   int             // work on texts
	bracedWords  int             // that brace expressions have made
	isListed     map[string]bool // what listed said
	contracts    map[string]*catalog.Guard
	rests        restsOn
	mounted      []mounting
	deep         Range // the first call that was not followed

	empty  *Emptied // what makes the command that runs act on everything
	parted *Split   // how the selector of the command that runs was split
	astray *Astray  // how the script came into the folder that the command acts on
	wiped  []wipe   // what the job that runs destroys
	fan    *Fan     // the construct that runs commands in several places at the same time
	// jobWrites are the files that each job writes, by its number; beside are those that jobs write which run at the same time as this one.
	jobWrites map[int]map[uint32]bool
	beside    map[uint32]bool
}

// A call is a running function, sourced file or other body: where it was entered and how far it has come.
type call struct {
	fn   *function
	unit *unit
	body *body
	off  int // offset of the statement that runs, in the body's text
	end  int // where that statement ends
	// opening are the offsets of the statements whose redirections are expanded, outermost first: what < <(…) and a here-document run
	// stands behind the commands that run after it.
	opening []int
	// borrows says that the positional parameters are those of the call below: a shift here moves them there too.
	borrows bool
}

// newExec looks at the text of a script before it is executed.
func newExec(ctx context.Context, in Input) *exec {
	s := in.Script
	x := &exec{
		ctx: ctx, cat: in.Catalog, loader: in.Loader, bounds: in.Bounds.orDefault(), main: s, dash: s.Dialect.Executes() == script.POSIX && !in.Bash,
		syms: map[string]*Sym{}, names: make(map[string]uint32, 24), // as many as a short script has
		asks: map[string]*Ask{}, cmds: map[string]*cmdSite{},
		units: map[string]*unit{}, parsed: map[string]*parsedText{}, sites: map[Range]*Site{}, opaque: map[Range]*Opaque{},
		seen: map[*syntax.FuncDecl]bool{}, wordy: map[*Ask]bool{}, compared: map[*Ask]*comparison{}, abouts: map[uint32]Value{}, bodies: map[*syntax.Stmt]*body{},
		interned: map[string]uint32{}, quitting: map[*syntax.FuncDecl]bool{}, signed: map[string]bool{}, forces: map[string]bool{}, limits: map[string]bool{}, hitNow: map[*Site]bool{}, contracts: map[string]*catalog.Guard{}, madeEntry: map[*catalog.Creation]*catalog.Guard{},
	}
	x.foreseen = map[string]bool{}
	x.symList = append(x.symList, tooLong)
	x.name(argsPseudo) // argsName
	x.ifsName, x.pipesName, x.actName = x.name("IFS"), x.name("PIPESTATUS"), x.name(actPseudo)
	for _, f := range in.Sources {
		if f != s && !x.foreseen[f.Path] {
			x.foreseen[f.Path] = true
			x.stmtsOf = append(x.stmtsOf, f.Stmts)
		}
	}
	x.mainStmts = s.Stmts
	if in.Bash && s.Variant == syntax.LangPOSIX { // what are words to one are [[ ]], (( )) and &> to the other
		x.mainStmts = s.InBash()
	}
	x.static = scan(x, x.mainStmts)
	least := x.bounds.MinSteps
	if !x.relevant.proves {
		least /= 2 // nothing can be proved; the ways only tell which commands are reached
	}
	x.limit = max(least, x.bounds.Steps*x.static.stmts)
	return x
}

func (x *exec) scriptUnit(s *script.Script) *unit {
	u := x.units[s.Path]
	if u == nil {
		u = &unit{id: "#" + strconv.Itoa(len(x.units)), script: s, whole: Range{s, 0, len(s.Source)}}
		x.units[s.Path] = u
		x.static.add(x, u, x.stmtsOfScript(s))
		x.bodies = map[*syntax.Stmt]*body{} // they may call the new functions
	}
	if u.info == nil {
		u.info = newBody(x, x.stmtsOfScript(s))
	}
	return u
}

// start is the state in which the script is entered.
func (x *exec) start(s *script.Script) *state {
	st := &state{pool: &pool{}, args: &params{open: true}, status: status{val: lit("0")}, trace: &Step{}}
	for _, o := range s.Options {
		st.opts |= optionNamed(o)
	}
	if x.dash {
		st.opts |= optAliases
	} else if s.Dialect.Executes() == script.POSIX { // bash by the name of sh
		st.opts |= optAliases | optInheritErrexit
	}
	return st
}

// runMain runs the script and its EXIT trap, and gives the states in which it ends.
func (x *exec) runMain(u *unit, stmts []*syntax.Stmt, st *state) []*state {
	var exits []*state
	x.unit = u
	x.sc = scope{exits: &exits, first: true}
	x.calls = []call{{unit: u, body: u.info}}
	normal := x.lines(stmts, []*state{st})
	all := append(normal, exits...)
	ends := x.exitTraps(all)
	x.runDeferred()
	if len(ends) == 0 {
		ends = []*state{st}
	}
	return ends
}

// runUncalled runs the functions that nothing called. They are what other scripts use, and judged as if called at the end.
func (x *exec) runUncalled(u *unit, ends []*state) {
	x.alone = true
	var inert map[*function]bool
	for _, f := range x.uncalled() {
		if x.seen[f.decl] || x.ctx.Err() != nil {
			continue
		}
		if inert == nil {
			inert = x.inert()
		}
		if inert[f] && !slices.ContainsFunc(ends, func(s *state) bool { return s.alias.root != nil }) { // an alias makes another command of a word
			continue
		}
		base := x.mergeAll(ends)
		base.args = &params{open: true}
		base.traps = nil
		base.facts = pmap[fact]{}
		base.memory = pmap[*memo]{}
		base.trace = &Step{}
		base.funcs = x.allFunctions(base)
		base.pend = nil
		base.may, base.assumes = 0, 0
		x.runAlone(u, f, base)
	}
	if x.cut || x.shortened() != nil {
		x.sweep()
	}
}

// allFunctions adds to a state every function that the script's text defines, for a library whose definitions are not all
// at its top level.
func (x *exec) allFunctions(st *state) pmap[*function] {
	fs := st.funcs
	for _, f := range x.static.funcs {
		id := x.name(f.name)
		if have, ok := fs.get(id); !ok || have == nil {
			fs = fs.set(id, f)
		}
	}
	return fs
}

// span returns the range of a node in the script that it stands in.
func (x *exec) span(n syntax.Node) Range {
	return x.between(int(n.Pos().Offset()), int(n.End().Offset()))
}

func (x *exec) between(from, to int) Range {
	u := x.unit
	a, b := u.locate(from), u.locate(to)
	if u.segs != nil && b > a && to > from { // the end belongs to the last byte
		b = max(u.locate(to-1)+1, a)
	}
	if b <= a && u.segs != nil && to > from {
		a, b = u.whole.Start, u.whole.End
	}
	b = max(a, b)
	if n := len(u.script.Source); b > n {
		b = n
		a = min(a, b)
	}
	return Range{u.script, a, b}
}

// place names a node for symbols and guards: where it stands and who called.
func (x *exec) at(n syntax.Node) string {
	return strconv.Itoa(int(n.Pos().Offset())) + x.unit.id
}

func (x *exec) writeAt(b *keyBuilder, n syntax.Node) {
	b.integer(int(n.Pos().Offset()))
	b.WriteString(x.unit.id)
}

// spend counts work and reports whether the run must stop.
func (x *exec) spend(n int) bool {
	x.steps += n
	if x.over {
		return true
	}
	if x.steps > x.limit || x.steps&1023 == 0 && x.ctx.Err() != nil {
		x.over, x.overAt = true, x.here()
	}
	return x.over
}
