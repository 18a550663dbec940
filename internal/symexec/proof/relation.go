package proof

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// machine is the name of a machine without its parts.
func machine(v value.Value) value.Value { return v.Before(value.InsideMark + value.PartMark) }

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
func (x *Ledger) relate(st *domain.State, guard, site value.Value) (r relation, why string) {
	guard, site = st.Resolve(guard), st.Resolve(site)
	if len(guard) == 0 || len(site) == 0 {
		return apart, ""
	}
	if value.SameValue(guard, site) && !guard.Summary() || st.ProvedSame(guard, site) {
		return same, ""
	}
	if guard.Summary() || site.Summary() {
		return apart, ""
	}
	if s := guard.Single(); s != nil && s.IsWords() {
		if t := site.Single(); t != nil && s.Root == t.Origin() && !t.IsWords() {
			return related, site.String() + " is one word"
		}
	}
	if s := site.Single(); s != nil && s.IsWords() {
		return apart, "" // the command gets each word of what the guard looked at
	}
	if tellsApart(guard) || tellsApart(site) {
		return apart, ""
	}
	if x.isPeer(st, guard) != x.isPeer(st, site) {
		return apart, ""
	}
	if how := site.ComesFrom(guard, maxTies); how != "" {
		return related, site.String() + " is " + how + " " + guard.String()
	}
	if how := guard.ComesFrom(site, maxTies); how != "" {
		return related, guard.String() + " is " + how + " " + site.String()
	}
	if sameSymbols(guard, site) || guard.FirstSym() != nil && site.HoldsName(guard) || site.FirstSym() != nil && guard.HoldsName(site) {
		return related, guard.String() + " and " + site.String() + " have one name"
	}
	if a, b := guard.Single(), site.Single(); a != nil && b != nil && a.Record != "" && a.Record == b.Record && !peers(a.Name, b.Name) {
		return related, guard.String() + " and " + site.String() + " come from one record"
	}
	return apart, ""
}

// sameSymbols reports whether two texts are made of the same unknown ones, of at least two: "$vg/$lv" and "$vg-$lv".
func sameSymbols(a, b value.Value) bool {
	symbols := func(v value.Value) (out []*value.Sym) {
		for _, p := range v {
			if p.Sym != nil {
				out = append(out, p.Sym)
			}
		}
		return out
	}
	l := symbols(a)
	return len(l) > 1 && slices.Equal(l, symbols(b))
}

// peerWords are what scripts call two things of which each is another one: the data of one is not that of the other.
var peerWords = strings.Fields(`old new src source from origin dst dest destination target to primary standby replica master slave leader follower
	main backup spare partner peer me self other left right first second blue green prod staging active passive a b`)

// tellsApart reports whether the fixed text beside a name makes it that of another thing of the same kind: "$1-standby", "${1}2".
func tellsApart(v value.Value) bool {
	for i, p := range v {
		if p.Sym != nil || len(v) == 1 {
			continue
		}
		words := strings.FieldsFunc(strings.ToLower(p.Lit), func(r rune) bool { return !value.InName(r) || r == '-' || r == '_' })
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

// namedIn reports whether a text names a thing: it stands in it as a whole, or a name that the thing is related to does.
func (x *Ledger) namedIn(st *domain.State, text, thing value.Value) (r relation, why string) {
	text, thing = st.Resolve(text), st.Resolve(thing)
	if len(text) == 0 || len(thing) == 0 || thing.Summary() {
		return apart, ""
	}
	if text.HoldsName(thing) {
		return same, ""
	}
	if len(thing.Names()) > 1 && thing.FirstSym() == nil {
		return apart, "" // a path with constant names, of which each may mean anything
	}
	// Each name that the thing has is one of the text, or is tied to one: of $app/$old and $app/$new the first is no more than what
	// both are in.
	for _, t := range thing.Given() {
		found := apart
		for _, n := range text.Given() {
			tie, how := x.relate(st, n, t)
			if tie == apart {
				continue
			}
			if found = tie; why == "" {
				why = how
			}
			break
		}
		if r = found; r == apart {
			return apart, ""
		}
	}
	if r == apart {
		return apart, ""
	}
	if why == "" {
		why = thing.String() + " is what is asked about"
	}
	return related, why
}
