package script

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// ParseText parses text that the executor runs itself: the argument of eval or sh -c, a command for
// a remote shell. Offsets are those in text. What was parsed before an error is given with the
// error, which is an *Error; a shell runs it too.
func ParseText(text string, d Dialect) ([]*syntax.Stmt, error) {
	src := []byte(text)
	var p parsed
	if len(src) <= smallText {
		p = parseAs(readable(src), d)
	} else {
		// The executor may be deep in calls already, and those count on its own stack.
		done := make(chan struct{})
		go func() {
			defer close(done)
			p = parseAs(readable(src), d)
		}()
		<-done
	}
	if p.err != nil {
		return p.stmts, textError(src, p.errOffset, p.message())
	}
	return p.stmts, nil
}

// ParseArithm parses an arithmetic expression, as it stands in $(( )). The expression of a blank
// text is nil; shells take it for 0.
func ParseArithm(text string) (expr syntax.ArithmExpr, err error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	src := []byte(text)
	if len(src) > smallText {
		return nil, textError(src, 0, "arithmetic expression is too long to analyse")
	}
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	r := &reader{text: readable(src)}
	defer func() {
		if e := recover(); e != nil {
			expr, err = nil, textError(src, 0, "not an arithmetic expression")
		}
	}()
	expr, err = parser.Arithmetic(r)
	if err != nil {
		var perr syntax.ParseError
		message := err.Error()
		if errors.As(err, &perr) {
			message = perr.Text
		}
		return nil, textError(src, errOffset(err, r), message)
	}
	if expr == nil {
		return nil, textError(src, 0, "not an arithmetic expression")
	}
	// The parser stops at what it does not know; the shell does not.
	if end := int(expr.End().Offset()); end < len(strings.TrimRight(text, " \t\r\n")) {
		return nil, textError(src, end, "arithmetic expression ends early")
	}
	return expr, nil
}

func textError(src []byte, offset int, message string) *Error {
	return (&Script{Source: src}).errorAt(offset, message)
}
