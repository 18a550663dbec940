package driver

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/wipelint/wipelint/internal/script"
)

// An identity is what a finding is known by from run to run beside its rule and its file. No line number is in it, and
// nothing that can change in a script without it doing anything else: indentation, empty lines and comments.
type identity struct {
	command  string // on one line
	function string // a hash of the function around it, empty outside of any
}

// identities makes the identities of what stands in one script.
type identities struct {
	script  *script.Script
	outline *script.Outline
	known   map[script.Span]string // hashes of functions
}

func newIdentities(s *script.Script) *identities {
	return &identities{script: s, outline: s.Outline(), known: map[script.Span]string{}}
}

// of gives the identity of what stands at an offset; without a command it is that around it.
func (i *identities) of(offset int, command string) identity {
	if command == "" {
		if c, ok := i.outline.Innermost(offset); ok {
			command = i.script.Uncommented(c.Span)
		}
	}
	out := identity{command: normal(command)}
	if f, ok := i.outline.Function(offset); ok {
		hash, known := i.known[f]
		if !known {
			sum := sha256.Sum256([]byte(normal(i.script.Uncommented(f))))
			hash = hex.EncodeToString(sum[:16])
			i.known[f] = hash
		}
		out.function = hash
	}
	return out
}

// normal puts a text on one line with single blanks.
func normal(text string) string { return strings.Join(strings.Fields(text), " ") }

// Command is the command that the finding is about, on one line.
func (f *Finding) Command() string { return f.identity.command }

// Fingerprints gives each finding of the run a mark by which it is known again in the next one, also when lines have moved. It is
// made of the rule, the file, the command, the function around it, and which one of the findings that are alike in all of
// these it is, those that are suppressed included. File gives the name of a file as the mark is to have it.
func (r *Results) Fingerprints(file func(string) string) map[*Finding]string {
	marks := make(map[*Finding]string, len(r.Findings)+len(r.Suppressed))
	seen := map[string]int{}
	for _, f := range r.all() {
		// Quoted, so that no text can pass for the end of one part and the start of the next.
		alike := fmt.Sprintf("%q %q %q %q", f.Code, file(f.File), f.identity.command, f.identity.function)
		seen[alike]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", alike, seen[alike]))
		marks[f] = hex.EncodeToString(sum[:16])
	}
	return marks
}

// all are the findings with the suppressed ones, in order.
func (r *Results) all() []*Finding {
	all := make([]*Finding, 0, len(r.Findings)+len(r.Suppressed))
	all = append(append(all, r.Findings...), r.Suppressed...)
	sortFindings(all)
	return all
}
