package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

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
			w.kills[id] = kill{past(s), len(w.loops)}
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
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return len(functionNames(n)) == 0
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
			if n.Append || n.Index != nil { // an element is set beside others, or not at all
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
	script.Walk(e, func(n syntax.Node) bool {
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
			script.Walk(a, func(n syntax.Node) bool { // the words of remote commands: ssh "$h" "pgrep $x"
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
