package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/pattern"
	shell "mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// strip removes the part of t at its start or end that matches the pattern.
func (x *exec) strip(t, pat string, op shell.ParExpOperator) (string, bool) {
	prefix := op == shell.RemSmallPrefix || op == shell.RemLargePrefix
	if !pattern.HasMeta(pat, pattern.ExtendedOperators) && !domain.Extended.MatchString(pat) {
		if prefix {
			return strings.TrimPrefix(t, value.Unescape(pat)), true
		}
		return strings.TrimSuffix(t, value.Unescape(pat)), true
	}
	mode := pattern.ExtendedOperators
	if op == shell.RemSmallPrefix {
		mode |= pattern.Shortest
		if domain.Extended.MatchString(pat) {
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
	m := x.dom.Matcher(expr, op == shell.RemLargePrefix)
	if !x.dom.Affords(m, t) {
		return "", false
	}
	loc := m.Re.FindStringSubmatchIndex(t)
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
	m := x.dom.Matcher(expr, false)
	for i := 0; i <= len(t); i++ {
		if !x.dom.Affords(m, t[:i]) {
			return "", false
		}
		if m.Re.MatchString(t[:i]) {
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
	return x.replaceMatches(x.dom.Matcher(expr, true), t, to, all)
}

// replaceMatches replaces the first match in a text, or all of them, if there is time for it.
func (x *exec) replaceMatches(m domain.Matcher, t, to string, all bool) (string, bool) {
	if !x.dom.Affords(m, t) {
		return "", false
	}
	return m.Replaced(t, to, all)
}
