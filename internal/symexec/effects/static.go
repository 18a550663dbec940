package effects

import (
	"slices"
	"sort"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// export notes a variable that other programs see. What a shell that the script starts reads of it is in no text that is looked at
// with the script's own, so it stays live.
func (s *static) export(x *Program, name string) {
	s.Exports[name] = true
	s.Always[x.tab.Name(name)] = true
}

// exported notes the variables that a command puts into the environment: export h in sh, h=x command, set -a.
func (s *static) exported(x *Program, c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		return
	}
	for _, a := range c.Assigns {
		if a.Name != nil {
			s.export(x, a.Name.Value)
		}
	}
	switch c.Args[0].Lit() {
	case "export":
		for _, w := range c.Args[1:] {
			name, _, _ := strings.Cut(StaticText(w), "=")
			s.export(x, name)
		}
	case "set":
		s.ExportAll = s.ExportAll || slices.ContainsFunc(c.Args[1:], func(w *syntax.Word) bool {
			t := w.Lit()
			return t == "allexport" || strings.HasPrefix(t, "-") && !strings.HasPrefix(t, "--") && strings.Contains(t, "a")
		})
	}
}

func SortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// static is what one walk over the syntax tree tells before anything runs.
type static struct {
	Stmts  int
	Funcs  []*Function
	ByName map[string][]*Function
	Reads  map[string]map[uint32]bool // by function, with what the functions that it calls read
	AllFn  map[string]bool            // functions that may read anything
	Always map[uint32]bool            // read by trap handlers, at any time
	Every  bool                       // a trap handler that is not known may read anything
	// trapCalls are the functions that trap handlers call: what they read is always live.
	trapCalls []string
	Exports   map[string]bool // what is put into the environment
	ExportAll bool            // set -a
	// exportsFunctions says that shells which the script starts may know some of its functions: export -f.
	ExportsFunctions bool
	GivesUp          bool             // there is something that bash may give a line up for
	sources          bool             // other files may say of functions that they are guards
	words            map[string]int   // how often a word is written, for files that the script writes and reads
	moves            bool             // the script goes to other folders
	wordsIn          [][]*syntax.Stmt // where words have not been counted yet
	main             []*syntax.Stmt   // of the script itself
	late             map[*syntax.Stmt]bool
}

var ArgsName uint32 // id 0, reserved by scan

func Scan(x *Program, stmts []*syntax.Stmt) *static {
	x.tab.Name(ArgsPseudo)
	s := &static{ByName: map[string][]*Function{}, Reads: map[string]map[uint32]bool{}, AllFn: map[string]bool{},
		Always: map[uint32]bool{}, Exports: map[string]bool{}, sources: len(x.StmtsOf) > 0}
	for _, n := range []string{"IFS", "OPTIND", "PATH", "HOME", "CDPATH"} { // cd and ~ read the last two
		s.Always[x.tab.Name(n)] = true
	}
	for _, v := range x.Cat.PlaceVariables() {
		s.Always[x.tab.Name(v)] = true
	}
	for _, system := range x.Cat.Systems() {
		s.Always[x.tab.Name(PlacePseudo+system)] = true
	}
	x.Static = s
	s.main = stmts
	var later []*Function
	for _, l := range x.StmtsOf {
		later = append(later, s.foresee(l)...)
	}
	s.learn(x, later)
	u := &Unit{Id: "#0", Script: x.Main, Whole: place.Range{Script: x.Main, Start: 0, End: len(x.Main.Source)}}
	x.Units[x.Main.Path] = u
	s.Add(x, u, stmts)
	if len(later) > 0 {
		s.learn(x, append(later, s.Funcs...)) // they may call the script's own
	}
	return s
}

// Add takes in the functions of another file, and what they and its trap handlers read.
func (s *static) Add(x *Program, u *Unit, stmts []*syntax.Stmt) {
	x.reached = reachability{}
	var fresh []*Function
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			s.GivesUp = s.GivesUp || maybeGivenUp(n)
			switch n := n.(type) {
			case *syntax.Stmt:
				s.Stmts++
			case *syntax.FuncDecl:
				for _, name := range FunctionNames(n) {
					f := &Function{Name: name, Decl: n, Unit: u}
					fresh = append(fresh, f)
					s.ByName[f.Name] = append(s.ByName[f.Name], f)
				}
			case *syntax.DeclClause:
				for _, name := range declaredFor(n, "nri") {
					s.Always[x.tab.Name(name)] = true
				}
				s.ExportsFunctions = s.ExportsFunctions || n.Variant.Value == "export" && declaredFor(n, "f") != nil
				for _, name := range declaredFor(n, "x") {
					s.export(x, name)
				}
			case *syntax.CallExpr:
				s.sources = s.sources || sourcesFile(n)
				s.exported(x, n)
				if len(n.Args) > 1 && n.Args[0].Lit() == "readonly" {
					for _, w := range n.Args[1:] {
						name, _, _ := strings.Cut(StaticText(w), "=")
						s.Always[x.tab.Name(name)] = true
					}
				}
				if len(n.Args) > 2 && n.Args[0].Lit() == "trap" {
					s.trap(x, n.Args[1])
				}
			}
			return true
		})
	}
	s.Funcs = append(s.Funcs, fresh...)
	for name := range u.Script.Contracts {
		x.Signed[name] = true
	}
	if !x.Foreseen[u.Script.Path] {
		s.wordsIn = append(s.wordsIn, stmts)
		x.StmtsOf = append(x.StmtsOf, stmts)
		x.Slice = sliceOf(x, x.StmtsOf)
	}
	clear(x.Quitting) // what they call may be defined now
	s.learn(x, fresh)
}

// AddText takes in what a text that a shell runs says of later: what its functions and trap handlers read. The functions are
// called in it or not at all.
func (s *static) AddText(x *Program, stmts []*syntax.Stmt) {
	s.wordsIn = append(s.wordsIn, stmts)
	var fresh []*Function
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			s.GivesUp = s.GivesUp || maybeGivenUp(n)
			switch n := n.(type) {
			case *syntax.FuncDecl:
				for _, name := range FunctionNames(n) {
					fresh = append(fresh, &Function{Name: name, Decl: n})
				}
			case *syntax.DeclClause:
				for _, name := range declaredFor(n, "nri") {
					s.Always[x.tab.Name(name)] = true
				}
				for _, name := range declaredFor(n, "x") {
					s.export(x, name)
				}
			case *syntax.CallExpr:
				s.sources = s.sources || sourcesFile(n)
				s.exported(x, n)
				if len(n.Args) > 2 && n.Args[0].Lit() == "trap" {
					s.trap(x, n.Args[1])
				}
			}
			return true
		})
	}
	if len(fresh) > 0 || len(s.trapCalls) > 0 {
		s.learn(x, fresh)
	}
}

// foresee takes in what a file reads that the script may source later on, and nothing else: its functions are not defined yet.
func (s *static) foresee(stmts []*syntax.Stmt) []*Function {
	var fresh []*Function
	s.wordsIn = append(s.wordsIn, stmts)
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			if n, ok := n.(*syntax.FuncDecl); ok {
				for _, name := range FunctionNames(n) {
					fresh = append(fresh, &Function{Name: name, Decl: n})
				}
			}
			return true
		})
	}
	return fresh
}

// learn finds out what functions read, with those that they call.
func (s *static) learn(x *Program, fresh []*Function) {
	graph := map[string]*functionReader{}
	for _, f := range fresh {
		g := graph[f.Name]
		if g == nil {
			g = &functionReader{s: s, name: f.Name, reads: s.Reads[f.Name]}
			if g.reads == nil {
				g.reads = map[uint32]bool{}
				s.Reads[f.Name] = g.reads
			}
			graph[f.Name] = g
		}
		w := &ReadWalker{X: x, To: g}
		w.node(f.Decl.Body)
	}
	for changed := true; changed; {
		changed = false
		for name, g := range graph {
			n := len(g.reads)
			for c := range g.calls {
				for id := range s.Reads[c] {
					g.reads[id] = true
				}
				if s.AllFn[c] && !s.AllFn[name] {
					s.AllFn[name] = true
					changed = true
				}
			}
			if len(g.reads) != n {
				changed = true
			}
		}
	}
	for _, name := range s.trapCalls {
		for id := range s.Reads[name] {
			s.Always[id] = true
		}
		s.Every = s.Every || s.AllFn[name]
	}
}

// A functionReader takes in what a function reads and calls by itself.
type functionReader struct {
	s     *static
	name  string
	reads map[uint32]bool
	calls map[string]bool
}

func (r *functionReader) Read(id uint32, _ int) {
	if id != ArgsName { // a function's parameters are its own
		r.reads[id] = true
	}
}

func (r *functionReader) Any(int) { r.s.AllFn[r.name] = true }

func (r *functionReader) Call(name string, _ int) {
	if r.calls == nil {
		r.calls = map[string]bool{}
	}
	r.calls[name] = true
}

// declaredFor are the names that a declaration gives one of some attributes to which assignments matter although nothing reads
// the name: n, a reference to another variable, and r, readonly.
func declaredFor(c *syntax.DeclClause, attributes string) []string {
	has := c.Variant.Value == "readonly" && strings.Contains(attributes, "r") || c.Variant.Value == "export" && attributes == "x"
	var names []string
	for _, a := range c.Args {
		if a.Naked && a.Name == nil && a.Value != nil {
			t := a.Value.Lit()
			has = has || strings.HasPrefix(t, "-") && strings.ContainsAny(t, attributes)
		} else if a.Name != nil {
			names = append(names, a.Name.Value)
		}
	}
	if !has {
		return nil
	}
	return names
}

// sourcesFile reports whether a call reads commands from a file.
func sourcesFile(c *syntax.CallExpr) bool {
	name := ""
	for _, w := range c.Args {
		if name = w.Lit(); name != "command" && name != "builtin" {
			break
		}
	}
	return name == "." || name == "source"
}

// Written is how often a word is written where it may name a file that is read. Few scripts write files that are asked about, so
// words are counted for the first one.
func (s *static) Written(word string) int {
	if s.words == nil {
		s.words = map[string]int{}
	}
	for _, stmts := range s.wordsIn {
		s.countWords(stmts)
	}
	s.wordsIn = nil
	if n := s.words[fileName(word)]; n > 0 || !s.moves {
		return n
	}
	return s.words[inOtherFolder+BaseName(word)]
}

// inOtherFolder stands in front of the last part of a word that may name a file from another folder, where the script goes to one.
const inOtherFolder = "\x01/"

// fileName is a word that names a file without what names the folder that the script is in: ./x and "$PWD/x" are x.
func fileName(word string) string {
	for {
		short := word
		for _, here := range []string{"./", "$PWD/", "${PWD}/", "$(pwd)/", "`pwd`/"} {
			short = strings.TrimPrefix(short, here)
		}
		if short == word || short == "" {
			return word
		}
		word = short
	}
}

// counted takes in that a word is written.
func (s *static) counted(word string) {
	s.words[fileName(word)]++
	if base := BaseName(word); base != "" {
		s.words[inOtherFolder+base]++
	}
}

// countWords counts the words that may name files which are read.
func (s *static) countWords(stmts []*syntax.Stmt) {
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Stmt:
				return !s.late[n] // what is in the file then decides about nothing
			case *syntax.Redirect:
				if n.Op == syntax.RdrIn || n.Op == syntax.RdrInOut {
					s.counted(Printed(n.Word))
				}
				if n.Hdoc != nil {
					s.included(StaticText(n.Hdoc))
				} else if n.Op == syntax.WordHdoc {
					s.included(StaticText(n.Word))
				}
			case *syntax.Assign:
				if n.Name != nil && (n.Name.Value == "BASH_ENV" || n.Name.Value == "ENV") && n.Value != nil {
					s.counted(Printed(n.Value))
				}
			case *syntax.CallExpr:
				if len(n.Args) > 0 {
					s.readWords(n)
				}
			}
			return true
		})
	}
}

// readWords counts the words that a command may read as files, or run, so that only the files that the script reads again are kept.
func (s *static) readWords(c *syntax.CallExpr) {
	name := c.Args[0].Lit()
	s.moves = s.moves || name == "cd" || name == "pushd" || name == "popd"
	s.counted(Printed(c.Args[0]))
	switch name {
	case "make", "gmake":
		for _, file := range makefiles {
			s.counted(file)
		}
	case "echo", "printf":
		for _, a := range c.Args[1:] {
			s.included(StaticText(a))
		}
		return
	case "tee", "rm", "touch", "chmod", "chown", "mkdir", "logger":
		return
	}
	for _, a := range c.Args[1:] {
		name := Printed(a)
		s.counted(name)
		for _, sign := range []string{"@", "="} { // sqlplus @x.sql, psql --file=x.sql
			if _, after, ok := strings.Cut(name, sign); ok {
				s.counted(after)
			}
		}
		if text, ok := Literal(a); ok && strings.ContainsRune(text, ' ') { // su -c "sh /tmp/x.sh"
			for f := range strings.FieldsSeq(text) {
				s.counted(f)
			}
		}
	}
}

// makefiles are what make reads unless it is told what: GNU make manual, What Name to Give Your Makefile.
var makefiles = []string{"GNUmakefile", "makefile", "Makefile"}

// included counts the files that a text for a client names to be read: \i x.sql.
func (s *static) included(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimLeft(line, " \t")
		for _, verb := range []string{"source ", `\. `, `\i `, `\ir `, ".read ", ". ", "i ", "ir "} {
			if file, ok := strings.CutPrefix(line, verb); ok {
				s.counted(strings.TrimRight(strings.TrimSpace(file), ";"))
			}
		}
	}
}

func (s *static) trap(x *Program, w *syntax.Word) {
	text, ok := Literal(w)
	if !ok {
		s.Every = true
		return
	}
	rw := &ReadWalker{X: x, To: trapReader{s}}
	rw.List(x.Parse(text))
}

// A trapReader takes in what a trap handler reads, at any time, and calls.
type trapReader struct {
	s *static
}

func (r trapReader) Read(id uint32, _ int) { r.s.Always[id] = true }

func (r trapReader) Any(int) { r.s.Every = true }

func (r trapReader) Call(name string, _ int) { r.s.trapCalls = append(r.s.trapCalls, name) }

// uncalled returns the functions that were not entered, in the order of their definition.
func (s *static) uncalled(x *Program) []*Function {
	var out []*Function
	for _, f := range s.Funcs {
		if f.Unit != nil && !x.Seen[f.Decl] {
			out = append(out, f)
		}
	}
	return out
}
