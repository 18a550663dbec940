package prefilter

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// mangled takes in the names of commands that stand nowhere in the script, since a part is taken out of a text, another one is put in, or
// a pattern stands for it: ${x:1}, ${x/1/i}, /sbin/wipef?, "$(echo sfepiw | rev)". Such a script is run, whatever its words are.
func (c *candidates) mangled(args []*syntax.Word) {
	last := 1
	if name := effects.BaseName(args[0].Lit()); c.cat.Wraps(name) || name == "eval" {
		last = len(args)
	}
	for _, w := range args[:last] {
		parts := w.Parts
		if len(parts) == 1 {
			if q, ok := parts[0].(*syntax.DblQuoted); ok {
				parts = q.Parts
			}
		}
		if len(parts) == 0 {
			continue
		}
		switch p := parts[len(parts)-1].(type) {
		case *syntax.Lit:
			if base := effects.BaseName(w.Lit()); w == args[0] && len(base) > 2 && strings.ContainsAny(base, "?*[") && base != "[[" {
				c.many = true
			}
		case *syntax.CmdSubst:
			c.many = c.many || w == args[0] && len(parts) != len(w.Parts) || w == args[0] && w.Parts[0] != parts[0]
		case *syntax.ParamExp:
			if changes(p) {
				c.many = true
			} else if w == args[0] && p.Param != nil {
				c.called[p.Param.Value] = true
			}
		}
	}
}

// changes reports whether an expansion gives another text than its variable holds.
func changes(p *syntax.ParamExp) bool {
	if p.Slice != nil || p.Repl != nil {
		return true
	}
	if p.Exp == nil {
		return false
	}
	switch p.Exp.Op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix, syntax.RemSmallPrefix, syntax.RemLargePrefix,
		syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll, syntax.OtherParamOps:
		return true
	}
	return false
}

// changed takes in a variable that is given a changed text; a command may have its name by it.
func (c *candidates) changed(a *syntax.Assign) {
	if a.Name == nil || a.Value == nil {
		return
	}
	for _, p := range pieces(a.Value.Parts, nil) {
		if e, ok := p.part.(*syntax.ParamExp); ok && changes(e) {
			c.altered[a.Name.Value] = true
		}
	}
}
