package symexec

import (
	"slices"
	"sort"
	"strconv"
)

type tri uint8

const (
	unknown tri = iota
	yes
	no
)

// A con is what a path has decided about a symbol. It is never changed: with… functions return copies.
type con struct {
	set      tri // is the variable set at all?
	nonempty tri
	eq       *string
	ne       []string // sorted
	dom      *domain  // statuses
	lo, hi   *int     // bounds of a number
	said     []saying // other questions and their answers, sorted by question
	count    int8     // of a list: 1 + the number of elements decided at least
	final    bool     // of a list: there are no more than count-1 elements
	key      string   // of text, once it is known
}

type saying struct {
	question string
	answer   bool
}

var noCon = &con{}

// statusCon is what is known of any exit status. Its text is found at the start, since all runs share it.
var statusCon = func() *con {
	all := anyStatus
	c := &con{set: yes, nonempty: yes, dom: &all}
	c.text()
	return c
}()

func (c *con) clone() *con {
	d := *c
	d.key = ""
	return &d
}

func (c *con) ask(q string) (bool, bool) {
	i := sort.Search(len(c.said), func(i int) bool { return c.said[i].question >= q })
	if i < len(c.said) && c.said[i].question == q {
		return c.said[i].answer, true
	}
	return false, false
}

func (c *con) withSaid(q string, a bool) *con {
	d := c.clone()
	i := sort.Search(len(c.said), func(i int) bool { return c.said[i].question >= q })
	if i < len(c.said) && c.said[i].question == q { // said twice it would be another state, and a loop never settle
		d.said = slices.Clone(c.said)
		d.said[i].answer = a
		return d
	}
	if len(c.said) < maxExcluded {
		d.said = slices.Insert(slices.Clone(c.said), i, saying{q, a})
	}
	return d
}

func (c *con) withNe(s string) *con {
	d := c.clone()
	i, found := slices.BinarySearch(c.ne, s)
	if !found && len(c.ne) < maxExcluded { // what is not remembered may be asked again
		d.ne = slices.Insert(slices.Clone(c.ne), i, s)
	}
	if s == "" {
		d.nonempty = yes
	}
	return d
}

func (c *con) withEq(s string) *con {
	d := &con{set: yes, eq: &s, nonempty: yes, count: c.count, final: c.final}
	if s == "" {
		d.nonempty = no
		d.set = c.set
	}
	return d
}

// filled adds that the text is not empty.
func (c *con) filled() *con {
	d := c.clone()
	d.nonempty, d.set = yes, yes
	return d
}

// refutes reports whether the text cannot be s.
func (c *con) refutes(s string) bool {
	if c.eq != nil {
		return *c.eq != s
	}
	if _, found := slices.BinarySearch(c.ne, s); found {
		return true
	}
	if s == "" && c.nonempty == yes || s != "" && (c.nonempty == no || c.set == no) {
		return true
	}
	if c.dom != nil || c.lo != nil || c.hi != nil {
		n, err := strconv.Atoi(s)
		if err != nil {
			return true
		}
		if c.dom != nil && !c.dom.has(n) || c.lo != nil && n < *c.lo || c.hi != nil && n > *c.hi {
			return true
		}
	}
	return false
}

// text is equal for equal decisions only.
func (c *con) text() string {
	if c.key == "" {
		var room [160]byte
		b := keyBuilder{room[:0]}
		c.writeKey(&b)
		c.key = b.String()
	}
	return c.key
}

func (c *con) writeKey(b *keyBuilder) {
	b.put('0' + byte(c.set)*3 + byte(c.nonempty))
	if c.eq != nil {
		b.put('=')
		b.WriteString(*c.eq)
	}
	for _, s := range c.ne {
		b.WriteString("\x01!")
		b.WriteString(s)
	}
	if c.dom != nil {
		for _, w := range c.dom {
			b.WriteString("\x01d")
			b.number(w)
		}
	}
	if c.lo != nil {
		b.WriteString("\x01l")
		b.integer(*c.lo)
	}
	if c.hi != nil {
		b.WriteString("\x01h")
		b.integer(*c.hi)
	}
	for _, s := range c.said {
		b.WriteString("\x01s")
		b.WriteString(s.question)
		if s.answer {
			b.put('+')
		} else {
			b.put('-')
		}
	}
	if c.count > 0 {
		b.WriteString("\x01c")
		b.integer(int(c.count))
		if c.final {
			b.put('.')
		}
	}
}

// equal reports whether two paths have decided the same.
func (c *con) equal(o *con) bool {
	return c == o || c.set == o.set && c.nonempty == o.nonempty && samePointed(c.eq, o.eq) && slices.Equal(c.ne, o.ne) &&
		samePointed(c.dom, o.dom) && samePointed(c.lo, o.lo) && samePointed(c.hi, o.hi) && slices.Equal(c.said, o.said) &&
		c.count == o.count && c.final == o.final
}

func samePointed[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// join keeps what both sides decided alike: the result allows every text that a or b allows.
func (c *con) join(o *con) *con {
	if c == o {
		return c
	}
	d := &con{}
	if c.set == o.set {
		d.set = c.set
	}
	if c.nonempty == o.nonempty {
		d.nonempty = c.nonempty
	}
	if c.eq != nil && o.eq != nil && *c.eq == *o.eq {
		d.eq = c.eq
	}
	for _, s := range c.ne {
		if o.refutes(s) {
			d.ne = append(d.ne, s)
		}
	}
	if c.dom != nil && o.dom != nil {
		var u domain
		for i := range u {
			u[i] = c.dom[i] | o.dom[i]
		}
		d.dom = &u
	}
	if c.lo != nil && o.lo != nil {
		n := min(*c.lo, *o.lo)
		d.lo = &n
	}
	if c.hi != nil && o.hi != nil {
		n := max(*c.hi, *o.hi)
		d.hi = &n
	}
	for _, s := range c.said {
		if a, ok := o.ask(s.question); ok && a == s.answer {
			d.said = append(d.said, s)
		}
	}
	if c.count == o.count && c.final == o.final {
		d.count, d.final = c.count, c.final
	}
	return d
}
