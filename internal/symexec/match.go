package symexec

import (
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/pattern"
)

// A glob is a shell pattern: quoted text in it is escaped. known is false when part of it is not.
type glob struct {
	text  string
	v     Value // the pattern as a value, when part of it is not known
	known bool
}

// plain returns the text that a pattern without special characters stands for.
func (g glob) plain() (string, bool) {
	if g.known {
		g.text = single.ReplaceAllString(g.text, "$1")
	}
	if !g.known || pattern.HasMeta(g.text, pattern.ExtendedOperators) || extended.MatchString(g.text) {
		return "", false
	}
	return unescape(g.text), true
}

// extended is the start of an operator of bash's extended patterns, which HasMeta does not know.
var extended = regexp.MustCompile(`[@?*+!]\(`)

// single is a class of one character: [i]dle, which keeps grep from finding itself.
var single = regexp.MustCompile(`\[([A-Za-z0-9_.-])\]`)

// alternatives are the patterns of @(a|b), which is one of them.
func alternatives(text string) []string {
	inner, ok := strings.CutPrefix(text, "@(")
	if !ok || !strings.HasSuffix(inner, ")") {
		return nil
	}
	inner = strings.TrimSuffix(inner, ")")
	if strings.ContainsAny(inner, "()\\") {
		return nil
	}
	return strings.Split(inner, "|")
}

// decideMatch forks by whether a text matches a pattern as a whole.
func (x *exec) decideMatch(st *state, v Value, g glob) []branch {
	v = st.resolve(v)
	if !g.known {
		w := st.resolve(g.v)
		if _, ok := w.constant(); !ok {
			if s := v.firstSym(); s != nil {
				return x.question(st, s, "~"+w.key(), saidLiteral, saidNotLiteral)
			}
			return x.question(st, w.firstSym(), "~"+v.key()+"~"+w.key(), 0, 0)
		}
		t, _ := w.constant()
		g = glob{text: t, known: true}
	}
	if t, ok := g.plain(); ok {
		return x.decideEq(st, v, t)
	}
	if l := alternatives(g.text); l != nil {
		var out []branch
		cur := []*state{st}
		for _, t := range l {
			var rest []*state
			for _, s := range cur {
				for _, b := range x.decideMatch(s, v, glob{text: t, known: true}) {
					if b.ok {
						out = append(out, b)
					} else {
						rest = append(rest, b.st)
					}
				}
			}
			cur = rest
		}
		for _, s := range cur {
			out = append(out, branch{s, false})
		}
		return out
	}
	if g.text == "?*" || g.text == "*?" {
		out := x.decideEmpty(st, v)
		for i := range out {
			out[i].ok = !out[i].ok
		}
		return out
	}
	if strings.Trim(g.text, "*") == "" {
		return []branch{{st.fork(), true}}
	}
	m := x.globMatcher(g.text)
	re := m.re
	if t, ok := v.constant(); re == nil || ok && !x.affords(m, t) {
		return []branch{{st.fork(), true}, {st.fork(), false}}
	}
	if t, ok := v.constant(); ok {
		return []branch{{st.fork(), re.MatchString(t)}}
	}
	s := v.firstSym()
	if v.single() != nil {
		k := st.con(s)
		if k.dom != nil {
			return x.decideStatus(st, v, func(n int) bool { return re.MatchString(strconv.Itoa(n)) })
		}
		if a, ok := k.ask("~" + g.text); ok {
			return []branch{{st.fork(), a}}
		}
		if a, ok := ofAllNumbers(s, k, re); ok {
			return []branch{{st.fork(), a}}
		}
		core := strings.Trim(g.text, "*?[]")
		same, other := x.patternSays(s, core, core != g.text, strings.HasPrefix(g.text, "*") && strings.HasSuffix(g.text, "*"))
		a, b := st.fork(), st.fork()
		ka := k.withSaid("~"+g.text, true)
		if !re.MatchString("") {
			if k.nonempty == no {
				return []branch{{st.fork(), false}}
			}
			ka.nonempty, ka.set = yes, yes
		}
		a.setCon(s, ka)
		x.note(a, s, same)
		x.answerMatches(a, v, re.MatchString)
		kb := k.withSaid("~"+g.text, false)
		if re.MatchString("") {
			kb.nonempty, kb.set = yes, yes
		}
		b.setCon(s, kb)
		x.note(b, s, other)
		x.rest(a, s, true)
		x.rest(b, s, false)
		return []branch{{a, true}, {b, false}}
	}
	// concatenations: a literal beginning or end that the pattern's own contradicts decides
	if v[0].sym == nil && !prefixFits(v[0].lit, g.text) {
		return []branch{{st.fork(), false}}
	}
	if ok, known := literalMatch(v, g.text); known {
		return []branch{{st.fork(), ok}}
	}
	return x.question(st, s, "~"+v.key()+"~"+g.text, 0, 0)
}

// literalMatch decides X*, *X and *X* where what is known of a text beside its symbols does.
func literalMatch(v Value, g string) (ok, known bool) {
	core := strings.Trim(g, "*")
	if core == g || strings.HasSuffix(core, `\`) || pattern.HasMeta(core, pattern.ExtendedOperators) || extended.MatchString(core) {
		return false, false
	}
	core = unescape(core)
	begins, ends := g[0] != '*', g[len(g)-1] != '*'
	first, last := v[0].lit, v[len(v)-1].lit
	switch {
	case begins:
		return true, strings.HasPrefix(first, core) // what contradicts it has been seen
	case ends && strings.HasSuffix(last, core):
		return true, true
	case ends:
		return false, last != "" && !strings.HasSuffix(core, last)
	}
	for _, p := range v {
		if strings.Contains(p.lit, core) {
			return true, true
		}
	}
	return false, false
}

// prefixFits reports whether a text that starts with p can match the pattern, as far as the pattern's literal start tells.
func prefixFits(p, g string) bool {
	for i := 0; i < len(p) && i < len(g); i++ {
		if strings.IndexByte(`*?[\+@!(`, g[i]) >= 0 {
			return true
		}
		if g[i] != p[i] {
			return false
		}
	}
	return true
}

// globMatcher is a pattern that must match a text as a whole.
func (x *exec) globMatcher(g string) matcher {
	expr, err := pattern.Regexp(g, pattern.EntireString|pattern.ExtendedOperators)
	if err != nil {
		return matcher{}
	}
	return x.matcher(expr, false)
}
