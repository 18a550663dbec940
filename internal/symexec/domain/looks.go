package domain

import (
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A script may look for several names in one answer: for $1, for $2, for "usb". What it found of one of them says nothing of the others, so
// that each look is kept apart, by the number of its pattern. Compared, Mask and About of a fact are those of the last look.

// Looks are what looks for patterns in one answer have found.
type Looks string

// A look is one of them. Joined is what it may have come to where states were joined, Compared what it said since.
type look struct {
	about    uint32
	joined   Outcome
	compared Comparisons
}

// lookSize is that of a look in Looks, mostLooks how many of them an answer remembers.
const (
	lookSize  = 8
	mostLooks = 16
)

func (l Looks) at(i int) look {
	b := []byte(l[i*lookSize : (i+1)*lookSize])
	return look{binary.BigEndian.Uint32(b), Outcome(binary.BigEndian.Uint16(b[4:])), Comparisons(binary.BigEndian.Uint16(b[6:]))}
}

func (l Looks) len() int { return len(l) / lookSize }

func (l Looks) find(about uint32) (look, bool) {
	for i := range l.len() {
		if k := l.at(i); k.about == about {
			return k, true
		}
	}
	return look{about: about}, false
}

// with is l with a look, in the order of the patterns' numbers, so that equal looks are equal texts.
func (l Looks) with(k look) Looks {
	var b []byte
	placed := false
	put := func(k look) {
		b = binary.BigEndian.AppendUint32(b, k.about)
		b = binary.BigEndian.AppendUint16(b, uint16(k.joined))
		b = binary.BigEndian.AppendUint16(b, uint16(k.compared))
	}
	for i := range l.len() {
		o := l.at(i)
		if !placed && o.about >= k.about {
			put(k)
			placed = true
		}
		if o.about != k.about {
			put(o)
		}
	}
	if !placed {
		put(k)
	}
	return Looks(b)
}

// looked is a fact after another look for a pattern.
func (f Fact) looked(about uint32, bit Comparisons) Fact {
	if f.Looks == "" {
		f.base, f.whole = f.Mask, f.Compared
	}
	k, had := f.Looks.find(about)
	if !had && f.Looks.len() >= mostLooks { // what is forgotten proves nothing
		f.Compared, f.About = f.whole, aboutUnknown
		return f
	}
	k.compared |= bit
	f.Looks = f.Looks.with(k)
	f.Compared, f.About = f.whole|k.compared, about
	return f
}

// all is what a fact says of all lines of the answer.
func (f Fact) all() Fact {
	if f.Looks == "" {
		return f
	}
	f.Mask, f.Compared, f.About = f.base, f.whole, 0
	return f
}

// Views are what a fact says of all lines of an answer, and then of those of each pattern that was looked for.
func (f Fact) Views() []Fact {
	views := []Fact{f.all()}
	for i := range f.Looks.len() {
		views = append(views, f.view(f.Looks.at(i)))
	}
	return views
}

func (f Fact) view(k look) Fact {
	whole := f.whole &^ SaidNonEmpty // that there are lines is no news
	f.About = k.about
	switch {
	case k.compared != 0:
		f.Compared = f.whole | k.compared
	case k.joined != 0:
		f.Mask, f.Compared = k.joined, whole
	default:
		return f.all()
	}
	return f
}

// joinLooks are the looks of two facts that are joined, and what they say of all lines.
func joinLooks(f, g Fact) (l Looks, base Outcome) {
	if f.Looks == "" && g.Looks == "" {
		return "", 0
	}
	join := func(k look) {
		p, _ := f.Looks.find(k.about)
		q, _ := g.Looks.find(k.about)
		l = l.with(look{about: k.about, joined: f.view(p).Resolve() | g.view(q).Resolve()})
	}
	for i := range f.Looks.len() {
		join(f.Looks.at(i))
	}
	for i := range g.Looks.len() {
		if k := g.Looks.at(i); l.len() < mostLooks {
			join(k)
		}
	}
	return l, f.all().Resolve() | g.all().Resolve()
}

// mostSought is how many names the elements of one list are compared with, at most, that are remembered.
const mostSought = 8

// LookedAt notes that a row of a query's answer was compared with a name, by its number, and whether that was it. A loop that has done so
// with all rows has looked for the name in the answer.
func (x *Space) LookedAt(st *State, row *value.Sym, about uint32, found bool) {
	list := row.List
	if x.sought == nil {
		x.sought = map[uint32][]uint32{}
	}
	if names := x.sought[list.Id]; !slices.Contains(names, about) {
		if len(names) >= mostSought {
			return
		}
		x.sought[list.Id] = append(names, about)
	}
	row.Kept = true // it counts at the end of the list
	st.SetCon(row, st.Con(row).WithAnswer(lookQuestion(about), found))
	if found {
		x.LookFor = about
		x.recordComparison(st, list, SaidNonEmpty)
		x.LookFor = 0
	}
}

func lookQuestion(about uint32) string { return "look" + strconv.Itoa(int(about)) }

// notAmong notes the names that the first n elements of a list, of which there are no more, were all compared with in vain. Where all of them
// were found to be the heading there is no row.
func (x *Space) notAmong(st *State, list *value.Sym, n int) {
	for _, about := range x.sought[list.Id] {
		all, none := n > 0, n > 0 && x.Headings[about] && Headed(list.Ask)
		for i := range n {
			row := x.madeElem(list, i)
			if row == nil {
				return
			}
			found, known := st.Con(row).Ask(lookQuestion(about))
			all, none = all && known && !found, none && known && found
		}
		if none {
			x.recordComparison(st, list, notFound(list))
		}
		if all {
			x.LookFor = about
			x.recordComparison(st, list, notFound(list))
			x.LookFor = 0
		}
	}
}
