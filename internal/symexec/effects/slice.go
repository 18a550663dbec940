package effects

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A relevance tells which variables can matter to a finding, from the text alone: those that destructive commands and guards
// are given, those that decide whether these run, and those that what a guard said may have gone into. States that differ in
// other variables only are joined, and these are unknown from there on. That is sound whatever the answer is; one that is
// wrong costs precision. Without it the options of a script, each with a variable of its own, are multiplied with each other.
type Slice struct {
	x       *Program
	names   map[string]bool // the variables
	loose   map[string]bool // variables that are no flags
	answers map[string]bool // of them, those that what a guard said may have gone into

	EffectOf      map[string]Effect    // what functions may do
	bodies        map[string][]*region // of functions
	dependsOn     map[string][]string  // the variables that a variable's value is made of
	flowsInto     map[string][]string  // the other way round
	readers       map[string][]*region
	commandEffect map[string]Effect // what the command that a variable names may do
	asks          bool              // some part of the script may ask a guard
	Proves        bool              // … or make something new
	Attaches      bool              // … such as a device that stands for a file
	inFunc        bool              // the walk is in a function
	// textDepth counts the texts around a text that is looked into.
	textDepth int
	states    bool            // it names a file that is a guard to whoever reads it
	flags     bool            // the script names a file whose presence, or whose text, tells whether data is in use
	devices   bool            // and a device
	elsewhere bool            // it changes to a folder whose files may be data, or mounts some: a path may be data there
	databases bool            // that folder may hold a database's, so that output to a path empties one
	Here      bool            // some command acts on all that is in the folder that the script is in
	Wide      bool            // some command may act on everything when something in its words is empty
	Fleet     bool            // some command says in one word which hosts, or which objects, it acts on
	All       bool            // names of variables are made when the script runs
	Renames   bool            // names stand for other commands
	written   map[string]bool // files that the script writes
	reading   int             // commands around the current one on whose standard input a guard's answer may stand
	renamed   []string        // names that stand for other commands
	linked    bool            // the script makes links to data or devices
	pending   []string        // to be said, if the script asks at all
	newNames  []string
	newSaid   []string

	late        map[*syntax.Stmt]bool // statements behind which nothing is destroyed
	units       [][]*syntax.Stmt
	functions   []*syntax.FuncDecl
	texts       [][]*syntax.Stmt // the scripts that words may be, before functions are looked for in them
	looks       map[*syntax.CallExpr]*callLook
	textEffects map[string]Effect // what the catalogue says of texts
}

// A region is a part of the script that runs as a whole or not at all.
type region struct {
	parent  *region
	kids    []*region
	reads   []string
	assigns []string
	calls   []string
	effect  Effect
	// choices are what the region decides about, when it is a condition.
	choices []*region

	saidRead, marked, markedReads bool
}

// sliceOf looks at the statements of all files that are known so far.
func sliceOf(x *Program, units [][]*syntax.Stmt) *Slice {
	r := &Slice{
		x: x, written: map[string]bool{}, names: map[string]bool{}, loose: map[string]bool{}, answers: map[string]bool{}, EffectOf: map[string]Effect{}, commandEffect: map[string]Effect{}, dependsOn: map[string][]string{},
		looks: make(map[*syntax.CallExpr]*callLook, x.Static.Stmts), textEffects: map[string]Effect{}, flowsInto: map[string][]string{}, bodies: map[string][]*region{}, readers: map[string][]*region{},
		late: map[*syntax.Stmt]bool{}, units: units,
	}
	for _, stmts := range units {
		for _, s := range stmts {
			r.literals(s)
		}
	}
	r.functionEffects()
	r.Renames = len(r.renamed) > 0
	for _, name := range r.renamed {
		r.EffectOf[name] |= asks | destroys
		x.Static.Always[x.tab.Name(HashPseudo+name)] = true
	}
	r.findLate(x.Static.main)
	x.Static.late = r.late
	var mains []*region
	all := Effect(0)
	for _, stmts := range units {
		main := &region{}
		r.stmts(stmts, main)
		all |= main.mayDo()
		mains = append(mains, main)
	}
	for _, regions := range r.bodies {
		for _, b := range regions {
			all |= b.mayDo()
		}
	}
	r.asks, r.Proves = all&asks != 0, all&(asks|makes) != 0
	if r.asks {
		for _, v := range r.pending {
			r.include(v)
		}
		r.include("PIPESTATUS")
	}
	if r.asks || r.Wide { // case $? in; and a status tells whether a text can be empty
		r.include("?")
	}
	for _, b := range mains {
		r.close(b, true)
	}
	for _, regions := range r.bodies {
		for _, b := range regions {
			r.close(b, false)
		}
	}
	r.propagate()
	return r
}

// Has reports whether a variable can matter.
func (r *Slice) Has(name string) bool {
	return r.All || r.names[name] || name == "" || name[0] < ' ' || name == ArgsPseudo || name == "IFS" || name == "HOME" || name == "CDPATH" || r.x.ForceLike(name) || r.x.Cat.PlaceVariable(name)
}

// node takes a piece of the script into a region, and makes regions of what runs only at times.
func (r *Slice) node(n syntax.Node, in *region) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			names := FunctionNames(n)
			if len(names) == 0 || n.Body == nil {
				return true
			}
			b := &region{}
			for _, name := range names {
				r.bodies[name] = append(r.bodies[name], b)
			}
			r.inFunc = true
			r.node(n.Body, b)
			r.inFunc = false
			return false
		case *syntax.IfClause:
			var conds []*region
			for c := n; c != nil; c = c.Else {
				cond, then := r.inner(in), r.inner(in)
				r.stmts(c.Cond, cond)
				r.stmts(c.Then, then)
				if conds = append(conds, cond); len(conds) > 16 { // a long chain of elif
					conds = conds[len(conds)-16:]
				}
				for _, c := range conds {
					c.choices = append(c.choices, then, cond)
				}
			}
			return false
		case *syntax.WhileClause:
			cond, do := r.inner(in), r.inner(in)
			r.stmts(n.Cond, cond)
			r.stmts(n.Do, do)
			cond.choices = append(cond.choices, do, cond)
			return false
		case *syntax.ForClause:
			cond, do := r.inner(in), r.inner(in)
			r.node(n.Loop, cond)
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				r.read(it.Name.Value, cond)
				cond.assigns = append(cond.assigns, it.Name.Value)
				r.loose[it.Name.Value] = true
				for _, v := range r.reads(it) {
					r.edge(it.Name.Value, v)
				}
				if n.Select { // a person's answer
					cond.effect |= asks
					r.pending = append(r.pending, it.Name.Value, "REPLY")
				}
			}
			r.stmts(n.Do, do)
			cond.choices = append(cond.choices, do)
			return false
		case *syntax.CaseClause:
			cond := r.inner(in)
			r.node(n.Word, cond)
			for _, i := range n.Items {
				for _, p := range i.Patterns {
					r.node(p, cond)
				}
				do := r.inner(in)
				r.stmts(i.Stmts, do)
				cond.choices = append(cond.choices, do)
			}
			return false
		case *syntax.Stmt:
			if r.late[n] {
				return false
			}
			r.inputOf(n)
			r.lists(n)
			if c, call := n.Cmd.(*syntax.CallExpr); call || n.Cmd == nil {
				// sh -s "$h" <<EOF, ssh "$h" sh <job: the text that runs gets the words as parameters, or runs on that machine
				if call && (r.hereDocEffect(n.Redirs) != 0 || slices.ContainsFunc(n.Redirs, r.readsWritten)) {
					r.relevant(r.reads(c))
				}
				break
			}
			for _, d := range n.Redirs {
				if r.redirectEffect(d)&asks != 0 && (d.Op == syntax.RdrIn || d.Op == syntax.RdrInOut) {
					r.answerOnInput(n, in)
					return false
				}
			}
		case *syntax.BinaryCmd:
			if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
				r.node(n.X, in)
				if r.effect(n.Y) != 0 { // echo "$h" | xargs wipe-disk
					r.relevant(r.reads(n.X))
				}
				if r.effect(n.X)&asks == 0 {
					r.node(n.Y, in)
				} else {
					r.reading++
					r.node(n.Y, in)
					r.reading--
				}
				return false
			}
			if n.Op == syntax.AndStmt || n.Op == syntax.OrStmt {
				cond, do := r.inner(in), r.inner(in)
				r.node(n.X, cond)
				r.node(n.Y, do)
				cond.choices = append(cond.choices, do)
				return false
			}
		case *syntax.Assign:
			r.assignment(n, in)
		case *syntax.CallExpr:
			r.callExpr(n, in)
		case *syntax.Redirect:
			if h := r.redirectEffect(n); h != 0 {
				in.effect |= h
				r.relevant(r.reads(n.Word))
			}
			if n.Hdoc != nil {
				r.text(n.Hdoc, in)
			}
		case *syntax.UnaryTest:
			if h := r.effect(n); h != 0 {
				in.effect |= h
				r.relevant(r.reads(n))
			}
		case *syntax.ParamExp:
			if n.Param != nil {
				r.read(n.Param.Value, in)
				if n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
					r.loose[n.Param.Value] = true
				}
			}
		case *syntax.ArithmExp:
			r.arithm(n.X, in)
		case *syntax.ArithmCmd:
			r.arithm(n.X, in)
		case *syntax.CStyleLoop:
			r.arithm(n.Init, in)
			r.arithm(n.Cond, in)
			r.arithm(n.Post, in)
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				r.arithm(e, in)
			}
		case *syntax.BinaryTest:
			for _, e := range []syntax.TestExpr{n.X, n.Y} {
				if w, ok := e.(*syntax.Word); ok && w.Lit() != "" {
					r.read(w.Lit(), in) // [[ n -gt 3 ]]
				}
			}
		}
		return true
	})
}

// inputOf takes in the text that a destructive command or a guard is handed on its standard input.
func (r *Slice) inputOf(s *syntax.Stmt) {
	for _, d := range s.Redirs {
		if (d.Hdoc != nil || d.Op == syntax.WordHdoc) && s.Cmd != nil && r.effect(s.Cmd) != 0 {
			r.relevant(r.reads(d))
		}
	}
}

// lists takes in the names of files that are read line by line: a line is one of the file that was named, and names of which nothing
// is known any more are not the same file.
func (r *Slice) lists(s *syntax.Stmt) {
	if c, ok := s.Cmd.(*syntax.CallExpr); ok && len(c.Args) > 0 {
		switch name := c.Args[0].Lit(); name {
		case "read", "mapfile", "readarray", "exec":
		default:
			if _, ok := r.EffectOf[name]; !ok { // a function may read its input
				return
			}
		}
	}
	for _, d := range s.Redirs {
		if d.Op == syntax.RdrIn || d.Op == syntax.RdrInOut {
			r.pending = append(r.pending, r.reads(d.Word)...)
		}
	}
}

// answerOnInput takes in a compound command whose standard input may hold what a guard said: read in it asks.
func (r *Slice) answerOnInput(s *syntax.Stmt, in *region) {
	for _, d := range s.Redirs {
		r.node(d, in)
	}
	r.reading++
	r.node(s.Cmd, in)
	r.reading--
}

func (r *Slice) stmts(stmts []*syntax.Stmt, in *region) {
	for _, s := range stmts {
		r.node(s, in)
	}
}

func (r *Slice) inner(parent *region) *region {
	n := &region{parent: parent}
	parent.kids = append(parent.kids, n)
	return n
}

func (r *Slice) read(name string, in *region) {
	if n := len(in.reads); n > 0 && in.reads[n-1] == name {
		return
	}
	in.reads = append(in.reads, name)
	r.readers[name] = append(r.readers[name], in)
}

func (r *Slice) callExpr(c *syntax.CallExpr, in *region) {
	if len(c.Args) == 0 {
		return
	}
	name := c.Args[0].Lit()
	switch name {
	case "unset":
		for _, w := range c.Args[1:] {
			r.loose[StaticText(w)] = true
		}
	case "printf":
		if len(c.Args) > 3 && c.Args[1].Lit() == "-v" && c.Args[2].Lit() != "" {
			r.loose[c.Args[2].Lit()] = true
			for _, w := range c.Args[3:] {
				r.assigned(c.Args[2].Lit(), w, in)
			}
		}
	case ".", "source":
		if len(c.Args) > 1 { // which file it is decides what is run next
			r.relevant(r.reads(c.Args[1]))
		}
	case "getopts":
		r.edge("OPTARG", "OPTIND")
		if len(c.Args) > 2 && c.Args[2].Lit() != "" {
			r.edge(c.Args[2].Lit(), "OPTIND")
			r.loose[c.Args[2].Lit()] = true
		}
	case "read", "mapfile", "readarray":
		if name == "read" {
			r.pending = append(r.pending, "REPLY")
		}
		for _, w := range c.Args[1:] {
			if t := w.Lit(); t != "" && t[0] != '-' {
				r.loose[t] = true
				r.pending = append(r.pending, t)
				in.assigns = append(in.assigns, t)
			}
		}
	}
	for _, w := range c.Args {
		r.text(w, in)
		if v := AssignedBy(w); v != "" { // sh has export x=$(…) for a command like others
			r.loose[v] = true
			r.assigned(v, w, in)
		}
		if t := w.Lit(); t != "" {
			if _, ok := r.bodies[t]; ok {
				in.calls = append(in.calls, t)
			}
		}
	}
	if h := r.callEffect(c); h != 0 {
		in.effect |= h
		r.relevant(r.reads(c))
	}
}
