package wanttest

import (
	"fmt"
	"slices"
	"strings"
)

// A finding is a diagnostic of one rule.
type finding struct {
	rule         string
	file         string
	line, column int // from 1; columns count bytes
	text         string
	message      string
}

func (f finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.file, f.line, f.column, f.rule, f.message)
}

// compare says what is wrong about the findings, in the order of the files.
func compare(found []finding, wanted []*expectation) []string {
	var problems []string
	for _, f := range found {
		if w := match(f, wanted); w == nil {
			problems = append(problems, fmt.Sprintf("%v: nobody wants this", f))
		} else if w.found = true; w.text != nil && *w.text != f.text {
			problems = append(problems, fmt.Sprintf("%v: stands at %q, want %q", f, f.text, *w.text))
		}
	}
	for _, w := range wanted {
		if !w.found {
			problems = append(problems, fmt.Sprintf("%s:%d: no finding of %s matches %q%s", w.file, w.line, w.rule, w.re, near(w, found)))
		}
	}
	slices.SortStableFunc(problems, strings.Compare)
	return problems
}

// match finds an expectation that the finding meets and no other one has met. One that names the range goes first.
func match(f finding, wanted []*expectation) *expectation {
	var best *expectation
	for _, w := range wanted {
		if w.found || w.file != f.file || w.line != f.line || w.rule != f.rule || !w.re.MatchString(f.message) {
			continue
		}
		if w.text != nil && *w.text == f.text {
			return w
		}
		if best == nil {
			best = w
		}
	}
	return best
}

// near names what was found on the line instead, since a wrong wording is the most frequent reason.
func near(w *expectation, found []finding) string {
	for _, f := range found {
		if f.file == w.file && f.line == w.line && f.rule == w.rule {
			return fmt.Sprintf("; it says %q", f.message)
		}
	}
	return ""
}
