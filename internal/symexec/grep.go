package symexec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// allForeign reports whether all that is unknown in a text is what a guard prints beside its status.
func allForeign(v Value) bool {
	some := false
	for _, p := range v {
		if p.sym != nil {
			if !p.sym.foreign {
				return false
			}
			some = true
		}
	}
	return some
}

// litLines are the lines of a text that are known as a whole.
func litLines(v Value) string {
	var b strings.Builder
	for i, p := range v {
		if p.sym != nil {
			continue
		}
		t := p.lit
		if i+1 < len(v) && !strings.HasSuffix(t, "\n") { // its last line goes on with what is not known
			t = t[:strings.LastIndex(t, "\n")+1]
		}
		b.WriteString(t)
	}
	return b.String()
}

// grep is 0 when a line matches, 1 when none does, 2 when a file cannot be read.
func (x *exec) grep(cl *callInfo, st *state) []*state {
	opts, operands, ok := splitArgs(cl, "emABCfd")
	if !ok {
		return nil
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if _, ok := opts[n]; ok {
				return true
			}
		}
		return false
	}
	if has("f", "file") || has("r", "R") {
		return nil
	}
	var pat Value
	if p, ok := opts["e"]; ok {
		pat = p
	} else if p, ok := opts["regexp"]; ok {
		pat = p
	} else if len(operands) > 0 {
		pat, operands = operands[0].v, operands[1:]
	}
	pat = st.resolve(pat)
	quiet, count, inverted := has("q", "quiet", "silent"), has("c", "count"), has("v", "invert-match")
	in, known := x.inputText(st, operands)
	if !known {
		return nil
	}
	c := x.unread(st, operands)
	m, reOK := x.grepRegexp(pat, cl.name, has)
	re := m.re
	finish := func(s *state, matched bool, text Value) []*state {
		val := "1"
		if matched {
			val = "0"
		}
		s = x.setStatus(s, status{val: lit(val), at: cl.whole})
		switch {
		case quiet || has("l", "L"):
			return []*state{s}
		case count:
			return x.print(s, text)
		}
		if !matched {
			return []*state{s}
		}
		return x.print(s, text)
	}
	var out []*state
	if x.isFile(st, operands) { // it may be missing
		out = append(out, x.setStatus(c, status{val: lit("2"), at: cl.whole}))
	}
	if t, isConst := in.constant(); isConst && reOK && x.affords(m, t) {
		n := 0
		var b strings.Builder
		for _, l := range splitLines(t) {
			if re.MatchString(l) != inverted {
				n++
				b.WriteString(l + "\n")
			}
		}
		text := lit(b.String())
		if count {
			text = lit(strconv.Itoa(n) + "\n")
		}
		return append(out, finish(c, n > 0, text)...)
	}
	if t, isConst := in.constant(); isConst && t == "" {
		text := Value(nil)
		if count {
			text = lit("0\n")
		}
		return append(out, finish(c, false, text)...)
	}
	key := cl.name + "~" + pat.key() + "~" + strings.Join(sortedKeys(opts), "")
	answered := func(s *state, matched bool) []*state {
		if count {
			if !matched {
				return finish(s, false, lit("0\n"))
			}
			n := x.derive(in.append(lit("\x02")).append(pat), "grepcount"+key, func(s *Sym) { s.kind, s.ask, s.lines, s.list, s.desc = symCount, nil, false, nil, "a count" })
			n.some(s)
			return finish(s, true, symValue(n).append(lit("\n")))
		}
		d := x.derive(in.append(lit("\x02")).append(pat), "grep"+key, func(s *Sym) { s.kind, s.lines, s.list = symOutput, true, nil })
		if matched {
			s.setCon(d, &con{set: yes, nonempty: yes})
		}
		return finish(s, matched, symValue(d))
	}
	if t, isConst := pat.constant(); isConst {
		if t == "." || t == "" || t == "^" || t == ".*" || t == ".+" && has("E") {
			for _, b := range x.decideEmpty(c, in) {
				if b.ok {
					out = append(out, answered(b.st, inverted)...)
				} else {
					out = append(out, answered(b.st, !inverted)...)
				}
			}
			return out
		}
		if core, exact := plainPattern(t, has("x", "line-regexp")); core != "" {
			if exact && allForeign(in) {
				// none of the lines that nobody knows is taken for the very word that the script waits for
				found := slices.Contains(splitLines(litLines(in)), core)
				return answered(c, found != inverted)
			}
			if w := wordIn(in); w != nil && exact {
				for _, b := range x.decideEq(c, symValue(w), core) {
					out = append(out, answered(b.st, b.ok != inverted)...)
				}
				return out
			}
		}
	}
	first := in.firstSym()
	if first == nil {
		for _, b := range x.question(c, pat.firstSym(), key+in.key(), 0, 0) {
			out = append(out, answered(b.st, b.ok)...)
		}
		return out
	}
	for _, e := range x.grepEmpty(c, in) {
		if e.ok {
			text := Value(nil)
			if count {
				text = lit("0\n")
			}
			out = append(out, finish(e.st, false, text)...)
			continue
		}
		var same, other saidBits
		if t, isConst := pat.constant(); isConst {
			core := strings.Trim(t, `^$.*\<>"' `)
			same, other = x.patternSays(first, core, !has("x", "line-regexp") && t != "^"+core+"$" && !leftBound(t), true)
			if same == saidEmpty {
				same, other = saidNonEmpty, saidEmpty
			}
		} else if first.ask != nil && first.ask.Entry.Rows {
			same, other = saidNonEmpty, saidEmpty
		}
		if inverted { // what is left are the other lines
			same, other = saidNonEmpty, saidEmpty
		}
		if !inverted && first.ask != nil && first.ask.Entry.Rows {
			x.lookFor = x.name(aboutPseudo + pat.key())
			x.abouts[x.lookFor] = pat
		}
		asked := x.question(e.st, first, key+in.key(), same, other)
		x.lookFor = 0
		for _, b := range asked {
			if b.ok && !inverted && reOK {
				x.answerMatches(b.st, in, re.MatchString)
			}
			out = append(out, answered(b.st, b.ok)...)
		}
	}
	return out
}

// plainPattern returns the text that a pattern without special characters looks for, and whether it must be the whole line.
func plainPattern(t string, line bool) (core string, exact bool) {
	core = t
	if c, ok := strings.CutPrefix(core, "^"); ok {
		if d, ok := strings.CutSuffix(c, "$"); ok {
			core, line = d, true
		}
	}
	if strings.ContainsAny(core, `^$.*[]\+?(){}|`) {
		return "", false
	}
	return core, line
}

// grepEmpty keeps apart an input that is already known to be empty; it does not make a new decision about it.
func (x *exec) grepEmpty(st *state, in Value) []branch {
	if len(st.resolve(in)) == 0 {
		return []branch{{st, true}}
	}
	return []branch{{st, false}}
}

// grepRegexp translates a basic or extended regular expression.
func (x *exec) grepRegexp(pat Value, name string, has func(...string) bool) (matcher, bool) {
	t, ok := pat.constant()
	if !ok {
		return matcher{}, false
	}
	switch {
	case has("F", "fixed-strings") || name == "fgrep":
		t = regexp.QuoteMeta(t)
	case has("E", "extended-regexp", "P", "perl-regexp") || name == "egrep":
	default:
		t = basicRegexp(t)
	}
	t = wordEnds.Replace(t)
	if has("w", "word-regexp") {
		t = `\b(?:` + t + `)\b`
	}
	if has("x", "line-regexp") {
		t = "^(?:" + t + ")$"
	}
	if has("i", "ignore-case") {
		t = "(?i)" + t
	}
	m := x.matcher(t, true)
	return m, m.re != nil
}

var wordEnds = strings.NewReplacer(`\<`, `\b`, `\>`, `\b`)

// basicRegexp turns a basic regular expression into an extended one: \( \) \{ \} \| \+ \? are special with the backslash.
func basicRegexp(t string) string {
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\' && i+1 < len(t):
			i++
			if strings.IndexByte("(){}|+?", t[i]) >= 0 {
				b.WriteByte(t[i])
			} else {
				b.WriteString(t[i-1 : i+1])
			}
		case strings.IndexByte("(){}|+?", t[i]) >= 0:
			b.WriteString(`\` + t[i:i+1])
		case t[i] == '[':
			j := i + 1
			if j < len(t) && t[j] == '^' {
				j++
			}
			if j < len(t) && t[j] == ']' {
				j++
			}
			for j < len(t) && t[j] != ']' {
				j++
			}
			b.WriteString(t[i:min(j+1, len(t))])
			i = j
		default:
			b.WriteByte(t[i])
		}
	}
	return b.String()
}
