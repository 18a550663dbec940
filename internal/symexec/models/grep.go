package models

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// leftBound reports whether nothing can stand before the last word that a pattern looks for: ^idle, "state": "idle", State=IDLE.
func leftBound(pattern string) bool { return boundPattern.MatchString(pattern) }

var boundPattern = regexp.MustCompile(`^\^"?[\w-]+|\w"?[ ]*[*]?[:=](?:\[\[:space:\]\]|\\s|[ ])*[*+]?"?[\w-]+"?\$?$`)

// numberColumn looks for a number in a column of a table that is set to the right: ' 0$'.
var numberColumn = regexp.MustCompile(`^\^?(?: |\\s|\[\[:(?:space|blank):\]\])[*+]?\d+\$$`)

// allForeign reports whether all that is unknown in a text is what a guard prints beside its status.
func allForeign(v value.Value) bool {
	some := false
	for _, p := range v {
		if p.Sym != nil {
			if !p.Sym.Foreign {
				return false
			}
			some = true
		}
	}
	return some
}

// litLines are the lines of a text that are known as a whole.
func litLines(v value.Value) string {
	var b strings.Builder
	for i, p := range v {
		if p.Sym != nil {
			continue
		}
		t := p.Lit
		if i+1 < len(v) && !strings.HasSuffix(t, "\n") { // its last line goes on with what is not known
			t = t[:strings.LastIndex(t, "\n")+1]
		}
		b.WriteString(t)
	}
	return b.String()
}

// grep is 0 when a line matches, 1 when none does, 2 when a file cannot be read.
func (x *Tools) grep(cl *domain.CallInfo, st *domain.State) []*domain.State {
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
	var pat value.Value
	if p, ok := opts["e"]; ok {
		pat = p
	} else if p, ok := opts["regexp"]; ok {
		pat = p
	} else if len(operands) > 0 {
		pat, operands = operands[0].V, operands[1:]
	}
	pat = st.Resolve(pat)
	quiet, count, inverted := has("q", "quiet", "silent"), has("c", "count"), has("v", "invert-match")
	in, known := x.inputText(st, operands)
	if !known {
		return nil
	}
	c := x.unread(st, operands)
	if quiet || st.Fd(1).Kind != domain.ToCapture { // what it is run for is its status
		x.dom.LooksAt(in)
	}
	nothing := false
	if len(operands) == 0 && !inverted && !count {
		d := st.Stdin.Text.TrimNewlines().Single()
		if n, ok := x.narrowed[d]; ok && n.keeps(pat) { // all the lines that this one looks for have come through the filter before it
			nothing = len(in) == 0
			x.dom.LookFor = x.LooksFor(whole(pat, has), n.from.FirstSym().Column)
			x.dom.LookAgain(c, n.from.FirstSym(), nothing)
			x.dom.LookFor = 0
			in = n.from
		}
	}
	only := has("o", "only-matching")
	m, reOK := x.grepRegexp(pat, cl.Name, has)
	re := m.Re
	finish := func(s *domain.State, matched bool, text value.Value) []*domain.State {
		val := "1"
		if matched {
			val = "0"
		}
		s = x.dom.SetStatus(s, domain.Status{Val: value.Lit(val), At: cl.Whole})
		switch {
		case quiet || has("l", "L"):
			return []*domain.State{s}
		case count:
			return x.Print(s, text)
		}
		if !matched {
			return []*domain.State{s}
		}
		return x.Print(s, text)
	}
	if nothing {
		return finish(c, false, nil)
	}
	var out []*domain.State
	if x.isFile(st, operands) { // it may be missing
		out = append(out, x.dom.SetStatus(c, domain.Status{Val: value.Lit("2"), At: cl.Whole}))
	}
	if t, isConst := in.Constant(); isConst && reOK && x.dom.Affords(m, t) {
		n := 0
		var b strings.Builder
		for _, l := range splitLines(t) {
			if re.MatchString(l) != inverted {
				n++
				if !only {
					b.WriteString(l + "\n")
				}
				for _, part := range re.FindAllString(l, -1) {
					if only && !inverted && part != "" {
						b.WriteString(part + "\n")
					}
				}
			}
		}
		text := value.Lit(b.String())
		if count {
			text = value.Lit(strconv.Itoa(n) + "\n")
		}
		return append(out, finish(c, n > 0, text)...)
	}
	if t, isConst := in.Constant(); isConst && t == "" {
		text := value.Value(nil)
		if count {
			text = value.Lit("0\n")
		}
		return append(out, finish(c, false, text)...)
	}
	key := cl.Name + "~" + pat.Key() + "~" + strings.Join(effects.SortedKeys(opts), "")
	answered := func(s *domain.State, matched bool) []*domain.State {
		if count {
			if !matched {
				return finish(s, false, value.Lit("0\n"))
			}
			n := x.dom.Derive(in.Append(value.Lit("\x02")).Append(pat), "grepcount"+key, func(s *value.Sym) {
				s.Kind, s.Ask, s.Lines, s.List, s.Desc = value.SymCount, nil, false, nil, "a count"
			})
			s.Some(n)
			return finish(s, true, value.SymValue(n).Append(value.Lit("\n")))
		}
		d := x.dom.Derive(in.Append(value.Lit("\x02")).Append(pat), "grep"+key, func(s *value.Sym) {
			s.Kind, s.Lines, s.List = value.SymOutput, true, nil
			if !inverted && s.Ask != nil && !s.Ask.Prompt && s.Ask.Entry.Rows {
				s.About = x.LooksFor(whole(pat, has), s.Column) // that nothing is left of it says nothing of other names
			}
			if _, isConst := pat.Constant(); isConst && reOK {
				s.Partial = s.Partial || !domain.KeepsNames(s.Ask, func(t string) (string, bool) { return keptLines(t, re, inverted), true })
			}
			if !has("o", "l", "L", "n") {
				x.keepPaths(cl.Name, in, s)
			}
		})
		if matched {
			s.SetCon(d, &value.Con{Set: value.Yes, Nonempty: value.Yes})
		}
		if begins, fixed := beginning(pat); fixed && !has("i", "ignore-case", "w", "word-regexp", "x", "line-regexp", "m", "max-count", "F", "fixed-strings", "o", "only-matching") {
			x.narrowed[d] = narrowing{from: in, begins: begins, dropped: inverted}
			if !matched && !quiet {
				s.SetCon(d, s.Con(d).WithEq(""))
				return x.Print(x.dom.SetStatus(s, domain.Status{Val: value.Lit("1"), At: cl.Whole}), value.SymValue(d))
			}
		}
		return finish(s, matched, value.SymValue(d))
	}
	if t, isConst := pat.Constant(); isConst {
		if reOK && domain.FitsFilled(func(l string) bool { return re.MatchString(l) != inverted }) {
			for _, b := range x.dom.DecideEmpty(c, in) {
				out = append(out, answered(b.St, !b.Ok)...)
			}
			return out
		}
		plain := !has("x", "line-regexp", "w", "word-regexp") && !has("F", "fixed-strings") && cl.Name != "fgrep" // else not every line has it
		if t == ".*" || plain && (t == "" || t == "." || t == "^" || t == ".+" && has("E")) {
			for _, b := range x.dom.DecideEmpty(c, in) {
				if b.Ok {
					out = append(out, answered(b.St, inverted)...)
				} else {
					out = append(out, answered(b.St, !inverted)...)
				}
			}
			return out
		}
		if core, exact := PlainPattern(t, has("x", "line-regexp")); core != "" {
			if exact && allForeign(in) {
				// none of the lines that nobody knows is taken for the very word that the script waits for
				found := slices.Contains(splitLines(litLines(in)), core)
				return answered(c, found != inverted)
			}
			if w := wordIn(in); w != nil && exact {
				for _, b := range x.dom.DecideEq(c, value.SymValue(w), core) {
					out = append(out, answered(b.St, b.Ok != inverted)...)
				}
				return out
			}
		}
	}
	first := in.FirstSym()
	if first == nil {
		for _, b := range x.dom.Question(c, pat.FirstSym(), key+in.Key(), 0, 0) {
			out = append(out, answered(b.St, b.Ok)...)
		}
		return out
	}
	for _, e := range x.grepEmpty(c, in) {
		if e.Ok {
			text := value.Value(nil)
			if count {
				text = value.Lit("0\n")
			}
			out = append(out, finish(e.St, false, text)...)
			continue
		}
		var same, other domain.Comparisons
		if t, isConst := pat.Constant(); isConst {
			core := strings.Trim(t, `^$.*\<>"' `)
			bound := has("x", "line-regexp") || t == "^"+core+"$" || leftBound(t) || first.Ask != nil && !first.Ask.Prompt && domain.Headed(first.Ask) && numberColumn.MatchString(t)
			same, other = x.dom.PatternSays(first, core, !bound, true)
			if same == domain.SaidEmpty {
				same, other = domain.SaidNonEmpty, domain.SaidEmpty
			}
		} else if first.Ask != nil && first.Ask.Entry.Rows {
			same, other = domain.SearchSays(first)
		}
		if inverted { // what is left are the other lines
			same, other = domain.SaidNonEmpty, domain.SaidEmpty
		}
		if !inverted && first.Ask != nil && first.Ask.Entry.Rows {
			x.dom.LookFor = x.LooksFor(whole(pat, has), first.Column)
		}
		asked := x.dom.Question(e.St, first, key+in.Key(), same, other)
		x.dom.LookFor = 0
		for _, b := range asked {
			if b.Ok && !inverted && reOK {
				x.dom.AnswerMatches(b.St, in, re.MatchString)
			}
			out = append(out, answered(b.St, b.Ok)...)
		}
	}
	return out
}

// keptLines are the lines of a text that an expression fits, or does not fit.
func keptLines(t string, re *regexp.Regexp, inverted bool) string {
	var b strings.Builder
	for _, l := range splitLines(t) {
		if re.MatchString(l) != inverted {
			b.WriteString(l + "\n")
		}
	}
	return b.String()
}

// PlainPattern returns the text that a pattern without special characters looks for, and whether it must be the whole line.
func PlainPattern(t string, line bool) (core string, exact bool) {
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
func (x *Tools) grepEmpty(st *domain.State, in value.Value) []domain.Branch {
	if len(st.Resolve(in)) == 0 {
		return []domain.Branch{{St: st, Ok: true}}
	}
	return []domain.Branch{{St: st, Ok: false}}
}

// grepRegexp translates a basic or extended regular expression.
func (x *Tools) grepRegexp(pat value.Value, name string, has func(...string) bool) (domain.Matcher, bool) {
	t, ok := pat.Constant()
	if !ok {
		return domain.Matcher{}, false
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
	m := x.dom.Matcher(t, true)
	return m, m.Re != nil
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
