package difftest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// fillers are lines that a shell passes over. What they say is what a reader of text, unlike a parser, would take for code.
var fillers = []string{
	"\n",
	"\n \t\n",
	"# is-idle h1 || exit 1\n",
	"\t# don't say \"why\n",
	"# wipe-disk $(unclosed ${too\n",
	"#\n",
	"# goes on \\\n",
}

// spaced adds blank lines and comments, at most one filler per line, wherever the parser says that they are nothing but that: in
// a here-document, a string of several lines or a line that goes on they would be text, and change what the parser reads.
func spaced(sc Script, r *rand.Rand) (string, bool) {
	want, ok := skeleton(sc)
	if !ok {
		return "", false
	}
	harmless := func(edits ...edit) bool {
		got, ok := skeleton(Script{Shell: sc.Shell, Text: edited(sc.Text, edits)})
		return ok && got == want
	}
	joined := joinedLines(sc)
	var edits []edit
	for at := range len(sc.Text) {
		if sc.Text[at] != '\n' {
			continue
		}
		var e edit
		switch r.IntN(3) {
		case 0:
			e = edit{at, at, " # is-idle h1 && exit"}
		default:
			e = edit{at + 1, at + 1, fillers[r.IntN(len(fillers))]}
			if joined(at) && strings.HasSuffix(e.text, "\\\n") {
				continue
			}
		}
		if e.from == at && strings.HasPrefix(sc.Text[lineStart(sc.Text, at):], "#!") {
			continue // the words of that line are options
		}
		if harmless(e) {
			edits = append(edits, e)
		}
	}
	if len(edits) == 0 || !harmless(edits...) {
		return "", false
	}
	return edited(sc.Text, edits), true
}

// joinedLines tells which offsets are in a here-document whose lines bash joins at a backslash before it reads what stands in it:
// in a command substitution there, a comment that ends in one goes on in the next line.
func joinedLines(sc Script) func(at int) bool {
	file, err := parse(sc)
	if err != nil {
		return func(int) bool { return true }
	}
	type span struct{ from, to int }
	var spans []span
	syntax.Walk(file, func(n syntax.Node) bool {
		if r, ok := n.(*syntax.Redirect); ok && r.Hdoc != nil {
			spans = append(spans, span{offset(r.Hdoc.Pos()), offset(r.Hdoc.End())})
		}
		return true
	})
	return func(at int) bool {
		return slices.ContainsFunc(spans, func(s span) bool { return s.from <= at && at <= s.to })
	}
}
