package fix

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// declares takes the assignment of a guard's output out of a local, export, declare or readonly, whose status hides that of the
// guard.
func (t *try) declares(c nest) []*candidate {
	if !t.zeroIsIdle() {
		return nil
	}
	for i := len(c.nodes) - 1; i > 0; i-- {
		d, ok := c.nodes[i].Node.(*syntax.DeclClause)
		if !ok {
			continue
		}
		s := c.stmt(i - 1)
		if s == nil || s.Negated || s.Background || len(s.Redirs) > 0 {
			return nil
		}
		var out []*candidate
		switch list := i - 1; roleOf(c, list) {
		case listed:
			out = append(out, t.declare(c, i, d, ""))
			for _, word := range t.words(c, list) {
				out = append(out, t.declare(c, i, d, word))
			}
		case condition, left:
			out = append(out, t.declare(c, i, d, ""))
		case other: // nothing there takes a declaration
		}
		return existing(out)
	}
	return nil
}

// declare splits a declaration at node i: what is before the assignment stays with the variable's name, and what is behind it
// becomes a declaration of its own. With a word it stops unless the guard has succeeded.
func (t *try) declare(c nest, i int, d *syntax.DeclClause, word string) *candidate {
	n := c.nodes[i]
	which := -1
	for k, a := range d.Args {
		if t.within(c, node{a, n.base, n.quote}, t.flaw.Guard.At) {
			which = k
		}
		if a.Name == nil && a.Value != nil && strings.ContainsAny(a.Value.Lit(), "rfp") {
			return nil // the variable cannot be assigned any more, or nothing is declared
		}
	}
	if which < 0 || d.Args[which].Name == nil || d.Args[which].Value == nil || d.Args[which].Append || d.Args[which].Index != nil {
		return nil
	}
	// In && and || only the first command is the beginning of a list, so that another one can stand before it.
	stmtStart := c.nodes[i-1].start()
	for k := i - 2; k > 0; k -= 2 {
		b, ok := c.nodes[k].Node.(*syntax.BinaryCmd)
		if !ok || b.Op == syntax.Pipe || b.Op == syntax.PipeAll {
			break
		}
		if c.nodes[k].start() != stmtStart {
			return nil
		}
		if outer := c.stmt(k - 1); outer == nil || outer.Negated {
			return nil
		}
	}
	variant, a := d.Variant.Value, node{d.Args[which], n.base, n.quote}
	name := d.Args[which].Name.Value
	src := c.script.Source
	l := c.layoutOf(n.start(), n.end())
	between := "; "
	if onlyBlank(src, n.start()) && roleOf(c, i-1) != condition && (l.alone || word == "") {
		between = l.newline + l.indent
	}
	rest := node{}
	if which+1 < len(d.Args) {
		rest = node{d.Args[which+1], n.base, n.quote}
		if roleOf(c, i-1) != listed {
			return nil // the status would be that of the rest
		}
	}
	message := "declare " + name + " and assign it in two commands"
	if word != "" {
		message += ", and stop unless the guard succeeds, with `|| " + word + "`"
	}
	// The guard itself is in no edit, so that its place is known in the changed text.
	return t.candidate(c, message, true, func(stop func(string) string) []edit {
		behind := ""
		if word != "" {
			behind = " || " + stop(word)
		}
		end := a.end()
		switch {
		case variant == "export" || variant == "readonly":
			if which > 0 || rest.Node != nil {
				return nil
			}
			return []edit{{n.start(), a.start(), ""}, {end, end, behind + between + variant + " " + name}}
		case rest.Node != nil:
			return []edit{{a.start(), a.start(), name + between}, {end, rest.start(), behind + between + variant + " "}}
		}
		return []edit{{a.start(), a.start(), name + between}, {end, end, behind}}
	}, n)
}
