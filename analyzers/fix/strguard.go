package fix

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// run runs a guard whose name is tested.
func (t *try) run(c nest) []*candidate {
	for i := len(c.nodes) - 1; i >= 0; i-- {
		n := c.nodes[i]
		var word *syntax.Word
		var negated bool
		switch test := n.Node.(type) {
		case *syntax.CallExpr:
			word, negated = tested(test)
		case *syntax.TestClause:
			word, negated = testedBy(test.X)
		default:
			continue
		}
		if word == nil {
			continue
		}
		call := callOf(c, word, n)
		if call == "" {
			return nil
		}
		// Where the test says that the text is empty, it is never true, and the guard was to say no.
		if negated {
			call = "! " + call
		}
		return existing([]*candidate{t.candidate(c, "run the guard instead of testing its name", true, func(func(string) string) []edit {
			return []edit{{n.start(), n.end(), call}}
		}, n)})
	}
	return nil
}

// tested is the one word that [ or test looks at, and whether it asks for that to be empty.
func tested(call *syntax.CallExpr) (*syntax.Word, bool) {
	args := call.Args
	if len(args) == 0 || len(call.Assigns) > 0 {
		return nil, false
	}
	switch name := args[0].Lit(); {
	case name == "test":
		args = args[1:]
	case name == "[" && args[len(args)-1].Lit() == "]":
		args = args[1 : len(args)-1]
	default:
		return nil, false
	}
	negated := false
	for len(args) > 1 {
		switch args[0].Lit() {
		case "!", "-z":
			negated = !negated
		case "-n":
		default:
			return nil, false
		}
		args = args[1:]
	}
	if len(args) == 0 {
		return nil, false
	}
	return args[0], negated
}

func testedBy(x syntax.TestExpr) (*syntax.Word, bool) {
	switch x := x.(type) {
	case *syntax.Word:
		return x, false
	case *syntax.ParenTest:
		return testedBy(x.X)
	case *syntax.UnaryTest:
		word, negated := testedBy(x.X)
		switch x.Op {
		case syntax.TsNot, syntax.TsEmpStr:
			return word, !negated
		case syntax.TsNempStr:
			return word, negated
		}
	}
	return nil, false
}

// callOf writes the text of a word as a call: "is-idle $host" becomes is-idle "$host". It is "" for a text whose words are not plain.
func callOf(c nest, w *syntax.Word, n node) string {
	parts := w.Parts
	if len(parts) == 1 {
		switch q := parts[0].(type) {
		case *syntax.DblQuoted:
			if q.Dollar {
				return ""
			}
			parts = q.Parts
		case *syntax.SglQuoted:
			if q.Dollar || !plainText(q.Value) {
				return ""
			}
			return strings.TrimSpace(q.Value)
		}
	}
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if !plainText(p.Value) {
				return ""
			}
			b.WriteString(p.Value)
		case *syntax.ParamExp:
			if p.Param == nil || p.Param.Value == "@" || p.Param.Value == "*" {
				return ""
			}
			b.WriteString(`"` + c.text(node{p, n.base, n.quote}) + `"`)
		default:
			return ""
		}
	}
	call := strings.TrimSpace(b.String())
	if call == "" || call[0] == '"' || strings.Contains(strings.Fields(call)[0], `"`) || strings.Contains(strings.Fields(call)[0], "=") {
		return ""
	}
	return call
}

// plainText reports whether a text means the same without quotes, but for its blanks.
func plainText(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+ "
	return strings.Trim(s, letters) == ""
}
