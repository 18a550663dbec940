package symexec

import (
	"strings"
)

// A splitter makes fields of the pieces of a word.
type splitter struct {
	x     *exec
	st    *state
	src   Range // the word
	from  Range // where what is added is written, if that is elsewhere
	ifs   string
	known bool // what IFS is
	cur   Field
	open  bool // a field has begun
	out   []Field
}

// flush ends the current field.
func (f *splitter) flush() {
	if f.open {
		f.cur.src = f.src
		if f.from.Script != nil {
			f.cur.src = f.from
		}
		if f.cur.globby && f.st.opts&optNoglob == 0 {
			c := f.cur // it escapes, which the splitter does not
			f.x.expandGlob(&c)
			f.cur = c
		}
		f.out = append(f.out, f.cur)
	}
	f.cur, f.open = Field{}, false
}

// fields splits the pieces of a word into fields.
func (x *exec) fields(l []seg, st *state, src Range) []Field {
	f := splitter{x: x, st: st, src: src}
	f.ifs, f.known = x.ifs(st)
	for _, s := range l {
		switch {
		case s.isList:
			for i, e := range s.list {
				if i > 0 {
					f.flush()
				}
				f.from = Range{}
				if i < len(s.src) {
					f.from = s.src[i]
				}
				if s.quoted {
					f.open, f.cur.quoted = true, true
					f.cur.v = f.cur.v.append(e)
				} else {
					f.split(st.resolve(e))
				}
			}
			if s.open != nil {
				if len(s.list) > 0 {
					f.flush()
				}
				f.open = true
				if len(f.cur.v) == 0 {
					f.cur.multi = s.open
				}
				f.cur.v = f.cur.v.append(symValue(s.open))
				f.flush()
			}
		case s.quoted || !s.exp:
			if len(s.v) > 0 || s.quoted {
				f.open = true
			}
			f.cur.quoted = f.cur.quoted || s.quoted
			f.cur.v = f.cur.v.append(s.v)
			if !s.quoted {
				if t, ok := s.v.constant(); ok && isGlob(t) {
					f.cur.globby = true
				}
			}
		default:
			f.split(st.resolve(s.v))
		}
	}
	f.flush()
	return f.out
}

func (x *exec) ifs(st *state) (string, bool) {
	v, ok := st.vars.get(x.ifsName)
	if !ok || v == nil || !v.set {
		return " \t\n", true
	}
	return st.resolve(v.val).constant()
}

// split splits the value of an unquoted expansion at the characters of IFS.
func (f *splitter) split(v Value) {
	for _, p := range v {
		if p.sym != nil {
			if f.known && strings.Contains(f.ifs, " ") {
				f.cur.loose = append(f.cur.loose, p.sym)
			}
			if f.ifs == "" && f.known || neverSplit(p.sym) {
				f.open = true
				f.cur.v = f.cur.v.append(Value{p})
				continue
			}
			if len(f.cur.v) == 0 && !f.cur.quoted {
				f.cur.multi = p.sym
			}
			f.open = true
			f.cur.v = f.cur.v.append(Value{p})
			continue
		}
		if !f.known {
			f.open = true
			f.cur.v = f.cur.v.append(Value{p})
			continue
		}
		t := p.lit
		for len(t) > 0 {
			i := strings.IndexAny(t, f.ifs)
			if f.ifs == "" {
				i = -1
			}
			if i < 0 {
				f.open = true
				f.cur.v = f.cur.v.append(lit(t))
				if isGlob(t) {
					f.cur.globby = true
				}
				break
			}
			if i > 0 {
				f.open = true
				f.cur.v = f.cur.v.append(lit(t[:i]))
				if isGlob(t[:i]) {
					f.cur.globby = true
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

// neverSplit are texts that hold no blanks.
func neverSplit(s *Sym) bool {
	return s.word || s.kind == symStatus || s.kind == symCount || s.kind == symElem
}

// expandGlob makes the matches of a pattern an unknown list of files.
func (x *exec) expandGlob(f *Field) {
	s := x.derive(f.v, "glob", func(s *Sym) { s.kind, s.desc = symGlob, f.v.String() })
	if c, ok := f.v.constant(); ok {
		s.path = c
	}
	f.multi = s
}

// isGlob reports whether unquoted text is a pattern: a lone [ is the command.
func isGlob(t string) bool {
	if strings.ContainsAny(t, "*?") {
		return true
	}
	i := strings.IndexByte(t, '[')
	return i >= 0 && strings.IndexByte(t[i:], ']') > 1
}
