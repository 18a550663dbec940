package difftest

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// wrapped puts all of a script into a function, unless something in it means another thing there.
func wrapped(sc Script) (string, bool) {
	file, err := parse(sc)
	if err != nil || len(file.Stmts) == 0 || boundToPlace(file) {
		return "", false
	}
	handlerArgs, ownArgs := false, false
	for _, s := range file.Stmts {
		if f, ok := s.Cmd.(*syntax.FuncDecl); ok && f.Name.Value == "main" {
			return "", false
		}
		if !runsAnywhere(s) {
			return "", false
		}
		ownArgs = ownArgs || anyCall(s, func(name string, _ *syntax.CallExpr) bool { return name == "shift" || name == "set" })
		syntax.Walk(s, func(n syntax.Node) bool {
			if d, ok := n.(*syntax.DeclClause); ok && (d.Variant.Value == "declare" || d.Variant.Value == "typeset") {
				ownArgs = true // local to main, so that it is gone when the trap runs
			}
			return true
		})
		handlerArgs = handlerArgs || anyCall(s, func(name string, _ *syntax.CallExpr) bool { return name == "trap" })
	}
	// When main has returned, a handler sees the script's own parameters, not those that main has changed.
	if handlerArgs && ownArgs || anyFunction(file, "main") {
		return "", false
	}
	head, body, _ := strings.Cut(sc.Text, "\n")
	return head + "\nmain() {\n" + body + "}\nmain \"$@\"\n", strings.HasSuffix(body, "\n")
}

// anyFunction tells whether there is a function of that name, or a call of one.
func anyFunction(f *syntax.File, name string) bool {
	found := anyCall(f, func(n string, _ *syntax.CallExpr) bool { return n == name })
	syntax.Walk(f, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.FuncDecl); ok {
			found = found || d.Name.Value == name
		}
		return !found
	})
	return found
}

// ofPlace are words that ask where a command stands: traps that functions and sourced files do not inherit, variables that are
// readonly, since bash gives up all around an assignment to one, and the names of functions, files and lines.
var ofPlace = regexp.MustCompile(`declare -[a-zA-Z]*r|typeset -[a-zA-Z]*r|\breadonly\b|\b(ERR|DEBUG|RETURN|alias|LINENO|FUNCNAME|BASH_SOURCE|BASH_LINENO|caller|functrace|errtrace)\b|\$_\b|\$\{_|set -[a-zA-Z]*[ET]`)

// boundToPlace tells whether a script asks where its commands stand.
func boundToPlace(f *syntax.File) bool {
	var b strings.Builder
	return syntax.NewPrinter().Print(&b, f) != nil || ofPlace.MatchString(b.String())
}

// runsAnywhere tells whether a statement of the top level does the same in a function or a sourced file: a return would end that
// and not the script, and local is an error only outside of functions.
func runsAnywhere(s *syntax.Stmt) bool {
	bound := []string{"return", "local"}
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false
		case *syntax.DeclClause:
			found = found || slices.Contains(bound, n.Variant.Value)
		case *syntax.CallExpr:
			for _, w := range n.Args { // also as a word of command, builtin, eval and trap
				var b strings.Builder
				if syntax.NewPrinter().Print(&b, w) != nil {
					found = true
				}
				for _, name := range bound {
					found = found || slices.Contains(strings.FieldsFunc(b.String(), notNameByte), name)
				}
			}
		}
		return !found
	})
	return !found
}

func notNameByte(r rune) bool {
	return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}
