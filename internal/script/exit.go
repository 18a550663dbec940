package script

import (
	"bytes"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An exitFinder tells the top-level statements that end a script whatever happens.
type exitFinder struct {
	// redefined says that exit or exec may be something else: a function, an alias, or what a file or text that was run has made of
	// them; or that exec goes on where it fails.
	redefined bool
}

// ends reports whether nothing after a top-level statement can run.
func (f *exitFinder) ends(stmt *syntax.Stmt) bool {
	if !f.redefined {
		Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncDecl:
				f.redefined = f.redefined || n.Name != nil && (n.Name.Value == "exit" || n.Name.Value == "exec")
			case *syntax.CallExpr:
				f.redefined = f.redefined || redefines(n)
			}
			return !f.redefined
		})
	}
	return !f.redefined && ends(stmt)
}

// mayEnd reports whether a statement is exit or exec, by what it is called, so that what follows may be a payload.
func mayEnd(stmt *syntax.Stmt) bool {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	name := commandName(call.Args[0])
	return name == "exit" || name == "exec" && len(call.Args) > 1
}

// binary reports whether a text is none: no shell reads on in it.
func binary(text []byte) bool {
	const enough = 4 << 10
	return bytes.IndexByte(text[:min(len(text), enough)], 0) >= 0
}

// redefines reports whether a call may give exit and exec another meaning.
func redefines(c *syntax.CallExpr) bool {
	if len(c.Args) == 0 {
		return false
	}
	switch commandName(c.Args[0]) {
	case ".", "eval", "source", "alias", "enable", "builtin", "command":
	case "shopt":
		return len(c.Args) > 2 && c.Args[2].Lit() == "execfail" || len(c.Args) > 3
	default:
		return false
	}
	for _, w := range c.Args {
		switch commandName(w) {
		case ".", "eval", "source", "alias", "enable":
			return true
		}
	}
	return false
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
		if len(cmd.Args) == 0 || !Opens(stmt.Redirs) {
			return false // a redirection that fails makes bash go on behind both
		}
		switch commandName(cmd.Args[0]) {
		case "exit":
			// bash refuses a second argument, and goes on; --help has it say what exit is for.
			return len(cmd.Args) == 1 || len(cmd.Args) == 2 && isStatus(cmd.Args[1])
		case "exec":
			return runsCommand(cmd.Args[1:])
		}
	}
	return false
}

// Opens reports whether redirections cannot fail.
func Opens(redirs []*syntax.Redirect) bool {
	for _, r := range redirs {
		t := ""
		if r.Word != nil {
			t = r.Word.Lit()
		}
		switch r.Op {
		case syntax.DplOut, syntax.DplIn:
			if t != "0" && t != "1" && t != "2" {
				return false
			}
		case syntax.RdrOut, syntax.RdrIn, syntax.RdrAll, syntax.AppOut:
			if t != "/dev/null" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isStatus reports whether a word is one argument that exit takes.
func isStatus(w *syntax.Word) bool {
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if len(p.Value) > 1 && p.Value[0] == '-' && p.Value[1] == '-' {
				return false
			}
		case *syntax.ParamExp:
			if !p.Short || p.Param == nil || len(p.Param.Value) != 1 || p.Param.Value != "?" && p.Param.Value != "#" {
				return false // it may be several words
			}
		case *syntax.ArithmExp:
		case *syntax.DblQuoted:
			if !isField(w) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// runsCommand reports whether exec has a command to become behind its options.
func runsCommand(args []*syntax.Word) bool {
	for len(args) > 0 {
		switch t := args[0].Lit(); {
		case t == "--":
			return len(args) > 1 && isField(args[1])
		case t == "-a":
			args = args[min(2, len(args)):]
		case len(t) > 1 && t[0] == '-':
			args = args[1:]
		default:
			return isField(args[0])
		}
	}
	return false
}

// commandName gives a command's name when nothing in it is expanded. It may be quoted, as in
// files that are scripts in two languages at once.
func commandName(w *syntax.Word) string {
	const longest = len("builtin")
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
				if !ok {
					return ""
				}
				if len(name) > longest {
					break
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
