package proof

import (
	"slices"
	"sort"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// inherited are the variables of the script's own that a way takes out of the environment: it rests on what they have, although nobody is
// meant to set them, or it destroys what they name.
func (x *Ledger) inherited(st *domain.State, t value.Target) []string {
	out := strings.FieldsFunc(st.Inherits, func(r rune) bool { return r == ',' })
	note := func(s *value.Sym) {
		if s.Kind == value.SymEnv && s.Key == "env:"+s.Name && x.prog.OwnName(s.Name) && !slices.Contains(out, s.Name) {
			out = append(out, s.Name)
		}
	}
	for _, v := range []value.Value{st.Resolve(t.V), st.Resolve(t.Host)} {
		for _, p := range v {
			for s := p.Sym; s != nil; s = s.List {
				note(s)
			}
		}
	}
	sort.Strings(out)
	return out
}

// Presume leaves out the ways that only a variable of the script's own opens which comes with the environment, and notes that nobody sets
// it there. Where there are no other ways, they stay.
func (s *Site) Presume() {
	kept := slices.DeleteFunc(slices.Clone(s.Hits), func(h *Hit) bool { return len(h.Inherited) > 0 })
	if len(kept) == 0 || len(kept) == len(s.Hits) {
		return
	}
	for _, h := range s.Hits {
		for _, name := range h.Inherited {
			a := Assumption{Text: "$" + name + " is not set when the script is started", At: s.At}
			if !slices.Contains(s.Presumed, a) {
				s.Presumed = append(s.Presumed, a)
			}
		}
	}
	slices.SortFunc(s.Presumed, func(a, b Assumption) int { return strings.Compare(a.Text, b.Text) })
	s.Hits = kept
}
