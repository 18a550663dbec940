package domain

import (
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Patterns and regular expressions are matched by package regexp, whose time grows with the text times the expression. What a run
// spends on it is bounded; what it has no time for is unknown.
const (
	maxMatching = 1 << 27 // bytes of text times instructions of the expression, in one run
	maxProgram  = 1 << 14 // instructions of one expression
	StepMatches = 1 << 10 // of which make a step of the work that a run reports
)

// A matcher is a compiled expression.
type Matcher struct {
	Re           *regexp.Regexp // nil: it cannot be compiled, or is too large
	instructions int
}

// Matcher compiles an expression, once for a run. A longest one prefers the longest match, as shells and POSIX tools do.
func (x *Space) Matcher(expr string, longest bool) Matcher {
	key := expr
	if longest {
		key = "\x00" + expr
	}
	m, ok := x.matchers[key]
	if ok {
		return m
	}
	m = Compiled(expr)
	if m.Re != nil && longest {
		m.Re.Longest()
	}
	if x.matchers == nil {
		x.matchers = map[string]Matcher{}
	}
	x.matchers[key] = m
	return m
}

// Compiled compiles an expression that is not too large.
func Compiled(expr string) (m Matcher) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return m
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(prog.Inst) > maxProgram {
		return m
	}
	m.instructions = len(prog.Inst)
	m.Re, _ = regexp.Compile(expr)
	return m
}

// Affords takes the time that it takes to look for an expression in a text; false if there is none left.
func (x *Space) Affords(m Matcher, text string) bool {
	return m.Re != nil && x.AffordsWork((len(text)+1)*m.instructions)
}

// AffordsWork takes time for work on texts.
func (x *Space) AffordsWork(n int) bool {
	if x.MatchSteps > maxMatching-n {
		return false
	}
	x.MatchSteps += n
	return true
}

// Replaced replaces the first match in a text, or all of them; false if too long a text comes of it.
func (m Matcher) Replaced(t, to string, all bool) (string, bool) {
	most := 1
	if all {
		most = -1
	}
	places := m.Re.FindAllStringIndex(t, most)
	if len(t)+len(places)*len(to) > value.MaxValue {
		return "", false
	}
	var b strings.Builder
	at := 0
	for _, p := range places {
		b.WriteString(t[at:p[0]])
		b.WriteString(to)
		at = p[1]
	}
	b.WriteString(t[at:])
	return b.String(), true
}
