package fix

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"mvdan.cc/sh/v3/syntax"
)

var variable = regexp.MustCompile(`\$([A-Za-z_][A-Za-z0-9_]*|[1-9])`)

// insist ends the script where a variable is empty that makes the command act on everything.
func (t *try) insist() []*candidate {
	e := t.flaw.Empty
	if e == nil || e.Default || e.Names == "" {
		return nil
	}
	wanted := map[string]bool{}
	for _, m := range variable.FindAllStringSubmatch(e.Names, -1) {
		wanted[m[1]] = true
	}
	if len(wanted) == 0 || strings.Contains(e.Names, "$(") {
		return nil
	}
	c := around(e.Word)
	if len(c.nodes) == 0 {
		return nil
	}
	inner := c.nodes[len(c.nodes)-1]
	if w, i := c.enclosing(); w != nil {
		inner = c.nodes[i]
	}
	plain := insisted(c, inner, wanted)
	var out []*candidate
	if len(plain) > 0 {
		out = append(out, &candidate{message: "write ${x:?}, which ends the script when the variable is empty", script: c.script, safe: true,
			edits: func(func(string) string) []edit { return plain }})
	}
	if len(wanted) > 1 {
		return out
	}
	name := variable.FindStringSubmatch(e.Names)[1]
	for i := len(c.nodes) - 1; i >= 0; i-- {
		n := c.nodes[i]
		if s := c.stmt(i); s == nil || roleOf(c, i) != listed {
			continue
		}
		l := c.layoutOf(n.start(), n.end())
		between := "; "
		if l.alone {
			between = l.newline + l.indent
		}
		for _, word := range t.words(c, i) {
			// The test is not needed to be reached only where a guard refuses: it stops where there is nothing to name.
			out = append(out, t.candidate(c, "stop before it when the variable is empty", !strings.Contains(c.text(n), "$?"), func(func(string) string) []edit {
				return []edit{{n.start(), n.start(), `[ -n "$` + name + `" ] || ` + word + between}}
			}, n))
		}
		break
	}
	return existing(out)
}

// enclosing is the innermost word of a nest, with its index.
func (c nest) enclosing() (*syntax.Word, int) {
	for i := len(c.nodes) - 1; i >= 0; i-- {
		if w, ok := c.nodes[i].Node.(*syntax.Word); ok {
			return w, i
		}
	}
	return nil, -1
}

// quote puts a selector in quotes that ends with its first word. That changes what the command acts on, and is never safe.
func (t *try) quote() []*candidate {
	s := t.flaw.Split
	if s == nil {
		return nil
	}
	c := around(s.Word)
	w, i := c.enclosing()
	if w == nil {
		return nil
	}
	n := c.nodes[i]
	if s.Torn != "" {
		edits := whole(n, w)
		return existing([]*candidate{t.candidate(c, "put it in double quotes, so that all of it is one operand", false, func(func(string) string) []edit {
			return edits
		}, n)})
	}
	if s.Variable {
		for _, p := range w.Parts {
			switch p := p.(type) {
			case *syntax.ParamExp:
			case *syntax.Lit:
				if !plainText(p.Value) {
					return nil
				}
			default:
				return nil
			}
		}
		return existing([]*candidate{t.candidate(c, "put the variable in double quotes, so that all of it is the selector", false, func(func(string) string) []edit {
			return []edit{{n.start(), n.start(), `"`}, {n.end(), n.end(), `"`}}
		}, n)})
	}
	call, ok := c.nodes[i-1].Node.(*syntax.CallExpr)
	if !ok {
		return nil
	}
	end, text := t.selector(call, w, s)
	if end == nil {
		return nil
	}
	mark := "'"
	if n.quote == '\'' {
		mark = `"`
	}
	if !plainText(text) {
		return nil
	}
	return existing([]*candidate{t.candidate(c, "put the whole selector in quotes", false, func(func(string) string) []edit {
		return []edit{{n.start(), n.at(end.End()), mark + text + mark}}
	}, n)})
}

// whole keeps what is expanded in a word from splitting: by quotes around the word, or, where what is written in it has a
// meaning of its own, around each expansion.
func whole(n node, w *syntax.Word) []edit {
	var each []edit
	plain := true
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			each = append(each, edit{n.at(p.Pos()), n.at(p.Pos()), `"`}, edit{n.at(p.End()), n.at(p.End()), `"`})
		case *syntax.Lit:
			plain = plain && plainText(p.Value)
		default:
			plain = false
		}
	}
	if plain {
		return []edit{{n.start(), n.start(), `"`}, {n.end(), n.end(), `"`}}
	}
	return each
}

// selector finds the last word of the selector that begins with a word, and all of its text.
func (t *try) selector(call *syntax.CallExpr, first *syntax.Word, s *domain.Split) (*syntax.Word, string) {
	text, rest, found := "", s.Text, false
	for _, w := range call.Args {
		switch {
		case w == first:
			text, found = w.Lit(), true
			if text == "" {
				return nil, ""
			}
		case found:
			l := w.Lit()
			if l == "" || !strings.HasPrefix(rest, l) {
				return nil, ""
			}
			text += " " + l
			if rest = strings.TrimPrefix(strings.TrimPrefix(rest, l), " "); rest == "" {
				return w, text
			}
		}
	}
	return nil, ""
}
