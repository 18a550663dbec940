package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// words expands the words of a command. Expansions can fork (a command substitution, ${x:?}), so there are several results.
func (x *exec) words(list []*syntax.Word, st *state) []expanded {
	return x.wordsOf(list, st, false)
}

// wordsOf is words, of a command if that is what they are. Of the words of a plain one only the effects matter, so that states which
// agree on everything else become one; ${a:+x} ${b:+y} … would double them each time.
func (x *exec) wordsOf(list []*syntax.Word, st *state, command bool) []expanded {
	if fields := x.written(list); fields != nil {
		return []expanded{{st, fields}}
	}
	cur, parts := roomFor(list, st)
	for _, w := range list {
		if command && len(cur) > 2 && x.plain(list[0].Lit(), st) {
			states := make([]*state, len(cur))
			for i, e := range cur {
				states[i] = e.st.fork()
			}
			fields := cur[0].fields
			cur = cur[:0:0]
			for _, s := range x.merge(states) {
				cur = append(cur, expanded{s, fields[:len(fields):len(fields)]})
			}
		}
		if len(cur) == 1 {
			if t := w.Lit(); isWritten(t) { // the common case
				n := len(parts)
				parts = append(parts, Part{lit: t})
				cur[0].fields = append(cur[0].fields, Field{v: parts[n : n+1 : n+1], src: x.span(w), word: w})
				continue
			}
			if v, quoted, ok := x.oneField(w, cur[0].st); ok {
				cur[0].fields = append(cur[0].fields, Field{v: v, quoted: quoted, src: x.span(w), word: w})
				continue
			}
		}
		var next []expanded
		one := [1]*syntax.Word{w}
		words := one[:]
		more := false // words behind these, which nobody counts
		if x.hasBraces(w) {
			if x.bracedWords > maxBracedWords {
				words, more = nil, true
			} else {
				words, more = braces(w)
				x.bracedWords += len(words)
				x.spend(len(words) / 16)
			}
		}
		for _, word := range words {
			next = nil
			for _, e := range cur {
				for _, s := range x.parts(word.Parts, false, e.st) {
					fs := x.fields(s.l, s.st, x.span(w))
					for i := range fs {
						fs[i].word = w
					}
					fields := e.fields
					if len(cur) > 1 || len(next) > 0 {
						fields = fields[:len(fields):len(fields)]
					}
					if len(fields)+len(fs) > maxFields {
						fs = x.furtherWords(w, fields)
					}
					next = append(next, expanded{s.st, append(fields, fs...)})
				}
			}
			cur = next
		}
		if more {
			for i := range cur {
				cur[i].fields = append(cur[i].fields, x.braced(w))
			}
		}
	}
	x.spend(len(cur) - 1)
	return cur
}

// roomFor makes room for the fields of a command, and for the parts of those words that stand for themselves: of most commands in one
// piece of memory.
func roomFor(list []*syntax.Word, st *state) ([]expanded, []Part) {
	if len(list) > 4 {
		return []expanded{{st: st, fields: make([]Field, 0, len(list))}}, make([]Part, 0, len(list))
	}
	if len(list) > 2 {
		r := &struct {
			one    [1]expanded
			fields [4]Field
			parts  [4]Part
		}{}
		r.one[0] = expanded{st, r.fields[:0]}
		return r.one[:], r.parts[:0]
	}
	r := &struct {
		one    [1]expanded
		fields [2]Field
		parts  [2]Part
	}{}
	r.one[0] = expanded{st, r.fields[:0]}
	return r.one[:], r.parts[:0]
}

// oneField expands a word of one part that is certainly one field: 'text', "text", "$x", and $x of which the text is known. ok is
// false for other words.
func (x *exec) oneField(w *syntax.Word, st *state) (v Value, quoted, ok bool) {
	if len(w.Parts) != 1 {
		return nil, false, false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok {
		if len(q.Parts) != 1 {
			return nil, false, false
		}
		part, quoted = q.Parts[0], true
	}
	switch p := part.(type) {
	case *syntax.Lit:
		return lit(unescapeQuoted(p.Value)), true, quoted
	case *syntax.SglQuoted:
		return lit(p.Value), true, !p.Dollar
	case *syntax.ParamExp:
		g, ok := x.simply(p, st)
		if !ok || g.many {
			return nil, false, false
		}
		v := st.resolve(g.v)
		if quoted {
			return v, true, true
		}
		t, known := v.constant()
		ifs, ifsKnown := x.ifs(st)
		return v, false, known && ifsKnown && t != "" && !strings.ContainsAny(t, ifs) && !isGlob(t)
	}
	return nil, false, false
}

// plain reports whether a command is a program that nobody says anything about.
func (x *exec) plain(name string, st *state) bool {
	if name == "" || name == "[" || name == "test" || builtins[name] != nil || filters[baseName(name)] != nil || x.cat.GuardName(baseName(name)) || x.cat.Wraps(baseName(name)) {
		return false
	}
	if f, ok := st.funcs.get(x.name(name)); ok && f != nil {
		return false
	}
	anything, path, device := x.cat.Names(name)
	return !anything && !path && !device
}

// furtherWords stands for what follows the words that a command has room for.
func (x *exec) furtherWords(w *syntax.Word, before []Field) []Field {
	if n := len(before); n > 0 && before[n-1].multi == tooLong {
		return nil
	}
	return []Field{unknownWords(Field{src: x.span(w), word: w})}
}
