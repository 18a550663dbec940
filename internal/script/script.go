// Package script holds a shell script as a unit of analysis: its text, dialect,
// syntax tree, directives and the positions of its lines.
package script

import (
	"fmt"

	"mvdan.cc/sh/v3/syntax"
)

// Dialect is the language that a script is written in.
type Dialect uint8

// The dialects, named after the shell whose behaviour decides.
const (
	POSIX Dialect = iota // as dash 0.5.12 runs it
	Bash                 // as bash 5.2 runs it
	Mksh                 // parsed as mksh, executed as bash
	Zsh                  // parsed as zsh, executed as bash
	Bats                 // parsed as bats, executed as bash
)

// Executes reports the shell whose semantics the executor follows: POSIX (dash) or Bash.
func (d Dialect) Executes() Dialect {
	if d == POSIX {
		return POSIX
	}
	return Bash
}

// A Script is one parsed file. It is not changed after Parse returns, so it may be shared.
type Script struct {
	// Path is the file's name as findings show it; "-" or a virtual name for standard input.
	Path string
	// Source is the file's bytes as they are on disk; every offset counts bytes in it.
	Source []byte
	// Dialect is what the directive, the #! line or the extension says; in this order.
	Dialect Dialect
	// Interpreter is the file name of the program on the #! line, without version; "" for none.
	Interpreter string
	// Options are the shell options of the #! line, which are options of the run: single letters such
	// as "e" and "u" where an option has one, also for "-o errexit", else names such as "pipefail"
	// and, after bash's -O, "lastpipe".
	Options []string
	// Variant is the language that the text was parsed as. It differs from the dialect's own where
	// that one refused it: a script for sh that uses arrays is parsed as bash.
	Variant syntax.LangVariant
	// Stmts are the statements that could be parsed: up to the first error, or up to and including
	// the top-level exit or exec that nothing can run after, such as the one before a payload. Their comments are kept
	// only in a text that has a directive of wipelint's own.
	Stmts []*syntax.Stmt
	// Last are the comments after the last statement, when the text was parsed to its end.
	Last []syntax.Comment
	// Contracts are the signed "# wipelint guard" comments, by the function that follows them.
	Contracts map[string]Contract
	// Problems are directives of wipelint's own that are malformed or stand in the wrong place.
	Problems []Error
	// Template says that it is the template of a script; nil if it is none.
	Template *Template
	// Err is the first syntax error, or nil.
	Err *Error

	lines    []int        // offset of each line's first byte
	unheeded map[int]bool // the lines of the hints that do not count
}

// A Contract is what the author of a function promises about its exit status with a
// "# wipelint guard idle=1 active=0" comment above the definition.
type Contract struct {
	Idle, Active []int
	// At is where the comment begins, and Text the text from there to the end of the function.
	At   int
	Text string
}

// An Error is a problem with a script's text at a position in it.
type Error struct {
	Path         string
	Offset       int // in bytes, from 0
	Line, Column int // from 1; columns count bytes
	Message      string
}

// Error gives the problem with its position, as compilers print it.
func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Message)
}
