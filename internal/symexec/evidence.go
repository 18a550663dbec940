package symexec

import (
	"slices"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// worklist reports whether a target was taken out of a guard's answer: a list of what is to be destroyed does not ask whether it
// may be.
func worklist(a *value.Ask, t value.Target) bool {
	for _, v := range []value.Value{t.V, t.Host} {
		for _, p := range v {
			for s := p.Sym; s != nil; s = s.List {
				if s.Source != nil && s.Source.PlaceAsk == a.PlaceAsk || s.Root != nil && s.Root.Source != nil && s.Root.Source.PlaceAsk == a.PlaceAsk {
					return true
				}
			}
		}
	}
	return false
}

// weigh tells the answers that are evidence about a site's target from those that are none, now that all comparisons are known.
func (x *exec) weigh(s *proof.Site) {
	literals, others := map[*value.Ask]domain.Outcome{}, map[*value.Ask]domain.Outcome{}
	for _, h := range s.Hits {
		for _, a := range h.Answers {
			if o := a.Outcome & (domain.Literal | domain.NoLiteral); a.Covers {
				literals[a.Ask.PlaceAsk] |= o
			} else {
				others[a.Ask.PlaceAsk] |= o
			}
		}
	}
	for place, o := range others {
		if literals[place] == 0 {
			literals[place] = o // it is asked about other targets only
		}
	}
	for _, h := range s.Hits {
		var kept []proof.Answer
		for _, a := range h.Answers {
			if x.counts(a, h.Target, literals[a.Ask.PlaceAsk]) {
				kept = append(kept, a)
			} else {
				a.Worklist = worklist(a.Ask, h.Target)
				h.Others = append(h.Others, a)
			}
		}
		h.Answers = kept
	}
}

// counts reports whether an answer is evidence. A query's is one where the script compares it with something whose meaning is known,
// or goes on for a literal only.
func (x *exec) counts(a proof.Answer, t value.Target, literal domain.Outcome) bool {
	e := a.Ask.Entry
	switch {
	case a.Ask.Made:
		return true
	case !e.Proves() || worklist(a.Ask, t) || x.finds(a.Ask, t):
		return false
	case !e.Query:
		return true
	}
	c := x.dom.Compared[a.Ask.PlaceAsk]
	if x.onlyEmptiness(a.Ask) {
		return false
	}
	return c != nil && (c.Read || literal == domain.Literal)
}

// finds reports whether a page that is fetched serves to find the target, and the script looks for no word in it: that it names one says that
// it is there.
func (x *exec) finds(a *value.Ask, t value.Target) bool {
	return a.Entry.OnlyCompared && !x.dom.Wordy[a.PlaceAsk] && proof.LookedUpBy(append(slices.Clip(t.V), t.Host...), a)
}

// onlyEmptiness reports whether a script looks only whether a question for a state has an answer. A state is one of the idle words, or
// of those that mean in use: that there is none says neither.
func (x *exec) onlyEmptiness(a *value.Ask) bool {
	c := x.dom.Compared[a.PlaceAsk]
	return a.Entry.Asks == catalog.AsksState && c != nil && c.Read && !x.dom.Wordy[a.PlaceAsk]
}

// OnlyEmptiness reports whether an answer is no evidence because the script looks only whether there is one, although a state is asked.
func (r *Result) OnlyEmptiness(a *value.Ask) bool { return r.x.onlyEmptiness(a) }

// Reads reports whether the script makes anything of what a guard says; a question of which only the status is looked at has said nothing.
func (r *Result) Reads(a *value.Ask) bool {
	c := r.x.dom.Compared[a.PlaceAsk]
	return !a.Query || c != nil && (c.Read || len(c.Words) > 0)
}

// Compared are the words that a script compares a query's answer with and of which it is not known what they mean.
func (r *Result) Compared(a *value.Ask) []string {
	if c := r.x.dom.Compared[a.PlaceAsk]; c != nil {
		return effects.SortedKeys(c.Words)
	}
	return nil
}

// blankSoFar reports whether all lines of a list that is not empty were found to be, so that it cannot end here.
func (x *exec) blankSoFar(st *domain.State, list *value.Sym, index int, name string) bool {
	if !list.Blank || index == 0 || st.Con(list).Nonempty != value.Yes {
		return false
	}
	for i := range index {
		if st.Con(x.dom.Elem(list, i, name)).Nonempty != value.No {
			return false
		}
	}
	return true
}
