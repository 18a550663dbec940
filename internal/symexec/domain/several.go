package domain

import "github.com/wipelint/wipelint/internal/symexec/value"

// Several is the question whether a text splits into more than one word.
const Several = "several words"

// SeveralFields tells the ways apart on which what a guard lists stands in a test without quotes and splits into several words: the
// test then is an error, [ db1 db2 ], and not true.
func (x *Space) SeveralFields(args []Field, st *State) []Branch {
	cur := []Branch{{st, false}}
	for _, s := range splitting(args) {
		var next []Branch
		for _, b := range cur {
			if b.Ok || b.St.Con(s).Nonempty == value.No {
				next = append(next, b)
				continue
			}
			for _, q := range x.Question(b.St, s, Several, 0, 0) {
				if !q.Ok {
					next = append(next, q)
					continue
				}
				for _, e := range x.DecideEmpty(q.St, value.SymValue(s)) {
					if !e.Ok {
						next = append(next, Branch{e.St, true})
					}
				}
			}
		}
		cur = next
	}
	return cur
}

// splitting are the lists of guards that stand in words without quotes.
func splitting(args []Field) []*value.Sym {
	var out []*value.Sym
	add := func(s *value.Sym) {
		if s == nil || !s.Listed || !s.Lines || NeverSplit(s) {
			return
		}
		for _, o := range out {
			if o == s {
				return
			}
		}
		out = append(out, s)
	}
	for _, f := range args {
		add(f.Multi)
		for _, s := range f.Loose {
			add(s)
		}
	}
	return out
}

// SeveralNumbers is a text as a number, which several words are not.
func (x *Space) SeveralNumbers(st *State, s *value.Sym) []Num {
	if len(splitting([]Field{{Multi: s}})) == 0 {
		return []Num{{St: st, V: value.SymValue(s)}}
	}
	var out []Num
	for _, b := range x.SeveralFields([]Field{{Multi: s}}, st) {
		out = append(out, Num{b.St, value.SymValue(s), b.Ok})
	}
	return out
}
