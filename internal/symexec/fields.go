package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A splitter makes fields of the pieces of a word.
type splitter struct {
	x     *exec
	st    *domain.State
	src   place.Range // the word
	from  place.Range // where what is added is written, if that is elsewhere
	ifs   string
	known bool // what IFS is
	cur   domain.Field
	open  bool // a field has begun
	out   []domain.Field
}

// flush ends the current field.
func (f *splitter) flush() {
	if f.open {
		f.cur.Src = f.src
		if f.from.Script != nil {
			f.cur.Src = f.from
		}
		if f.cur.Globby && f.st.Opts&domain.OptNoglob == 0 {
			c := f.cur // it escapes, which the splitter does not
			f.x.expandGlob(&c)
			f.cur = c
		}
		f.out = append(f.out, f.cur)
	}
	f.cur, f.open = domain.Field{}, false
}

// fields splits the pieces of a word into fields.
func (x *exec) fields(l []seg, st *domain.State, src place.Range) []domain.Field {
	f := splitter{x: x, st: st, src: src}
	f.ifs, f.known = x.ifs(st)
	for _, s := range l {
		switch {
		case s.isList:
			for i, e := range s.list {
				if i > 0 {
					f.flush()
				}
				f.from = place.Range{}
				if i < len(s.src) {
					f.from = s.src[i]
				}
				if s.quoted {
					f.open, f.cur.Quoted = true, true
					f.cur.V = f.cur.V.Append(e)
				} else {
					f.split(st.Resolve(e))
				}
			}
			if s.open != nil {
				if len(s.list) > 0 {
					f.flush()
				}
				f.open = true
				if len(f.cur.V) == 0 {
					f.cur.Multi = s.open
				}
				f.cur.V = f.cur.V.Append(value.SymValue(s.open))
				f.flush()
			}
		case s.quoted || !s.exp:
			if len(s.v) > 0 || s.quoted {
				f.open = true
			}
			f.cur.Quoted = f.cur.Quoted || s.quoted
			f.cur.V = f.cur.V.Append(s.v)
			if !s.quoted {
				if t, ok := s.v.Constant(); ok && effects.IsGlob(t) {
					f.cur.Globby = true
				}
			}
		default:
			f.split(st.Resolve(s.v))
		}
	}
	f.flush()
	return f.out
}

func (x *exec) ifs(st *domain.State) (string, bool) {
	v, ok := st.Vars.Get(x.ifsName)
	if !ok || v == nil || !v.Set {
		return " \t\n", true
	}
	return st.Resolve(v.Val).Constant()
}

// split splits the value of an unquoted expansion at the characters of IFS.
func (f *splitter) split(v value.Value) {
	for _, p := range v {
		if p.Sym != nil {
			if f.known && strings.Contains(f.ifs, " ") {
				f.cur.Loose = append(f.cur.Loose, p.Sym)
			}
			if f.ifs == "" && f.known || domain.NeverSplit(p.Sym) {
				f.open = true
				f.cur.V = f.cur.V.Append(value.Value{p})
				continue
			}
			list := f.x.splitAt(f.st, p.Sym)
			if len(f.cur.V) == 0 && !f.cur.Quoted {
				f.cur.Multi = list
			}
			f.open = true
			f.cur.V = f.cur.V.Append(value.SymValue(list))
			continue
		}
		if !f.known {
			f.open = true
			f.cur.V = f.cur.V.Append(value.Value{p})
			continue
		}
		t := p.Lit
		for len(t) > 0 {
			i := strings.IndexAny(t, f.ifs)
			if f.ifs == "" {
				i = -1
			}
			if i < 0 {
				f.open = true
				f.cur.V = f.cur.V.Append(value.Lit(t))
				if effects.IsGlob(t) {
					f.cur.Globby = true
				}
				break
			}
			if i > 0 {
				f.open = true
				f.cur.V = f.cur.V.Append(value.Lit(t[:i]))
				if effects.IsGlob(t[:i]) {
					f.cur.Globby = true
				}
			}
			if !strings.ContainsRune(" \t\n", rune(t[i])) {
				f.open = true // a separator that is no blank delimits even an empty field
			}
			f.flush()
			t = t[i+1:]
		}
	}
}

// splitAt gives the fields of a value that is not known. Split at a comma they are others than split at blanks, although both are the
// value's: what is asked of the ones says nothing of the others.
func (x *exec) splitAt(st *domain.State, s *value.Sym) *value.Sym {
	s = domain.ListOf(s)
	ifs, known := x.ifs(st)
	if !known || ifs == "" || strings.ContainsAny(ifs, " \t\n") {
		return s
	}
	return x.dom.Derive(value.SymValue(s), "split"+ifs, func(d *value.Sym) {
		d.Kind, d.Name, d.Desc, d.List, d.Lines, d.Kept = value.SymOther, s.Name, "part of "+s.Desc, nil, true, true
	})
}

// expandGlob makes the matches of a pattern an unknown list of files.
func (x *exec) expandGlob(f *domain.Field) {
	s := x.dom.Derive(f.V, "glob", func(s *value.Sym) { s.Kind, s.Desc = value.SymGlob, f.V.String() })
	if c, ok := f.V.Constant(); ok {
		s.Path = c
	}
	f.Multi = s
}
