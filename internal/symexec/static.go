package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// static is what one walk over the syntax tree tells before anything runs.
type static struct {
	stmts  int
	funcs  []*function
	byName map[string][]*function
	reads  map[string]map[uint32]bool // by function, with what the functions that it calls read
	allFn  map[string]bool            // functions that may read anything
	always map[uint32]bool            // read by trap handlers, at any time
	every  bool                       // a trap handler that is not known may read anything
	// trapCalls are the functions that trap handlers call: what they read is always live.
	trapCalls []string
	exports   map[string]bool // what is put into the environment
	exportAll bool            // set -a
	// exportsFunctions says that shells which the script starts may know some of its functions: export -f.
	exportsFunctions bool
	givesUp          bool             // there is something that bash may give a line up for
	sources          bool             // other files may say of functions that they are guards
	words            map[string]int   // how often a word is written, for files that the script writes and reads
	wordsIn          [][]*syntax.Stmt // where words have not been counted yet
}

var argsName uint32 // id 0, reserved by scan

func scan(x *exec, stmts []*syntax.Stmt) *static {
	x.name(argsPseudo)
	s := &static{byName: map[string][]*function{}, reads: map[string]map[uint32]bool{}, allFn: map[string]bool{},
		always: map[uint32]bool{}, exports: map[string]bool{}, sources: len(x.stmtsOf) > 0}
	for _, n := range []string{"IFS", "OPTIND", "PATH"} {
		s.always[x.name(n)] = true
	}
	for _, v := range x.cat.PlaceVariables() {
		s.always[x.name(v)] = true
	}
	for _, system := range x.cat.Systems() {
		s.always[x.name(placePseudo+system)] = true
	}
	x.static = s
	var later []*function
	for _, l := range x.stmtsOf {
		later = append(later, s.foresee(l)...)
	}
	s.learn(x, later)
	u := &unit{id: "#0", script: x.main, whole: Range{x.main, 0, len(x.main.Source)}}
	x.units[x.main.Path] = u
	s.add(x, u, stmts)
	if len(later) > 0 {
		s.learn(x, append(later, s.funcs...)) // they may call the script's own
	}
	return s
}

// add takes in the functions of another file, and what they and its trap handlers read.
func (s *static) add(x *exec, u *unit, stmts []*syntax.Stmt) {
	var fresh []*function
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			s.givesUp = s.givesUp || maybeGivenUp(n)
			switch n := n.(type) {
			case *syntax.Stmt:
				s.stmts++
			case *syntax.FuncDecl:
				for _, name := range functionNames(n) {
					f := &function{name: name, decl: n, unit: u}
					fresh = append(fresh, f)
					s.byName[f.name] = append(s.byName[f.name], f)
				}
			case *syntax.DeclClause:
				for _, name := range declaredFor(n, "nri") {
					s.always[x.name(name)] = true
				}
				s.exportsFunctions = s.exportsFunctions || n.Variant.Value == "export" && declaredFor(n, "f") != nil
				for _, name := range declaredFor(n, "x") {
					s.export(x, name)
				}
			case *syntax.CallExpr:
				s.sources = s.sources || sourcesFile(n)
				s.exported(x, n)
				if len(n.Args) > 1 && n.Args[0].Lit() == "readonly" {
					for _, w := range n.Args[1:] {
						name, _, _ := strings.Cut(staticText(w), "=")
						s.always[x.name(name)] = true
					}
				}
				if len(n.Args) > 2 && n.Args[0].Lit() == "trap" {
					s.trap(x, n.Args[1])
				}
			}
			return true
		})
	}
	s.funcs = append(s.funcs, fresh...)
	for name := range u.script.Contracts {
		x.signed[name] = true
	}
	if !x.foreseen[u.script.Path] {
		s.wordsIn = append(s.wordsIn, stmts)
		x.stmtsOf = append(x.stmtsOf, stmts)
		x.relevant = relevantIn(x, x.stmtsOf)
	}
	clear(x.quitting) // what they call may be defined now
	s.learn(x, fresh)
}

// addText takes in what a text that a shell runs says of later: what its functions and trap handlers read. The functions are
// called in it or not at all.
func (s *static) addText(x *exec, stmts []*syntax.Stmt) {
	s.wordsIn = append(s.wordsIn, stmts)
	var fresh []*function
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			s.givesUp = s.givesUp || maybeGivenUp(n)
			switch n := n.(type) {
			case *syntax.FuncDecl:
				for _, name := range functionNames(n) {
					fresh = append(fresh, &function{name: name, decl: n})
				}
			case *syntax.DeclClause:
				for _, name := range declaredFor(n, "nri") {
					s.always[x.name(name)] = true
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
func (s *static) foresee(stmts []*syntax.Stmt) []*function {
	var fresh []*function
	s.wordsIn = append(s.wordsIn, stmts)
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			if n, ok := n.(*syntax.FuncDecl); ok {
				for _, name := range functionNames(n) {
					fresh = append(fresh, &function{name: name, decl: n})
				}
			}
			return true
		})
	}
	return fresh
}

// learn finds out what functions read, with those that they call.
func (s *static) learn(x *exec, fresh []*function) {
	graph := map[string]*functionReader{}
	for _, f := range fresh {
		g := graph[f.name]
		if g == nil {
			g = &functionReader{s: s, name: f.name, reads: s.reads[f.name]}
			if g.reads == nil {
				g.reads = map[uint32]bool{}
				s.reads[f.name] = g.reads
			}
			graph[f.name] = g
		}
		w := &readWalker{x: x, to: g}
		w.node(f.decl.Body)
	}
	for changed := true; changed; {
		changed = false
		for name, g := range graph {
			n := len(g.reads)
			for c := range g.calls {
				for id := range s.reads[c] {
					g.reads[id] = true
				}
				if s.allFn[c] && !s.allFn[name] {
					s.allFn[name] = true
					changed = true
				}
			}
			if len(g.reads) != n {
				changed = true
			}
		}
	}
	for _, name := range s.trapCalls {
		for id := range s.reads[name] {
			s.always[id] = true
		}
		s.every = s.every || s.allFn[name]
	}
}

// A functionReader takes in what a function reads and calls by itself.
type functionReader struct {
	s     *static
	name  string
	reads map[uint32]bool
	calls map[string]bool
}

func (r *functionReader) read(id uint32, _ int) {
	if id != argsName { // a function's parameters are its own
		r.reads[id] = true
	}
}

func (r *functionReader) any(int) { r.s.allFn[r.name] = true }

func (r *functionReader) call(name string, _ int) {
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

// written is how often a word is written where it may name a file that is read. Few scripts write files that are asked about, so
// words are counted for the first one.
func (s *static) written(word string) int {
	if s.words == nil {
		s.words = map[string]int{}
	}
	for _, stmts := range s.wordsIn {
		s.countWords(stmts)
	}
	s.wordsIn = nil
	return s.words[word]
}

// countWords counts the words that may name files which are read.
func (s *static) countWords(stmts []*syntax.Stmt) {
	for _, st := range stmts {
		script.Walk(st, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Redirect:
				if n.Op == syntax.RdrIn || n.Op == syntax.RdrInOut {
					s.words[printed(n.Word)]++
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

// readWords counts the words that a command may read as files, so that only the files that the script reads again are kept.
func (s *static) readWords(c *syntax.CallExpr) {
	switch c.Args[0].Lit() {
	case "tee", "rm", "touch", "chmod", "chown", "mkdir", "echo", "printf", "logger":
		return
	}
	for _, a := range c.Args[1:] {
		s.words[printed(a)]++
	}
}

func notName(r rune) bool {
	return r != '_' && r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// eachName gives the names in a text, one after the other.
func eachName(text string, name func(string)) {
	for from := 0; from < len(text); {
		if notName(rune(text[from])) { // a byte of a longer character is no part of a name either
			from++
			continue
		}
		to := from + 1
		for to < len(text) && !notName(rune(text[to])) {
			to++
		}
		name(text[from:to])
		from = to
	}
}

func (s *static) trap(x *exec, w *syntax.Word) {
	text, ok := literal(w)
	if !ok {
		s.every = true
		return
	}
	rw := &readWalker{x: x, to: trapReader{s}}
	rw.list(x.parse(text))
}

// A trapReader takes in what a trap handler reads, at any time, and calls.
type trapReader struct {
	s *static
}

func (r trapReader) read(id uint32, _ int) { r.s.always[id] = true }

func (r trapReader) any(int) { r.s.every = true }

func (r trapReader) call(name string, _ int) { r.s.trapCalls = append(r.s.trapCalls, name) }

// literal returns the text of a word that no expansion takes part in.
func literal(w *syntax.Word) (string, bool) {
	if w == nil {
		return "", true
	}
	return wordText(w)
}

func wordText(w *syntax.Word) (string, bool) {
	if len(w.Parts) == 1 { // most words
		return partText(w.Parts[0])
	}
	var b strings.Builder
	for _, p := range w.Parts {
		t, ok := partText(p)
		if !ok {
			return "", false
		}
		b.WriteString(t)
	}
	return b.String(), true
}

func partText(p syntax.WordPart) (string, bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		return unescape(p.Value), true
	case *syntax.SglQuoted:
		if !p.Dollar {
			return p.Value, true
		}
	case *syntax.DblQuoted:
		return quotedText(p.Parts)
	}
	return "", false
}

// quotedText is the text between double quotes.
func quotedText(parts []syntax.WordPart) (string, bool) {
	text := ""
	for _, p := range parts {
		l, ok := p.(*syntax.Lit)
		if !ok {
			return "", false
		}
		text += unescapeQuoted(l.Value) // there is one, or none
	}
	return text, true
}

// uncalled returns the functions that were not entered, in the order of their definition.
func (s *static) uncalled(x *exec) []*function {
	var out []*function
	for _, f := range s.funcs {
		if f.unit != nil && !x.seen[f.decl] {
			out = append(out, f)
		}
	}
	return out
}
