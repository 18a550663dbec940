package fix

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// words are what may stop the script at node i, by its place: the next host in a loop over hosts, the end of the function,
// the end of the script. The gentlest comes first.
func (t *try) words(c nest, i int) []string {
	var out []string
	shell := false // a subshell lies between: continue and break end only that
	for k := i - 1; k >= 0 && c.nodes[k].base == c.nodes[i].base; k-- {
		switch n := c.nodes[k].Node.(type) {
		case *syntax.Subshell, *syntax.CmdSubst, *syntax.ProcSubst:
			shell = true
		case *syntax.BinaryCmd:
			shell = shell || n.Op == syntax.Pipe || n.Op == syntax.PipeAll
		case *syntax.ForClause, *syntax.WhileClause:
			if len(out) == 0 && !shell && overList(n) && t.here(c, c.nodes[k]) {
				out = append(out, "continue")
			}
			shell = true // not the loop around this one
		case *syntax.FuncDecl:
			return append(out, "return 1", "exit 1")
		}
	}
	return append(out, "exit 1")
}

// overList reports whether a loop goes through a list, so that going on means the next element and not the same once more.
func overList(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.ForClause:
		_, ok := n.Loop.(*syntax.WordIter)
		return ok
	case *syntax.WhileClause:
		if len(n.Cond) != 1 {
			return false
		}
		call, ok := n.Cond[0].Cmd.(*syntax.CallExpr)
		return ok && len(call.Args) > 0 && call.Args[0].Lit() == "read"
	}
	return false
}

// A role is what a statement is to the node around it.
type role uint8

const (
	other     role = iota
	listed         // one of a list of commands, of which nothing reads the status
	condition      // one of the commands of a condition
	left           // the left side of && or ||
)

func roleOf(c nest, i int) role {
	s := c.stmt(i)
	if i == 0 || c.nodes[i-1].base != c.nodes[i].base {
		return listed
	}
	switch p := c.nodes[i-1].Node.(type) {
	case *syntax.IfClause:
		if slices.Contains(p.Cond, s) {
			return condition
		}
		return listed
	case *syntax.WhileClause:
		if slices.Contains(p.Cond, s) {
			return condition
		}
		return listed
	case *syntax.BinaryCmd:
		if (p.Op == syntax.AndStmt || p.Op == syntax.OrStmt) && p.X == s {
			return left
		}
		return other
	case *syntax.ForClause, *syntax.Block, *syntax.Subshell, *syntax.CmdSubst, *syntax.CaseItem, *syntax.ProcSubst:
		return listed
	}
	return other
}

// stops adds what stops the script behind the statements around a place, from the inside out. To end the script from within a
// function is for last: its callers may have something else in mind.
func (t *try) stops(c nest) (early, late []*candidate) {
	for i := len(c.nodes) - 1; i >= 0; i-- {
		if _, ok := c.nodes[i].Node.(*syntax.FuncDecl); ok {
			break // what calls it is looked at by calls
		}
		s := c.stmt(i)
		if s == nil || s.Background || s.Coprocess || s.Disown {
			continue
		}
		for k, word := range t.words(c, i) {
			found := t.stop(c, i, word)
			if k > 0 && word == "exit 1" {
				late = append(late, found...)
			} else {
				early = append(early, found...)
			}
		}
	}
	return early, late
}

// stop are the ways to stop at one statement with one word.
func (t *try) stop(c nest, i int, word string) []*candidate {
	s, n := c.stmt(i), c.nodes[i]
	switch roleOf(c, i) {
	case listed:
		if s.Negated {
			return nil
		}
		return t.behind(c, i, word)
	case left:
		p, list := c.nodes[i-1].Node.(*syntax.BinaryCmd), i-2
		if list < 0 {
			return nil
		}
		if p.Op == syntax.OrStmt {
			return t.instead(c, i, word)
		}
		if s.Negated || !t.zero(c, n) {
			return nil
		}
		return []*candidate{t.candidate(c, "stop unless this succeeds, with `|| "+word+"`", true, func(stop func(string) string) []edit {
			return []edit{{n.start(), n.start(), "{ "}, {n.end(), n.end(), " || " + stop(word) + "; }"}}
		}, n)}
	case condition, other: // what stops there would stop for another reason, too
	}
	return nil
}

// candidate makes one, nil if its texts cannot stand at a node.
func (t *try) candidate(c nest, message string, safe bool, edits func(stop func(string) string) []edit, at node) *candidate {
	for _, e := range edits(plainly) {
		if !at.fits(e.text) {
			return nil
		}
	}
	return &candidate{message: message, script: c.script, safe: safe, edits: edits}
}

// behind stops after a statement that is one of a list.
func (t *try) behind(c nest, i int, word string) []*candidate {
	s, n := c.stmt(i), c.nodes[i]
	if _, ok := s.Cmd.(*syntax.DeclClause); ok {
		return nil // its status is its own
	}
	var out []*candidate
	message := "stop unless this succeeds, with `|| " + word + "`"
	if variable := assigned(s); variable != "" {
		if test := t.idleTest(variable); test != "" && t.flaw.Kind == "ignored" {
			out = append(out, t.candidate(c, "stop unless the answer is idle: `"+test+" || "+word+"`", true, func(stop func(string) string) []edit {
				return []edit{{n.end(), n.end(), " && " + test + " || " + stop(word)}}
			}, n))
		}
	}
	if t.zero(c, n) {
		out = append(out, t.candidate(c, message, true, func(stop func(string) string) []edit {
			return []edit{{n.end(), n.end(), " || " + stop(word)}}
		}, n))
		if out[len(out)-1] != nil {
			if cut, ok := fallback(c, i); ok {
				out = append(out, t.candidate(c, message+" in place of the answer that is made up there", true, func(stop func(string) string) []edit {
					return []edit{cut, {n.end(), n.end(), " || " + stop(word)}}
				}, n))
			}
		}
		return existing(out)
	}
	if e := t.entry(); e != nil && len(e.IdleStatus) > 0 && e.IdleOutput == "" && !e.Query {
		if _, plain := s.Cmd.(*syntax.CallExpr); plain {
			out = append(out, t.byStatus(c, i, n.start(), n.end(), n, "", word))
		}
	}
	return existing(out)
}

func existing(list []*candidate) []*candidate {
	var out []*candidate
	for _, c := range list {
		if c != nil {
			out = append(out, c)
		}
	}
	return out
}

// byStatus keeps the status of a command, and stops unless it is one that means idle. In place of a text behind the command
// nothing stays: that of "|| true". Node i is the statement, whose own status becomes 0.
func (t *try) byStatus(c nest, i, from, to int, n node, behind, word string) *candidate {
	rc := t.fresh("rc")
	if rc == "" {
		return nil
	}
	l := c.layoutOf(from, to+len(behind))
	between := "; "
	if l.alone {
		between = l.newline + l.indent
	}
	var test string
	var list []string
	for _, status := range t.entry().IdleStatus {
		list = append(list, strconv.Itoa(status))
	}
	if len(list) == 1 {
		test = `[ "$` + rc + `" -eq ` + list[0] + ` ]`
	}
	return t.candidate(c, "stop unless the status is the one that means idle: "+strings.Join(list, " or "), behind != "" || !c.statusRead(i), func(stop func(string) string) []edit {
		last := test + " || " + stop(word)
		if test == "" {
			last = "case $" + rc + " in " + strings.Join(list, " | ") + ") ;; *) " + stop(word) + " ;; esac"
		}
		return []edit{{from, from, rc + "=0" + between}, {to, to + len(behind), " || " + rc + "=$?" + between + last}}
	}, n)
}

// assigned is the variable that a statement puts the output of a command into, if it does nothing else.
func assigned(s *syntax.Stmt) string {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) > 0 || len(call.Assigns) != 1 || len(s.Redirs) > 0 {
		return ""
	}
	a := call.Assigns[0]
	if a.Append || a.Index != nil || a.Value == nil || substitution(a.Value) == nil {
		return ""
	}
	return a.Name.Value
}

// substitution is the command substitution that a word is, with or without quotes.
func substitution(w *syntax.Word) *syntax.CmdSubst {
	if len(w.Parts) != 1 {
		return nil
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	s, _ := part.(*syntax.CmdSubst)
	return s
}

// idleTest is the comparison that a guard's output passes when it says idle.
func (t *try) idleTest(variable string) string {
	e := t.entry()
	switch {
	case e == nil || e.Query:
		return ""
	case e.IdleOutput == "zero":
		return fmt.Sprintf(`[ "$%s" -eq 0 ]`, variable)
	case e.IdleOutput == "empty":
		return fmt.Sprintf(`[ -z "$%s" ]`, variable)
	case len(e.IdleWords) == 1 && strings.Trim(e.IdleWords[0], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "":
		return fmt.Sprintf(`[ "$%s" = %s ]`, variable, e.IdleWords[0])
	}
	return ""
}

// fallback finds, within statement i, the "|| echo 0" by which a substitution makes up an answer for a guard that has failed.
func fallback(c nest, i int) (edit, bool) {
	for k := i + 1; k < len(c.nodes); k++ {
		b, ok := c.nodes[k].Node.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.OrStmt || !plainCall(b.Y) {
			continue
		}
		if _, ok := c.up(k, 2); ok {
			if _, ok := c.nodes[k-2].Node.(*syntax.CmdSubst); ok && k+1 < len(c.nodes) && c.nodes[k+1].Node == syntax.Node(b.X) {
				return edit{c.nodes[k+1].end(), c.nodes[k].end(), ""}, true
			}
		}
	}
	return edit{}, false
}

// plainCall reports whether a statement does no more than run one simple command with words that are written out, or put such a
// word into variables.
func plainCall(s *syntax.Stmt) bool {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(s.Redirs) > 0 || s.Negated || s.Background {
		return false
	}
	plain := true
	syntax.Walk(call, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst:
			plain = false
		}
		return plain
	})
	return plain
}

// calls stops behind the calls of the function that a place stands in.
func (t *try) calls(c nest) []*candidate {
	var out []*candidate
	name, base := "", -1
	for i := len(c.nodes) - 1; i >= 0; i-- {
		if f, ok := c.nodes[i].Node.(*syntax.FuncDecl); ok && f.Name != nil {
			name, base = f.Name.Value, c.nodes[i].base
			break
		}
	}
	if name == "" || base != 0 {
		return nil
	}
	scripts := append([]*script.Script{t.in.Script}, t.in.Sources...)
	for _, s := range scripts {
		for _, stmt := range s.Stmts {
			syntax.Walk(stmt, func(n syntax.Node) bool {
				call, ok := n.(*syntax.CallExpr)
				if ok && len(call.Args) > 0 && call.Args[0].Lit() == name && len(out) < mostTries {
					at := place.Range{Script: s, Start: int(call.Args[0].Pos().Offset()), End: int(call.Args[0].End().Offset())}
					where := around(at)
					out = append(out, t.branches(where)...)
					early, late := t.stops(where)
					out = append(append(out, early...), late...)
				}
				return true
			})
		}
	}
	return out
}
