package proof

import (
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A script asks each machine of a list, and then destroys them by the name of the group that the list was made of, or by what the same
// command prints once more.

// overList reports whether a guard that was asked about all elements of a list looked at what a site destroys.
func (x *Ledger) overList(st *domain.State, a *value.Ask, t value.Target) coverage {
	return x.asListed(st, a, t, a.Over, value.SymValue(a.Over))
}

// ofMember reports whether a guard looked at one of those that a site destroys: what it says besides idle accuses.
func (x *Ledger) ofMember(st *domain.State, a *value.Ask, t value.Target) coverage {
	for _, v := range append([]value.Value{a.Host}, a.Words...) {
		for _, p := range v {
			if s := p.Sym; s != nil && s.Kind == value.SymElem && s.List != nil && domain.ListingOf(s.List) != nil {
				return x.asListed(st, a, t, s.List, value.SymValue(s))
			}
		}
	}
	return coverage{}
}

// asListed compares what a guard looked at with a target, with name in the place of what in that means the elements of a list.
func (x *Ledger) asListed(st *domain.State, a *value.Ask, t value.Target, list *value.Sym, name value.Value) coverage {
	l := domain.ListingOf(list)
	var why string
	switch group := st.Resolve(t.Host); {
	case x.Many != "" && l.Selects(group):
		t.Host = name
		why = "the list that is asked one by one has all machines of " + group.String()
	default:
		again := sameListed(t, list)
		if again == nil {
			return coverage{}
		}
		t.V, t.Host = t.V.Replace(again, name[0].Sym), t.Host.Replace(again, name[0].Sym)
		why = l.Words[0].String() + " prints the same list again"
	}
	a2 := *a
	a2.Many = ""
	c := x.covers(st, &a2, t)
	if c.is && len(c.assumes) == 0 {
		c.assumes = []Assumption{{Text: why, At: a.Whole}}
	}
	return c
}

// sameListed is the element in a target of a list that the same call printed.
func sameListed(t value.Target, list *value.Sym) *value.Sym {
	for _, v := range []value.Value{t.V, t.Host} {
		for _, p := range v {
			if s := p.Sym; s != nil && s.Kind == value.SymElem && s.List != nil && s.List != list && domain.ListingOf(list).Same(domain.ListingOf(s.List)) {
				return s
			}
		}
	}
	return nil
}
