package script

import (
	"bytes"

	"mvdan.cc/sh/v3/syntax"
)

// endBodies ends each function's body where the shells end it. The parser takes what follows the compound command on the
// same line, "f() { …; } && g" or "f() { …; } | g", for part of the body; in bash and dash the definition is the left side
// of the list (POSIX, Shell Grammar: function_body is a compound_command).
func endBodies(s *syntax.Stmt) {
	Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Stmt:
			endBody(n)
		case *syntax.Word:
			return !isPlain(n.Parts)
		}
		return true
	})
}

// isPlain reports whether a word has no statements in it, which most have not.
func isPlain(parts []syntax.WordPart) bool {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		case *syntax.ParamExp:
			if p.Exp != nil || p.Index != nil || p.Slice != nil || p.Repl != nil {
				return false
			}
		case *syntax.DblQuoted:
			if !isPlain(p.Parts) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// mayDefine tells whether a text can have the definition of a function in it.
func mayDefine(text []byte) bool {
	if bytes.Contains(text, []byte("function")) {
		return true
	}
	for {
		i := bytes.IndexByte(text, '(')
		if i < 0 {
			return false
		}
		if text = bytes.TrimLeft(text[i+1:], " \t\\\r\n"); len(text) > 0 && text[0] == ')' {
			return true
		}
	}
}

func endBody(s *syntax.Stmt) {
	f, ok := s.Cmd.(*syntax.FuncDecl)
	if !ok || f.Body == nil {
		return
	}
	list, ok := f.Body.Cmd.(*syntax.BinaryCmd)
	if !ok {
		if f.Body.Background {
			s.Background, s.Semicolon = true, f.Body.Semicolon
			f.Body.Background = false
		}
		return
	}
	s.Background, s.Semicolon = s.Background || f.Body.Background, f.Body.Semicolon
	left := list
	for {
		inner, ok := left.X.Cmd.(*syntax.BinaryCmd)
		if !ok {
			break
		}
		left = inner
	}
	f.Body = left.X
	left.X = &syntax.Stmt{Cmd: f, Position: s.Position}
	s.Cmd = list
}
