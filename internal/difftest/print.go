package difftest

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// tidy prints a script as a person would lay it out; a text that does not parse stays as it is.
func tidy(text, shell string) string {
	file, err := parse(Script{Shell: shell, Text: text})
	if err != nil {
		return text
	}
	return printed(file, shell)
}

func printed(file *syntax.File, shell string) string {
	var b strings.Builder
	if err := syntax.NewPrinter(syntax.Indent(0)).Print(&b, file); err != nil {
		return ""
	}
	return separated(b.String(), shell)
}

// separated puts a semicolon behind each condition that has nothing between it and its then or do. The printer leaves it away
// behind a compound command, and its parser reads that; behind the redirection of one both shells take then for a file's name or
// a word too many, and run nothing of the script.
func separated(text, shell string) string {
	file, err := parse(Script{Shell: shell, Text: text})
	if err != nil {
		return text
	}
	var edits []edit
	between := func(cond []*syntax.Stmt, next syntax.Pos) {
		if len(cond) == 0 || !next.IsValid() {
			return
		}
		last := cond[len(cond)-1]
		from, to := int(last.End().Offset()), int(next.Offset())
		if len(last.Redirs) > 0 && !last.Semicolon.IsValid() && from < to && strings.Trim(text[from:to], " \t") == "" {
			edits = append(edits, edit{from, from, ";"})
		}
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IfClause:
			between(n.Cond, n.ThenPos)
		case *syntax.WhileClause:
			between(n.Cond, n.DoPos)
		}
		return true
	})
	return edited(text, edits)
}
