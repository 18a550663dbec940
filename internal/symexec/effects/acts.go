package effects

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

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
// status but set -e or a trap for ERR.
func (x *Program) GivesUp(at place.Range) bool {
	_, ends, looked := x.decides(at, place.Range{})
	return ends || !looked && at.Script != nil && setsErrexit(at.Script.Stmts)
}

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

// decides tells of the conditions that look at what a command at a place says whether what they decide about acts, and whether it ends something or leads to
// another place; and whether there are any.
func (x *Program) decides(at, to place.Range) (acts, other, looked bool) {
	if at.Script == nil {
		return false, true, false
	}
	all := &syntax.Block{Stmts: at.Script.Stmts}
	holds := func(n syntax.Node, r place.Range) bool {
		return n != nil && r.Script == at.Script && int(n.Pos().Offset()) <= r.Start && r.Start < int(n.End().Offset())
	}
	given := givenTo(all, func(n syntax.Node) bool { return holds(n, at) })
	each := func(list []*syntax.Stmt) {
		looked = true
		for _, s := range list {
			if to.Script != nil && (holds(s, to) || x.leadsTo(s, to)) {
				other = true
				continue
			}
			does, ends := x.does(s, 0)
			acts, other = acts || does, other || ends
		}
	}
	judge := func(tested []*syntax.Stmt, part *syntax.Stmt) {
		looks := false
		for _, s := range tested {
			looks = looks || holds(s, at) || given != "" && namesVariable(s, given)
		}
		if looks {
			each([]*syntax.Stmt{part})
		}
	}
	syntax.Walk(all, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IfClause:
			for _, list := range append([][]*syntax.Stmt{n.Then}, elseOf(n)) {
				for _, s := range list {
					judge(n.Cond, s)
				}
			}
		case *syntax.WhileClause:
			for _, s := range n.Do {
				judge(n.Cond, s)
			}
		case *syntax.ForClause:
			if words, ok := n.Loop.(*syntax.WordIter); ok && slices.ContainsFunc(words.Items, func(w *syntax.Word) bool { return holds(w, at) }) {
				each(n.Do)
			}
		case *syntax.BinaryCmd:
			switch {
			case n.Op == syntax.AndStmt || n.Op == syntax.OrStmt:
				judge([]*syntax.Stmt{n.X}, n.Y)
			case holds(n.X, at) && (n.Op == syntax.Pipe || n.Op == syntax.PipeAll): // a list of what something is done with
				switch c := n.Y.Cmd.(type) {
				case *syntax.WhileClause:
					each(c.Do)
				case *syntax.CallExpr:
					if len(c.Args) > 1 && c.Args[0].Lit() == "xargs" {
						each([]*syntax.Stmt{n.Y})
					}
				}
			}
		}
		return true
	})
	return acts, other, looked
}

func elseOf(n *syntax.IfClause) []*syntax.Stmt {
	if n.Else != nil && len(n.Else.Cond) == 0 {
		return n.Else.Then
	}
	return nil
}

// givenTo is the variable that is given the output of the command for which holds is true; "" where none is.
func givenTo(in syntax.Node, holds func(syntax.Node) bool) (name string) {
	syntax.Walk(in, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && a.Name != nil && a.Value != nil && holds(a.Value) {
			name = a.Name.Value
		}
		return true
	})
	return name
}

// namesVariable reports whether a statement takes the value of a variable.
func namesVariable(in syntax.Node, name string) bool {
	found := false
	syntax.Walk(in, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && p.Param.Value == name {
			found = true
		}
		return !found
	})
	return found
}

// leadsTo reports whether a statement calls a function that has a place in it.
func (x *Program) leadsTo(in syntax.Node, to place.Range) bool {
	found := false
	x.called(in, func(f *syntax.FuncDecl) {
		found = found || int(f.Pos().Offset()) <= to.Start && to.Start < int(f.End().Offset())
	}, map[*syntax.FuncDecl]bool{})
	return found
}

// called walks the functions that a statement calls, by their names.
func (x *Program) called(in syntax.Node, each func(*syntax.FuncDecl), seen map[*syntax.FuncDecl]bool) {
	syntax.Walk(in, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			for f := range x.Seen {
				if f.Name != nil && f.Name.Value == c.Args[0].Lit() && !seen[f] {
					seen[f] = true
					each(f)
					x.called(f.Body, each, seen)
				}
			}
		}
		return true
	})
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
		for f := range x.Seen {
			if f.Name != nil && f.Name.Value == name && name != "" {
				known = true
				if depth < 3 {
					a, e := x.does(f.Body, depth+1)
					acts, ends = acts || a, ends || e
				}
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
