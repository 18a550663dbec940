package effects

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// SubstitutesIn reports whether a command substitution stands in a word.
func SubstitutesIn(w *syntax.Word) bool {
	return w != nil && slices.ContainsFunc(w.Parts, partSubstitutes)
}

// partSubstitutes reports whether a part of a word has the output of a command in it.
func partSubstitutes(p syntax.WordPart) bool {
	switch p := p.(type) {
	case *syntax.CmdSubst:
		return true
	case *syntax.DblQuoted:
		return slices.ContainsFunc(p.Parts, partSubstitutes)
	case *syntax.ParamExp:
		return (p.Exp != nil || p.Index != nil || p.Slice != nil || p.Repl != nil) && AnySubst(p)
	case *syntax.ArithmExp:
		return AnySubst(p)
	}
	return false
}

func AnySubst(n syntax.Node) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
		if _, ok := n.(*syntax.CmdSubst); ok {
			found = true
		}
		return !found
	})
	return found
}

// MayFail reports whether an expansion may be one that bash gives the line up for: ${!name} without a name in it, ${x:0:-1} of an
// empty text, a place in ${a[…]} or ${x:…} that cannot be computed.
func MayFail(p *syntax.ParamExp) bool {
	switch {
	case p.Param == nil:
		return false
	case p.Param.Value == script.BadSubstitution:
		return true
	case p.Excl:
		return p.Names == 0 && p.Index == nil
	case p.Slice != nil:
		return Negative(p.Slice.Length) || Uncertain(p.Slice.Offset) || p.Slice.Length != nil && Uncertain(p.Slice.Length)
	}
	return p.Index != nil && !IsAll(p.Index) && Uncertain(p.Index)
}

// maybeGivenUp reports whether bash may give a line up for what stands here.
func maybeGivenUp(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.ArithmExp:
		return n.X != nil && !writtenNumber(n.X)
	case *syntax.ParamExp:
		return MayFail(n)
	case *syntax.Assign:
		return n.Index != nil && (Negative(n.Index) || Uncertain(n.Index))
	case *syntax.CallExpr:
		switch {
		case len(n.Args) > 2 && n.Args[0].Lit() == "shopt" && slices.ContainsFunc(n.Args, func(w *syntax.Word) bool { return w.Lit() == "failglob" }):
			return true
		case len(n.Args) < 3:
			return false
		case n.Args[0].Lit() == "exit", n.Args[0].Lit() == "return", n.Args[0].Lit() == "break", n.Args[0].Lit() == "continue":
			return true
		}
	case *syntax.DeclClause:
		return declaredFor(n, "ri") != nil
	}
	return false
}

// writtenNumber reports whether a number is written as one.
func writtenNumber(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && !Uncertain(w) && w.Lit() != ""
}

// Negative reports whether a number is written with a sign.
func Negative(e syntax.ArithmExpr) bool {
	u, ok := e.(*syntax.UnaryArithm)
	return ok && u.Op == syntax.Minus
}

// IsGlob reports whether unquoted text is a pattern: a lone [ is the command.
func IsGlob(t string) bool {
	if strings.ContainsAny(t, "*?") {
		return true
	}
	i := strings.IndexByte(t, '[')
	return i >= 0 && strings.IndexByte(t[i:], ']') > 1
}

// incomputable reports whether a number may not be computed: an expansion may leave an operator without its operand, or a divisor be 0.
func incomputable(e syntax.ArithmExpr) bool {
	found := false
	script.Walk(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.UnaryArithm:
			found = found || n.Op != syntax.Inc && n.Op != syntax.Dec && expandedOperand(n.X)
		case *syntax.BinaryArithm:
			found = found || n.Op == syntax.Quo || n.Op == syntax.Rem || expandedOperand(n.Y) || n.Op != syntax.Add && n.Op != syntax.Sub && expandedOperand(n.X)
		case *syntax.Word:
			return false
		}
		return !found
	})
	return found
}

// Uncertain reports whether a number is none that every shell can compute: it may be text such as 08, or several words.
func Uncertain(e syntax.ArithmExpr) bool {
	if e == nil { // ${x::3} begins at 0
		return false
	}
	w, ok := e.(*syntax.Word)
	if !ok {
		return incomputable(e)
	}
	if t := w.Lit(); t != "" {
		_, err := ParseShellInt(t)
		return err != nil
	}
	return !SubstitutesIn(w)
}

// expandedOperand reports whether an operand is an expansion.
func expandedOperand(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && w.Lit() == ""
}

func IsAll(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && (w.Lit() == "@" || w.Lit() == "*")
}

// What may split is looked for in the text first, so that only scripts are run in which somebody may give what splits.

// MayTear gives the expansions that stand without quotes in the operands of a call that deletes each of its operands, beside
// something else.
func MayTear(cat *catalog.Catalog, words []string, args []*syntax.Word) []syntax.WordPart {
	if !cat.Selecting(BaseName(words[0])) {
		return nil
	}
	sel, ok := cat.Selection(words)
	if !ok || !sel.Each {
		return nil
	}
	var out []syntax.WordPart
	for _, o := range sel.Operands {
		if o.Word < len(args) && o.Skip == 0 && len(args[o.Word].Parts) > 1 {
			for _, p := range args[o.Word].Parts {
				switch p := p.(type) {
				case *syntax.ParamExp:
					if !p.Length && p.Param != nil && strings.Trim(p.Param.Value, "$#?!-") != "" {
						out = append(out, p)
					}
				case *syntax.CmdSubst:
					out = append(out, p)
				}
			}
		}
	}
	return out
}
