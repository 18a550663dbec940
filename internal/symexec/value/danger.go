package value

import "strconv"

// A danger is what a text that a join made unknown has from the texts that it may be: whoever asks whether a command acts on everything
// gets the answer for the worst of them.
type Danger struct {
	Empty Emptiness
	// blank says that somebody may give a text with a blank.
	Blank bool
	// fallback is the text that stands where a variable is not set: ${hosts:-all}.
	Fallback string
}

// Key tells symbols with different dangers apart.
func (d Danger) Key() string {
	if d == (Danger{}) {
		return ""
	}
	k := "!" + strconv.Itoa(int(d.Empty))
	if d.Blank {
		k += "b"
	}
	return k + d.Fallback
}

// Worse is the danger of a text that may be one of two.
func (d Danger) Worse(o Danger) Danger {
	d.Empty = max(d.Empty, o.Empty)
	d.Blank = d.Blank || o.Blank
	if d.Fallback == "" {
		d.Fallback = o.Fallback
	}
	return d
}

// Within reports whether one is no worse than another one.
func (d Danger) Within(o Danger) bool { return o.Worse(d) == o }

// Fallback is the text that a symbol is where the variable that it comes from is not set.
func (s *Sym) Fallback() string {
	if s.Kind == SymDefault {
		return s.Path
	}
	return s.Danger.Fallback
}

// An emptiness says whether a text may be empty.
type Emptiness uint8

const (
	Filled     Emptiness = iota
	IfSaid               // only if somebody gives an empty text on purpose
	MaybeEmpty           // if something is not set, or fails, or has nothing to say
)
