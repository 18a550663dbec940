package difftest

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

var digits = regexp.MustCompile(`[0-9]+`)

// Shrink makes a disagreement smaller as long as it stays one of the same class. It works on the syntax tree, so that it
// suits any script, whatever made it.
func (s *Sandbox) Shrink(r *Result) *Result {
	best := r
	if len(best.Files) > 0 {
		c := best.Case
		whole := inlined(c.Script)
		c.Text = whole.Text
		if next, _, err := s.Compare(c); err == nil && next.Class == best.Class && next.Want == best.Want {
			best = next
		}
	}
	for budget := 250; budget > 0; {
		smaller := false
		for _, text := range candidates(best.Script) {
			if budget--; budget < 0 {
				break
			}
			if len(text) >= len(best.Text) {
				continue
			}
			c := best.Case
			c.Text = text
			verdicts, _, err := analyze(c.Script, c.Bounds)
			if err != nil || !might(best.Class, verdicts) {
				continue
			}
			next, _, err := s.Compare(c)
			if err == nil && next.Class == best.Class && next.Want == best.Want {
				best, smaller = next, true
				break
			}
		}
		if !smaller {
			break
		}
	}
	return best
}

// might tells without a shell whether a script can be of a class.
func might(c Class, verdicts map[string]*Verdict) bool {
	guarded := len(verdicts) == 0
	flagged := false
	for _, v := range verdicts {
		guarded = guarded || v.Guarded
		flagged = flagged || !v.Guarded
	}
	if c == UnsafePassed {
		return guarded
	}
	return flagged
}

// candidates are the scripts that are one step smaller, the biggest steps first.
func candidates(sc Script) []string {
	var out []string
	for i := 0; ; i++ {
		file, err := parse(sc)
		if err != nil {
			return out
		}
		e := &editor{left: i}
		e.file(file)
		if !e.done {
			return out
		}
		if text := printed(file, sc.Shell); text != "" && text != sc.Text {
			out = append(out, text)
		}
	}
}

// An editor makes the edit number left that it comes upon.
type editor struct {
	left int
	done bool
}

// turn says whether this edit is the one to make.
func (e *editor) turn() bool {
	if e.done {
		return false
	}
	if e.left == 0 {
		e.done = true
		return true
	}
	e.left--
	return false
}

func (e *editor) file(f *syntax.File) {
	f.Stmts = e.list(f.Stmts)
	f.Last = nil
}

// list drops a statement, puts a part of one in its place, or goes into it.
func (e *editor) list(stmts []*syntax.Stmt) []*syntax.Stmt {
	for i := range stmts {
		if e.turn() {
			return append(stmts[:i:i], stmts[i+1:]...)
		}
	}
	for i, s := range stmts {
		for _, p := range parts(s) {
			if e.turn() {
				return append(append(append([]*syntax.Stmt{}, stmts[:i]...), p...), stmts[i+1:]...)
			}
		}
	}
	for _, s := range stmts {
		e.stmt(s)
		if e.done {
			break
		}
	}
	return stmts
}

// parts are what can stand for a statement.
func parts(s *syntax.Stmt) [][]*syntax.Stmt {
	switch c := s.Cmd.(type) {
	case *syntax.Block:
		return [][]*syntax.Stmt{c.Stmts}
	case *syntax.Subshell:
		return [][]*syntax.Stmt{c.Stmts}
	case *syntax.IfClause:
		out := [][]*syntax.Stmt{c.Then, c.Cond}
		for e := c.Else; e != nil; e = e.Else {
			out = append(out, e.Then)
		}
		return out
	case *syntax.WhileClause:
		return [][]*syntax.Stmt{c.Do, c.Cond}
	case *syntax.ForClause:
		return [][]*syntax.Stmt{c.Do}
	case *syntax.BinaryCmd:
		return [][]*syntax.Stmt{{c.X}, {c.Y}, {c.X, c.Y}}
	case *syntax.FuncDecl:
		return [][]*syntax.Stmt{{c.Body}}
	case *syntax.CaseClause:
		var out [][]*syntax.Stmt
		for _, i := range c.Items {
			out = append(out, i.Stmts)
		}
		return out
	}
	return nil
}

func (e *editor) stmt(s *syntax.Stmt) {
	if e.done || s == nil {
		return
	}
	if len(s.Comments) > 0 && e.turn() {
		s.Comments = nil
		return
	}
	for i := range s.Redirs {
		if e.turn() {
			s.Redirs = append(s.Redirs[:i:i], s.Redirs[i+1:]...)
			return
		}
	}
	if s.Background && e.turn() {
		s.Background = false
		return
	}
	for _, p := range parts(s) {
		if len(p) == 1 && e.turn() {
			negated := s.Negated
			*s = *p[0]
			s.Negated = s.Negated != negated
			return
		}
	}
	switch c := s.Cmd.(type) {
	case *syntax.Block:
		c.Stmts = e.list(c.Stmts)
	case *syntax.Subshell:
		c.Stmts = e.list(c.Stmts)
	case *syntax.IfClause:
		if c.Else != nil && e.turn() {
			c.Else = nil
			return
		}
		for i := c; i != nil && !e.done; i = i.Else {
			i.Cond = e.list(i.Cond)
			i.Then = e.list(i.Then)
		}
	case *syntax.WhileClause:
		c.Cond = e.list(c.Cond)
		c.Do = e.list(c.Do)
	case *syntax.ForClause:
		if w, ok := c.Loop.(*syntax.WordIter); ok {
			for i := range w.Items {
				if len(w.Items) > 1 && e.turn() {
					w.Items = append(w.Items[:i:i], w.Items[i+1:]...)
					return
				}
			}
		}
		c.Do = e.list(c.Do)
	case *syntax.BinaryCmd:
		e.stmt(c.X)
		e.stmt(c.Y)
	case *syntax.FuncDecl:
		e.stmt(c.Body)
	case *syntax.CaseClause:
		for i, item := range c.Items {
			if e.turn() {
				c.Items = append(c.Items[:i:i], c.Items[i+1:]...)
				return
			}
			item.Stmts = e.list(item.Stmts)
		}
	case *syntax.CallExpr:
		for i := range c.Assigns {
			if len(c.Assigns)+len(c.Args) > 1 && e.turn() {
				c.Assigns = append(c.Assigns[:i:i], c.Assigns[i+1:]...)
				return
			}
			if v := c.Assigns[i].Value; v != nil {
				e.word(v)
			}
		}
		for _, w := range c.Args {
			e.word(w)
		}
	case *syntax.DeclClause:
		for _, a := range c.Args {
			if a.Value != nil {
				e.word(a.Value)
			}
		}
	}
}

// word goes into command substitutions, and puts a plain host for a variable.
func (e *editor) word(w *syntax.Word) {
	syntax.Walk(w, func(n syntax.Node) bool {
		if e.done {
			return false
		}
		if c, ok := n.(*syntax.CmdSubst); ok {
			c.Stmts = e.list(c.Stmts)
			return false
		}
		return true
	})
	if e.done || len(w.Parts) != 1 {
		return
	}
	var b strings.Builder
	if syntax.NewPrinter().Print(&b, w) != nil {
		return
	}
	if (b.String() == `"$h"` || b.String() == "$h") && e.turn() {
		w.Parts = []syntax.WordPart{&syntax.Lit{Value: "h1"}}
	}
}
