package symexec

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/pattern"
	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Scripts look for a name in an answer with the shell's own means too: case $mounts in *"$dev"*), [[ $mounts == *"$dev"* ]], =~, and
// [ "${mounts#*"$dev"}" = "$mounts" ]. They are searches as those of grep are: about the lines that have the name.

// matches forks by whether a text matches a pattern as a whole.
func (x *exec) matches(st *domain.State, v value.Value, g domain.Glob) []domain.Branch {
	if row, part, disk := x.rowIn(st, v); row != nil {
		out := x.dom.DecideMatch(st, v, g)
		if name, begins, ends := nameIn(st, g); len(name) > 0 {
			x.comparedRow(out, row, columnOf(st, v), part, name, begins, ends && !disk)
		}
		return out
	}
	if g.Known && v.Single() != nil && strings.HasPrefix(g.Text, "*[") && filledPattern(g.Text) {
		out := x.dom.DecideEmpty(st, v)
		for i := range out {
			out[i].Ok = !out[i].Ok
		}
		return out
	}
	if pat, ok := soughtIn(st, g); ok {
		x.dom.LookFor = x.searchedFor(st, v, pat)
		defer func() { x.dom.LookFor = 0 }()
	}
	return x.dom.DecideMatch(st, v, g)
}

// filledPattern reports whether a pattern matches every text that has anything but blanks in it.
func filledPattern(glob string) bool {
	expr, err := pattern.Regexp(glob, pattern.EntireString)
	if err != nil {
		return false
	}
	m := domain.Compiled(expr)
	return m.Re != nil && domain.FitsFilled(m.Re.MatchString)
}

// searchedFor is the number of what is looked for in a text, where that is a query's answer of rows with nothing but blanks around it; 0
// otherwise.
func (x *exec) searchedFor(st *domain.State, v, pat value.Value) uint32 {
	var answer *value.Sym
	for _, p := range st.Resolve(v) {
		switch {
		case p.Sym == nil && strings.TrimSpace(p.Lit) == "":
		case p.Sym == nil || answer != nil:
			return 0
		default:
			answer = p.Sym
		}
	}
	if answer == nil || answer.Ask == nil || answer.Ask.Prompt || !answer.Ask.Entry.Rows {
		return 0
	}
	return x.tools.LooksFor(pat, answer.Column)
}

// soughtByRegexp is what a regular expression looks for anywhere in a text: ^ and $ are the beginning and the end of all of it to [[ =~ ]],
// and not those of a line.
func soughtByRegexp(st *domain.State, g domain.Glob) (value.Value, bool) {
	v := g.V
	if g.Known {
		v = value.Lit(g.Text)
	}
	v = st.Resolve(v)
	if len(v) == 0 || strings.HasPrefix(v[0].Lit, "^") || strings.HasSuffix(v[len(v)-1].Lit, "$") {
		return nil, false
	}
	return v, true
}

// soughtIn is what a pattern of the form *TEXT* looks for, as grep would: a newline at its beginning or end is a line's.
func soughtIn(st *domain.State, g domain.Glob) (value.Value, bool) {
	name, begins, ends := nameIn(st, g)
	if begins || ends || len(name) == 0 {
		return nil, false
	}
	out := slices.Clone(name)
	if t, ok := strings.CutPrefix(out[0].Lit, "\n"); ok && out[0].Sym == nil {
		out[0].Lit = "^" + t
	}
	last := len(out) - 1
	if t, ok := strings.CutSuffix(out[last].Lit, "\n"); ok && out[last].Sym == nil {
		out[last].Lit = t + "$"
	}
	return out, true
}

// A lacking is a text without what a pattern has taken out of it.
type lacking struct {
	of  value.Value
	had domain.Glob // what the text matches as a whole that has something to take out
}

// takenOff notes what ${x#…} and ${x%…} have taken off a text.
func (x *exec) takenOff(r, of value.Value, g domain.Glob, op syntax.ParExpOperator) {
	if op == syntax.RemSmallPrefix || op == syntax.RemLargePrefix {
		x.takenOut(r, of, g, "", "*")
		return
	}
	x.takenOut(r, of, g, "*", "")
}

func (x *exec) takenOut(r, of value.Value, g domain.Glob, before, after string) {
	if s := r.Single(); s != nil && len(g.V) > 0 && !s.Summary {
		x.lacking[s] = lacking{of, domain.Glob{Known: g.Known, Text: before + g.Text + after, V: value.Lit(before).Append(g.V).Append(value.Lit(after))}}
	}
}

// same forks by whether two texts are equal. A text is equal to itself without a pattern where the pattern is not in it:
// [ "${mounts#*"$dev"}" = "$mounts" ], which is how sh looks for a text without a command.
func (x *exec) same(st *domain.State, a, b value.Value) []domain.Branch {
	for range 2 {
		if s := st.Resolve(a).Single(); s != nil {
			if l, ok := x.lacking[s]; ok && value.SameValue(st.Resolve(l.of), st.Resolve(b)) {
				out := x.matches(st, l.of, l.had)
				for i := range out {
					out[i].Ok = !out[i].Ok
				}
				return out
			}
		}
		a, b = b, a
	}
	out := x.dom.DecideSame(st, a, b)
	if row, part, disk := x.rowIn(st, a); row != nil {
		x.comparedRow(out, row, columnOf(st, a), part, st.Resolve(b), true, !disk)
	} else if row, part, disk := x.rowIn(st, b); row != nil {
		x.comparedRow(out, row, columnOf(st, b), part, st.Resolve(a), true, !disk)
	}
	return out
}

// rowIn is the row of a query's answer that a text is, with known text around it, and whether it is a field of that row only, or such a field
// without the number of a partition: ${dev%%[0-9]*}.
func (x *exec) rowIn(st *domain.State, v value.Value) (row *value.Sym, part, disk bool) {
	for _, p := range st.Resolve(v) {
		if p.Sym != nil && row != nil {
			return nil, false, false
		}
		if p.Sym != nil {
			row = p.Sym
		}
	}
	for range maxFields {
		switch {
		case row == nil || row.Ask == nil || row.Ask.Prompt || !row.Ask.Entry.Rows:
			return nil, false, false
		case row.Kind == value.SymElem && row.List != nil:
			return row, part, disk
		case x.fieldOf[row] != nil:
			row, part = x.fieldOf[row], true
		default:
			l := x.lacking[row]
			row, part, disk = l.of.Single(), true, disk || digitsEnd.MatchString(l.had.Text)
		}
	}
	return nil, false, false
}

// columnOf is the column of the answer that a text has.
func columnOf(st *domain.State, v value.Value) int {
	if s := st.Resolve(v).FirstSym(); s != nil {
		return s.Column
	}
	return 0
}

// digitsEnd is a pattern for a number at the end of a name.
var digitsEnd = regexp.MustCompile(`^\*(\*\()?(\[0-9\]|\[\[:digit:\]\])[*)]*$`)

// headingWord is what the heading of a table begins with, and no row of one: "# offset", "NAME", "Filesystem".
var headingWord = regexp.MustCompile(`^\^?(#.*|[A-Z][A-Z_%:-]+|Filesystem|Filename|Device)[ $]?$`)

// maxFields is how often a field is taken from a field.
const maxFields = 3

// comparedRow notes that a row, or a field of it, was compared with a name, with its beginning or all of it.
func (x *exec) comparedRow(out []domain.Branch, row *value.Sym, column int, part bool, name value.Value, begins, ends bool) {
	for _, p := range name {
		if p.Sym != nil && (p.Sym.Summary || p.Sym.Ask != nil && p.Sym.Ask == row.Ask) {
			return
		}
	}
	if begins && !part {
		name = value.Lit("^").Append(name)
	}
	switch {
	case ends && part:
		name = name.Append(value.Lit(" "))
	case ends:
		name = name.Append(value.Lit("$"))
	}
	about := x.tools.LooksFor(name, column)
	if t, ok := name.Constant(); ok && headingWord.MatchString(t) {
		x.dom.Headings[about] = true
	}
	for _, b := range out {
		x.dom.LookedAt(b.St, row, about, b.Ok)
	}
}

// nameIn is the text in a pattern that has nothing but stars around it, and whether the pattern begins and ends with it.
func nameIn(st *domain.State, g domain.Glob) (name value.Value, begins, ends bool) {
	v := g.V
	if g.Known {
		v = value.Lit(g.Text)
	}
	begins, ends = true, true
	for i, p := range st.Resolve(v) {
		if p.Sym != nil {
			name = append(name, p)
			continue
		}
		t := p.Lit
		if i == 0 && strings.HasPrefix(t, "*") {
			t, begins = strings.TrimLeft(t, "*"), false
		}
		if i == len(v)-1 && strings.HasSuffix(t, "*") && !strings.HasSuffix(t, `\*`) {
			t, ends = strings.TrimRight(t, "*"), false
		}
		if g.Known {
			if pattern.HasMeta(t, pattern.ExtendedOperators) || domain.Extended.MatchString(t) {
				return nil, false, false
			}
			t = value.Unescape(t)
		}
		name = name.Append(value.Lit(t))
	}
	return name, begins, ends
}
