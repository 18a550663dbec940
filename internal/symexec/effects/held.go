package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// maxHeld is how many texts of a variable are told apart, and heldDepth how many variables are followed that are put into each other.
const (
	maxHeld   = 64
	heldDepth = 5
)

// holders are the words that the script puts into variables, wherever it does so.
type holders struct {
	of    int // how many files that is
	words map[string][]*syntax.Word
	texts map[string]Held
	calls map[string][]*syntax.CallExpr // by the name of the command
}

// Held are patterns of all texts that a script writes into a variable, whatever the order of its commands, with what other variables hold
// put in. More says that others are computed of these, and Many that they are too many to be told.
type Held struct {
	Patterns   []string
	More, Many bool
}

// Held finds them.
func (x *Program) Held(name string) Held {
	h := x.held()
	if t, ok := h.texts[name]; ok {
		return t
	}
	t := x.heldBy(name, nil)
	h.texts[name] = t
	return t
}

// held gathers the words once for all files that are known.
func (x *Program) held() *holders {
	h := &x.holders
	if h.words == nil || h.of != len(x.StmtsOf) {
		*h = holders{of: len(x.StmtsOf), words: map[string][]*syntax.Word{}, texts: map[string]Held{}, calls: map[string][]*syntax.CallExpr{}}
		for _, stmts := range x.StmtsOf {
			for _, s := range stmts {
				h.gather(s)
			}
		}
	}
	return h
}

// Folders are those that the script goes to.
func (x *Program) Folders() (out Held) {
	for _, name := range []string{"cd", "pushd"} {
		for _, c := range x.held().calls[name] {
			for _, w := range c.Args[1:] {
				if t := w.Lit(); t != "-P" && t != "-L" && t != "--" {
					out.add(x.heldIn(w, nil))
				}
			}
		}
	}
	return out
}

// maxArities is how many numbers of parameters of a function are told apart.
const maxArities = 4

// Handed are the texts that a function's parameters may be, for each number of them that a call gives it.
func (x *Program) Handed(name string) (out [][]Held) {
	for _, c := range x.held().calls[name] {
		args := c.Args[1:]
		if len(args) == 0 || len(args) > 16 {
			continue
		}
		i := slices.IndexFunc(out, func(l []Held) bool { return len(l) == len(args) })
		if i < 0 {
			if len(out) == maxArities {
				continue
			}
			i = len(out)
			out = append(out, make([]Held, len(args)))
		}
		for k, w := range args {
			out[i][k].add(x.heldIn(w, nil))
		}
	}
	return out
}

// gather takes in what a piece of the script assigns.
func (h *holders) gather(n syntax.Node) {
	put := func(name string, w *syntax.Word) {
		if w != nil {
			h.words[name] = append(h.words[name], w)
		}
	}
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name == nil {
				break
			}
			put(n.Name.Value, n.Value)
			if n.Array != nil {
				for _, e := range n.Array.Elems {
					put(n.Name.Value, e.Value)
				}
			}
		case *syntax.ForClause:
			if it, ok := n.Loop.(*syntax.WordIter); ok && it.Name != nil {
				for _, w := range it.Items {
					put(it.Name.Value, w)
				}
			}
		case *syntax.ParamExp:
			if n.Exp != nil && n.Param != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				put(n.Param.Value, n.Exp.Word)
			}
		case *syntax.CallExpr:
			h.call(n, put)
		}
		return true
	})
}

// call takes in a command, which may assign: export x=y in sh, printf -v.
func (h *holders) call(c *syntax.CallExpr, put func(string, *syntax.Word)) {
	if len(c.Args) > 1 {
		if name, plain := Literal(c.Args[0]); plain {
			h.calls[name] = append(h.calls[name], c)
		}
	}
	for _, w := range c.Args[min(1, len(c.Args)):] {
		if name := AssignedBy(w); name != "" {
			put(name, assignedWord(w))
		}
	}
	if len(c.Args) > 3 && c.Args[0].Lit() == "printf" && c.Args[1].Lit() == "-v" {
		for _, w := range c.Args[3:] {
			put(c.Args[2].Lit(), w)
		}
	}
}

// assignedWord is what stands behind the sign of x=y.
func assignedWord(w *syntax.Word) *syntax.Word {
	l, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return w
	}
	_, rest, _ := strings.Cut(l.Value, "=")
	cut := *l
	cut.Value = rest
	return &syntax.Word{Parts: append([]syntax.WordPart{&cut}, w.Parts[1:]...)}
}

func (x *Program) heldBy(name string, open []string) (out Held) {
	for _, w := range x.holders.words[name] {
		out.add(x.heldIn(w, append(slices.Clip(open), name)))
	}
	return out
}

func (h *Held) add(o Held) {
	h.More, h.Many = h.More || o.More, h.Many || o.Many
	for _, p := range o.Patterns {
		if !slices.Contains(h.Patterns, p) {
			h.Patterns = append(h.Patterns, p)
		}
	}
	if len(h.Patterns) > maxHeld {
		h.Patterns, h.Many = h.Patterns[:maxHeld], true
	}
}

// heldIn puts together what the parts of a word may be.
func (x *Program) heldIn(w *syntax.Word, open []string) Held {
	out := Held{Patterns: []string{""}}
	if w != nil {
		out.parts(x, w.Parts, open)
	}
	return out
}

func (h *Held) parts(x *Program, parts []syntax.WordPart, open []string) {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.DblQuoted:
			h.parts(x, p.Parts, open)
		case *syntax.ParamExp:
			h.then(x.heldInParam(p, open))
		case *syntax.CmdSubst:
			h.then(x.printed(p, open))
		default:
			var b strings.Builder
			WriteStatic(&b, p)
			h.then(Held{Patterns: []string{b.String()}})
		}
	}
}

// then puts each of some texts behind each of those that are known.
func (h *Held) then(next Held) {
	all := Held{More: h.More || next.More, Many: h.Many || next.Many}
	for _, a := range h.Patterns {
		for _, b := range next.Patterns {
			if len(all.Patterns) >= maxHeld {
				all.Many = true
				break
			}
			all.Patterns = append(all.Patterns, a+b)
		}
	}
	*h = all
}

// heldInParam is what an expansion may be: what the variable has got from elsewhere, what the script puts into it, and what stands in
// its place where it is not set.
func (x *Program) heldInParam(p *syntax.ParamExp, open []string) Held {
	out := Held{Patterns: []string{unknownText(p)}}
	if p.Param == nil || p.Length {
		return out
	}
	if name := p.Param.Value; !slices.Contains(open, name) && len(open) < heldDepth {
		if h := x.heldBy(name, open); len(h.Patterns) > 0 { // it is the script's own
			out = h
		}
	}
	if p.Exp != nil && p.Exp.Word != nil {
		out.add(x.heldIn(p.Exp.Word, append(slices.Clip(open), p.Param.Value)))
	}
	if p.Repl != nil || p.Slice != nil || p.Excl || p.Exp != nil && p.Exp.Op >= syntax.RemSmallSuffix {
		out.More = out.More || p.Excl || len(out.Patterns) > 1 // a part of it, or another one's text
	}
	return out
}

// printed is what a command substitution may be: the words of the commands in it, and what the functions print that it calls.
func (x *Program) printed(c *syntax.CmdSubst, open []string) Held {
	out := Held{Patterns: []string{catalog.Unknown + catalog.Unknown}}
	if len(open) >= heldDepth {
		out.More = true
		return out
	}
	open = append(slices.Clip(open), "\x00")
	for _, s := range c.Stmts {
		x.printedBy(s, open, &out)
	}
	return out
}

func (x *Program) printedBy(n syntax.Node, open []string, out *Held) {
	script.Walk(n, func(n syntax.Node) bool {
		c, ok := n.(*syntax.CallExpr)
		if !ok || len(c.Args) == 0 {
			return true
		}
		name := c.Args[0].Lit()
		if fs := x.Static.ByName[name]; len(fs) > 0 {
			if key := "\x00" + name; !slices.Contains(open, key) && len(open) < heldDepth {
				for _, f := range fs {
					x.printedBy(f.Decl.Body, append(slices.Clip(open), key), out)
				}
			} else {
				out.More = true
			}
		}
		for _, w := range c.Args[1:] {
			if len(w.Parts) > 0 {
				out.add(x.heldIn(w, open))
			}
		}
		if name != "echo" && name != "printf" && slices.ContainsFunc(out.Patterns, func(p string) bool { return strings.Contains(p, "/") }) {
			out.More = true // a part of a path
		}
		return false
	})
}
