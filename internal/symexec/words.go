package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/prefilter"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// unknownWords is a word of a command that stands for any number of words.
func unknownWords(f domain.Field) domain.Field {
	f.V, f.Multi, f.Globby = value.SymValue(value.TooLong), value.TooLong, false
	return f
}

// words expands the words of a command. Expansions can fork (a command substitution, ${x:?}), so there are several results.
func (x *exec) words(list []*syntax.Word, st *domain.State) []expanded {
	return x.wordsOf(list, st, false)
}

// wordsOf is words, of a command if that is what they are. Of the words of a plain one only the effects matter, so that states which
// agree on everything else become one; ${a:+x} ${b:+y} … would double them each time.
func (x *exec) wordsOf(list []*syntax.Word, st *domain.State, command bool) []expanded {
	if fields := x.dom.Written(list); fields != nil {
		return []expanded{{st, fields}}
	}
	cur, parts := roomFor(list, st)
	for _, w := range list {
		if command && len(cur) > 2 && x.plain(list[0].Lit(), st) {
			states := make([]*domain.State, len(cur))
			for i, e := range cur {
				states[i] = e.st.Fork()
			}
			fields := cur[0].fields
			cur = cur[:0:0]
			for _, s := range x.dom.Merge(states) {
				cur = append(cur, expanded{s, fields[:len(fields):len(fields)]})
			}
		}
		if len(cur) == 1 {
			if t := w.Lit(); domain.IsWritten(t) { // the common case
				n := len(parts)
				parts = append(parts, value.Part{Lit: t})
				cur[0].fields = append(cur[0].fields, domain.Field{V: parts[n : n+1 : n+1], Src: x.prog.Span(w), Word: w})
				continue
			}
			if v, quoted, ok := x.oneField(w, cur[0].st); ok {
				cur[0].fields = append(cur[0].fields, domain.Field{V: v, Quoted: quoted, Src: x.prog.Span(w), Word: w})
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
				words, more = prefilter.Braces(w)
				x.bracedWords += len(words)
				x.spend(len(words) / 16)
			}
		}
		for _, word := range words {
			next = nil
			for _, e := range cur {
				for _, s := range x.partsOf(word, e.st) {
					fs := x.fields(s.l, s.st, x.prog.Span(w))
					for i := range fs {
						fs[i].Word = w
					}
					if s.st.Opts&domain.OptFailglob != 0 && slices.ContainsFunc(fs, func(f domain.Field) bool { return f.Globby }) {
						for _, g := range x.giveUp(s.st.Fork(), x.prog.Span(w), expansion) {
							next = append(next, expanded{g, slices.Clone(e.fields)})
						}
					}
					fields := e.fields
					if len(cur) > 1 || len(next) > 0 {
						fields = fields[:len(fields):len(fields)]
					}
					if len(fields)+len(fs) > value.MaxFields {
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

// partsOf expands a word, by what its defaults stand for.
func (x *exec) partsOf(w *syntax.Word, st *domain.State) []segs {
	all := x.parts(w.Parts, false, st)
	if len(all) == 1 {
		return x.defaultWords(all[0])
	}
	var out []segs
	for _, s := range all {
		out = append(out, x.defaultWords(s)...)
	}
	return out
}

// roomFor makes room for the fields of a command, and for the parts of those words that stand for themselves: of most commands in one
// piece of memory.
func roomFor(list []*syntax.Word, st *domain.State) ([]expanded, []value.Part) {
	if len(list) > 4 {
		return []expanded{{st: st, fields: make([]domain.Field, 0, len(list))}}, make([]value.Part, 0, len(list))
	}
	if len(list) > 2 {
		r := &struct {
			one    [1]expanded
			fields [4]domain.Field
			parts  [4]value.Part
		}{}
		r.one[0] = expanded{st, r.fields[:0]}
		return r.one[:], r.parts[:0]
	}
	r := &struct {
		one    [1]expanded
		fields [2]domain.Field
		parts  [2]value.Part
	}{}
	r.one[0] = expanded{st, r.fields[:0]}
	return r.one[:], r.parts[:0]
}

// oneField expands a word of one part that is certainly one field: 'text', "text", "$x", and $x of which the text is known. ok is
// false for other words.
func (x *exec) oneField(w *syntax.Word, st *domain.State) (v value.Value, quoted, ok bool) {
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
		return value.Lit(effects.UnescapeQuoted(p.Value)), true, quoted
	case *syntax.SglQuoted:
		return value.Lit(p.Value), true, !p.Dollar
	case *syntax.ParamExp:
		g, ok := x.simply(p, st)
		if !ok || g.many {
			return nil, false, false
		}
		v := st.Resolve(g.v)
		if quoted {
			return v, true, true
		}
		t, known := v.Constant()
		ifs, ifsKnown := x.ifs(st)
		return v, false, known && ifsKnown && t != "" && !strings.ContainsAny(t, ifs) && !effects.IsGlob(t)
	}
	return nil, false, false
}

// plain reports whether a command is a program that nobody says anything about.
func (x *exec) plain(name string, st *domain.State) bool {
	if name == "" || name == "[" || name == "test" || builtins[name] != nil || isFilter(effects.BaseName(name)) || x.prog.Cat.GuardName(effects.BaseName(name)) || x.prog.Cat.Wraps(effects.BaseName(name)) {
		return false
	}
	if f, ok := st.Funcs.Get(x.tab.Name(name)); ok && f != nil {
		return false
	}
	anything, path, device := x.prog.Cat.Names(name)
	return !anything && !path && !device
}

// furtherWords stands for what follows the words that a command has room for.
func (x *exec) furtherWords(w *syntax.Word, before []domain.Field) []domain.Field {
	if n := len(before); n > 0 && before[n-1].Multi == value.TooLong {
		return nil
	}
	return []domain.Field{unknownWords(domain.Field{Src: x.prog.Span(w), Word: w})}
}
