package symexec

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// A readWalker reports what a piece of the tree reads and calls, with the offset up to which each counts.
type readWalker struct {
	x     *exec
	to    reader
	spans *body // what is told where a variable is live behind an assignment; nil where only the names matter
	loops []int // the ends of the loops around
	kills map[uint32]kill
}

// A reader is told what is read and called: a variable, anything, a function.
type reader interface {
	read(id uint32, off int)
	any(off int)
	call(name string, off int)
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
	var saved map[uint32]*kill
	for _, s := range l {
		w.node(s)
		for _, id := range w.assigned(s) {
			if _, done := saved[id]; !done {
				if saved == nil {
					saved = map[uint32]*kill{}
				}
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
	if s.Background || s.Negated || w.spans == nil {
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
	if !ok || w.spans == nil {
		w.to.read(id, w.off(n))
		return
	}
	to := int(n.Pos().Offset()) + 1
	if len(w.loops) > k.depth { // the loop can come back to the read without the assignment
		to = max(to, w.loops[k.depth])
	}
	w.spans.span(id, span{k.off, to})
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
				w.to.read(w.x.name(n.Name.Value), w.off(n))
			}
			if n.Index != nil {
				w.arithm(n.Index)
			}
		case *syntax.LetClause:
			for _, e := range n.Exprs {
				w.arithm(e)
			}
		case *syntax.Redirect:
			w.act(n)
		case *syntax.UnaryTest:
			w.act(n)
			w.test(n.Op.String(), n.X)
		case *syntax.BinaryTest:
			w.arithTest(n)
		case *syntax.CallExpr:
			w.act(n)
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
	if w.spans == nil {
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
		w.to.any(off)
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
			eachName(l.Value, func(f string) {
				if forceLike(f) {
					w.x.static.always[w.x.name(f)] = true
				}
				w.reads(w.varName(f), l)
			})
		}
		return true
	})
}

func (w *readWalker) test(op string, word syntax.Node) {
	if w2, ok := word.(*syntax.Word); ok {
		if op == "-v" {
			if t, ok := literal(w2); ok {
				w.to.read(w.x.name(t), w.off(word))
			} else {
				w.to.any(w.off(word))
			}
		}
		w.to.read(w.x.name(testPseudo+op+" "+printed(w2)), w.off(word))
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
			w.to.any(off)
		}
	case ".", "source":
		w.to.any(off)
	case "eval":
		for _, a := range c.Args[1:] {
			t, ok := literal(a)
			if !ok {
				w.to.any(off)
				continue
			}
			inner := *w // its offsets are those of another text: what it reads counts up to here
			inner.spans = nil
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
				eachName(t, func(f string) { w.to.read(w.varName(f), off) })
			}
		}
	}
	w.to.call(name, off)
	plain := !slices.ContainsFunc(c.Args, func(a *syntax.Word) bool { _, ok := literal(a); return !ok })
	for i, a := range c.Args {
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
		// What a call could ask again: a guard whose words are all written out is the same question only where just these words
		// stand; with other words any call of its name may be.
		if !plain {
			w.guards(baseName(t), off)
		} else if w.x.mayAsk(baseName(t)) {
			w.to.read(w.x.name(guardPseudo+plainWords(c.Args[i:])), off)
		}
		if strings.ContainsAny(t, " \t\n") {
			w.guards(t, off) // text that some shell runs
		}
		if i > 0 && w.x.static.byName[t] != nil {
			w.to.call(t, off) // run f, trap f EXIT, command f
		}
	}
}

// plainWords is the text of words that no expansion takes part in, with a blank between each two.
func plainWords(words []*syntax.Word) string {
	var b strings.Builder
	for i, a := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		t, _ := literal(a)
		b.WriteString(t)
	}
	return b.String()
}

func (w *readWalker) guards(text string, off int) {
	eachName(text, func(f string) {
		if w.x.mayAsk(f) {
			w.to.read(w.x.name(guardPseudo+f), off)
		}
	})
}

// mayAsk reports whether a call of a name may ask a guard. Where files are sourced, what they say of their functions is not known
// before they are.
func (x *exec) mayAsk(name string) bool {
	if x.static.sources || name == "test" || x.cat.GuardName(name) || x.signed[name] {
		return true
	}
	_, reads := filters[name] // a file that holds the machine's state
	return reads
}
