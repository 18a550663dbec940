package symexec

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A partialList is an array whose elements are being expanded, in one of the states that this has forked into.
type partialList struct {
	st *domain.State
	v  domain.Variable
}

// fewerLists takes states together that differ in the elements so far. An element that is not the same in all of them is what they
// begin with, and then any text.
func (x *exec) fewerLists(a *syntax.Assign, lists []partialList) []partialList {
	id := x.tab.Name(a.Name.Value)
	n, even := len(lists[0].v.Elems), true
	for _, l := range lists {
		even = even && l.v.List == nil && len(l.v.Elems) == n
	}
	states := make([]*domain.State, 0, len(lists))
	for i := range n {
		if !even {
			break
		}
		if one := x.eitherElement(a, i, lists); one != nil {
			for _, l := range lists {
				l.v.Elems[i] = one
			}
		}
	}
	for _, l := range lists {
		c := l.st.Fork()
		c.Vars = c.Vars.Set(id, x.dom.Bounded(l.v.Changed()))
		states = append(states, c)
	}
	var out []partialList
	for _, s := range x.dom.Merge(states) {
		v := lists[0].v
		if got, ok := s.Vars.Get(id); ok && got != nil {
			v = *got.Changed()
		}
		out = append(out, partialList{s, v})
	}
	return out
}

// eitherElement is the text of an element that differs between lists; nil where it does not.
func (x *exec) eitherElement(a *syntax.Assign, i int, lists []partialList) value.Value {
	first := lists[0].v.Elems[i]
	prefix, same := leadingText(first), true
	var all []domain.Field
	for _, l := range lists {
		v := l.v.Elems[i]
		same = same && value.SameValue(first, v)
		t := leadingText(v)
		for !strings.HasPrefix(t, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
		all = append(all, domain.Field{V: v})
	}
	if same {
		return nil
	}
	d := x.dom.EitherDanger(lists[0].st, all)
	d.Empty = value.MaybeEmpty
	name := a.Name.Value + "[" + strconv.Itoa(i) + "]"
	s := x.tab.Sym("either:"+x.prog.At(a)+name+d.Key(), func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Summary, s.Lines, s.Danger = value.SymWidened, a.Name.Value, "${"+name+"}", true, true, d
	})
	return value.Lit(prefix).Append(value.SymValue(s))
}

// leadingText is the known text that a value begins with.
func leadingText(v value.Value) string {
	if len(v) > 0 && v[0].Sym == nil {
		return v[0].Lit
	}
	return ""
}
