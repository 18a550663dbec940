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
	return printed(file)
}

func printed(file *syntax.File) string {
	var b strings.Builder
	if err := syntax.NewPrinter(syntax.Indent(0)).Print(&b, file); err != nil {
		return ""
	}
	return b.String()
}
