package symexec

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// splitOperands records the world in which an operand of a command that deletes each of its operands splits at a blank, because the value
// in it stands without quotes: rm -rf $volume/Applications/Player.app deletes $volume when that ends behind a blank. A word that
// is nothing but the value is left alone: rm -rf $files is how a list of names is handed on.
func (x *exec) splitOperands(words []string, cl *domain.CallInfo, st *domain.State) {
	if x.proof.Alone || x.proof.Parted != nil || x.proof.Empty != nil {
		return // what the parameters of a function are that nothing calls is for those to say who call it
	}
	sel, ok := x.prog.Cat.Selection(words)
	if !ok || !sel.Each {
		return
	}
	for _, o := range sel.Operands {
		if o.Word >= len(cl.Args) || o.Skip > 0 {
			continue
		}
		f := cl.Args[o.Word]
		v := st.Resolve(f.V)
		for i, p := range v {
			if p.Sym == nil || !slices.Contains(f.Loose, p.Sym) || !protects(v[:i], v[i+1:]) {
				continue
			}
			if text, ok := x.withBlank(st, p.Sym); ok {
				x.splitOperand(sel, cl, st, o.Word, p.Sym, text)
				return
			}
		}
	}
}

// splitOperand records the world in which one value in an operand is a text with a blank.
func (x *exec) splitOperand(sel catalog.Selection, cl *domain.CallInfo, st *domain.State, word int, s *value.Sym, text string) {
	f := cl.Args[word]
	v := st.Resolve(f.V).With(s, text)
	first, rest := cutBlank(v)
	p := &domain.Split{Word: f.Src, Rest: f.Src, First: first.String(), Text: rest.String(), As: "another operand", Variable: true,
		Torn: x.writtenAs(f, s, st), Value: text}
	w := st.Fork()
	w.SetCon(s, st.Con(s).WithEq(text))
	x.dom.Event(w, domain.Step{Kind: domain.Torn, At: p.Word, By: p.Torn, Text: p.Text})
	c := *cl
	c.Meant = cl
	a, b := f, f
	a.V, a.Multi, b.V, b.Multi = first, nil, rest, nil
	c.Args = append(append(append([]domain.Field{}, cl.Args[:word]...), a, b), cl.Args[word+1:]...)
	x.proof.Parted = p
	x.proof.HitSite(sel.Why, []value.Target{{Kind: catalog.KindPath, V: first, Host: x.tools.Host}}, &c, w)
	x.proof.Parted = nil
}

// cutBlank splits a value at the first blank in its literal text.
func cutBlank(v value.Value) (first, rest value.Value) {
	for i, p := range v {
		if a, b, ok := strings.Cut(p.Lit, " "); ok && p.Sym == nil {
			return append(append(value.Value(nil), v[:i]...), value.Lit(a)...), value.Lit(b).Append(v[i+1:])
		}
	}
	return v, nil
}

// protects reports whether a word says more than the value in the middle of it, so that its parts are other files than it is.
func protects(before, after value.Value) bool {
	slash := false
	for _, side := range []value.Value{before, after} {
		for _, p := range side {
			if p.Sym == nil && strings.Trim(p.Lit, "/.") != "" {
				return true
			}
			slash = slash || strings.Contains(p.Lit, "/")
		}
	}
	return slash && (before.FirstSym() != nil || after.FirstSym() != nil)
}

// blanks are texts with a blank that a value is tried with.
var blanks = []string{"My Disk", "/mnt/My Disk", "my disk", "/mnt/my disk"}

// withBlank gives a text with a blank that a value may be for all that the way knows; false where it is not known to come from
// somebody who may give one, or from the name of a file.
func (x *exec) withBlank(st *domain.State, s *value.Sym) (string, bool) {
	if !domain.MayHoldBlank(s) {
		return "", false
	}
	c := st.Con(s)
	if c.Eq != nil || c.Dom != nil || c.Lo != nil || c.Hi != nil || c.Set == value.No || c.Nonempty == value.No {
		return "", false
	}
	if number, _ := c.Ask("number"); number {
		return "", false
	}
	texts := blanks
	if domain.ListsAll(s) {
		texts = []string{"/root /home/ann", "root ann"}
	}
	for _, q := range c.Answered {
		if g, ok := strings.CutPrefix(q.Question, "~"); ok && q.Answer && strings.Contains(g, "*") {
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
func (x *exec) allows(c *value.Con, s *value.Sym, text string) bool {
	if c.Refutes(text) {
		return false
	}
	for _, q := range c.Answered {
		var re *regexp.Regexp
		if g, ok := strings.CutPrefix(q.Question, "~"); ok {
			re = x.dom.GlobMatcher(g).Re
		} else if g, ok := strings.CutPrefix(q.Question, "=~"+value.SymValue(s).Key()+"~"); ok {
			re = x.dom.Matcher(g, true).Re
		}
		if re != nil && re.MatchString(text) != q.Answer {
			return false
		}
	}
	return true
}
