package value

// The bounds of what a state holds. What is larger is not known: it is never cut short, since a text or a list that has lost its end
// is another one.
const (
	MaxValue    = 1 << 16 // bytes of a text
	MaxParts    = 1 << 12 // pieces of a text, symbols among them
	MaxElements = 1 << 12 // elements of an array, positional parameters
	MaxFields   = 1 << 16 // words of a command
	MaxKept     = 1 << 25 // bytes of long texts that a run assigns
	LongValue   = 1 << 8  // bytes from which a text counts as long
	MaxKeys     = 1 << 10 // keys of a map
	MaxExcluded = 1 << 8  // words that a value is known not to be, and questions about it that are answered
	MaxWaiting  = 1 << 8  // states behind the items of a case that wait for those of the others
	MaxOpenArgs = 81      // ways in which the words of lists of unknown length are the parameters of a call
)

// TooLong stands for every text and every list that is larger than the bounds. It says several things, so that it equals nothing, not
// even itself, and nothing is remembered of it: executors share it, and it is never written into.
var TooLong = &Sym{Kind: SymOther, Key: "too long", Desc: "a text that is too long to follow", Summary: true, Lines: true}

// within gives the value, or what stands for one that is too large.
func (v Value) within() Value {
	if len(v) > MaxParts {
		return SymValue(TooLong)
	}
	size := 0
	for _, p := range v {
		if p.Sym == TooLong {
			return SymValue(TooLong)
		}
		if size += len(p.Lit); size > MaxValue {
			return SymValue(TooLong)
		}
	}
	return v
}

// IsTooLong reports whether the bounds have made a text unknown.
func (v Value) IsTooLong() bool { return len(v) == 1 && v[0].Sym == TooLong }

// Size is how many bytes of a value are written out.
func (v Value) Size() int {
	n := 0
	for _, p := range v {
		n += len(p.Lit)
	}
	return n
}
