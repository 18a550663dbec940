package symexec

import (
	"regexp"
	"regexp/syntax"
	"strings"

	"mvdan.cc/sh/v3/pattern"
	shell "mvdan.cc/sh/v3/syntax"
)

// Patterns and regular expressions are matched by package regexp, whose time grows with the text times the expression. What a run
// spends on it is bounded; what it has no time for is unknown.
const (
	maxMatching = 1 << 27 // bytes of text times instructions of the expression, in one run
	maxProgram  = 1 << 14 // instructions of one expression
	stepMatches = 1 << 10 // of which make a step of the work that a run reports
)

// A matcher is a compiled expression.
type matcher struct {
	re           *regexp.Regexp // nil: it cannot be compiled, or is too large
	instructions int
}

// matcher compiles an expression, once for a run. A longest one prefers the longest match, as shells and POSIX tools do.
func (x *exec) matcher(expr string, longest bool) matcher {
	key := expr
	if longest {
		key = "\x00" + expr
	}
	m, ok := x.matchers[key]
	if ok {
		return m
	}
	m = compiled(expr)
	if m.re != nil && longest {
		m.re.Longest()
	}
	if x.matchers == nil {
		x.matchers = map[string]matcher{}
	}
	x.matchers[key] = m
	return m
}

// compiled compiles an expression that is not too large.
func compiled(expr string) (m matcher) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return m
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(prog.Inst) > maxProgram {
		return m
	}
	m.instructions = len(prog.Inst)
	m.re, _ = regexp.Compile(expr)
	return m
}

// affords takes the time that it takes to look for an expression in a text; false if there is none left.
func (x *exec) affords(m matcher, text string) bool {
	return m.re != nil && x.affordsWork((len(text)+1)*m.instructions)
}

// affordsWork takes time for work on texts.
func (x *exec) affordsWork(n int) bool {
	if x.matchSteps > maxMatching-n {
		return false
	}
	x.matchSteps += n
	return true
}

// strip removes the part of t at its start or end that matches the pattern.
func (x *exec) strip(t, pat string, op shell.ParExpOperator) (string, bool) {
	prefix := op == shell.RemSmallPrefix || op == shell.RemLargePrefix
	if !pattern.HasMeta(pat, pattern.ExtendedOperators) && !extended.MatchString(pat) {
		if prefix {
			return strings.TrimPrefix(t, unescape(pat)), true
		}
		return strings.TrimSuffix(t, unescape(pat)), true
	}
	mode := pattern.ExtendedOperators
	if op == shell.RemSmallPrefix {
		mode |= pattern.Shortest
		if extended.MatchString(pat) {
			return x.stripShortest(t, pat)
		}
	}
	expr, err := pattern.Regexp(pat, mode)
	if err != nil {
		return "", false
	}
	switch op {
	case shell.RemSmallPrefix, shell.RemLargePrefix:
		expr = "^(?:" + expr + ")"
	case shell.RemSmallSuffix: // as much as can be stands in front of it
		expr = "^(?s:.*)(" + expr + ")$"
	case shell.RemLargeSuffix: // the first place where it begins
		expr = "(?:" + expr + ")$"
	}
	m := x.matcher(expr, op == shell.RemLargePrefix)
	if !x.affords(m, t) {
		return "", false
	}
	loc := m.re.FindStringSubmatchIndex(t)
	switch {
	case loc == nil:
		return t, true
	case prefix:
		return t[loc[1]:], true
	case op == shell.RemSmallSuffix:
		return t[:loc[2]], true
	}
	return t[:loc[0]], true
}

// stripShortest removes the shortest prefix that matches a pattern of which not every part is the shortest in the shortest match.
func (x *exec) stripShortest(t, pat string) (string, bool) {
	expr, err := pattern.Regexp(pat, pattern.EntireString|pattern.ExtendedOperators)
	if err != nil {
		return "", false
	}
	m := x.matcher(expr, false)
	for i := 0; i <= len(t); i++ {
		if !x.affords(m, t[:i]) {
			return "", false
		}
		if m.re.MatchString(t[:i]) {
			return t[i:], true
		}
	}
	return t, true
}

// replacePattern is ${t/pat/to} and ${t//pat/to}.
func (x *exec) replacePattern(t, pat, to string, all bool) (string, bool) {
	anchor := ""
	switch {
	case strings.HasPrefix(pat, "#"):
		anchor, pat = "^", pat[1:]
	case strings.HasPrefix(pat, "%"):
		anchor, pat = "$", pat[1:]
	}
	if pat == "" {
		return t, true
	}
	expr, err := pattern.Regexp(pat, pattern.ExtendedOperators)
	if err != nil {
		return "", false
	}
	switch anchor {
	case "^":
		expr = "^(?:" + expr + ")"
	case "$":
		expr = "(?:" + expr + ")$"
	}
	return x.replaceMatches(x.matcher(expr, true), t, to, all)
}

// replaceMatches replaces the first match in a text, or all of them, if there is time for it.
func (x *exec) replaceMatches(m matcher, t, to string, all bool) (string, bool) {
	if !x.affords(m, t) {
		return "", false
	}
	return m.replaced(t, to, all)
}

// replaced replaces the first match in a text, or all of them; false if too long a text comes of it.
func (m matcher) replaced(t, to string, all bool) (string, bool) {
	most := 1
	if all {
		most = -1
	}
	places := m.re.FindAllStringIndex(t, most)
	if len(t)+len(places)*len(to) > maxValue {
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
