package wanttest

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An expectation is a finding that a comment wants.
type expectation struct {
	file  string
	line  int // of the finding
	at    int // line of the comment
	rule  string
	re    *regexp.Regexp
	text  *string // what the range has to be, nil for any
	found bool
}

// expectations reads the comments of a script.
func expectations(file, own string, src []byte, lang syntax.LangVariant) ([]*expectation, error) {
	tree, err := syntax.NewParser(syntax.KeepComments(true), syntax.Variant(lang)).Parse(strings.NewReader(string(src)), file)
	if err != nil {
		return nil, err
	}
	var list []*expectation
	var errs []error
	syntax.Walk(tree, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.Comment); ok {
			// Line is counted by hand, since a Pos overflows in long files.
			line := 1 + strings.Count(string(src[:c.Hash.Offset()]), "\n")
			wants, err := parseComment(c.Text, own)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s:%d: %w", file, line, err))
			}
			for _, w := range wants {
				w.file, w.at, w.line = file, line, line+w.line
				list = append(list, w)
			}
		}
		return true
	})
	return list, errors.Join(errs...)
}

// parseComment reads the text behind a comment's #. Lines are relative to the comment.
func parseComment(text, own string) ([]*expectation, error) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "want")
	if !ok || rest != "" && !strings.ContainsAny(rest[:1], " \t\"`") {
		return nil, nil
	}
	rest = strings.TrimSpace(rest)
	offset := 0
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		word, after, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("want: bad line offset %q", word)
		}
		offset, rest = n, strings.TrimSpace(after)
	}
	if rest == "" {
		return nil, errors.New("want: nothing is wanted")
	}
	var list []*expectation
	for rest != "" {
		if after, ok := strings.CutPrefix(rest, "@"); ok {
			s, after, err := unquote(after)
			if err != nil {
				return nil, err
			}
			if len(list) == 0 || list[len(list)-1].text != nil {
				return nil, fmt.Errorf("want: @%q stands behind no expectation", s)
			}
			list[len(list)-1].text, rest = &s, after
			continue
		}
		name := own
		if i := strings.IndexAny(rest, "\"`"); i > 0 && rest[i-1] == ':' {
			name, rest = rest[:i-1], rest[i:]
			if !identifier.MatchString(name) {
				return nil, fmt.Errorf("want: %q is not a rule's name", name)
			}
		}
		s, after, err := unquote(rest)
		if err != nil {
			return nil, err
		}
		re, err := regexp.Compile(s)
		if err != nil {
			return nil, fmt.Errorf("want: %w", err)
		}
		list, rest = append(list, &expectation{line: offset, rule: name, re: re}), after
	}
	return list, nil
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// unquote takes a quoted string from the front of s.
func unquote(s string) (value, rest string, err error) {
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil || quoted[0] == '\'' {
		return "", "", fmt.Errorf("want: %q does not start with a string", s)
	}
	value, err = strconv.Unquote(quoted)
	return value, strings.TrimSpace(s[len(quoted):]), err
}
