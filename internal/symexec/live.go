package symexec

import (
	"sort"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Pseudo variables make the one question "can this still be read?" serve for more than variables: the positional
// parameters, remembered answers of file tests, and remembered answers of guards.
const (
	argsPseudo  = "@"
	testPseudo  = "\x01" // + the test as written
	guardPseudo = "\x02" // + the guard's name
)

// A body is a list of statements that share positions: a script, a function, text that a command runs. It tells where each
// variable is read for the last time. A read in a loop counts to the end of the outermost loop around it.
type body struct {
	last map[uint32]int
	// spans are where a variable is live between an assignment that certainly runs and the reads that it reaches, in the
	// order of their starts.
	spans map[uint32][]span
	all   int // up to here everything may be read: source, eval of unknown text, indirect expansion
}

type span struct{ from, to int }

// readAfter reports whether a variable can be read after an offset, before it is assigned anew.
func (b *body) readAfter(id uint32, off int) bool {
	if b.all > off || b.last[id] > off {
		return true
	}
	l := b.spans[id]
	i := sort.Search(len(l), func(i int) bool { return l[i].from > off })
	return i > 0 && l[i-1].to > off
}

// static is what one walk over the syntax tree tells before anything runs.
type static struct {
	stmts  int
	funcs  []*function
	byName map[string][]*function
	reads  map[string]map[uint32]bool // by function, with what the functions that it calls read
	allFn  map[string]bool            // functions that may read anything
	always map[uint32]bool            // read by trap handlers, at any time
	every  bool                       // a trap handler that is not known may read anything
	called map[string]bool
	// trapCalls are the functions that trap handlers call: what they read is always live.
	trapCalls []string
	words     map[string]int // how often a word is written, for files that the script writes and reads
	names     map[*syntax.Stmt]bool
}

var argsName uint32 // id 0, reserved by scan

func scan(x *exec, stmts []*syntax.Stmt) *static {
	x.name(argsPseudo)
	s := &static{byName: map[string][]*function{}, reads: map[string]map[uint32]bool{}, allFn: map[string]bool{},
		always: map[uint32]bool{}, called: map[string]bool{}, words: map[string]int{}, names: map[*syntax.Stmt]bool{}}
	for _, n := range []string{"IFS", "OPTIND", "PATH"} {
		s.always[x.name(n)] = true
	}
	x.static = s
	u := &unit{id: "#0", script: x.main, whole: Range{x.main, 0, len(x.main.Source)}}
	x.units[x.main.Path] = u
	s.add(x, u, stmts)
	return s
}

// add takes in the functions of another file, and what they and its trap handlers read.
func (s *static) add(x *exec, u *unit, stmts []*syntax.Stmt) {
	var fresh []*function
	for _, st := range stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Stmt:
				s.stmts++
			case *syntax.FuncDecl:
				if n.Name != nil {
					f := &function{name: n.Name.Value, decl: n, unit: u}
					fresh = append(fresh, f)
					s.byName[f.name] = append(s.byName[f.name], f)
				}
			case *syntax.Redirect:
				if n.Op == syntax.RdrIn || n.Op == syntax.RdrInOut {
					s.words[printed(n.Word)]++
				}
			case *syntax.CallExpr:
				if len(n.Args) > 0 {
					s.readWords(n)
					s.called[n.Args[0].Lit()] = true
					for _, a := range n.Args[1:] { // sudo f, xargs f, trap f EXIT, run f
						if t, ok := literal(a); ok {
							for _, w := range strings.FieldsFunc(t, notName) {
								s.called[w] = true
							}
						}
					}
					if n.Args[0].Lit() == "trap" && len(n.Args) > 2 {
						s.trap(x, n.Args[1])
					}
				}
			}
			return true
		})
	}
	s.funcs = append(s.funcs, fresh...)
	type edges struct {
		calls map[string]bool
	}
	graph := map[string]*edges{}
	for _, f := range fresh {
		r := s.reads[f.name]
		if r == nil {
			r = map[uint32]bool{}
			s.reads[f.name] = r
		}
		g := graph[f.name]
		if g == nil {
			g = &edges{calls: map[string]bool{}}
			graph[f.name] = g
		}
		w := &readWalker{x: x, read: func(id uint32, _ int) {
			if id != argsName { // a function's parameters are its own
				r[id] = true
			}
		}, any: func(int) { s.allFn[f.name] = true },
			call: func(name string, _ int) { g.calls[name] = true }}
		w.node(f.decl.Body)
	}
	for changed := true; changed; {
		changed = false
		for name, g := range graph {
			r := s.reads[name]
			n := len(r)
			for c := range g.calls {
				for id := range s.reads[c] {
					r[id] = true
				}
				if s.allFn[c] && !s.allFn[name] {
					s.allFn[name] = true
					changed = true
				}
			}
			if len(r) != n {
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

func (s *static) trap(x *exec, w *syntax.Word) {
	text, ok := literal(w)
	if !ok {
		s.every = true
		return
	}
	stmts := x.parse(text)
	rw := &readWalker{x: x, read: func(id uint32, _ int) { s.always[id] = true }, any: func(int) { s.every = true },
		call: func(name string, _ int) {
			s.called[name] = true
			s.trapCalls = append(s.trapCalls, name)
		}}
	rw.list(stmts)
}

// literal returns the text of a word that no expansion takes part in.
func literal(w *syntax.Word) (string, bool) {
	if w == nil {
		return "", true
	}
	return wordText(w)
}

func wordText(w *syntax.Word) (string, bool) {
	var b strings.Builder
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.Lit:
			b.WriteString(unescape(p.Value))
		case *syntax.SglQuoted:
			if p.Dollar {
				return "", false
			}
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			for _, q := range p.Parts {
				l, ok := q.(*syntax.Lit)
				if !ok {
					return "", false
				}
				b.WriteString(unescapeQuoted(l.Value))
			}
		default:
			return "", false
		}
	}
	return b.String(), true
}

// uncalled returns the functions that no word of the script names, in the order of their definition.
func (s *static) uncalled(x *exec) []*function {
	var out []*function
	for _, f := range s.funcs {
		if f.unit != nil && !x.seen[f.decl] {
			out = append(out, f)
		}
	}
	return out
}

func newBody(x *exec, stmts []*syntax.Stmt) *body {
	b := &body{last: map[uint32]int{}, spans: map[uint32][]span{}}
	w := &readWalker{x: x,
		read: func(id uint32, off int) {
			if off > b.last[id] {
				b.last[id] = off
			}
		},
		any: func(off int) { b.all = max(b.all, off) },
		span: func(id uint32, s span) {
			l := b.spans[id]
			if n := len(l); n > 0 && l[n-1].from == s.from {
				l[n-1].to = max(l[n-1].to, s.to)
				return
			}
			b.spans[id] = append(l, s)
		},
	}
	w.call = func(name string, off int) {
		if x.static.allFn[name] {
			b.all = max(b.all, off)
		}
		for id := range x.static.reads[name] {
			w.read(id, off)
		}
	}
	w.dynamic = func(off int) { b.all = max(b.all, off) }
	w.list(stmts)
	for _, l := range b.spans {
		sort.SliceStable(l, func(i, j int) bool { return l[i].from < l[j].from })
		for i := range l[1:] { // an earlier assignment may reach further than a later one in a branch
			l[i+1].to = max(l[i+1].to, l[i].to)
		}
	}
	return b
}

// live reports whether a variable can still be read after the current point.
func (x *exec) live(id uint32) bool {
	for int(id) >= len(x.liveNow) {
		x.liveNow = append(x.liveNow, make([]uint32, 64)...)
	}
	if c := x.liveNow[id]; c>>1 == x.merges {
		return c&1 != 0
	}
	live := x.liveAtAll(id)
	x.liveNow[id] = x.merges << 1
	if live {
		x.liveNow[id]++
	}
	return live
}

func (x *exec) liveAtAll(id uint32) bool {
	if x.static.every || x.static.always[id] {
		return true
	}
	for i := range x.calls {
		c := &x.calls[i]
		if c.body == nil || c.body.readAfter(id, c.off) {
			return true
		}
	}
	return false
}

func (x *exec) liveSym(st *state, s *Sym) bool {
	switch s.kind {
	case symEnv:
		id, ok := x.names[s.name]
		if !ok {
			return false
		}
		if _, bound := st.vars.get(id); bound && st.frame == nil {
			return false
		}
		return x.live(id)
	case symArg:
		c := st.con(s)
		return c.eq != nil && forceOption(*c.eq) || x.liveArg(st, s, 1)
	case symArgs, symCount:
		return x.liveArg(st, s, 0)
	}
	return false
}

// liveArg reports whether a parameter of the script can still be read: what was shifted away cannot, unless a caller still
// has it.
func (x *exec) liveArg(st *state, s *Sym, first int) bool {
	for i := range x.calls {
		c := &x.calls[i]
		if c.body != nil && !c.body.readAfter(argsName, c.off) {
			continue
		}
		if i < len(x.calls)-1 || !st.args.open || s.gen > st.args.gen || s.gen == st.args.gen && s.index >= st.args.base+first {
			return true
		}
	}
	return x.static.every
}

func (x *exec) dropDead(st *state) {
	st.vars.each(func(k uint32, _ *variable) {
		if !x.live(k) {
			st.vars = st.vars.del(k)
		}
	})
	st.lost.each(func(k uint32, _ Range) {
		if !x.live(k) {
			st.lost = st.lost.del(k)
		}
	})
	st.memory.each(func(k uint32, m *memo) {
		if !x.live(x.name(guardPseudo+m.ask.name)) && (m.ask.constant == "" || !x.live(x.name(guardPseudo+m.ask.constant))) {
			st.memory = st.memory.del(k)
		}
	})
}

// A readWalker reports what a piece of the tree reads and calls, with the offset up to which each counts.
type readWalker struct {
	x       *exec
	read    func(id uint32, off int)
	any     func(off int)
	call    func(name string, off int)
	dynamic func(off int)
	span    func(id uint32, s span)
	loops   []int // the ends of the loops around
	kills   map[uint32]kill
}

// A kill is an assignment that certainly runs before what follows it in its list.
type kill struct{ off, depth int }

func (w *readWalker) off(n syntax.Node) int {
	at := int(n.Pos().Offset()) + 1
	if len(w.loops) > 0 {
		return max(at, w.loops[0])
	}
	return at
}

// list walks statements in order: an assignment among them comes before every read that follows.
func (w *readWalker) list(l []*syntax.Stmt) {
	saved := map[uint32]*kill{}
	for _, s := range l {
		w.node(s)
		for _, id := range w.assigned(s) {
			if _, done := saved[id]; !done {
				if k, ok := w.kills[id]; ok {
					saved[id] = &k
				} else {
					saved[id] = nil
				}
			}
			if w.kills == nil {
				w.kills = map[uint32]kill{}
			}
			w.kills[id] = kill{int(s.End().Offset()), len(w.loops)}
		}
	}
	for id, k := range saved {
		if k == nil {
			delete(w.kills, id)
		} else {
			w.kills[id] = *k
		}
	}
}

// assigned are the variables that a statement certainly assigns.
func (w *readWalker) assigned(s *syntax.Stmt) []uint32 {
	if s.Background || s.Negated || w.span == nil {
		return nil
	}
	var out []uint32
	add := func(as []*syntax.Assign) {
		for _, a := range as {
			if a.Name != nil && !a.Append && !a.Naked && a.Index == nil {
				out = append(out, w.x.name(a.Name.Value))
			}
		}
	}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(c.Args) == 0 {
			add(c.Assigns)
		}
	case *syntax.DeclClause:
		add(c.Args)
	}
	return out
}

// reads records a read: from the assignment that it certainly follows, or from the start.
func (w *readWalker) reads(id uint32, n syntax.Node) {
	k, ok := w.kills[id]
	if !ok || w.span == nil {
		w.read(id, w.off(n))
		return
	}
	to := int(n.Pos().Offset()) + 1
	if len(w.loops) > k.depth { // the loop can come back to the read without the assignment
		to = max(to, w.loops[k.depth])
	}
	w.span(id, span{k.off, to})
}

func (w *readWalker) node(n syntax.Node) {
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false
		case *syntax.Block:
			w.list(n.Stmts)
			return false
		case *syntax.Subshell:
			w.list(n.Stmts)
			return false
		case *syntax.CmdSubst:
			w.list(n.Stmts)
			return false
		case *syntax.IfClause:
			for c := n; c != nil; c = c.Else {
				w.list(c.Cond)
				w.list(c.Then)
			}
			return false
		case *syntax.CaseItem:
			for _, p := range n.Patterns {
				w.node(p)
			}
			w.list(n.Stmts)
			return false
		case *syntax.WhileClause:
			return w.loop(n, int(n.DonePos.Offset()))
		case *syntax.ForClause:
			return w.loop(n, int(n.DonePos.Offset()))
		case *syntax.ParamExp:
			w.param(n)
		case *syntax.ArithmExp:
			w.arithm(n.X)
		case *syntax.ArithmCmd:
			w.arithm(n.X)
		case *syntax.CStyleLoop:
			w.arithm(n.Init)
			w.arithm(n.Cond)
			w.arithm(n.Post)
		case *syntax.Assign:
			if n.Append {
				w.read(w.x.name(n.Name.Value), w.off(n))
			}
			if n.Index != nil {
				w.arithm(n.Index)
			}
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				w.arithm(e)
			}
		case *syntax.UnaryTest:
			w.test(n.Op.String(), n.X)
		case *syntax.BinaryTest:
			w.arithTest(n)
		case *syntax.CallExpr:
			w.callExpr(n)
		}
		return true
	})
}

func (w *readWalker) loop(n syntax.Node, end int) bool {
	f, isFor := n.(*syntax.ForClause)
	if isFor {
		if it, ok := f.Loop.(*syntax.WordIter); ok { // the list is expanded once, before the loop
			for _, i := range it.Items {
				w.node(i)
			}
			if !it.InPos.IsValid() {
				w.reads(argsName, n)
			}
		}
	}
	w.loops = append(w.loops, end)
	defer func() { w.loops = w.loops[:len(w.loops)-1] }()
	if c, ok := n.(*syntax.WhileClause); ok {
		w.list(c.Cond)
		w.list(c.Do)
		return false
	}
	it, ok := f.Loop.(*syntax.WordIter)
	if !ok {
		w.node(f.Loop)
		w.list(f.Do)
		return false
	}
	// the loop assigns its variable before each round
	id := w.x.name(it.Name.Value)
	if w.span == nil {
		w.list(f.Do)
		return false
	}
	old, had := w.kills[id]
	if w.kills == nil {
		w.kills = map[uint32]kill{}
	}
	w.kills[id] = kill{int(n.Pos().Offset()), len(w.loops)}
	w.list(f.Do)
	if had {
		w.kills[id] = old
	} else {
		delete(w.kills, id)
	}
	return false
}

func (w *readWalker) param(p *syntax.ParamExp) {
	if p.Param == nil {
		return
	}
	name := p.Param.Value
	off := w.off(p)
	if p.Excl {
		w.any(off)
	}
	if p.Index != nil {
		w.arithm(p.Index)
	}
	if p.Slice != nil {
		w.arithm(p.Slice.Offset)
		w.arithm(p.Slice.Length)
	}
	if forceLike(name) {
		w.x.static.always[w.x.name(name)] = true // a finding says when such a flag leads past the guard
	}
	w.reads(w.varName(name), p)
}

func (w *readWalker) varName(name string) uint32 {
	if name == "@" || name == "*" || name == "#" || name != "" && name[0] >= '1' && name[0] <= '9' {
		return argsName
	}
	return w.x.name(name)
}

// arithm reads every name of an arithmetic expression: names stand there without a dollar.
func (w *readWalker) arithm(e syntax.ArithmExpr) {
	if e == nil {
		return
	}
	syntax.Walk(e, func(n syntax.Node) bool {
		if l, ok := n.(*syntax.Lit); ok {
			for _, f := range strings.FieldsFunc(l.Value, notName) {
				if forceLike(f) {
					w.x.static.always[w.x.name(f)] = true
				}
				w.reads(w.varName(f), l)
			}
		}
		return true
	})
}

func (w *readWalker) test(op string, word syntax.Node) {
	if w2, ok := word.(*syntax.Word); ok {
		if op == "-v" {
			if t, ok := literal(w2); ok {
				w.read(w.x.name(t), w.off(word))
			} else {
				w.any(w.off(word))
			}
		}
		w.read(w.x.name(testPseudo+op+" "+printed(w2)), w.off(word))
	}
}

func (w *readWalker) arithTest(b *syntax.BinaryTest) {
	switch b.Op {
	case syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr:
		for _, e := range []syntax.TestExpr{b.X, b.Y} {
			if word, ok := e.(*syntax.Word); ok {
				w.arithm(word)
			}
		}
	}
}

func (w *readWalker) callExpr(c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		return
	}
	off := w.off(c)
	name := strings.TrimPrefix(c.Args[0].Lit(), "\\")
	switch name {
	case "":
		if _, ok := literal(c.Args[0]); !ok {
			if w.dynamic != nil {
				w.dynamic(off)
			} else {
				w.any(off)
			}
		}
	case ".", "source":
		w.any(off)
	case "eval":
		for _, a := range c.Args[1:] {
			t, ok := literal(a)
			if !ok {
				w.any(off)
				continue
			}
			inner := *w // its offsets are those of another text: what it reads counts up to here
			inner.span = nil
			inner.loops = []int{off}
			for _, s := range w.x.parse(t) {
				inner.node(s)
			}
		}
	case "[", "test":
		for i := 1; i+1 < len(c.Args); i++ {
			if op := c.Args[i].Lit(); len(op) == 2 && op[0] == '-' {
				w.test(op, c.Args[i+1])
			}
		}
	case "let":
		for _, a := range c.Args[1:] {
			if t, ok := literal(a); ok {
				for _, f := range strings.FieldsFunc(t, notName) {
					w.read(w.varName(f), off)
				}
			}
		}
	}
	w.call(name, off)
	w.guardCall(c, off)
	for _, a := range c.Args {
		t, ok := literal(a)
		if !ok {
			syntax.Walk(a, func(n syntax.Node) bool { // the words of remote commands: ssh "$h" "pgrep $x"
				if l, isLit := n.(*syntax.Lit); isLit {
					w.guards(l.Value, off)
				}
				return true
			})
			continue
		}
		if strings.ContainsAny(t, " \t\n") {
			w.guards(t, off) // text that some shell runs
		}
		if a != c.Args[0] && w.x.static.byName[t] != nil {
			w.call(t, off) // run f, trap f EXIT, command f
		}
	}
}

// guardCall notes what a call could ask again. A guard whose words are all written out is the same question only where just
// these words stand; with other words any call of its name may be.
func (w *readWalker) guardCall(c *syntax.CallExpr, off int) {
	words := make([]string, len(c.Args))
	for i, a := range c.Args {
		t, ok := literal(a)
		if !ok {
			for _, b := range c.Args {
				if t, ok := literal(b); ok {
					w.guards(baseName(t), off)
				}
			}
			return
		}
		words[i] = t
	}
	for i := range words {
		w.read(w.x.name(guardPseudo+strings.Join(words[i:], " ")), off)
	}
}

func (w *readWalker) guards(text string, off int) {
	for _, f := range strings.FieldsFunc(text, notName) {
		w.read(w.x.name(guardPseudo+f), off)
	}
}

// readsStatus reports whether the first thing that a statement does can look at $?.
func (x *exec) readsStatus(s *syntax.Stmt, depth int) bool {
	if s == nil || depth > 8 {
		return true
	}
	for _, r := range s.Redirs {
		if readsStatusIn(r) {
			return true
		}
	}
	first := func(l []*syntax.Stmt) bool { return len(l) == 0 || x.readsStatus(l[0], depth+1) }
	switch c := s.Cmd.(type) {
	case nil:
		return false
	case *syntax.FuncDecl:
		return true // a definition leaves $? at 0, but a trap may stand there; cheap to keep
	case *syntax.IfClause:
		return first(c.Cond)
	case *syntax.WhileClause:
		return first(c.Cond)
	case *syntax.ForClause:
		if it, ok := c.Loop.(*syntax.WordIter); ok {
			for _, w := range it.Items {
				if readsStatusIn(w) {
					return true
				}
			}
		}
		return first(c.Do)
	case *syntax.Block:
		return first(c.Stmts)
	case *syntax.Subshell:
		return first(c.Stmts)
	case *syntax.BinaryCmd:
		return x.readsStatus(c.X, depth+1) || c.Op == syntax.Pipe || c.Op == syntax.PipeAll
	case *syntax.CaseClause:
		return readsStatusIn(c.Word) || len(c.Items) > 0 && len(c.Items) < 4 && first(c.Items[0].Stmts)
	case *syntax.CallExpr:
		if readsStatusIn(c) {
			return true
		}
		if len(c.Args) == 0 {
			return false
		}
		name := c.Args[0].Lit()
		switch name {
		case "return", "exit", "":
			return true
		}
		for _, f := range x.static.byName[name] {
			if x.readsStatus(f.decl.Body, depth+1) {
				return true
			}
		}
		return false
	}
	return readsStatusIn(s.Cmd)
}

func readsStatusIn(n syntax.Node) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && (p.Param.Value == "?" || p.Param.Value == "PIPESTATUS") {
			found = true
		}
		return !found
	})
	return found
}
