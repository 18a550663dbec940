package domain

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

// A Role says how a guard's answer was compared with words such as "replica", which say neither idle nor active.
type Role uint8

// What the comparison came to.
const (
	NoRole    Role = iota // there was none, or the answer is known by others
	IsRole                // it is that role
	OtherRole             // it is anything else
)
