package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// A loop over options gives some variables what the user says. Each is, behind the loop, one text: the default or what was given. Kept
// apart, one state for each combination, they are multiplied with everything that follows.

// givenOptions are the variables that a loop over options may give a text that nobody knows, each by itself: what an option sets
// together with another variable stays tied to that.
func (x *exec) givenOptions(loop syntax.Node, cond, body []*syntax.Stmt) []uint32 {
	if ids, ok := x.optionsOf[loop]; ok {
		return ids
	}
	if x.optionsOf == nil {
		x.optionsOf = map[syntax.Node][]uint32{}
	}
	x.optionsOf[loop] = nil
	if !calls(cond, "getopts") && !calls(body, "shift") {
		return nil
	}
	given, tied := map[string]bool{}, map[string]bool{"OPTARG": true, "OPTIND": true}
	for _, s := range body {
		c, ok := s.Cmd.(*syntax.CaseClause)
		if !ok {
			eachAssigned(s, func(name string, _ bool) { tied[name] = true })
			continue
		}
		for _, item := range c.Items {
			var names []string
			for _, s := range item.Stmts {
				eachAssigned(s, func(name string, known bool) {
					if !slices.Contains(names, name) {
						names = append(names, name)
					}
					given[name] = given[name] || !known
				})
			}
			if len(names) > 1 {
				for _, n := range names {
					tied[n] = true
				}
			}
		}
	}
	var ids []uint32
	for _, name := range effects.SortedKeys(given) {
		if given[name] && !tied[name] {
			ids = append(ids, x.tab.Name(name))
		}
	}
	x.optionsOf[loop] = ids
	return ids
}

// calls reports whether a command of a name stands among statements.
func calls(stmts []*syntax.Stmt, name string) bool {
	found := false
	for _, s := range stmts {
		script.Walk(s, func(n syntax.Node) bool {
			c, ok := n.(*syntax.CallExpr)
			found = found || ok && len(c.Args) > 0 && c.Args[0].Lit() == name
			return !found
		})
	}
	return found
}

// eachAssigned calls f for the variables that a statement assigns, and says of each whether the text is written there.
func eachAssigned(s *syntax.Stmt, f func(name string, known bool)) {
	script.Walk(s, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && a.Name != nil {
			known := a.Array == nil && !a.Append
			if a.Value != nil {
				_, plain := effects.WordText(a.Value)
				known = known && plain
			}
			f(a.Name.Value, known)
			if a.Array != nil || a.Append || a.Index != nil {
				f(a.Name.Value+"[]", true) // a list is more than one text: it is tied to itself
			}
		}
		return true
	})
}

// joinOptions makes one state of those that differ in what options have given to variables only.
func (x *exec) joinOptions(states []*domain.State, options []uint32) []*domain.State {
	if len(options) == 0 || len(states) < 2 {
		return states
	}
	x.dom.Merges++
	x.dom.LiveArgs = x.dom.Live(effects.ArgsName)
	at := map[string]int{}
	var groups [][]*domain.State
	for _, st := range states {
		x.dom.DropDead(st)
		c := st.Fork()
		for _, k := range options {
			c.Vars = c.Vars.Del(k)
		}
		key := string(x.dom.Identity(c, domain.View{}))
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], st)
	}
	return x.dom.United(states, groups)
}
