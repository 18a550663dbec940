package effects

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// DecidesElse reports whether a script acts on what a command at a place answers, and on nothing of it gives up: a condition that has the command, or
// the variable which is given its output, or a list that it is, runs a command that does more than to tell somebody about it, ends nothing, and does not lead
// to the place to. A service is stopped that runs, a file system is mounted that is not.
func (x *Program) DecidesElse(at, to place.Range) bool {
	acts, other, _ := x.decides(at, to)
	return acts && !other
}

// GivesUp reports whether a script may end where a command at a place says something: a condition that looks at it ends something, or nothing looks at its
// status but set -e or a trap for ERR. Of one in a function that is left to who calls it.
func (x *Program) GivesUp(at place.Range) bool {
	_, ends, looked := x.decides(at, place.Range{})
	return ends || x.inFunction(at) || !looked && at.Script != nil && (shebangErrexit.Match(at.Script.Source) || setsErrexit(at.Script.Stmts))
}

// inFunction reports whether a place lies in a function that was entered.
func (x *Program) inFunction(at place.Range) bool {
	for f := range x.Seen {
		if int(f.Pos().Offset()) <= at.Start && at.Start < int(f.End().Offset()) {
			return true
		}
	}
	return false
}

// shebangErrexit is a first line that starts the shell with -e.
var shebangErrexit = regexp.MustCompile(`^#![^\n]*\s-[a-z]*e[a-z]*\s*\n`)

// setsErrexit reports whether a script has set -e, -o errexit or a trap for ERR somewhere.
func setsErrexit(stmts []*syntax.Stmt) bool {
	found := false
	syntax.Walk(&syntax.Block{Stmts: stmts}, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 1 && (c.Args[0].Lit() == "set" || c.Args[0].Lit() == "trap") {
			for _, w := range c.Args[1:] {
				l := w.Lit()
				found = found || l == "errexit" || l == "ERR" || strings.HasPrefix(l, "-") && !strings.HasPrefix(l, "--") && strings.Contains(l, "e")
			}
		}
		return !found
	})
	return found
}

// A decision is a construct that looks at something and does something by it: if, while, && and ||, a loop over words, a list that xargs takes.
type decision struct {
	looks []syntax.Node   // what it looks at
	names map[string]bool // variables in that; nil for a list
	parts []*syntax.Stmt  // what it decides about
}

// decisions are those of a script, and the variables that are given the output of commands.
type decisions struct {
	all   []decision
	given []*syntax.Assign
}

// A part is what is known of what a decision decides about.
type part struct {
	acts, ends bool
	calls      []*syntax.FuncDecl
}

// decisionsOf looks at a script once for all questions.
func (x *Program) decisionsOf(s *script.Script) *decisions {
	if d := x.decided[s]; d != nil {
		return d
	}
	d := &decisions{}
	add := func(conds []*syntax.Stmt, parts []*syntax.Stmt) {
		c := decision{names: map[string]bool{}, parts: parts}
		for _, n := range conds {
			c.looks = append(c.looks, n)
			variablesIn(n, c.names)
		}
		d.all = append(d.all, c)
	}
	syntax.Walk(&syntax.Block{Stmts: s.Stmts}, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil && n.Value != nil {
				d.given = append(d.given, n)
			}
		case *syntax.IfClause:
			add(n.Cond, n.Then)
			if n.Else != nil && len(n.Else.Cond) == 0 {
				add(n.Cond, n.Else.Then)
			}
		case *syntax.WhileClause:
			add(n.Cond, n.Do)
		case *syntax.ForClause:
			if words, ok := n.Loop.(*syntax.WordIter); ok {
				c := decision{parts: n.Do}
				for _, w := range words.Items {
					c.looks = append(c.looks, w)
				}
				d.all = append(d.all, c)
			}
		case *syntax.BinaryCmd:
			switch c, _ := n.Y.Cmd.(*syntax.CallExpr); {
			case n.Op == syntax.AndStmt || n.Op == syntax.OrStmt:
				add([]*syntax.Stmt{n.X}, []*syntax.Stmt{n.Y})
			case n.Op != syntax.Pipe && n.Op != syntax.PipeAll:
			case c != nil && len(c.Args) > 1 && c.Args[0].Lit() == "xargs":
				d.all = append(d.all, decision{looks: []syntax.Node{n.X}, parts: []*syntax.Stmt{n.Y}})
			default:
				if w, ok := n.Y.Cmd.(*syntax.WhileClause); ok {
					d.all = append(d.all, decision{looks: []syntax.Node{n.X}, parts: w.Do})
				}
			}
		}
		return true
	})
	if x.decided == nil {
		x.decided = map[*script.Script]*decisions{}
	}
	x.decided[s] = d
	return d
}

// variablesIn notes the variables whose values a statement takes.
func variablesIn(n syntax.Node, names map[string]bool) {
	syntax.Walk(n, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			names[p.Param.Value] = true
		}
		return true
	})
}

// decides tells of the decisions that look at what a command at a place says whether what they decide about acts, and whether it ends something or leads to
// another place; and whether there are any.
func (x *Program) decides(at, to place.Range) (acts, other, looked bool) {
	if at.Script == nil {
		return false, true, false
	}
	holds := func(n syntax.Node, r place.Range) bool {
		return r.Script == at.Script && int(n.Pos().Offset()) <= r.Start && r.Start < int(n.End().Offset())
	}
	of, known := x.decidedBy[at]
	if !known {
		d := x.decisionsOf(at.Script)
		given := ""
		for _, a := range d.given {
			if holds(a.Value, at) {
				given = a.Name.Value
			}
		}
		for _, c := range d.all {
			if c.names[given] || slices.ContainsFunc(c.looks, func(n syntax.Node) bool { return holds(n, at) }) {
				of.parts = append(of.parts, c.parts...)
				of.looked = true
			}
		}
		if x.decidedBy == nil {
			x.decidedBy = map[place.Range]decidedParts{}
		}
		x.decidedBy[at] = of
	}
	for _, s := range of.parts {
		p := x.partOf(s)
		if to.Script != nil && (holds(s, to) || p.leadsTo(to)) {
			other = true
			continue
		}
		acts, other = acts || p.acts, other || p.ends
	}
	return acts, other, of.looked
}

// decidedParts are what is decided about by what one command says, and whether anything looks at that.
type decidedParts struct {
	parts  []*syntax.Stmt
	looked bool
}

// leadsTo reports whether a function that is called on the way has a place in it.
func (p *part) leadsTo(to place.Range) bool {
	return slices.ContainsFunc(p.calls, func(f *syntax.FuncDecl) bool {
		return int(f.Pos().Offset()) <= to.Start && to.Start < int(f.End().Offset())
	})
}

func (x *Program) partOf(s *syntax.Stmt) *part {
	p := x.partsOf[s]
	if p == nil {
		p = &part{}
		p.acts, p.ends = x.does(s, 0)
		seen := map[*syntax.FuncDecl]bool{}
		x.called(s, seen)
		for f := range seen {
			p.calls = append(p.calls, f)
		}
		if x.partsOf == nil {
			x.partsOf = map[*syntax.Stmt]*part{}
		}
		x.partsOf[s] = p
	}
	return p
}

// called notes the functions that a statement calls, by their names.
func (x *Program) called(in syntax.Node, seen map[*syntax.FuncDecl]bool) {
	syntax.Walk(in, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			for _, f := range x.entered(c.Args[0].Lit()) {
				if !seen[f] {
					seen[f] = true
					x.called(f.Body, seen)
				}
			}
		}
		return true
	})
}

// entered are the functions of a name that were entered.
func (x *Program) entered(name string) []*syntax.FuncDecl {
	if x.enteredOf != len(x.Seen) {
		x.enteredOf, x.enteredBy = len(x.Seen), map[string][]*syntax.FuncDecl{}
		for f := range x.Seen {
			if f.Name != nil {
				x.enteredBy[f.Name.Value] = append(x.enteredBy[f.Name.Value], f)
			}
		}
	}
	return x.enteredBy[name]
}

// does reports whether a statement has a command that does more than to tell something or to change the script's own course, and whether it
// ends the script, a function or a round of a loop. Functions that were entered are looked into.
func (x *Program) does(n syntax.Node, depth int) (acts, ends bool) {
	syntax.Walk(n, func(n syntax.Node) bool {
		c, ok := n.(*syntax.CallExpr)
		if !ok || len(c.Args) == 0 {
			return true
		}
		name := c.Args[0].Lit()
		known := false
		for _, f := range x.entered(name) {
			known = true
			if depth < 3 {
				a, e := x.does(f.Body, depth+1)
				acts, ends = acts || a, ends || e
			}
		}
		switch {
		case endings.MatchString(name):
			ends = true
		case !known && (name == "" || !tells.MatchString(name)):
			acts = true
		}
		return true
	})
	return acts, ends
}

var (
	// endings are the names of commands that end a script or leave a part of it.
	endings = regexp.MustCompile(`^(?:exit|return|break|continue|kill|exec|(?i:.*(?:die|fail|abort|fatal|bail|quit|exit|panic|throw).*))$`)
	// tells are those of commands that tell something.
	tells = regexp.MustCompile(`^(?:echo|printf|cat|tput|logger|log|wall|:|true|false|test|\[|set|shift|sleep|date|read|unset|export|` +
		`(?i:.*(?:log|msg|message|info|warn|error|err|notify|alert|print|say|usage|debug|mail).*))$`)
)
