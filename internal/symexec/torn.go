package symexec

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
)

// torn records the world in which an operand of a command that deletes each of its operands splits at a blank, because the value
// in it stands without quotes: rm -rf $volume/Applications/Player.app deletes $volume when that ends behind a blank. A word that
// is nothing but the value is left alone: rm -rf $files is how a list of names is handed on.
func (x *exec) torn(words []string, cl *callInfo, st *state) {
	if x.alone || x.parted != nil || x.empty != nil {
		return // what the parameters of a function are that nothing calls is for those to say who call it
	}
	sel, ok := x.cat.Selection(words)
	if !ok || !sel.Each {
		return
	}
	for _, o := range sel.Operands {
		if o.Word >= len(cl.args) || o.Skip > 0 {
			continue
		}
		f := cl.args[o.Word]
		v := st.resolve(f.v)
		for i, p := range v {
			if p.sym == nil || !slices.Contains(f.loose, p.sym) || !protects(v[:i], v[i+1:]) {
				continue
			}
			if text, ok := x.withBlank(st, p.sym); ok {
				x.tear(sel, cl, st, o.Word, p.sym, text)
				return
			}
		}
	}
}

// tear records the world in which one value in an operand is a text with a blank.
func (x *exec) tear(sel catalog.Selection, cl *callInfo, st *state, word int, s *Sym, text string) {
	f := cl.args[word]
	v := st.resolve(f.v).with(s, text)
	first, rest := cutBlank(v)
	p := &Split{Word: f.src, Rest: f.src, First: first.String(), Text: rest.String(), As: "another operand", Variable: true,
		Torn: x.writtenAs(f, s, st), Value: text}
	w := st.fork()
	w.setCon(s, st.con(s).withEq(text))
	x.event(w, Step{Kind: Torn, At: p.Word, By: p.Torn, Text: p.Text})
	c := *cl
	c.meant = cl
	a, b := f, f
	a.v, a.multi, b.v, b.multi = first, nil, rest, nil
	c.args = append(append(append([]Field{}, cl.args[:word]...), a, b), cl.args[word+1:]...)
	x.parted = p
	x.hitSite(sel.Why, []Target{{Kind: catalog.KindPath, V: first, Host: x.host}}, &c, w)
	x.parted = nil
}

// cutBlank splits a value at the first blank in its literal text.
func cutBlank(v Value) (first, rest Value) {
	for i, p := range v {
		if a, b, ok := strings.Cut(p.lit, " "); ok && p.sym == nil {
			return append(append(Value(nil), v[:i]...), lit(a)...), lit(b).append(v[i+1:])
		}
	}
	return v, nil
}

// protects reports whether a word says more than the value in the middle of it, so that its parts are other files than it is.
func protects(before, after Value) bool {
	slash := false
	for _, side := range []Value{before, after} {
		for _, p := range side {
			if p.sym == nil && strings.Trim(p.lit, "/.") != "" {
				return true
			}
			slash = slash || strings.Contains(p.lit, "/")
		}
	}
	return slash && (before.firstSym() != nil || after.firstSym() != nil)
}

// blanks are texts with a blank that a value is tried with.
var blanks = []string{"My Disk", "/mnt/My Disk", "my disk", "/mnt/my disk"}

// withBlank gives a text with a blank that a value may be for all that the way knows; false where it is not known to come from
// somebody who may give one, or from the name of a file.
func (x *exec) withBlank(st *state, s *Sym) (string, bool) {
	if !mayHoldBlank(s) {
		return "", false
	}
	c := st.con(s)
	if c.eq != nil || c.dom != nil || c.lo != nil || c.hi != nil || c.set == no || c.nonempty == no {
		return "", false
	}
	if number, _ := c.ask("number"); number {
		return "", false
	}
	texts := blanks
	for _, q := range c.said {
		if g, ok := strings.CutPrefix(q.question, "~"); ok && q.answer && strings.Contains(g, "*") {
			texts = append(texts[:len(texts):len(texts)], strings.ReplaceAll(g, "*", "My Disk"))
		}
	}
	for _, t := range texts {
		if x.allows(c, s, t) {
			return t, true
		}
	}
	return "", false
}

// allows reports whether the patterns that a way has compared a value with leave it the text.
func (x *exec) allows(c *con, s *Sym, text string) bool {
	if c.refutes(text) {
		return false
	}
	for _, q := range c.said {
		var re *regexp.Regexp
		if g, ok := strings.CutPrefix(q.question, "~"); ok {
			re = x.globMatcher(g).re
		} else if g, ok := strings.CutPrefix(q.question, "=~"+symValue(s).key()+"~"); ok {
			re = x.matcher(g, true).re
		}
		if re != nil && re.MatchString(text) != q.answer {
			return false
		}
	}
	return true
}

// mayHoldBlank reports whether a text is given by somebody who may well give one with a blank in it: the script's user, or whoever
// named a file. What a command prints, and what the environment says, is not: hardly any script would be silent.
func mayHoldBlank(s *Sym) bool {
	if s.word {
		return false
	}
	if s.danger.blank {
		return true
	}
	switch s.kind {
	case symArg, symArgs, symGlob:
		return true
	case symElem:
		return s.list != nil && s.list.kind == symGlob
	case symInput:
		return s.ask != nil && s.ask.Prompt
	case symDefault:
		return s.root != nil && mayHoldBlank(s.root)
	case symOther:
		op, _, ok := strings.Cut(s.key, "(")
		switch {
		case s.root == nil:
			return s.name == "OPTARG"
		case ok && (strings.HasPrefix(op, "strip") || op == "dirname" || op == "basename"):
			return mayHoldBlank(s.root)
		}
	}
	return false
}
