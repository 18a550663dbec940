package value

import (
	"slices"
	"strings"
)

// UpToEnd is a text up to the end of the name that it begins with.
func (v Value) UpToEnd() Value {
	if l := v.Names(); len(l) > 0 {
		return l[0]
	}
	return nil
}

// With is a value in which a symbol has a text.
func (v Value) With(s *Sym, text string) Value {
	var out Value
	for _, p := range v {
		if p.Sym == s {
			out = out.Append(Lit(text))
		} else {
			out = out.Append(Value{p})
		}
	}
	return out
}

// DerivedFrom reports whether a symbol, or one that it was computed from, is part of a value.
func (v Value) DerivedFrom(s *Sym) bool {
	for _, p := range v {
		if p.Sym != nil && (p.Sym == s || s.Root != nil && p.Sym == s.Root) {
			return true
		}
	}
	return false
}

// A machine's name may be followed by what tells its parts apart, or makes another machine of it. A mark that no name has stands in
// front of each.
const (
	InsideMark = "\x1e" // a container, another root: the same disks, other processes and files
	PartMark   = "\x1f" // a port of ssh, a jump host: another machine
	tellsMark  = "\x1d" // what tells a new one from other new ones, and that nobody writes
)

// Before is a text up to the first of some characters.
func (v Value) Before(marks string) Value {
	for i, p := range v {
		if k := strings.IndexAny(p.Lit, marks); p.Sym == nil && k >= 0 {
			return append(Value(nil), v[:i]...).Append(Lit(p.Lit[:k]))
		}
	}
	return v
}

// Sections are what the marks of a machine's name part: the name, and each that follows.
func (v Value) Sections() []Value {
	out := []Value{nil}
	for _, p := range v {
		rest := p.Lit
		for p.Sym == nil {
			i := strings.IndexAny(rest, InsideMark+PartMark)
			if i < 0 {
				break
			}
			out[len(out)-1] = out[len(out)-1].Append(Lit(rest[:i]))
			out = append(out, nil)
			rest = rest[i+1:]
		}
		if p.Sym != nil {
			out[len(out)-1] = out[len(out)-1].Append(Value{p})
		} else if rest != "" {
			out[len(out)-1] = out[len(out)-1].Append(Lit(rest))
		}
	}
	return out
}

// New is a part of a machine that each call has one of its own of: the text that is about it, and what tells it from others.
func New(mark, name, call string) Value { return Lit(mark + name + tellsMark + call) }

// withoutMarks is a text as a person would write it.
func withoutMarks(text string) string {
	if !strings.ContainsAny(text, InsideMark+PartMark+tellsMark) {
		return text
	}
	var b strings.Builder
	for i, part := range strings.FieldsFunc(" "+text, func(r rune) bool { return strings.ContainsRune(InsideMark+PartMark, r) }) {
		part, _, _ = strings.Cut(part, tellsMark)
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	return strings.TrimPrefix(b.String(), " ")
}

// ComesFrom says how a text was made of another one: "computed from", "looked up with", or "" where it was not.
func (v Value) ComesFrom(w Value, depth int) string {
	if depth == 0 {
		return ""
	}
	s := w.Single()
	for _, p := range v {
		switch {
		case p.Sym == nil:
		case p.Sym.Behind != nil, p.Sym.Kind == SymElem && p.Sym.List == s && s != nil: // one of several
		case s != nil && (p.Sym == s || slices.Contains(s.Derived, p.Sym)):
			return "computed from"
		case slices.ContainsFunc(p.Sym.Asked, func(a Value) bool {
			return a.FirstSym() != nil && a.HoldsName(w) || SameValue(a, w) || a.ComesFrom(w, depth-1) != ""
		}):
			return "looked up with"
		case p.Sym.Root != nil && p.Sym.Root != p.Sym:
			if how := SymValue(p.Sym.Root).ComesFrom(w, depth-1); how != "" {
				return how
			}
		}
	}
	return ""
}

// Looked reports whether a text is what a command has printed, as a whole.
func (v Value) Looked() bool {
	s := v.Single()
	return s != nil && (len(s.Asked) > 0 || s.Root != nil && len(s.Root.Asked) > 0)
}

// IsWords reports whether a symbol stands for each word of a text.
func (s *Sym) IsWords() bool { return strings.HasPrefix(s.Desc, WordsOf) }

// Names are the names that stand in a text, between what never is a part of one: http://cmdb/hosts/$h/state has cmdb, hosts, $h and state.
func (v Value) Names() []Value {
	var out []Value
	var cur Value
	flush := func() {
		if len(cur) > 0 {
			out = append(out, cur)
		}
		cur = nil
	}
	for _, p := range v {
		if p.Sym != nil {
			cur = cur.Append(Value{p})
			continue
		}
		rest := p.Lit
		for rest != "" {
			i := strings.IndexFunc(rest, func(r rune) bool { return !InName(r) })
			if i < 0 {
				cur = cur.Append(Lit(rest))
				break
			}
			cur = cur.Append(Lit(rest[:i]))
			flush()
			rest = rest[i+1:]
		}
	}
	flush()
	return out
}

func InName(r rune) bool {
	return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}

// Given are the names in a text that are not known. The address in front of them, "$API" of "$API/hosts/$h", is none.
func (v Value) Given() []Value {
	var out, addresses []Value
	for _, n := range v.Names() {
		s := n.FirstSym()
		switch {
		case s == nil:
		case s.Kind == SymEnv || s.Kind == SymDefault:
			addresses = append(addresses, n)
		default:
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return addresses
	}
	return out
}

// HoldsName reports whether a name stands in a text as a whole.
func (v Value) HoldsName(name Value) bool {
	text, want := v.letters(), name.letters()
	for at := 0; at+len(want) <= len(text) && len(want) > 0; at++ {
		end := at + len(want)
		if slices.Equal(text[at:end], want) && (at == 0 || !goesOn(text[at-1], text[at])) && (end == len(text) || !goesOn(text[end-1], text[end])) {
			return true
		}
	}
	return false
}

// letters is a text as characters, with a number of its own for each symbol.
func (v Value) letters() []rune {
	var out []rune
	for _, p := range v {
		if p.Sym != nil {
			out = append(out, symbolLetter+rune(p.Sym.Id))
			continue
		}
		out = append(out, []rune(p.Lit)...)
	}
	return out
}

// symbolLetter is above all characters that there are.
const symbolLetter = 0x110000

// goesOn reports whether a name goes on from one character to the next.
func goesOn(a, b rune) bool { return InName(a) && InName(b) }

func (v Value) Replace(from, to *Sym) Value {
	for i, p := range v {
		if p.Sym == from {
			out := append(Value(nil), v...)
			for j := i; j < len(out); j++ {
				if out[j].Sym == from {
					out[j].Sym = to
				}
			}
			return out
		}
	}
	return v
}
