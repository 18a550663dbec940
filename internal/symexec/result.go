package symexec

import (
	"github.com/wipelint/wipelint/internal/script"
)

// A Range is a part of a script's text, in bytes.
type Range struct {
	Script     *script.Script
	Start, End int
}

// Text returns the source text of the range.
func (r Range) Text() string {
	if r.Script == nil || r.Start < 0 || r.End > len(r.Script.Source) || r.Start > r.End {
		return ""
	}
	return string(r.Script.Source[r.Start:r.End])
}

// An Outcome is a set of the answers that a guard may have given on the way to a point.
type Outcome uint16

// The answers. A merged state holds several of them.
const (
	Idle      Outcome = 1 << iota
	Active            //
	Failed            // error: the guard failed and proves nothing
	Ambiguous         // a status that means both "not in use" and "could not look"
	Unasked           // the guard did not run on this way
	Answered          // a query answered and nothing has compared its answer
	Empty             // a query's answer was found empty …
	NonEmpty          // … or not; which is idle, the other comparisons of the script tell
	Literal           // a query's answer was found equal to words of no known meaning …
	NoLiteral         // … or different from all of them
)
