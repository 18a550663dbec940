package symexec

import (
	"context"
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/models"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

type exec struct {
	tab   *value.Table
	prog  *effects.Program
	dom   *domain.Space
	tools *models.Tools
	proof *proof.Ledger

	ctx    context.Context
	survey *survey // nil in a run that is to tell all of its sites

	loader *script.Loader

	ladder []effects.Bounds // those that a part is run with, one after the other

	lacking map[*value.Sym]lacking    // texts that a part has been taken out of
	fieldOf map[*value.Sym]*value.Sym // the lines that fields have been read from

	before *domain.Status // in dash: what $? is in the words of a command with substitutions

	sc domain.Scope

	bodies map[*syntax.Stmt]*effects.Body

	mainStmts []*syntax.Stmt // of the script itself, in the language of the shell that runs it

	manyParams  map[*syntax.FuncDecl]bool // what readsMore said
	optionsOf   map[syntax.Node][]uint32  // what givenOptions said
	jobsHeeded  value.Tri                 // what heedsJobs said of …
	jobsSeen    int                       // … so many files
	evalPiece   int                       // where eval is a part of a pipeline: how many subshells are around it
	cleared     *cleared                  // the environment is not handed on to a shell of its own; nil for where it is
	noErrWhy    string                    // the construct that makes it so
	switches    map[string]bool           // what isSwitch said, by the name of the variable
	handed      []domain.Field            // words of wrappers that set variables for the command: env NAME=value
	redirecting bool                      // the words of redirections are expanded
	assigning   bool                      // the value of an assignment is expanded

	testAt   place.Range
	testedAs string // the operand of a file test as written

	nest int

	ifsName uint32

	cut bool // some part was not run to its end

	deferred []*deferred
	// What a function may assign, by itself, and with all that it calls: of so many functions as there were.
	assignedBy map[*syntax.FuncDecl]assignments
	mayAssign  map[*effects.Function]reachedAssignments
	apart      bool // each command is executed by itself

	departures departures
	gap        *domain.Approximation // where the part that runs has lost a way
	gaps       []place.Range
	beyond     []place.Range // what beyondBounds noted
	wrappers   int           // around the command that runs
	tooNested  bool          // the budget was used up by depth, which only the coarsest bounds make less

	functions map[declaration]*effects.Function
	doubts    map[*effects.Function]*effects.Function // what perhaps has made

	keyKnown bool // the key of the parameter that is expanded was decided

	bracedWords int             // that brace expressions have made
	mayPrune    int             // 1 if it may delete old backups, -1 if not, 0 before that was asked
	mayGoBack   int             // the same of going back to a folder
	isListed    map[string]bool // what listed said
	contracts   map[string]*catalog.Guard

	// jobWrites are the files that each job writes, by its number; beside are those that jobs write which run at the same time as this one.
	jobWrites map[int]map[uint32]bool
	beside    map[uint32]bool

	leftFiles map[uint32]leftFile // by the name of the file
	ran       map[uint32]bool     // files whose text was run, or handed on under another name
	planting  *[]planted          // files that the redirections of a statement write and nothing reads again; nil where that is of no use

	binds []bind // of the container that a command runs in

	zeroth *domain.Field // what $0 is in the text that sh -c runs next

	then         *syntax.Stmt          // what follows the statement that runs, in its list or one around it
	askers       map[*syntax.Stmt]bool // what asksIn said
	opens        map[int]bool          // the descriptors that some redirection opens
	openingsOf   int                   // of how many files that says
	fed          map[uint32]reader     // what processes read, by the name of what is written into
	feeding      bool                  // such a process runs
	pipes        map[uint32]bool       // those with names
	links        bool                  // it makes links to data or devices
	foldersNamed map[string]bool       // what commands are given that make folders
}

// newExec looks at the text of a script before it is executed.
func newExec(ctx context.Context, in Input) *exec {
	s := in.Script
	tab := &value.Table{}
	prog := effects.NewProgram(tab)
	dom := domain.NewSpace(tab, prog)
	tools := models.NewTools(tab, prog, dom)
	x := &exec{tab: tab, prog: prog, dom: dom, tools: tools, proof: proof.NewLedger(tab, prog, dom, tools)}
	x.prog.IsFilter = isFilter
	x.tools.AskFile = x.proof.StateFile
	x.ctx = ctx
	x.prog.Cat = in.Catalog
	x.loader = in.Loader
	x.prog.Bounds = in.Bounds.OrDefault()
	x.prog.Main, x.prog.Whole = s, in.Whole
	x.prog.Dash = s.Dialect.Executes() == script.POSIX && !in.Bash
	x.tab.Syms = map[string]*value.Sym{}
	x.tab.Names = make(map[string]uint32, 24)
	x.dom.Asks = map[string]*value.Ask{}
	x.proof.Cmds = map[string]*domain.CmdSite{}
	x.prog.Units = map[string]*effects.Unit{}
	x.prog.Parsed = map[string]*effects.ParsedText{}
	x.proof.Sites = map[place.Range]*proof.Site{}
	x.proof.Opaque = map[place.Range]*proof.Opaque{}
	x.prog.Seen = map[*syntax.FuncDecl]bool{}
	x.dom.Wordy = map[*value.Ask]bool{}
	x.dom.Compared = map[*value.Ask]*domain.Comparison{}
	x.dom.Looked = map[*value.Ask]bool{}
	x.dom.Headings = map[uint32]bool{}
	x.lacking, x.fieldOf = map[*value.Sym]lacking{}, map[*value.Sym]*value.Sym{}
	x.tools.Abouts, x.tools.Choosers, x.tools.Columns = map[uint32]value.Value{}, map[uint32]string{}, map[uint32]int{}
	x.bodies = map[*syntax.Stmt]*effects.Body{}
	x.dom.Interned = map[string]uint32{}
	x.prog.Quitting = map[*syntax.FuncDecl]bool{}
	x.prog.Signed = map[string]bool{}
	x.prog.Forces = map[string]bool{}
	x.dom.Limits = map[string]bool{}
	x.proof.HitNow = map[*proof.Site]bool{}
	x.contracts = map[string]*catalog.Guard{}
	x.proof.MadeEntry = map[*catalog.Creation]*catalog.Guard{}
	x.prog.Foreseen = map[string]bool{}
	x.tab.SymList = append(x.tab.SymList, value.TooLong)
	x.tab.Name(effects.ArgsPseudo) // argsName
	x.ifsName, x.dom.PipesName, x.prog.ActName = x.tab.Name("IFS"), x.tab.Name("PIPESTATUS"), x.tab.Name(effects.ActPseudo)
	x.prog.Texts = append(x.prog.Texts, s.Source)
	for _, f := range in.Sources {
		x.prog.Texts = append(x.prog.Texts, f.Source)
		if f != s && !x.prog.Foreseen[f.Path] {
			x.prog.Foreseen[f.Path] = true
			x.prog.StmtsOf = append(x.prog.StmtsOf, f.Stmts)
		}
	}
	x.mainStmts = s.Stmts
	if in.Bash && s.Variant == syntax.LangPOSIX { // what are words to one are [[ ]], (( )) and &> to the other
		x.mainStmts = s.InBash()
	}
	x.prog.Static = effects.Scan(x.prog, x.mainStmts)
	least := x.prog.Bounds.MinSteps
	if !x.prog.Slice.Proves {
		least /= 2 // nothing can be proved; the ways only tell which commands are reached
	}
	x.dom.Limit = max(least, x.prog.Bounds.Steps*x.prog.Static.Stmts)
	return x
}

func (x *exec) scriptUnit(s *script.Script) *effects.Unit {
	u := x.prog.Units[s.Path]
	if u == nil {
		u = &effects.Unit{Id: "#" + strconv.Itoa(len(x.prog.Units)), Script: s, Whole: place.Range{Script: s, Start: 0, End: len(s.Source)}}
		x.prog.Units[s.Path] = u
		x.prog.Static.Add(x.prog, u, x.stmtsOfScript(s))
		x.bodies = map[*syntax.Stmt]*effects.Body{} // they may call the new functions
	}
	if u.Info == nil {
		u.Info = domain.NewBody(x.dom, x.stmtsOfScript(s))
	}
	return u
}

// start is the state in which the script is entered.
func (x *exec) start(s *script.Script) *domain.State {
	st := &domain.State{Pool: &domain.Pool{}, Args: &domain.Params{Open: true}, Status: domain.Status{Val: value.Lit("0")}, Trace: &domain.Step{}}
	for _, o := range s.Options {
		st.Opts |= optionNamed(o)
	}
	if x.prog.Dash {
		st.Opts |= domain.OptAliases
	} else if s.Dialect.Executes() == script.POSIX { // bash by the name of sh
		st.Opts |= domain.OptAliases | domain.OptInheritErrexit
	}
	return st
}

// runMain runs the script and its EXIT trap, and gives the states in which it ends.
func (x *exec) runMain(u *effects.Unit, stmts []*syntax.Stmt, st *domain.State) []*domain.State {
	var exits []*domain.State
	x.prog.Unit = u
	x.sc = domain.Scope{Exits: &exits, First: true}
	x.dom.Calls = []domain.Call{{Unit: u, Body: u.Info}}
	normal := x.lines(stmts, []*domain.State{st})
	all := append(normal, exits...)
	ends := x.exitTraps(all)
	x.runDeferred()
	x.plantLeft()
	if len(ends) == 0 {
		ends = []*domain.State{st}
	}
	return ends
}

// runUncalled runs the functions that nothing called. They are what other scripts use, and judged as if called at the end.
func (x *exec) runUncalled(u *effects.Unit, ends []*domain.State) {
	x.proof.Alone, x.proof.CallerStops = true, library(u.Script)
	var inert map[*effects.Function]bool
	for _, f := range x.prog.Uncalled() {
		if x.prog.Seen[f.Decl] || x.ctx.Err() != nil {
			continue
		}
		if inert == nil {
			inert = x.inert()
		}
		if inert[f] && !slices.ContainsFunc(ends, func(s *domain.State) bool { return s.Alias.Root != nil }) { // an alias makes another command of a word
			continue
		}
		base := x.dom.MergeAll(ends)
		base.Args = &domain.Params{Open: true}
		base.Traps = nil
		base.Facts = value.Pmap[domain.Fact]{}
		base.Memory = value.Pmap[*domain.Memo]{}
		base.Trace = &domain.Step{}
		base.Funcs = x.allFunctions(base)
		base.Pend = nil
		base.May, base.Assumes = 0, 0
		base.Opts &^= domain.OptPast
		x.runAlone(u, f, base)
	}
	x.plantLeft()
	if x.cut || len(x.beyond) > 0 || x.dom.Shortened() != nil {
		x.sweep()
	}
}

// allFunctions adds to a state every function that the script's text defines, for a library whose definitions are not all
// at its top level.
func (x *exec) allFunctions(st *domain.State) value.Pmap[*effects.Function] {
	fs := st.Funcs
	for _, f := range x.prog.Static.Funcs {
		id := x.tab.Name(f.Name)
		if have, ok := fs.Get(id); !ok || have == nil {
			fs = fs.Set(id, f)
		}
	}
	return fs
}

// spend counts work and reports whether the run must stop.
func (x *exec) spend(n int) bool {
	x.dom.Steps += n
	if x.dom.Over {
		return true
	}
	if x.survey.seen(len(x.proof.Sites)) {
		x.dom.Over, x.dom.OverAt = true, x.dom.Here()
		return true
	}
	if x.dom.Steps > x.dom.Limit || x.dom.Steps&1023 == 0 && x.ctx.Err() != nil {
		x.dom.Over, x.dom.OverAt = true, x.dom.Here()
	}
	return x.dom.Over
}
