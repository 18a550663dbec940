package guardflow

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// A script that puts the names of its functions together, "cmd_$1", or runs a command that only the run tells, may call any function
// that fits. Of such a function nobody may say that nothing calls it.

// A composed is a word that may become the name of a function.
type composed struct {
	at     place.Range
	pieces []string // what is known of it, in order; between them and at their ends is what the run tells
}

// matches reports whether the word may become a name.
func (c *composed) matches(name string) bool {
	for i, p := range c.pieces {
		if p == "" {
			continue
		}
		at := strings.Index(name, p)
		if i == len(c.pieces)-1 {
			if !strings.HasSuffix(name, p) {
				return false
			}
			at = len(name) - len(p)
		}
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		name = name[at+len(p):]
	}
	return true
}

// calledByComposed notes where a script may call the functions of which no call was found.
func calledByComposed(res *Result) {
	var words []*composed
	looked := false
	for _, s := range res.Sites {
		if !s.Alone || s.Called != nil {
			continue
		}
		if !looked {
			looked = true
			for _, f := range res.Files {
				words = append(words, composedIn(f)...)
			}
		}
		for _, name := range functionsAround(s) {
			for _, c := range words {
				if s.Called == nil && c.matches(name) {
					at := c.at
					s.Called = &at
				}
			}
		}
		if s.Called == nil {
			continue
		}
		for i, a := range s.Approximations {
			if a.Reason == domain.Uncalled {
				s.Approximations[i] = Approximation{domain.NotReached, *s.Called, wording(domain.Approximation{Reason: domain.NotReached, At: *s.Called})}
			}
		}
	}
}

// functionsAround are the functions that a command stands in, and the one through which it was reached.
func functionsAround(s *Site) []string {
	var names []string
	if s.From != "" {
		names = append(names, s.From)
	}
	for _, st := range s.At.Script.Stmts {
		if int(st.Pos().Offset()) > s.At.Start || int(st.End().Offset()) < s.At.Start {
			continue
		}
		script.Walk(st, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil && int(f.Pos().Offset()) <= s.At.Start && s.At.Start < int(f.End().Offset()) {
				names = append(names, f.Name.Value)
			}
			return true
		})
	}
	return names
}

// composedIn finds the words of a script that may become names of functions.
func composedIn(f *script.Script) []*composed {
	var out []*composed
	word := func(w *syntax.Word, calls bool) {
		if c := compose(w, calls); c != nil {
			c.at = place.Range{Script: f, Start: int(w.Pos().Offset()), End: int(w.End().Offset())}
			out = append(out, c)
		}
	}
	for _, st := range f.Stmts {
		script.Walk(st, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.CallExpr:
				for i, w := range n.Args {
					word(w, i == 0 || runsWords[n.Args[0].Lit()])
				}
				if len(n.Args) > 0 && lists(n.Args) {
					c := &composed{at: place.Range{Script: f, Start: int(n.Args[0].Pos().Offset()), End: int(n.Args[len(n.Args)-1].End().Offset())}}
					out = append(out, c)
				}
			case *syntax.DeclClause:
				for _, a := range n.Args {
					if a.Naked && a.Value != nil && (a.Value.Lit() == "-F" || a.Value.Lit() == "-f") && n.Variant.Value != "export" {
						out = append(out, &composed{at: place.Range{Script: f, Start: int(n.Pos().Offset()), End: int(n.End().Offset())}})
					}
				}
			case *syntax.Assign:
				if n.Value != nil {
					word(n.Value, false)
				}
			case *syntax.ArrayElem:
				if n.Value != nil {
					word(n.Value, false)
				}
			}
			return true
		})
	}
	return out
}

// runsWords are commands that run their words as a command of this shell.
var runsWords = map[string]bool{"eval": true, "command": true, "builtin": true, "exec": true, "trap": true, "time": true, "alias": true}

// lists reports whether a call lists the script's functions: compgen -A function, typeset -F in shells where it is a command.
func lists(args []*syntax.Word) bool {
	switch args[0].Lit() {
	case "compgen":
		for _, w := range args[1:] {
			if t := w.Lit(); t == "function" || t == "-c" || strings.HasPrefix(t, "-A") && strings.HasSuffix(t, "function") {
				return true
			}
		}
	case "typeset", "declare", "functions":
		return len(args) > 1 && (args[1].Lit() == "-F" || args[1].Lit() == "-f")
	}
	return false
}

// compose takes a word apart; nil if it becomes no name, or is one already. A word of which nothing is known counts where a command is
// named.
func compose(w *syntax.Word, calls bool) *composed {
	c := &composed{pieces: []string{""}}
	unknown, letters := false, false
	var parts func(list []syntax.WordPart) bool
	parts = func(list []syntax.WordPart) bool {
		for _, p := range list {
			text := ""
			switch p := p.(type) {
			case *syntax.Lit:
				text = p.Value
			case *syntax.SglQuoted:
				text = p.Value
			case *syntax.DblQuoted:
				if !parts(p.Parts) {
					return false
				}
			case *syntax.ParamExp:
				if p.Param != nil && p.Param.Value == "0" {
					return false // the script itself
				}
				unknown = true
				c.pieces = append(c.pieces, "")
			default:
				unknown = true
				c.pieces = append(c.pieces, "")
			}
			for i := range len(text) {
				b := text[i]
				letter := b|0x20 >= 'a' && b|0x20 <= 'z'
				if !letter && b != '_' && b != '-' && b != '.' && b != ':' && (b < '0' || b > '9') {
					return false
				}
				letters = letters || letter
			}
			c.pieces[len(c.pieces)-1] += text
		}
		return true
	}
	if !parts(w.Parts) || !unknown || !letters && !calls {
		return nil
	}
	return c
}
