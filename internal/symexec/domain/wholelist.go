package domain

import (
	"slices"
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// What guards said of each element of a list that a command has printed is said of the whole list, once a loop has come to its end. The
// list is then as one thing that was asked about: what selects the same machines by their group, or is printed by the same command once
// more, can be compared with it.

// ListingOf is the call that printed a list; nil where it is not known, or where only a part of what it printed is left.
func ListingOf(list *value.Sym) *value.Listing {
	if list == nil || list.Summary {
		return nil
	}
	return list.Listing
}

// wholeList takes together what guards said of the first n elements of a list of which there are no more.
func (x *Space) wholeList(st *State, list *value.Sym, n int) {
	if ListingOf(list) == nil || n == 0 {
		return
	}
	if ok, _ := st.Con(list).Ask(Succeeded); !ok {
		return // it may have failed half way
	}
	first := x.madeElem(list, 0)
	if first == nil {
		return
	}
	var said []inherited
	st.Facts.Each(func(k uint32, f Fact) {
		if a := x.AskList[k]; !a.Prompt && !a.Made && a.Over == nil && a.Mentions(first) {
			said = append(said, inherited{a, f})
		}
	})
	for _, s := range said {
		f := s.f
		for i := 1; i < n; i++ {
			other := x.madeElem(list, i)
			g, ok := Fact{Mask: Unasked}, false
			if other != nil {
				g, ok = x.saidOfOther(st, s.ask, first, other)
			}
			if !ok {
				g = Fact{Mask: Unasked}
			}
			f = f.union(g)
		}
		st.Facts = st.Facts.Set(x.askOver(s.ask, first, list).Id, f)
	}
}

// saidOfOther is what a guard said when it was asked at the same place about another element.
func (x *Space) saidOfOther(st *State, a *value.Ask, from, to *value.Sym) (said Fact, ok bool) {
	st.Facts.Each(func(k uint32, f Fact) {
		b := x.AskList[k]
		if ok || b.PlaceAsk != a.PlaceAsk || b.FirstAsk != a.FirstAsk || b.Over != nil || !value.SameValue(a.Host.Replace(from, to), b.Host) {
			return
		}
		if slices.EqualFunc(a.Words, b.Words, func(v, w value.Value) bool { return value.SameValue(v.Replace(from, to), w) }) {
			said, ok = f, true
		}
	})
	return said, ok
}

// askOver is a guard's call about all elements of a list, made of that about the first one.
func (x *Space) askOver(a *value.Ask, first, list *value.Sym) *value.Ask {
	key := "over" + strconv.Itoa(int(a.Id))
	if b, ok := x.Asks[key]; ok {
		return b
	}
	b := *a
	b.Id, b.Over, b.Constant = uint32(len(x.AskList)), list, ""
	b.Host = a.Host.Replace(first, list)
	b.Targets = slices.Clone(a.Targets)
	for i := range b.Targets {
		b.Targets[i].V, b.Targets[i].Host = b.Targets[i].V.Replace(first, list), b.Targets[i].Host.Replace(first, list)
	}
	b.Words = slices.Clone(a.Words)
	for i := range b.Words {
		b.Words[i] = b.Words[i].Replace(first, list)
	}
	x.Asks[key] = &b
	x.AskList = append(x.AskList, &b)
	return &b
}

// wasEmpty reports whether a list is what a call has printed once more that has printed nothing before.
func (x *Space) wasEmpty(st *State, list *value.Sym) bool {
	l := ListingOf(list)
	return l != nil && slices.ContainsFunc(x.Repeated, func(s *value.Sym) bool {
		c := st.Con(s)
		ok, _ := c.Ask(Succeeded)
		return s != list && ok && c.Nonempty == value.No && l.Same(s.Listing)
	})
}
