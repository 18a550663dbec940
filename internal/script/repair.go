package script

import (
	"bytes"
	"errors"
	"regexp"

	"mvdan.cc/sh/v3/syntax"
)

// The parser refuses some things that shells accept. Each is replaced by something of the same length that it knows, and put into the
// tree afterwards, so that all offsets hold.

// A graft changes the tree at an offset of the text.
type graft struct {
	at     int
	within bool                     // it is for the nodes around the offset, too
	apply  func(n syntax.Node) bool // reports whether this was the place
}

// maxRepairs is how often a text is mended: each time it is parsed again.
const maxRepairs = 16

// repaired parses a text again in which the parser has refused something, until it finds nothing to mend.
func repaired(text []byte, p parsed) parsed {
	mended := bytes.Clone(text)
	var grafts []graft
	for range maxRepairs {
		if p.err == nil {
			break
		}
		g := mend(mended, p)
		if g == nil {
			break
		}
		grafts = append(grafts, *g)
		p = parsePlain(mended, p.variant)
	}
	for i := len(grafts) - 1; i >= 0; i-- {
		put(p.stmts, grafts[i])
	}
	return p
}

// put applies a graft where its place is.
func put(stmts []*syntax.Stmt, g graft) {
	done := false
	for _, s := range stmts {
		if done || int(s.Pos().Offset()) > g.at || int(s.End().Offset()) < g.at {
			continue
		}
		syntax.Walk(s, func(n syntax.Node) bool {
			if n == nil || done {
				return false
			}
			done = (g.within || int(n.Pos().Offset()) == g.at) && g.apply(n)
			return !done
		})
	}
}

// mend replaces in a text what an error is about, and gives what is to be put into the tree; nil where nothing is known to help.
func mend(text []byte, p parsed) *graft {
	var message string
	var perr syntax.ParseError
	var lerr syntax.LangError
	switch {
	case errors.As(p.err, &perr):
		message = perr.Text
	case errors.As(p.err, &lerr):
		message = lerr.Feature
	default:
		return nil
	}
	at := p.errOffset
	if at < 0 || at >= len(text) {
		return nil
	}
	switch {
	case message == "cannot negate a command multiple times":
		return negatedTwice(text, at)
	case bytes.HasPrefix([]byte(message), []byte("a command can only contain words and redirects; encountered `(`")):
		return assignedToEval(text, at)
	case bytes.Contains([]byte(message), []byte("array element values must be words")):
		return equalsInArray(text, at)
	case bytes.Contains([]byte(message), []byte("parameter expansion operator")), bytes.Contains([]byte(message), []byte("invalid parameter name")),
		bytes.Contains([]byte(message), []byte("cannot be followed by a word")), bytes.Contains([]byte(message), []byte("expansion operator requires")),
		message == "floating point arithmetic" && p.variant != syntax.LangZsh:
		return badSubstitution(text, at)
	case bytes.Contains([]byte(message), []byte("arithmetic operator")), bytes.Contains([]byte(message), []byte("without matching `(")),
		bytes.Contains([]byte(message), []byte("without matching `$((`")):
		return commandsInside(text, at, p.variant)
	}
	return nil
}

// negatedTwice is ! ! command: each turns the status around.
func negatedTwice(text []byte, at int) *graft {
	if text[at] != '!' {
		return nil
	}
	next := at + 1
	for next < len(text) && (text[next] == ' ' || text[next] == '\t') {
		next++
	}
	if next >= len(text) || text[next] != '!' {
		return nil
	}
	text[at] = ' '
	return &graft{at: next, apply: func(n syntax.Node) bool {
		s, ok := n.(*syntax.Stmt)
		if !ok || !s.Negated {
			return false
		}
		inner := &syntax.Stmt{Position: s.Position, Negated: true, Cmd: s.Cmd, Redirs: s.Redirs}
		s.Redirs = nil
		end := inner.End()
		last := syntax.NewPos(end.Offset()-1, end.Line(), max(end.Col(), 2)-1) // a block ends behind its brace
		s.Cmd = &syntax.Block{Lbrace: s.Position, Rbrace: last, Stmts: []*syntax.Stmt{inner}}
		return true
	}}
}

// evalAssigns is eval a=(1 2), up to the parenthesis.
var evalAssigns = regexp.MustCompile(`(?:^|[\s;&|(])eval[ \t](?:[^\n;&|]*[ \t])?([A-Za-z_][A-Za-z_0-9]*\+?=)$`)

// assignedToEval is an array among the words of eval, which gets its text.
func assignedToEval(text []byte, at int) *graft {
	m := evalAssigns.FindSubmatchIndex(text[max(0, at-400):at])
	end := closing(text, at)
	if m == nil || end < 0 {
		return nil
	}
	from := max(0, at-400) + m[2]
	word := string(text[from : end+1])
	for i := from; i <= end; i++ {
		text[i] = 'x'
	}
	return &graft{at: from, apply: func(n syntax.Node) bool {
		w, ok := n.(*syntax.Word)
		if !ok {
			return false
		}
		w.Parts = []syntax.WordPart{&syntax.SglQuoted{Left: w.Pos(), Right: syntax.NewPos(uint(end), 0, 0), Value: word}}
		return true
	}}
}

// BadSubstitution is the name of the parameter in an expansion that shells refuse when they come to it: ${a b}.
const BadSubstitution = "\x03"

// badSubstitution is such an expansion.
func badSubstitution(text []byte, at int) *graft {
	from := bytes.LastIndex(text[:min(at+1, len(text))], []byte("${"))
	if from < 0 || at-from > 200 {
		return nil
	}
	end := closingBrace(text, from)
	if end > 0 && from+end < at { // that one is closed before
		if from = bytes.LastIndex(text[:from], []byte("${")); from < 0 {
			return nil
		}
		end = closingBrace(text, from)
	}
	if end < 3 {
		return nil // ${}
	}
	for i := from + 2; i < from+end; i++ {
		text[i] = '_'
	}
	return &graft{at: from, apply: func(n syntax.Node) bool {
		e, ok := n.(*syntax.ParamExp)
		if ok && e.Param != nil {
			e.Param.Value = BadSubstitution
		}
		return ok
	}}
}

// closingBrace is how far behind a ${ its brace is closed, where no command stands in between: ${a b}, ${$i}, ${${i}}; 0 for none.
func closingBrace(text []byte, from int) int {
	depth := 0
	for i := from; i < len(text) && text[i] != '\n' && text[i] != '`'; i++ {
		switch {
		case text[i] == '$' && i+1 < len(text) && text[i+1] == '(':
			return 0
		case text[i] == '$' && i+1 < len(text) && text[i+1] == '{':
			depth++
			i++
		case text[i] == '}':
			if depth--; depth == 0 {
				return i - from
			}
		}
	}
	return 0
}

// equalsInArray is a=(x = y): a word of the array that is an equals sign, or begins with one.
func equalsInArray(text []byte, at int) *graft {
	if text[at] != '=' {
		return nil
	}
	text[at] = '_'
	return &graft{at: at, apply: func(n syntax.Node) bool {
		l, ok := n.(*syntax.Lit)
		if ok && len(l.Value) > 0 {
			l.Value = "=" + l.Value[1:]
		}
		return ok
	}}
}

// commandsInside is $((a) 2>&1) or ((a); b): two parentheses that begin no arithmetic.
func commandsInside(text []byte, at int, v syntax.LangVariant) *graft {
	for open := bytes.LastIndex(text[:min(at+3, len(text))], []byte("((")); open >= 0; open = bytes.LastIndex(text[:open], []byte("((")) {
		end, inner := closing(text, open), closing(text, open+1)
		if end < at || inner < 0 {
			continue
		}
		if inner == end-1 {
			return nil // arithmetic
		}
		body := make([]byte, end)
		for i := range body {
			if body[i] = ' '; text[i] == '\n' {
				body[i] = '\n'
			}
			if i > open {
				body[i] = text[i]
			}
		}
		p := parseOnce(body, v)
		if p.err != nil {
			return nil
		}
		text[open+1] = ':'
		for i := open + 2; i < end; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
		from := open
		if open > 0 && text[open-1] == '$' {
			from--
		}
		return &graft{at: from, apply: func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.CmdSubst:
				n.Stmts = p.stmts
			case *syntax.Subshell:
				n.Stmts = p.stmts
			default:
				return false
			}
			return true
		}}
	}
	return nil
}

// closing is the offset of the parenthesis that closes the one at an offset, as far as quotes and backslashes tell; -1 for none.
func closing(text []byte, at int) int {
	depth := 0
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\'':
			j := bytes.IndexByte(text[i+1:], '\'')
			if j < 0 {
				return -1
			}
			i += j + 1
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
