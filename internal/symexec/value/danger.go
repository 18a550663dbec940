package value

import (
	"slices"
	"strconv"
	"strings"
)

// A danger is what a text that a join made unknown has from the texts that it may be: whoever asks whether a command acts on everything
// gets the answer for the worst of them.
type Danger struct {
	Empty Emptiness
	// blank says that somebody may give a text with a blank.
	Blank bool
	// fallback is the text that stands where a variable is not set: ${hosts:-all}.
	Fallback string
	// May are texts that it may be, as patterns, in order and each behind a mark; or ManyTexts.
	May string
	// Astray is how it has come to be the name of a folder that nobody meant.
	Astray *Astray
	// Hollow is the path of the root, or of a folder in it, that is left of a text in which everything unknown is empty: "/" of "$x/". How is
	// when that is so.
	Hollow string
	How    Emptiness
}

// ManyTexts stands for more texts than are kept, and MaxTexts is how many are.
const (
	textMark  = "\x1d"
	ManyTexts = textMark + textMark
	MaxTexts  = 6
	maxText   = 200 // bytes of each
)

// MayBe are the texts of a danger that is one text.
func MayBe(text string) string {
	if len(text) > maxText || strings.Contains(text, textMark) {
		return ManyTexts
	}
	return textMark + text
}

// Texts are patterns of texts that it may be; none where they are more than are kept.
func (d Danger) Texts() []string {
	if d.May == "" || d.May == ManyTexts {
		return nil
	}
	return strings.Split(d.May[1:], textMark)
}

// EitherText unites two lists of texts.
func EitherText(a, b string) string {
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	case a == ManyTexts || b == ManyTexts:
		return ManyTexts
	}
	texts := append(strings.Split(a[1:], textMark), strings.Split(b[1:], textMark)...)
	slices.Sort(texts)
	if texts = slices.Compact(texts); len(texts) > MaxTexts {
		return ManyTexts
	}
	return textMark + strings.Join(texts, textMark)
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
	if d.Astray != nil {
		k += "@" + strconv.Itoa(d.Astray.At.Start) + d.Astray.Names
	}
	k += d.Fallback + d.May
	if d.Hollow != "" {
		k += "\x00" + strconv.Itoa(int(d.How)) + d.Hollow
	}
	return k
}

// Worse is the danger of a text that may be one of two.
func (d Danger) Worse(o Danger) Danger {
	d.Empty = max(d.Empty, o.Empty)
	d.Blank = d.Blank || o.Blank
	if d.Fallback == "" {
		d.Fallback = o.Fallback
	}
	d.May = EitherText(d.May, o.May)
	if d.Astray == nil {
		d.Astray = o.Astray
	}
	if d.Hollow == "" || o.Hollow != "" && (o.How > d.How || o.How == d.How && shorter(o.Hollow, d.Hollow)) {
		d.Hollow, d.How = o.Hollow, o.How
	}
	return d
}

// shorter orders paths, the root first.
func shorter(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

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
