package value

import (
	"slices"
	"sort"
	"strconv"
)

// A con is what a path has decided about a symbol. It is never changed: with… functions return copies.
type Con struct {
	Set      Tri // is the variable set at all?
	Nonempty Tri
	Eq       *string
	Ne       []string           // sorted
	Dom      *StatusSet         // statuses
	Lo, Hi   *int               // bounds of a number
	Answered []answeredQuestion // other questions and their answers, sorted by question
	Count    int8               // of a list: 1 + the number of elements decided at least
	Final    bool               // of a list: there are no more than count-1 elements
	key      string             // of text, once it is known
}

type answeredQuestion struct {
	Question string
	Answer   bool
}

var NoCon = &Con{}

// ToItsEnd is the question whether a loop has come to the end of a list, so that what it did with the elements that were followed it did
// with all.
const ToItsEnd = "to its end"

// AtEnd reports whether a loop has come to the end of a list.
func (c *Con) AtEnd() bool {
	end, _ := c.Ask(ToItsEnd)
	return end
}

func (c *Con) Clone() *Con {
	d := *c
	d.key = ""
	return &d
}

func (c *Con) Ask(q string) (bool, bool) {
	i := sort.Search(len(c.Answered), func(i int) bool { return c.Answered[i].Question >= q })
	if i < len(c.Answered) && c.Answered[i].Question == q {
		return c.Answered[i].Answer, true
	}
	return false, false
}

func (c *Con) WithAnswer(q string, a bool) *Con {
	d := c.Clone()
	i := sort.Search(len(c.Answered), func(i int) bool { return c.Answered[i].Question >= q })
	if i < len(c.Answered) && c.Answered[i].Question == q { // said twice it would be another state, and a loop never settle
		d.Answered = slices.Clone(c.Answered)
		d.Answered[i].Answer = a
		return d
	}
	if len(c.Answered) < MaxExcluded {
		d.Answered = slices.Insert(slices.Clone(c.Answered), i, answeredQuestion{q, a})
	}
	return d
}

func (c *Con) WithNe(s string) *Con {
	if c.Eq != nil && *c.Eq != s {
		return c // says nothing new
	}
	d := c.Clone()
	i, found := slices.BinarySearch(c.Ne, s)
	if !found && len(c.Ne) < MaxExcluded { // what is not remembered may be asked again
		d.Ne = slices.Insert(slices.Clone(c.Ne), i, s)
	}
	if s == "" {
		d.Nonempty = Yes
	}
	return d
}

func (c *Con) WithEq(s string) *Con {
	d := &Con{Set: Yes, Eq: &s, Nonempty: Yes, Count: c.Count, Final: c.Final}
	if s == "" {
		d.Nonempty = No
		d.Set = c.Set
	}
	return d
}

// Filled adds that the text is not empty.
func (c *Con) Filled() *Con {
	d := c.Clone()
	d.Nonempty, d.Set = Yes, Yes
	return d
}

// Refutes reports whether the text cannot be s.
func (c *Con) Refutes(s string) bool {
	if _, found := slices.BinarySearch(c.Ne, s); found {
		return true // also where it has to be s: nothing is left then
	}
	if c.Eq != nil {
		return *c.Eq != s
	}
	if s == "" && c.Nonempty == Yes || s != "" && (c.Nonempty == No || c.Set == No) {
		return true
	}
	if c.Dom != nil || c.Lo != nil || c.Hi != nil {
		n, err := strconv.Atoi(s)
		if err != nil {
			return true
		}
		if c.Dom != nil && !c.Dom.Has(n) || c.Lo != nil && n < *c.Lo || c.Hi != nil && n > *c.Hi {
			return true
		}
	}
	return false
}

// Text is equal for equal decisions only.
func (c *Con) Text() string {
	if c.key == "" {
		var room [160]byte
		b := KeyBuilder{room[:0]}
		c.writeKey(&b)
		c.key = b.String()
	}
	return c.key
}

func (c *Con) writeKey(b *KeyBuilder) {
	b.Put('0' + byte(c.Set)*3 + byte(c.Nonempty))
	if c.Eq != nil {
		b.Put('=')
		b.WriteString(*c.Eq)
	}
	for _, s := range c.Ne {
		b.WriteString("\x01!")
		b.WriteString(s)
	}
	if c.Dom != nil {
		for _, w := range c.Dom {
			b.WriteString("\x01d")
			b.Number(w)
		}
	}
	if c.Lo != nil {
		b.WriteString("\x01l")
		b.Integer(*c.Lo)
	}
	if c.Hi != nil {
		b.WriteString("\x01h")
		b.Integer(*c.Hi)
	}
	for _, s := range c.Answered {
		b.WriteString("\x01s")
		b.WriteString(s.Question)
		if s.Answer {
			b.Put('+')
		} else {
			b.Put('-')
		}
	}
	if c.Count > 0 {
		b.WriteString("\x01c")
		b.Integer(int(c.Count))
		if c.Final {
			b.Put('.')
		}
	}
}

// Equal reports whether two paths have decided the same.
func (c *Con) Equal(o *Con) bool {
	return c == o || c.Set == o.Set && c.Nonempty == o.Nonempty && samePointed(c.Eq, o.Eq) && slices.Equal(c.Ne, o.Ne) &&
		samePointed(c.Dom, o.Dom) && samePointed(c.Lo, o.Lo) && samePointed(c.Hi, o.Hi) && slices.Equal(c.Answered, o.Answered) &&
		c.Count == o.Count && c.Final == o.Final
}

func samePointed[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// Join keeps what both sides decided alike: the result allows every text that a or b allows.
func (c *Con) Join(o *Con) *Con {
	if c == o {
		return c
	}
	d := &Con{}
	if c.Set == o.Set {
		d.Set = c.Set
	}
	if c.Nonempty == o.Nonempty {
		d.Nonempty = c.Nonempty
	}
	if c.Eq != nil && o.Eq != nil && *c.Eq == *o.Eq {
		d.Eq = c.Eq
	}
	for _, s := range c.Ne {
		if o.Refutes(s) {
			d.Ne = append(d.Ne, s)
		}
	}
	if c.Dom != nil && o.Dom != nil {
		var u StatusSet
		for i := range u {
			u[i] = c.Dom[i] | o.Dom[i]
		}
		d.Dom = &u
	}
	if c.Lo != nil && o.Lo != nil {
		n := min(*c.Lo, *o.Lo)
		d.Lo = &n
	}
	if c.Hi != nil && o.Hi != nil {
		n := max(*c.Hi, *o.Hi)
		d.Hi = &n
	}
	for _, s := range c.Answered {
		if a, ok := o.Ask(s.Question); ok && a == s.Answer {
			d.Answered = append(d.Answered, s)
		}
	}
	if c.Count == o.Count && c.Final == o.Final {
		d.Count, d.Final = c.Count, c.Final
	}
	return d
}

// RefutesAll reports whether a text is none of some words.
func (c *Con) RefutesAll(words map[string]Value) bool {
	for w := range words {
		if !c.Refutes(w) {
			return false
		}
	}
	return true
}
