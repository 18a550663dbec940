package domain

import (
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/pattern"

	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A glob is a shell pattern: quoted text in it is escaped. known is false when part of it is not.
type Glob struct {
	Text  string
	V     value.Value // the pattern as a value, when part of it is not known
	Known bool
}

// plain returns the text that a pattern without special characters stands for.
func (g Glob) plain() (string, bool) {
	if g.Known {
		g.Text = single.ReplaceAllString(g.Text, "$1")
	}
	if !g.Known || pattern.HasMeta(g.Text, pattern.ExtendedOperators) || Extended.MatchString(g.Text) {
		return "", false
	}
	return value.Unescape(g.Text), true
}

// Extended is the start of an operator of bash's extended patterns, which HasMeta does not know.
var Extended = regexp.MustCompile(`[@?*+!]\(`)

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

// DecideMatch forks by whether a text matches a pattern as a whole.
func (x *Space) DecideMatch(st *State, v value.Value, g Glob) []Branch {
	v = st.Resolve(v)
	if !g.Known {
		w := st.Resolve(g.V)
		if _, ok := w.Constant(); !ok {
			if s := v.FirstSym(); s != nil {
				same, other := saidLiteral, saidNotLiteral
				if s.Ask != nil && s.Ask.Entry.Rows {
					same, other = x.searchSays(s)
				}
				return x.Question(st, s, "~"+v.Key()+"~"+w.Key(), same, other)
			}
			return x.Question(st, w.FirstSym(), "~"+v.Key()+"~"+w.Key(), 0, 0)
		}
		t, _ := w.Constant()
		g = Glob{Text: t, Known: true}
	}
	if t, ok := g.plain(); ok {
		return x.DecideEq(st, v, t)
	}
	if l := alternatives(g.Text); l != nil {
		var out []Branch
		cur := []*State{st}
		for _, t := range l {
			var rest []*State
			for _, s := range cur {
				for _, b := range x.DecideMatch(s, v, Glob{Text: t, Known: true}) {
					if b.Ok {
						out = append(out, b)
					} else {
						rest = append(rest, b.St)
					}
				}
			}
			cur = rest
		}
		for _, s := range cur {
			out = append(out, Branch{s, false})
		}
		return out
	}
	if g.Text == "?*" || g.Text == "*?" || g.Text == "*?*" {
		out := x.DecideEmpty(st, v)
		for i := range out {
			out[i].Ok = !out[i].Ok
		}
		return out
	}
	if strings.Trim(g.Text, "*") == "" {
		return []Branch{{st.Fork(), true}}
	}
	m := x.GlobMatcher(g.Text)
	re := m.Re
	if t, ok := v.Constant(); re == nil || ok && !x.Affords(m, t) {
		return []Branch{{st.Fork(), true}, {st.Fork(), false}}
	}
	if t, ok := v.Constant(); ok {
		return []Branch{{st.Fork(), re.MatchString(t)}}
	}
	s := v.FirstSym()
	if v.Single() != nil {
		k := st.Con(s)
		if (s.Listed || k.Nonempty != value.Yes && (s.Said || s.Ask != nil)) && notBlank(g.Text, m) {
			out := x.DecideEmpty(st, v) // an answer of nothing but blanks names nothing, as an empty one does
			for i := range out {
				out[i].Ok = !out[i].Ok
			}
			return out
		}
		if k.Dom != nil {
			return x.DecideStatus(st, v, func(n int) bool { return re.MatchString(strconv.Itoa(n)) })
		}
		if a, ok := k.Ask("~" + g.Text); ok {
			return []Branch{{st.Fork(), a}}
		}
		if a, ok := ofAllNumbers(s, k, re); ok {
			return []Branch{{st.Fork(), a}}
		}
		core := strings.Trim(g.Text, "*?[]")
		same, other := x.PatternSays(s, core, core != g.Text, strings.HasPrefix(g.Text, "*") && strings.HasSuffix(g.Text, "*"))
		a, b := st.Fork(), st.Fork()
		ka := k.WithAnswer("~"+g.Text, true)
		if !re.MatchString("") {
			if k.Nonempty == value.No {
				return []Branch{{st.Fork(), false}}
			}
			ka.Nonempty, ka.Set = value.Yes, value.Yes
		}
		a.SetCon(s, ka)
		x.recordComparison(a, s, same)
		x.AnswerMatches(a, v, re.MatchString)
		kb := k.WithAnswer("~"+g.Text, false)
		if re.MatchString("") {
			kb.Nonempty, kb.Set = value.Yes, value.Yes
		}
		b.SetCon(s, kb)
		x.recordComparison(b, s, other)
		x.restOnDecision(a, s, true)
		x.restOnDecision(b, s, false)
		return []Branch{{a, true}, {b, false}}
	}
	// concatenations: a literal beginning or end that the pattern's own contradicts decides
	if v[0].Sym == nil && !prefixFits(v[0].Lit, g.Text) {
		return []Branch{{st.Fork(), false}}
	}
	if ok, known := literalMatch(v, g.Text); known {
		return []Branch{{st.Fork(), ok}}
	}
	var same, other Comparisons
	if s.Ask != nil && s.Ask.Entry.Rows {
		same, other = x.searchSays(s)
	}
	return x.Question(st, s, "~"+v.Key()+"~"+g.Text, same, other)
}

// inside is *[…]*: some character of a text is in a set.
var inside = regexp.MustCompile(`^\*\[[!^](\[:(space|blank):\]|\\?[ \t\n])+\]\*$|^\*\[\[:graph:\]\]\*$`)

// notBlank reports whether a pattern matches every text with a character in it that is not a blank, and no empty one.
func notBlank(text string, m Matcher) bool {
	return inside.MatchString(text) && !m.Re.MatchString("") && m.Re.MatchString("/")
}

// literalMatch decides X*, *X and *X* where what is known of a text beside its symbols does.
func literalMatch(v value.Value, g string) (ok, known bool) {
	core := strings.Trim(g, "*")
	if core == g || strings.HasSuffix(core, `\`) || pattern.HasMeta(core, pattern.ExtendedOperators) || Extended.MatchString(core) {
		return false, false
	}
	core = value.Unescape(core)
	begins, ends := g[0] != '*', g[len(g)-1] != '*'
	first, last := v[0].Lit, v[len(v)-1].Lit
	switch {
	case begins:
		return true, strings.HasPrefix(first, core) // what contradicts it has been seen
	case ends && strings.HasSuffix(last, core):
		return true, true
	case ends:
		return false, last != "" && !strings.HasSuffix(core, last)
	}
	for _, p := range v {
		if strings.Contains(p.Lit, core) {
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

// GlobMatcher is a pattern that must match a text as a whole.
func (x *Space) GlobMatcher(g string) Matcher {
	expr, err := pattern.Regexp(g, pattern.EntireString|pattern.ExtendedOperators)
	if err != nil {
		return Matcher{}
	}
	return x.Matcher(expr, false)
}
