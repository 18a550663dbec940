package finding

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// Contract returns how the answer of the flaw's guard is read, nil when the catalogue does not say. It only serves
// the advice: what the finding rests on has been decided with the executor's knowledge of the words.
func (f *Finding) Contract() *catalog.Guard {
	input, _ := f.pass.ResultOf[guardflow.InputAnalyzer].(*guardflow.Input)
	if input == nil || input.Catalog == nil || f.Flaw.Guard == nil {
		return nil
	}
	list := words(f.Flaw.Guard.Command)
	if list == nil && !strings.ContainsAny(f.Flaw.Guard.Command, "|&;") {
		// Words that stood in a string, as ssh takes them, may have lost the quotes that they had.
		list = strings.Fields(f.Flaw.Guard.Command)
	}
	return contract(input.Catalog, list)
}

// contract finds the catalogue's entry for a guard's call, looking through ssh, sudo and the like.
func contract(c *catalog.Catalog, words []string) *catalog.Guard {
	const deepest = 8
	for range deepest {
		if len(words) == 0 {
			return nil
		}
		if m, ok := c.Guard(words); ok {
			return m.Entry
		}
		if len(words) > 0 {
			if g, ok := c.Function(words[0]); ok {
				return g
			}
		}
		w, ok := c.Wrapper(words)
		if !ok || w.Command <= 0 || w.Command >= len(words) {
			return nil
		}
		rest := words[w.Command:]
		if len(rest) == 1 && strings.ContainsAny(rest[0], " \t") {
			rest = strings.Fields(rest[0])
		}
		words = slices.Clone(rest)
	}
	return nil
}

// words splits a call as the catalogue wants it: what is known only at run time is catalog.Unknown.
func words(command string) []string {
	stmts, err := script.ParseText(command, script.Bash)
	if err != nil || len(stmts) != 1 {
		return nil
	}
	call, ok := stmts[0].Cmd.(*syntax.CallExpr)
	if !ok {
		return nil
	}
	var list []string
	for _, w := range call.Args {
		var b strings.Builder
		write(&b, w.Parts)
		list = append(list, b.String())
	}
	return list
}

func write(b *strings.Builder, parts []syntax.WordPart) {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			b.WriteString(p.Value)
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			write(b, p.Parts)
		case *syntax.ParamExp:
			b.WriteString(catalog.Unknown)
			if p.Param != nil {
				b.WriteString(p.Param.Value)
			}
			b.WriteString(catalog.Unknown)
		default:
			b.WriteString(catalog.Unknown + catalog.Unknown)
		}
	}
}

// ReadsOutput reports whether the flaw's guard is judged by what it prints.
func (f *Finding) ReadsOutput() bool {
	c := f.Contract()
	return c != nil && (c.IdleOutput != "" || c.Query)
}
