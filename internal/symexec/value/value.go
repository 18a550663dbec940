package value

import (
	"slices"
	"strconv"
	"strings"
)

func (v Value) Summary() bool {
	for _, p := range v {
		if p.Sym != nil && p.Sym.Summary {
			return true
		}
	}
	return false
}

func (v Value) FirstSym() *Sym {
	for _, p := range v {
		if p.Sym != nil {
			return p.Sym
		}
	}
	return nil
}

// Unescape removes the backslashes of unquoted text.
func Unescape(t string) string {
	if strings.IndexByte(t, '\\') < 0 {
		return t
	}
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] == '\\' && i+1 < len(t) {
			i++
			if t[i] == '\n' {
				continue
			}
		}
		b.WriteByte(t[i])
	}
	return b.String()
}

// SameValue reports whether two values are the same text, wherever the literal parts of it were cut.
func SameValue(v, w Value) bool {
	if len(v) == len(w) && (len(v) == 0 || &v[0] == &w[0] || slices.Equal(v, w)) {
		return true
	}
	var a, b string // what is left of the literal parts that are compared
	for {
		for a == "" && len(v) > 0 && v[0].Sym == nil {
			a, v = v[0].Lit, v[1:]
		}
		for b == "" && len(w) > 0 && w[0].Sym == nil {
			b, w = w[0].Lit, w[1:]
		}
		n := min(len(a), len(b))
		switch {
		case n > 0:
			if a[:n] != b[:n] {
				return false
			}
			a, b = a[n:], b[n:]
		case a != "" || b != "":
			return false // a symbol, or nothing, stands against text
		case len(v) == 0 || len(w) == 0:
			return len(v) == len(w)
		case v[0].Sym != w[0].Sym:
			return false
		default:
			v, w = v[1:], w[1:]
		}
	}
}

// A Part is a piece of a Value: literal text, or a symbol.
type Part struct {
	Lit string
	Sym *Sym
}

// A Value is the concatenation of its parts; nil is the empty text.
type Value []Part

func Lit(s string) Value {
	switch {
	case s == "":
		return nil
	case len(s) == 1 && s[0] < byte(len(oneCharacter)):
		return oneCharacter[s[0]][:]
	}
	return Value{{Lit: s}}.within()
}

// oneCharacter are the values of one character: every command's status is one. Values are never written into.
var oneCharacter = func() (all [128][1]Part) {
	for i := range all {
		all[i][0].Lit = string(rune(i))
	}
	return all
}()

func SymValue(s *Sym) Value { return Value{{Sym: s}} }

func Number(n int) Value { return Lit(strconv.Itoa(n)) }

// Constant returns the text of a value without symbols.
func (v Value) Constant() (string, bool) {
	switch len(v) {
	case 0:
		return "", true
	case 1:
		return v[0].Lit, v[0].Sym == nil
	}
	var b strings.Builder
	for _, p := range v {
		if p.Sym != nil {
			return "", false
		}
		b.WriteString(p.Lit)
	}
	return b.String(), true
}

// Single returns the symbol that is the whole value.
func (v Value) Single() *Sym {
	if len(v) == 1 {
		return v[0].Sym
	}
	return nil
}

// HasLit reports whether some literal text makes the value non-empty for certain.
func (v Value) HasLit() bool {
	for _, p := range v {
		if p.Sym == nil && p.Lit != "" {
			return true
		}
	}
	return false
}

func (v Value) Append(w Value) Value {
	if len(v) == 0 {
		return w
	}
	if len(w) == 0 || v.IsTooLong() {
		return v
	}
	out := make(Value, 0, len(v)+len(w))
	out = append(out, v...)
	for _, p := range w {
		if n := len(out); p.Sym == nil && n > 0 && out[n-1].Sym == nil {
			out[n-1] = Part{Lit: out[n-1].Lit + p.Lit}
			continue
		}
		out = append(out, p)
	}
	return out.within()
}

// Key is a text that is equal for equal values only.
func (v Value) Key() string {
	if len(v) == 1 && v[0].Sym == nil {
		return v[0].Lit
	}
	var b KeyBuilder
	v.WriteKey(&b)
	return b.String()
}

func (v Value) WriteKey(b *KeyBuilder) {
	for _, p := range v {
		if p.Sym == nil {
			b.text(p.Lit)
			continue
		}
		b.Put(0)
		b.Number(uint64(p.Sym.Id))
		b.Put(0)
	}
}

// Pattern is the value as the catalogue's matcher wants it: symbols stand as catalog.Unknown with their name.
func (v Value) Pattern() string {
	if s, ok := v.Constant(); ok {
		return strings.ReplaceAll(s, "\x00", "")
	}
	var b strings.Builder
	for _, p := range v {
		if p.Sym == nil {
			b.WriteString(strings.ReplaceAll(p.Lit, "\x00", ""))
			continue
		}
		b.WriteByte(0)
		b.WriteString(p.Sym.Name)
		b.WriteByte(0)
	}
	return b.String()
}

// String is the value as a person would write it.
func (v Value) String() string {
	var b strings.Builder
	for _, p := range v {
		if p.Sym == nil {
			b.WriteString(withoutMarks(p.Lit))
			continue
		}
		b.WriteString(p.Sym.Desc)
	}
	return b.String()
}

// Mentions reports whether the symbol, or a symbol made of it, is part of the value.
func (v Value) Mentions(s *Sym) bool {
	for _, p := range v {
		if p.Sym == s && s != nil {
			return true
		}
	}
	return false
}

// Skip drops the first n bytes of literal text.
func (v Value) Skip(n int) Value {
	for n > 0 && len(v) > 0 {
		if v[0].Sym != nil {
			return v
		}
		if len(v[0].Lit) > n {
			out := append(Value(nil), v...)
			out[0].Lit = out[0].Lit[n:]
			return out
		}
		n -= len(v[0].Lit)
		v = v[1:]
	}
	return v
}

// TrimNewlines drops the newlines at the end, as a command substitution does.
func (v Value) TrimNewlines() Value {
	if n := len(v) - 1; n >= 0 && v[n].Sym != nil && v[n].Sym.Unended {
		v = append(append(Value(nil), v[:n]...), Part{Sym: v[n].Sym.Ended})
	}
	for len(v) > 0 && v[len(v)-1].Sym == nil {
		last := v[len(v)-1].Lit
		t := strings.TrimRight(last, "\n")
		if t == last {
			return v
		}
		v = append(Value(nil), v...)
		if t != "" {
			v[len(v)-1].Lit = t
			return v
		}
		v = v[:len(v)-1]
	}
	return v
}
