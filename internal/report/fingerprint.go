package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/driver"
)

// fingerprints gives each finding a mark by which a service knows it again in the next run. No line number is in it, so
// it stays when lines move: it is made of the rule, the file, the command, the function around it, and which one of the
// findings that are alike in all of these it is.
func (r *Run) fingerprints() []string {
	if len(r.prints) == len(r.Findings) {
		return r.prints
	}
	commands := map[driver.Place]string{}
	for _, s := range r.Sites {
		if _, ok := commands[s.Place]; !ok {
			commands[s.Place] = s.Command
		}
	}
	seen := map[string]int{}
	r.prints = nil
	for _, f := range r.Findings {
		command, ok := commands[f.Place]
		if !ok {
			command, _ = r.line(f.File, f.Line)
		}
		// Quoted, so that no text can pass for the end of one part and the start of the next.
		alike := fmt.Sprintf("%q %q %q %q", f.Code, r.path(f.File), normal(command), normal(r.function(f.Place)))
		seen[alike]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", alike, seen[alike]))
		r.prints = append(r.prints, hex.EncodeToString(sum[:16]))
	}
	return r.prints
}

// normal leaves out what can change in a text without it doing anything else: indentation, empty lines, and lines
// that are a comment.
func normal(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) > 0 && !strings.HasPrefix(fields[0], "#") {
			words = append(words, fields...)
		}
	}
	return strings.Join(words, " ")
}

// function gives the text of the innermost function around a place, "" outside of any.
func (r *Run) function(p driver.Place) string {
	s := r.text(p.File).script
	if s == nil || p.Line < 1 || p.Line > s.LineCount() {
		return ""
	}
	at := s.LineOffsets()[p.Line-1] + p.Column - 1
	start, end := 0, 0
	for _, stmt := range s.Stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if f, ok := node.(*syntax.FuncDecl); ok {
				from, to := int(f.Pos().Offset()), min(int(f.End().Offset()), len(s.Source))
				if from <= at && at < to {
					start, end = from, to // what Walk meets later is further in
				}
			}
			return true
		})
	}
	return string(s.Source[start:end])
}
