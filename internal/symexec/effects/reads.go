package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A readWalker reports what a piece of the tree reads and calls, with the offset up to which each counts.
type ReadWalker struct {
	X     *Program
	To    reader
	Spans *Body // what is told where a variable is live behind an assignment; nil where only the names matter
	loops []int // the ends of the loops around
	kills map[uint32]kill
}

// A reader is told what is read and called: a variable, anything, a function.
type reader interface {
	Read(id uint32, off int)
	Any(off int)
	Call(name string, off int)
}

// A kill is an assignment that certainly runs before what follows it in its list.
type kill struct{ off, depth int }

func (w *ReadWalker) off(n syntax.Node) int {
	at := int(n.Pos().Offset()) + 1
	if len(w.loops) > 0 {
		return max(at, w.loops[0])
	}
	return at
}

// List walks statements in order: an assignment among them comes before every read that follows.
func (w *ReadWalker) List(l []*syntax.Stmt) {
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
			w.kills[id] = kill{Past(s), len(w.loops)}
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
func (w *ReadWalker) assigned(s *syntax.Stmt) []uint32 {
	if s.Background || s.Negated || w.Spans == nil {
		return nil
	}
	var out []uint32
	add := func(as []*syntax.Assign) {
		for _, a := range as {
			if a.Name != nil && !a.Append && !a.Naked && a.Index == nil {
				out = append(out, w.X.tab.Name(a.Name.Value))
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
func (w *ReadWalker) reads(id uint32, n syntax.Node) {
	k, ok := w.kills[id]
	if !ok || w.Spans == nil {
		w.To.Read(id, w.off(n))
		return
	}
	to := int(n.Pos().Offset()) + 1
	if len(w.loops) > k.depth { // the loop can come back to the read without the assignment
		to = max(to, w.loops[k.depth])
	}
	w.Spans.span(id, span{k.off, to})
}

func (w *ReadWalker) node(n syntax.Node) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return len(FunctionNames(n)) == 0
		case *syntax.Block:
			w.List(n.Stmts)
			return false
		case *syntax.Subshell:
			w.List(n.Stmts)
			return false
		case *syntax.CmdSubst:
			w.List(n.Stmts)
			return false
		case *syntax.IfClause:
			for c := n; c != nil; c = c.Else {
				w.List(c.Cond)
				w.List(c.Then)
			}
			return false
		case *syntax.CaseItem:
			for _, p := range n.Patterns {
				w.node(p)
			}
			w.List(n.Stmts)
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
				w.To.Read(w.X.tab.Name(n.Name.Value), w.off(n))
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

func (w *ReadWalker) loop(n syntax.Node, end int) bool {
	f, isFor := n.(*syntax.ForClause)
	if isFor {
		if it, ok := f.Loop.(*syntax.WordIter); ok { // the list is expanded once, before the loop
			for _, i := range it.Items {
				w.node(i)
			}
			if !it.InPos.IsValid() {
				w.reads(ArgsName, n)
			}
		}
	}
	w.loops = append(w.loops, end)
	defer func() { w.loops = w.loops[:len(w.loops)-1] }()
	if c, ok := n.(*syntax.WhileClause); ok {
		w.List(c.Cond)
		w.List(c.Do)
		return false
	}
	it, ok := f.Loop.(*syntax.WordIter)
	if !ok {
		w.node(f.Loop)
		w.List(f.Do)
		return false
	}
	// the loop assigns its variable before each round
	id := w.X.tab.Name(it.Name.Value)
	if w.Spans == nil {
		w.List(f.Do)
		return false
	}
	old, had := w.kills[id]
	if w.kills == nil {
		w.kills = map[uint32]kill{}
	}
	w.kills[id] = kill{int(n.Pos().Offset()), len(w.loops)}
	w.List(f.Do)
	if had {
		w.kills[id] = old
	} else {
		delete(w.kills, id)
	}
	return false
}

func (w *ReadWalker) param(p *syntax.ParamExp) {
	if p.Param == nil {
		return
	}
	name := p.Param.Value
	off := w.off(p)
	if p.Excl {
		w.To.Any(off)
	}
	if p.Index != nil {
		w.arithm(p.Index)
	}
	if p.Slice != nil {
		w.arithm(p.Slice.Offset)
		w.arithm(p.Slice.Length)
	}
	if ForceLike(name) {
		w.X.Static.Always[w.X.tab.Name(name)] = true // a finding says when such a flag leads past the guard
	}
	w.reads(w.varName(name), p)
}

func (w *ReadWalker) varName(name string) uint32 {
	if name == "@" || name == "*" || name == "#" || name != "" && name[0] >= '1' && name[0] <= '9' {
		return ArgsName
	}
	return w.X.tab.Name(name)
}

// arithm reads every name of an arithmetic expression: names stand there without a dollar.
func (w *ReadWalker) arithm(e syntax.ArithmExpr) {
	if e == nil {
		return
	}
	script.Walk(e, func(n syntax.Node) bool {
		if l, ok := n.(*syntax.Lit); ok {
			eachVariable(l.Value, func(f string) {
				if ForceLike(f) {
					w.X.Static.Always[w.X.tab.Name(f)] = true
				}
				w.reads(w.varName(f), l)
			})
		}
		return true
	})
}

func (w *ReadWalker) test(op string, word syntax.Node) {
	if w2, ok := word.(*syntax.Word); ok {
		if op == "-v" {
			if t, ok := Literal(w2); ok {
				w.To.Read(w.X.tab.Name(t), w.off(word))
			} else {
				w.To.Any(w.off(word))
			}
		}
		w.To.Read(w.X.tab.Name(TestPseudo+op+" "+Printed(w2)), w.off(word))
	}
}

func (w *ReadWalker) arithTest(b *syntax.BinaryTest) {
	switch b.Op {
	case syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr:
		for _, e := range []syntax.TestExpr{b.X, b.Y} {
			if word, ok := e.(*syntax.Word); ok {
				w.arithm(word)
			}
		}
	}
}

func (w *ReadWalker) callExpr(c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		return
	}
	off := w.off(c)
	name := strings.TrimPrefix(c.Args[0].Lit(), "\\")
	switch name {
	case "":
		if _, ok := Literal(c.Args[0]); !ok {
			w.To.Any(off)
		}
	case ".", "source":
		w.To.Any(off)
	case "cd", "popd", "pushd":
		if name != "cd" || len(c.Args) > 1 && c.Args[len(c.Args)-1].Lit() == "-" {
			w.To.Read(w.X.tab.Name(BackPseudo), off)
			w.To.Read(w.X.tab.Name(StackPseudo), off)
		}
	case "eval":
		for _, a := range c.Args[1:] {
			t, ok := Literal(a)
			if !ok {
				w.To.Any(off)
				continue
			}
			inner := *w // its offsets are those of another text: what it reads counts up to here
			inner.Spans = nil
			inner.loops = []int{off}
			for _, s := range w.X.Parse(t) {
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
			if t, ok := Literal(a); ok {
				EachName(t, func(f string) { w.To.Read(w.varName(f), off) })
			}
		}
	}
	w.To.Call(name, off)
	plain := len(c.Args) <= mostPlain && !slices.ContainsFunc(c.Args, func(a *syntax.Word) bool { _, ok := Literal(a); return !ok })
	for i, a := range c.Args {
		t, ok := Literal(a)
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
			w.guards(BaseName(t), off)
		} else if w.X.mayAsk(BaseName(t)) {
			w.To.Read(w.X.tab.Name(GuardPseudo+plainWords(c.Args[i:])), off)
		}
		if strings.ContainsAny(t, " \t\n") {
			w.guards(t, off) // text that some shell runs
		}
		if i > 0 && w.X.Static.ByName[t] != nil {
			w.To.Call(t, off) // run f, trap f EXIT, command f
		}
	}
}

// mostPlain is how many words a question has that is told from others by all of them.
const mostPlain = 128

// plainWords is the text of words that no expansion takes part in, with a blank between each two.
func plainWords(words []*syntax.Word) string {
	var b strings.Builder
	for i, a := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		t, _ := Literal(a)
		b.WriteString(t)
	}
	return b.String()
}

func (w *ReadWalker) guards(text string, off int) {
	EachName(text, func(f string) {
		if w.X.mayAsk(f) {
			w.To.Read(w.X.tab.Name(GuardPseudo+f), off)
		}
	})
}

// mayAsk reports whether a call of a name may ask a guard. Where files are sourced, what they say of their functions is not known
// before they are.
func (x *Program) mayAsk(name string) bool {
	if x.Static.sources || name == "test" || x.Cat.GuardName(name) || x.Signed[name] {
		return true
	}
	reads := x.IsFilter(name) // a file that holds the machine's state
	return reads
}
