package symexec

import (
	"strconv"
	"strings"
)

// A symKind says where a symbol's text comes from.
type symKind uint8

const (
	symEnv     symKind = iota // a variable of the environment
	symArg                    // a positional parameter of the script
	symArgs                   // all of them, a list
	symCount                  // $#
	symOutput                 // what a command printed
	symStatus                 // an exit status, 0 to 255
	symElem                   // an element of an unknown list
	symGlob                   // the files that a pattern matches
	symInput                  // what a human or a file says
	symScript                 // the path of a script ($0, BASH_SOURCE)
	symDir                    // the folder of a script
	symDefault                // a variable, or its default where it is not set
	symOther                  // anything else that is computed
	symWidened                // a variable that a loop changes without end
)

// A Sym is text that is known only when the script runs. Symbols are interned: equal pointers are equal texts, except for
// summaries, which stand for several texts at once.
type Sym struct {
	id   uint32
	kind symKind
	key  string
	// name is the variable that the text comes from, as the catalogue wants it; desc is how a person would write it.
	name, desc string
	ask        *Ask    // the query whose answer this is, or part of it
	source     *Ask    // the guard, of whatever kind, that printed this text or what it is computed from
	list       *Sym    // for an element: its list …
	gen        int     // for parameters: shifts of unknown width before
	index      int     // … and place
	listed     bool    // what is active, as a guard lists it, or another form of it that is empty when the list is
	lines      bool    // an answer that may have several lines
	word       bool    // one word: no blanks, no lines
	cast       bool    // a number that was made of text: a word became 0
	unended    bool    // text whose last line has no newline …
	ended      *Sym    // … and the text as it was before
	nothing    *string // what a filter prints where the answer does not have what it looks for: jq '.active // 0'
	blank      bool    // lines of it may be empty, the first of them too
	// foreign is what a guard prints beside its status when it is not idle: nobody knows it, but it is not taken for the
	// very word that the script waits for.
	foreign bool
	filled  bool          // it is not empty
	said    bool          // it is what a guard printed
	summary bool          // stands for several texts: equals nothing, not even itself
	path    string        // for symScript and symDir
	root    *Sym          // what it was derived from in the first place, nil when it was not
	of      *Sym          // of a number that is computed from an exit status: that status …
	apply   func(int) int // … and how
	behind  *Sym          // of a second word: what stands for each word of the text
	wordsOf *Sym          // of the words of a text: that text, which has none when it is empty
	kept    bool          // what is known of it is kept where nothing holds it: the script names it again
	derived []*Sym        // texts that are computed from this one
	usedAt  uint32        // the last call of identity that met it
	// made is the creation that printed the text; madeTail says that the text is only what follows the last slash of that.
	made     *Ask
	madeTail bool
	asked    []Value // what the command that printed the text was given
	record   string  // the line that it is one field of
	approx   uint64  // the points of approximation for which the text is not known
	danger   danger  // of a text that a join made unknown
	astray   *Astray // of the name of a folder that nobody meant to be in
}

// A Part is a piece of a Value: literal text, or a symbol.
type Part struct {
	lit string
	sym *Sym
}

// A Value is the concatenation of its parts; nil is the empty text.
type Value []Part

func lit(s string) Value {
	switch {
	case s == "":
		return nil
	case len(s) == 1 && s[0] < byte(len(oneCharacter)):
		return oneCharacter[s[0]][:]
	}
	return Value{{lit: s}}.within()
}

// oneCharacter are the values of one character: every command's status is one. Values are never written into.
var oneCharacter = func() (all [128][1]Part) {
	for i := range all {
		all[i][0].lit = string(rune(i))
	}
	return all
}()

func symValue(s *Sym) Value { return Value{{sym: s}} }

func number(n int) Value { return lit(strconv.Itoa(n)) }

// constant returns the text of a value without symbols.
func (v Value) constant() (string, bool) {
	switch len(v) {
	case 0:
		return "", true
	case 1:
		return v[0].lit, v[0].sym == nil
	}
	var b strings.Builder
	for _, p := range v {
		if p.sym != nil {
			return "", false
		}
		b.WriteString(p.lit)
	}
	return b.String(), true
}

// single returns the symbol that is the whole value.
func (v Value) single() *Sym {
	if len(v) == 1 {
		return v[0].sym
	}
	return nil
}

// hasLit reports whether some literal text makes the value non-empty for certain.
func (v Value) hasLit() bool {
	for _, p := range v {
		if p.sym == nil && p.lit != "" {
			return true
		}
	}
	return false
}

func (v Value) append(w Value) Value {
	if len(v) == 0 {
		return w
	}
	if len(w) == 0 || v.isTooLong() {
		return v
	}
	out := make(Value, 0, len(v)+len(w))
	out = append(out, v...)
	for _, p := range w {
		if n := len(out); p.sym == nil && n > 0 && out[n-1].sym == nil {
			out[n-1] = Part{lit: out[n-1].lit + p.lit}
			continue
		}
		out = append(out, p)
	}
	return out.within()
}

// key is a text that is equal for equal values only.
func (v Value) key() string {
	if len(v) == 1 && v[0].sym == nil {
		return v[0].lit
	}
	var b keyBuilder
	v.writeKey(&b)
	return b.String()
}

func (v Value) writeKey(b *keyBuilder) {
	for _, p := range v {
		if p.sym == nil {
			b.text(p.lit)
			continue
		}
		b.put(0)
		b.number(uint64(p.sym.id))
		b.put(0)
	}
}

// pattern is the value as the catalogue's matcher wants it: symbols stand as catalog.Unknown with their name.
func (v Value) pattern() string {
	if s, ok := v.constant(); ok {
		return strings.ReplaceAll(s, "\x00", "")
	}
	var b strings.Builder
	for _, p := range v {
		if p.sym == nil {
			b.WriteString(strings.ReplaceAll(p.lit, "\x00", ""))
			continue
		}
		b.WriteByte(0)
		b.WriteString(p.sym.name)
		b.WriteByte(0)
	}
	return b.String()
}

// String is the value as a person would write it.
func (v Value) String() string {
	var b strings.Builder
	for _, p := range v {
		if p.sym == nil {
			b.WriteString(withoutMarks.Replace(p.lit))
			continue
		}
		b.WriteString(p.sym.desc)
	}
	return b.String()
}

// mentions reports whether the symbol, or a symbol made of it, is part of the value.
func (v Value) mentions(s *Sym) bool {
	for _, p := range v {
		if p.sym == s && s != nil {
			return true
		}
	}
	return false
}

// skip drops the first n bytes of literal text.
func (v Value) skip(n int) Value {
	for n > 0 && len(v) > 0 {
		if v[0].sym != nil {
			return v
		}
		if len(v[0].lit) > n {
			out := append(Value(nil), v...)
			out[0].lit = out[0].lit[n:]
			return out
		}
		n -= len(v[0].lit)
		v = v[1:]
	}
	return v
}

// trimNewlines drops the newlines at the end, as a command substitution does.
func (v Value) trimNewlines() Value {
	if n := len(v) - 1; n >= 0 && v[n].sym != nil && v[n].sym.unended {
		v = append(append(Value(nil), v[:n]...), Part{sym: v[n].sym.ended})
	}
	for len(v) > 0 && v[len(v)-1].sym == nil {
		last := v[len(v)-1].lit
		t := strings.TrimRight(last, "\n")
		if t == last {
			return v
		}
		v = append(Value(nil), v...)
		if t != "" {
			v[len(v)-1].lit = t
			return v
		}
		v = v[:len(v)-1]
	}
	return v
}

// A domain is a set of exit statuses.
type domain [4]uint64

func (d domain) has(n int) bool {
	return n >= 0 && n < 256 && d[n/64]&(1<<(n%64)) != 0
}

func (d *domain) add(n int) {
	if n >= 0 && n < 256 {
		d[n/64] |= 1 << (n % 64)
	}
}

func (d *domain) remove(n int) {
	if n >= 0 && n < 256 {
		d[n/64] &^= 1 << (n % 64)
	}
}

func (d domain) empty() bool { return d == domain{} }

// only returns the status when the set has just one.
func (d domain) only() (int, bool) {
	found := -1
	for n := range 256 {
		if d.has(n) {
			if found >= 0 {
				return 0, false
			}
			found = n
		}
	}
	return found, found >= 0
}

// filter returns the statuses for which keep holds, and the others.
func (d domain) filter(keep func(int) bool) (yes, no domain) {
	for n := range 256 {
		if d.has(n) {
			if keep(n) {
				yes.add(n)
			} else {
				no.add(n)
			}
		}
	}
	return yes, no
}

var anyStatus = domain{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

var failStatus = domain{^uint64(1), ^uint64(0), ^uint64(0), ^uint64(0)}

func statuses(ns []int) (d domain) {
	for _, n := range ns {
		d.add(n)
	}
	return d
}
