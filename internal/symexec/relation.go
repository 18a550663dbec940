package symexec

import (
	"slices"
	"strings"
)

// A relation says how what a guard looked at and what a site destroys belong together, as far as the script tells.
type relation uint8

const (
	apart   relation = iota // different, or not known to be the same
	related                 // the script itself ties them together
	same                    // one and the same, or one a part of the other
)

// maxTies bounds how far a value is followed back to what it was computed from.
const maxTies = 4

// relate compares two texts that name things. why says what ties them together where they are not the same.
func (x *exec) relate(st *state, guard, site Value) (r relation, why string) {
	guard, site = st.resolve(guard), st.resolve(site)
	if len(guard) == 0 || len(site) == 0 {
		return apart, ""
	}
	if sameValue(guard, site) && !guard.summary() || st.provedSame(guard, site) {
		return same, ""
	}
	if guard.summary() || site.summary() {
		return apart, ""
	}
	if s := guard.single(); s != nil && s.isWords() {
		if t := site.single(); t != nil && s.root == t.origin() && !t.isWords() {
			return related, site.String() + " is one word"
		}
	}
	if s := site.single(); s != nil && s.isWords() {
		return apart, "" // the command gets each word of what the guard looked at
	}
	if tellsApart(guard) || tellsApart(site) {
		return apart, ""
	}
	if how := site.comesFrom(guard, maxTies); how != "" {
		return related, site.String() + " is " + how + " " + guard.String()
	}
	if how := guard.comesFrom(site, maxTies); how != "" {
		return related, guard.String() + " is " + how + " " + site.String()
	}
	if sameSymbols(guard, site) || guard.firstSym() != nil && site.holdsName(guard) || site.firstSym() != nil && guard.holdsName(site) {
		return related, guard.String() + " and " + site.String() + " have one name"
	}
	if a, b := guard.single(), site.single(); a != nil && b != nil && a.record != "" && a.record == b.record && !peers(a.name, b.name) {
		return related, guard.String() + " and " + site.String() + " come from one record"
	}
	return apart, ""
}

// comesFrom says how a text was made of another one: "computed from", "looked up with", or "" where it was not.
func (v Value) comesFrom(w Value, depth int) string {
	if depth == 0 {
		return ""
	}
	s := w.single()
	for _, p := range v {
		switch {
		case p.sym == nil:
		case p.sym.behind != nil, p.sym.kind == symElem && p.sym.list == s && s != nil: // one of several
		case s != nil && (p.sym == s || slices.Contains(s.derived, p.sym)):
			return "computed from"
		case slices.ContainsFunc(p.sym.asked, func(a Value) bool {
			return a.firstSym() != nil && a.holdsName(w) || sameValue(a, w) || a.comesFrom(w, depth-1) != ""
		}):
			return "looked up with"
		case p.sym.root != nil && p.sym.root != p.sym:
			if how := symValue(p.sym.root).comesFrom(w, depth-1); how != "" {
				return how
			}
		}
	}
	return ""
}

// looked reports whether a text is what a command has printed, as a whole.
func (v Value) looked() bool {
	s := v.single()
	return s != nil && (len(s.asked) > 0 || s.root != nil && len(s.root.asked) > 0)
}

// sameSymbols reports whether two texts are made of the same unknown ones, of at least two: "$vg/$lv" and "$vg-$lv".
func sameSymbols(a, b Value) bool {
	symbols := func(v Value) (out []*Sym) {
		for _, p := range v {
			if p.sym != nil {
				out = append(out, p.sym)
			}
		}
		return out
	}
	l := symbols(a)
	return len(l) > 1 && slices.Equal(l, symbols(b))
}

// isWords reports whether a symbol stands for each word of a text.
func (s *Sym) isWords() bool { return strings.HasPrefix(s.desc, WordsOf) }

// peerWords are what scripts call two things of which each is another one: the data of one is not that of the other.
var peerWords = strings.Fields(`old new src source from origin dst dest destination target to primary standby replica master slave leader follower
	main backup spare partner peer me self other left right first second blue green prod staging active passive a b`)

// tellsApart reports whether the fixed text beside a name makes it that of another thing of the same kind: "$1-standby", "${1}2".
func tellsApart(v Value) bool {
	for i, p := range v {
		if p.sym != nil || len(v) == 1 {
			continue
		}
		words := strings.FieldsFunc(strings.ToLower(p.lit), func(r rune) bool { return !inName(r) || r == '-' || r == '_' })
		for k, w := range words {
			if slices.Contains(peerWords, w) || i > 0 && k == 0 && strings.Trim(w, "0123456789") == "" {
				return true
			}
		}
	}
	return false
}

// peers reports whether two names tell things of one kind apart.
func peers(a, b string) bool {
	word := func(name string) string {
		for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r >= '0' && r <= '9' }) {
			if slices.Contains(peerWords, w) {
				return w
			}
		}
		return ""
	}
	return word(a) != "" && word(b) != "" || strings.TrimRight(a, "0123456789") == strings.TrimRight(b, "0123456789") && a != b
}

// names are the names that stand in a text, between what never is a part of one: http://cmdb/hosts/$h/state has cmdb, hosts, $h and state.
func (v Value) names() []Value {
	var out []Value
	var cur Value
	flush := func() {
		if len(cur) > 0 {
			out = append(out, cur)
		}
		cur = nil
	}
	for _, p := range v {
		if p.sym != nil {
			cur = cur.append(Value{p})
			continue
		}
		rest := p.lit
		for rest != "" {
			i := strings.IndexFunc(rest, func(r rune) bool { return !inName(r) })
			if i < 0 {
				cur = cur.append(lit(rest))
				break
			}
			cur = cur.append(lit(rest[:i]))
			flush()
			rest = rest[i+1:]
		}
	}
	flush()
	return out
}

func inName(r rune) bool {
	return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}

// namedIn reports whether a text names a thing: it stands in it as a whole, or a name that the thing is related to does.
func (x *exec) namedIn(st *state, text, thing Value) (r relation, why string) {
	text, thing = st.resolve(text), st.resolve(thing)
	if len(text) == 0 || len(thing) == 0 || thing.summary() {
		return apart, ""
	}
	if text.holdsName(thing) {
		return same, ""
	}
	if len(thing.names()) > 1 && thing.firstSym() == nil {
		return apart, "" // a path with constant names, of which each may mean anything
	}
	for _, n := range text.given() {
		for _, t := range thing.given() {
			if r, why := x.relate(st, n, t); r != apart {
				return related, why
			}
		}
	}
	return apart, ""
}

// given are the names in a text that are not known. The address in front of them, "$API" of "$API/hosts/$h", is none.
func (v Value) given() []Value {
	var out, addresses []Value
	for _, n := range v.names() {
		s := n.firstSym()
		switch {
		case s == nil:
		case s.kind == symEnv || s.kind == symDefault:
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

// holdsName reports whether a name stands in a text as a whole.
func (v Value) holdsName(name Value) bool {
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
		if p.sym != nil {
			out = append(out, symbolLetter+rune(p.sym.id))
			continue
		}
		out = append(out, []rune(p.lit)...)
	}
	return out
}

// symbolLetter is above all characters that there are.
const symbolLetter = 0x110000

// goesOn reports whether a name goes on from one character to the next.
func goesOn(a, b rune) bool { return inName(a) && inName(b) }
