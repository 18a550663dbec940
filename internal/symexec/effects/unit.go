package effects

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// FunctionNames are the names that a declaration gives a function: one, in zsh several, or none for one that runs at once.
func FunctionNames(c *syntax.FuncDecl) []string {
	if c.Name != nil {
		return []string{c.Name.Value}
	}
	var names []string
	for _, l := range c.Names {
		names = append(names, l.Value)
	}
	return names
}

// A unit is a text that is executed: a script, or text that a command runs, whose offsets lead back to where it stands.
type Unit struct {
	Id     string
	Script *script.Script
	// segs map offsets of generated text to offsets of the script: sorted by from; nil for a script's own text.
	Segs  []Segment
	Whole place.Range // where the text as a whole stands
	Info  *Body
}

type Segment struct {
	From, To int // offset in the text, offset in the script
	Exact    bool
}

// Locate returns where an offset of the unit's text stands in the script.
func (u *Unit) Locate(off int) int {
	if u.Segs == nil {
		return off
	}
	at := u.Whole.Start
	for _, s := range u.Segs {
		if s.From > off {
			break
		}
		at = s.To
		if s.Exact {
			at += off - s.From
		}
	}
	return min(at, u.Whole.End)
}

// Span returns the range of a node in the script that it stands in.
func (x *Program) Span(n syntax.Node) place.Range {
	return x.Between(int(n.Pos().Offset()), int(n.End().Offset()))
}

func (x *Program) Between(from, to int) place.Range {
	u := x.Unit
	a, b := u.Locate(from), u.Locate(to)
	if u.Segs != nil && b > a && to > from { // the end belongs to the last byte
		b = max(u.Locate(to-1)+1, a)
	}
	if b <= a && u.Segs != nil && to > from {
		a, b = u.Whole.Start, u.Whole.End
	}
	b = max(a, b)
	if n := len(u.Script.Source); b > n {
		b = n
		a = min(a, b)
	}
	return place.Range{Script: u.Script, Start: a, End: b}
}

// place names a node for symbols and guards: where it stands and who called.
func (x *Program) At(n syntax.Node) string {
	return strconv.Itoa(int(n.Pos().Offset())) + x.Unit.Id
}

func (x *Program) WriteAt(b *value.KeyBuilder, n syntax.Node) {
	b.Integer(int(n.Pos().Offset()))
	b.WriteString(x.Unit.Id)
}

type Function struct {
	Name string
	Decl *syntax.FuncDecl
	Unit *Unit
	// doubted is the function that this is unless unknown code has defined another one of its name since.
	Doubted *Function
}

// ParsedText is text that was parsed once for all states that run it.
type ParsedText struct {
	Stmts []*syntax.Stmt
	Err   error
}

func (x *Program) Parse(text string) []*syntax.Stmt {
	return x.ParseText(text).Stmts
}

func (x *Program) ParseText(text string) *ParsedText {
	if p, ok := x.Parsed[text]; ok {
		return p
	}
	d := script.POSIX
	if !x.Dash {
		d = script.Bash
	}
	p := &ParsedText{}
	if len(text) <= x.Bounds.Text {
		p.Stmts, p.Err = script.ParseText(text, d)
	}
	x.Parsed[text] = p
	return p
}
