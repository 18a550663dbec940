package symexec

import (
	"strings"
)

// fields splits the pieces of a word into fields.
func (x *exec) fields(l []seg, st *state, src Range) []Field {
	var out []Field
	var cur Field
	open := false // a field has begun
	var from Range
	flush := func() {
		if open {
			cur.src = src
			if from.Script != nil {
				cur.src = from
			}
			if cur.globby && st.opts&optNoglob == 0 {
				x.expandGlob(&cur)
			}
			out = append(out, cur)
		}
		cur, open = Field{}, false
	}
	ifs, known := x.ifs(st)
	for _, s := range l {
		switch {
		case s.isList:
			for i, e := range s.list {
				if i > 0 {
					flush()
				}
				from = Range{}
				if i < len(s.src) {
					from = s.src[i]
				}
				if s.quoted {
					open, cur.quoted = true, true
					cur.v = cur.v.append(e)
				} else {
					x.splitInto(&cur, &open, flush, st.resolve(e), ifs, known)
				}
			}
			if s.open != nil {
				if len(s.list) > 0 {
					flush()
				}
				open = true
				if len(cur.v) == 0 {
					cur.multi = s.open
				}
				cur.v = cur.v.append(symValue(s.open))
				flush()
			}
		case s.quoted || !s.exp:
			if len(s.v) > 0 || s.quoted {
				open = true
			}
			cur.quoted = cur.quoted || s.quoted
			cur.v = cur.v.append(s.v)
			if !s.quoted {
				if t, ok := s.v.constant(); ok && isGlob(t) {
					cur.globby = true
				}
			}
		default:
			x.splitInto(&cur, &open, flush, st.resolve(s.v), ifs, known)
		}
	}
	flush()
	return out
}

func (x *exec) ifs(st *state) (string, bool) {
	v, ok := st.vars.get(x.ifsName)
	if !ok || v == nil || !v.set {
		return " \t\n", true
	}
	return st.resolve(v.val).constant()
}

// splitInto splits the value of an unquoted expansion at the characters of IFS.
func (x *exec) splitInto(cur *Field, open *bool, flush func(), v Value, ifs string, known bool) {
	for _, p := range v {
		if p.sym != nil {
			if known && strings.Contains(ifs, " ") {
				cur.loose = append(cur.loose, p.sym)
			}
			if ifs == "" && known || neverSplit(p.sym) {
				*open = true
				cur.v = cur.v.append(Value{p})
				continue
			}
			if len(cur.v) == 0 && !cur.quoted {
				cur.multi = p.sym
			}
			*open = true
			cur.v = cur.v.append(Value{p})
			continue
		}
		if !known {
			*open = true
			cur.v = cur.v.append(Value{p})
			continue
		}
		t := p.lit
		for len(t) > 0 {
			i := strings.IndexAny(t, ifs)
			if ifs == "" {
				i = -1
			}
			if i < 0 {
				*open = true
				cur.v = cur.v.append(lit(t))
				if isGlob(t) {
					cur.globby = true
				}
				break
			}
			if i > 0 {
				*open = true
				cur.v = cur.v.append(lit(t[:i]))
				if isGlob(t[:i]) {
					cur.globby = true
				}
			}
			if !strings.ContainsRune(" \t\n", rune(t[i])) {
				*open = true // a separator that is no blank delimits even an empty field
			}
			flush()
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
