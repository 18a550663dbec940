package symexec

// several is the question whether a text splits into more than one word.
const several = "several words"

// severalFields tells the ways apart on which what a guard lists stands in a test without quotes and splits into several words: the
// test then is an error, [ db1 db2 ], and not true.
func (x *exec) severalFields(args []Field, st *state) []branch {
	cur := []branch{{st, false}}
	for _, s := range splitting(args) {
		var next []branch
		for _, b := range cur {
			if b.ok || b.st.con(s).nonempty == no {
				next = append(next, b)
				continue
			}
			for _, q := range x.question(b.st, s, several, 0, 0) {
				if !q.ok {
					next = append(next, q)
					continue
				}
				for _, e := range x.decideEmpty(q.st, symValue(s)) {
					if !e.ok {
						next = append(next, branch{e.st, true})
					}
				}
			}
		}
		cur = next
	}
	return cur
}

// splitting are the lists of guards that stand in words without quotes.
func splitting(args []Field) []*Sym {
	var out []*Sym
	add := func(s *Sym) {
		if s == nil || !s.listed || !s.lines || neverSplit(s) {
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
		add(f.multi)
		for _, s := range f.loose {
			add(s)
		}
	}
	return out
}

// severalNumbers is a text as a number, which several words are not.
func (x *exec) severalNumbers(st *state, s *Sym) []num {
	if len(splitting([]Field{{multi: s}})) == 0 {
		return []num{{st: st, v: symValue(s)}}
	}
	var out []num
	for _, b := range x.severalFields([]Field{{multi: s}}, st) {
		out = append(out, num{b.st, symValue(s), b.ok})
	}
	return out
}
