package driver

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

const (
	maxPaths = 64 // texts that a word may have, before it is taken to name any file
	maxChain = 6  // variables that are set from variables
)

// paths gives the texts that a word may have, from what the script assigns to its variables; what is not known stands there
// as catalog.Unknown. It is false when there are too many.
func (o *sourcing) paths(w *syntax.Word) (texts []string, ok bool) {
	texts = o.parts(w.Parts, 0)
	return texts, len(texts) <= maxPaths
}

func (o *sourcing) parts(parts []syntax.WordPart, depth int) []string {
	texts := []string{""}
	for _, p := range parts {
		var add []string
		switch p := p.(type) {
		case *syntax.Lit:
			add = []string{unescaped(p.Value)}
		case *syntax.SglQuoted:
			add = []string{p.Value}
		case *syntax.DblQuoted:
			add = o.parts(p.Parts, depth)
		case *syntax.ParamExp:
			add = o.param(p, depth)
		case *syntax.CmdSubst:
			add = o.folder(p, depth)
		default:
			add = []string{catalog.Unknown}
		}
		var out []string
		for _, t := range texts {
			for _, a := range add {
				if !slices.Contains(out, t+a) {
					out = append(out, t+a)
				}
			}
		}
		if texts = out; len(texts) > maxPaths {
			return texts
		}
	}
	return texts
}

// param gives what a variable may hold. What an expansion cuts off the value is not looked at, but for its being unknown.
func (o *sourcing) param(p *syntax.ParamExp, depth int) []string {
	if p.Param == nil || depth > maxChain || p.Repl != nil || p.Slice != nil {
		return []string{catalog.Unknown}
	}
	texts := []string{catalog.Unknown}
	if p.Exp != nil {
		if p.Exp.Op >= syntax.RemSmallSuffix {
			return texts
		}
		if p.Exp.Word != nil {
			texts = append(texts, o.parts(p.Exp.Word.Parts, depth+1)...)
		}
	}
	name := p.Param.Value
	if o.open[name] {
		return texts // x=$x/more
	}
	o.open[name] = true
	defer delete(o.open, name)
	for _, v := range o.values[name] {
		for _, t := range o.parts(v.Parts, depth+1) {
			if !strings.ContainsAny(t, " \t\n") { // a list of words is no path
				texts = append(texts, t)
			}
		}
		if len(texts) > maxPaths {
			break
		}
	}
	return texts
}

// folder gives what a command substitution such as $(cd "$(dirname "$0")/../lib" && pwd) prints.
func (o *sourcing) folder(c *syntax.CmdSubst, depth int) []string {
	texts := []string{catalog.Unknown}
	for _, st := range c.Stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			call, ok := n.(*syntax.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			switch unquoted(call.Args[0]) {
			case "cd", "readlink", "realpath", "dirname", "echo", "printf":
				texts = append(texts, o.parts(call.Args[len(call.Args)-1].Parts, depth+1)...)
			}
			return false
		})
	}
	return texts
}

// unescaped is literal text without its backslashes.
func unescaped(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if i++; text[i] == '\n' {
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
