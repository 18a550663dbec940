package script

import (
	"cmp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A Span is a part of a script's text, from the offset of its first byte to the one behind its last.
type Span struct{ Start, End int }

// Holds reports whether an offset lies in the span.
func (s Span) Holds(offset int) bool { return s.Start <= offset && offset < s.End }

// A Command is a statement of a script: a simple command, a list of them, or a compound one.
type Command struct {
	Span // up to the end of its here-documents
	// Simple says that it is no list and no compound command: it is written in one go.
	Simple bool
}

// A Comment is a comment with its text behind the "#".
type Comment struct {
	Span
	Text string
}

// An Outline says where the parts of a script stand. Text that another shell runs, in quotes or a here-document, is a
// part of the command around it.
type Outline struct {
	// Commands are the statements in the order in which they start; of those that start at the same place the longest is
	// the first. The branches of a case are among them.
	Commands []Command
	// Functions are the definitions of functions, in order.
	Functions []Span
	// Substitutions are $( ), backquotes and <( ), in order.
	Substitutions []Span
	// Comments are in order. They are complete only in a text that has the program's name in it; see Stmts.
	Comments []Comment
}

// Outline makes the outline of a script. It walks over the whole syntax tree each time.
func (s *Script) Outline() *Outline {
	b := &outliner{size: len(s.Source), out: &Outline{}}
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, b.visit)
	}
	b.comments(s.Last)
	o := b.out
	slices.SortStableFunc(o.Commands, func(a, b Command) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), inner(a)-inner(b))
	})
	inOrder := func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) }
	slices.SortFunc(o.Functions, inOrder)
	slices.SortFunc(o.Substitutions, inOrder)
	slices.SortFunc(o.Comments, func(a, b Comment) int { return inOrder(a.Span, b.Span) })
	o.Comments = slices.CompactFunc(o.Comments, func(a, b Comment) bool { return a.Start == b.Start })
	return o
}

// inner orders commands of the same span: a list with a here-document ends where its first command does.
func inner(c Command) int {
	if c.Simple {
		return 1
	}
	return 0
}

// An outliner visits the nodes of a tree.
type outliner struct {
	size int
	out  *Outline
	open []openNode
}

// An openNode is a node whose children are being visited. Its end is not known before: a node ends with its own text, and a
// here-document stands behind that.
type openNode struct {
	node syntax.Node
	end  int
}

func (b *outliner) visit(n syntax.Node) bool {
	if n != nil {
		switch n := n.(type) {
		case *syntax.Comment:
			b.comments([]syntax.Comment{*n})
			// A comment behind a command is no part of it. It has no children, but its end is visited.
			b.open = append(b.open, openNode{n, 0})
			return true
		case *syntax.Stmt:
			b.comments(n.Comments)
		case *syntax.CaseItem:
			b.comments(n.Comments)
		case *syntax.ArrayElem:
			b.comments(n.Comments)
		}
		b.open = append(b.open, openNode{n, b.clamp(n.End())})
		return true
	}
	last := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	if len(b.open) > 0 {
		up := &b.open[len(b.open)-1]
		up.end = max(up.end, last.end)
	}
	span := Span{b.clamp(last.node.Pos()), last.end}
	switch n := last.node.(type) {
	case *syntax.Stmt:
		b.out.Commands = append(b.out.Commands, Command{span, simple(n.Cmd)})
	case *syntax.CaseItem:
		b.out.Commands = append(b.out.Commands, Command{span, false})
	case *syntax.FuncDecl:
		b.out.Functions = append(b.out.Functions, span)
	case *syntax.CmdSubst, *syntax.ProcSubst:
		b.out.Substitutions = append(b.out.Substitutions, span)
	}
	return true
}

// simple reports whether a command has no commands as its parts; nil is that of a statement with only redirections.
func simple(c syntax.Command) bool {
	switch c := c.(type) {
	case nil, *syntax.CallExpr, *syntax.DeclClause, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
		return true
	case *syntax.TimeClause:
		return c.Stmt == nil || simple(c.Stmt.Cmd)
	}
	return false
}

func (b *outliner) comments(list []syntax.Comment) {
	for i := range list {
		c := &list[i]
		text := strings.TrimSuffix(c.Text, string(unreadable)) // the carriage return that ends the line, in a file of both kinds of lines
		b.out.Comments = append(b.out.Comments, Comment{Span{b.clamp(c.Pos()), min(int(c.Pos().Offset())+1+len(text), b.size)}, text})
	}
}

// clamp gives the offset of a position within the text.
func (b *outliner) clamp(p syntax.Pos) int { return min(int(p.Offset()), b.size) }

// Innermost finds the shortest command that holds an offset.
func (o *Outline) Innermost(offset int) (Command, bool) {
	for i := firstBehind(o.Commands, offset, func(c Command) int { return c.Start }) - 1; i >= 0; i-- {
		if o.Commands[i].Holds(offset) {
			return o.Commands[i], true
		}
	}
	return Command{}, false
}

// Function finds the innermost function whose definition holds an offset.
func (o *Outline) Function(offset int) (Span, bool) { return innermost(o.Functions, offset) }

// Substitution finds the innermost substitution that holds an offset.
func (o *Outline) Substitution(offset int) (Span, bool) { return innermost(o.Substitutions, offset) }

func innermost(list []Span, offset int) (Span, bool) {
	for i := firstBehind(list, offset, func(s Span) int { return s.Start }) - 1; i >= 0; i-- {
		if list[i].Holds(offset) {
			return list[i], true
		}
	}
	return Span{}, false
}

// firstBehind is the index of the first element of a list that starts behind an offset.
func firstBehind[E any](list []E, offset int, start func(E) int) int {
	i, _ := slices.BinarySearchFunc(list, offset, func(e E, offset int) int {
		if start(e) <= offset {
			return -1
		}
		return 1
	})
	return i
}
