package script

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An exitFinder tells the top-level statements that end a script whatever happens.
type exitFinder struct {
	redefined bool // the script has functions of these names
}

// ends reports whether nothing after a top-level statement can run.
func (f *exitFinder) ends(stmt *syntax.Stmt) bool {
	if fn, ok := stmt.Cmd.(*syntax.FuncDecl); ok && fn.Name != nil {
		f.redefined = f.redefined || fn.Name.Value == "exit" || fn.Name.Value == "exec"
	}
	return !f.redefined && ends(stmt)
}

func ends(stmt *syntax.Stmt) bool {
	if stmt.Negated || stmt.Background || stmt.Coprocess || stmt.Disown {
		return false
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.Block:
		for _, s := range cmd.Stmts {
			if len(stmt.Redirs) == 0 && ends(s) {
				return true
			}
		}
	case *syntax.CallExpr:
		if len(cmd.Args) == 0 {
			return false
		}
		switch commandName(cmd.Args[0]) {
		case "exit":
			// bash refuses a second argument, and goes on. A redirection that fails does the same.
			return len(cmd.Args) <= 2 && len(stmt.Redirs) == 0
		case "exec":
			return len(cmd.Args) > 1 && isField(cmd.Args[1])
		}
	}
	return false
}

// commandName gives a command's name when nothing in it is expanded. It may be quoted, as in
// files that are scripts in two languages at once.
func commandName(w *syntax.Word) string {
	const longest = len("exec")
	name := ""
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			name += strings.TrimPrefix(part.Value, `\\`)
		case *syntax.SglQuoted:
			name += part.Value
		case *syntax.DblQuoted:
			for _, p := range part.Parts {
				lit, ok := p.(*syntax.Lit)
				if !ok || len(name) > longest {
					return ""
				}
				name += lit.Value
			}
		default:
			return ""
		}
		if len(name) > longest {
			return "" // a name of no interest; one word can be megabytes long
		}
	}
	return name
}

// isField reports whether a word is an argument for certain. An exec whose words expand to nothing
// has no command to become, and the script goes on.
func isField(w *syntax.Word) bool {
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
			return true
		case *syntax.DblQuoted:
			lists := false
			for _, p := range part.Parts {
				if e, ok := p.(*syntax.ParamExp); ok && mayBeNone(e) {
					lists = true
				}
			}
			if !lists {
				return true
			}
		}
	}
	return false
}

// mayBeNone reports whether an expansion in double quotes may be no field at all.
func mayBeNone(e *syntax.ParamExp) bool {
	return e.Param == nil || e.Param.Value == "@" || e.Index != nil || e.Excl || e.NestedParam != nil
}
