package fix

import (
	"github.com/wipelint/wipelint/internal/symexec/place"
	"mvdan.cc/sh/v3/syntax"
)

// returns ends the script where a cd fails, or where what it goes to is empty.
func (t *try) returns(cd nest) []*candidate {
	a := t.flaw.Astray
	if a == nil || a.Start {
		return nil
	}
	if a.Names != "" {
		return t.insistOn(a.Word, a.Names)
	}
	early, late := t.stops(cd)
	for _, c := range append(early, late...) {
		c.safe = true // it ends what would go on in a folder that nobody meant
	}
	return append(early, late...)
}

// insistOn ends the script where one of the variables of a word is empty.
func (t *try) insistOn(word place.Range, names string) []*candidate {
	wanted := map[string]bool{}
	for _, m := range variable.FindAllStringSubmatch(names, -1) {
		wanted[m[1]] = true
	}
	c := around(word)
	if len(wanted) == 0 || len(c.nodes) == 0 {
		return nil
	}
	inner := c.nodes[len(c.nodes)-1]
	if w, i := c.enclosing(); w != nil {
		inner = c.nodes[i]
	}
	plain := insisted(c, inner, wanted)
	if len(plain) == 0 {
		return nil
	}
	return []*candidate{{message: "write ${x:?}, which ends the script when the variable is empty", script: c.script, safe: true,
		edits: func(func(string) string) []edit { return plain }}}
}

// insisted are the edits that end the script where a variable of a word is empty: ${x:?}.
func insisted(c nest, in node, wanted map[string]bool) []edit {
	var out []edit
	syntax.Walk(in.Node, func(n syntax.Node) bool {
		p, ok := n.(*syntax.ParamExp)
		if !ok || p.Param == nil || !wanted[p.Param.Value] {
			return true
		}
		from, to := in.at(p.Pos()), in.at(p.End())
		if text := string(c.script.Source[from:to]); text == "$"+p.Param.Value || text == "${"+p.Param.Value+"}" {
			out = append(out, edit{from, to, "${" + p.Param.Value + ":?}"})
		}
		return true
	})
	return out
}
