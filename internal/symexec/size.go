package symexec

// The bounds of what a state holds. What is larger is not known: it is never cut short, since a text or a list that has lost its end
// is another one.
const (
	maxValue    = 1 << 16 // bytes of a text
	maxParts    = 1 << 12 // pieces of a text, symbols among them
	maxElements = 1 << 12 // elements of an array, positional parameters
	maxFields   = 1 << 16 // words of a command
	maxKept     = 1 << 25 // bytes of long texts that a run assigns
	longValue   = 1 << 8  // bytes from which a text counts as long
	maxKeys     = 1 << 10 // keys of a map
	maxExcluded = 1 << 8  // words that a value is known not to be, and questions about it that are answered
	maxWaiting  = 1 << 8  // states behind the items of a case that wait for those of the others
	maxOpenArgs = 81      // ways in which the words of lists of unknown length are the parameters of a call
)

// tooLong stands for every text and every list that is larger than the bounds. It says several things, so that it equals nothing, not
// even itself, and nothing is remembered of it: executors share it, and it is never written into.
var tooLong = &Sym{kind: symOther, key: "too long", desc: "a text that is too long to follow", summary: true, lines: true}

// within gives the value, or what stands for one that is too large.
func (v Value) within() Value {
	if len(v) > maxParts {
		return symValue(tooLong)
	}
	size := 0
	for _, p := range v {
		if p.sym == tooLong {
			return symValue(tooLong)
		}
		if size += len(p.lit); size > maxValue {
			return symValue(tooLong)
		}
	}
	return v
}

// isTooLong reports whether the bounds have made a text unknown.
func (v Value) isTooLong() bool { return len(v) == 1 && v[0].sym == tooLong }

// size is how many bytes of a value are written out.
func (v Value) size() int {
	n := 0
	for _, p := range v {
		n += len(p.lit)
	}
	return n
}

// kept is a value that a variable or a file keeps. Long texts have room up to a bound for the whole run.
func (x *exec) kept(v Value) Value {
	n := v.size()
	if n < longValue {
		return v
	}
	if x.keptBytes > maxKept-n {
		return symValue(tooLong)
	}
	x.keptBytes += n
	return v
}

// bounded gives a variable that is about to be bound, with the elements unknown where there are too many of them.
func (x *exec) bounded(v *variable) *variable {
	if v == nil {
		return nil
	}
	if len(v.elems) > maxElements || len(v.keys) > maxKeys {
		c := v.changed()
		c.elems, c.keys, c.list = nil, nil, tooLong
		return c
	}
	if len(v.val) > 0 && !v.array && !v.assoc {
		if k := x.kept(v.val); k.isTooLong() && !v.val.isTooLong() {
			c := v.changed()
			c.val = k
			return c
		}
	}
	return v
}

// bounded gives positional parameters, or those of which nobody knows how many there are.
func (p *params) bounded() *params {
	if len(p.known) <= maxElements {
		return p
	}
	return unknownParams()
}

// unknownParams are positional parameters of which neither the number nor the text is known.
func unknownParams() *params { return &params{open: true, gen: 3} }

// unknownWords is a word of a command that stands for any number of words.
func unknownWords(f Field) Field {
	f.v, f.multi, f.globby = symValue(tooLong), tooLong, false
	return f
}
