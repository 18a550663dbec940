package domain

import (
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// valueDanger is that of a text in a state.
func (x *Space) valueDanger(st *State, v value.Value) value.Danger {
	v = st.Resolve(v)
	d := value.Danger{Empty: value.MaybeEmpty}
	for _, p := range v {
		if p.Sym == nil {
			d.Empty = value.Filled
			continue
		}
		d.Empty = min(d.Empty, x.Emptiness(st, p.Sym))
		d.Blank = d.Blank || MayHoldBlank(p.Sym)
	}
	x.textDanger(v, &d)
	if s := v.Single(); s != nil {
		d.Hollow, d.How = s.Danger.Hollow, s.Danger.How
	} else if d.Hollow = hollow(v); d.Hollow != "" {
		d.How = value.MaybeEmpty
		for _, p := range v {
			if p.Sym != nil {
				d.How = min(d.How, x.Emptiness(st, p.Sym))
			}
		}
		if d.How == value.Filled {
			d.Hollow = ""
		}
	}
	return d
}

// textDanger notes what is known of a text that a join makes unknown.
func (x *Space) textDanger(v value.Value, d *value.Danger) {
	s := v.Single()
	if s == nil {
		texts, all := patterns(v)
		if !all {
			d.May = value.ManyTexts
		}
		for _, t := range texts {
			if x.speaks(t) {
				d.May = value.EitherText(d.May, value.MayBe(t))
			}
		}
		return
	}
	d.Fallback = s.Fallback()
	d.Astray = s.Astray
	d.May = s.Danger.May
	if d.Astray == nil {
		d.Astray = s.Danger.Astray
	}
	switch {
	case s.Kind == value.SymDefault:
		if x.speaks(s.Path) {
			d.May = value.EitherText(d.May, value.MayBe(s.Path))
		}
	case s.Kind == value.SymEnv && Settled[s.Name], s.Kind == value.SymEnv && x.prog.Cat.Speaks("$"+s.Name):
		d.May = value.EitherText(d.May, value.MayBe(v.Pattern()))
	case s.List != nil && d.May == "":
		d.May = s.List.Danger.May
	}
}

// patterns are those of a text, with each of the texts that a symbol in it may be. all is false where these are too many.
func patterns(v value.Value) (out []string, all bool) {
	out = []string{v.Pattern()}
	for _, p := range v {
		if p.Sym == nil {
			continue
		}
		if p.Sym.Danger.May == value.ManyTexts || len(out) > value.MaxTexts {
			return out[:1], false
		}
		for _, old := range out {
			for _, t := range p.Sym.Danger.Texts() {
				out = append(out, strings.ReplaceAll(old, value.SymValue(p.Sym).Pattern(), t))
			}
		}
	}
	return out, true
}

// speaks reports whether a text may name what destroys, or what can be destroyed.
func (x *Space) speaks(text string) bool {
	if text == "" {
		return false
	}
	if _, err := strconv.Atoi(text); err == nil {
		return false
	}
	is, ok := x.speaking[text]
	if !ok {
		if x.speaking == nil {
			x.speaking = map[string]bool{}
		}
		is = x.prog.Cat.Speaks(text)
		x.speaking[text] = is
	}
	return is
}

// mayStillBe notes that a symbol may be the text that one of the ways of a join has decided it to be.
func (x *Space) mayStillBe(k uint32, c *value.Con) {
	if c == nil || c.Eq == nil {
		return
	}
	s := x.tab.SymList[k]
	if _, err := strconv.Atoi(*c.Eq); err != nil { // no number names what can be destroyed
		s.Danger.May = value.EitherText(s.Danger.May, value.MayBe(*c.Eq))
	}
}

// hollow is what is left of a path in which all that is unknown is empty, if it is the root or a folder in it.
func hollow(v value.Value) string {
	left := ""
	for _, p := range v {
		left += p.Lit
	}
	t := strings.TrimSuffix(left, "/")
	if !strings.HasPrefix(left, "/") || t != "" && (v.FirstSym() == nil || strings.Contains(t[1:], "/")) {
		return ""
	}
	return left
}

// VariableDanger is that of a variable, which need not be set.
func (x *Space) VariableDanger(st *State, k uint32, v *Variable) value.Danger {
	switch {
	case v == nil:
		return x.valueDanger(st, value.SymValue(x.EnvSym(x.tab.NameOf[k])))
	case !v.Set:
		return value.Danger{Empty: value.MaybeEmpty}
	case v.List != nil:
		return x.valueDanger(st, value.SymValue(v.List))
	case v.Array || v.Assoc:
		d := value.Danger{}
		eachValue(v, func(w value.Value) {
			if len(w) > 0 {
				d = d.Worse(x.valueDanger(st, w))
			}
		})
		if len(v.Elems)+len(v.Keys) == 0 {
			d.Empty = value.MaybeEmpty
		}
		return d
	}
	return x.valueDanger(st, v.Val)
}

// joined is the symbol for a text that a join has made unknown. full says that it is not empty on either side.
func (x *Space) joined(to *State, name string, d value.Danger, full bool) *value.Sym {
	key := "join:" + name + d.Key()
	if full {
		key = "join:" + name + "+" + d.Key()
	}
	s := x.Fresh(to, key, func(s *value.Sym) {
		s.Kind, s.Name, s.Lines, s.Danger, s.Filled, s.Astray = value.SymWidened, name, true, d, full, d.Astray
	})
	s.AddReasons(x.Approximated.Because)
	return s
}

// joinValue is the text that is one of two.
func (x *Space) joinValue(j *joining, name string, v, w value.Value) value.Value {
	d := x.valueDanger(j.a, v).Worse(x.valueDanger(j.b, w))
	return value.SymValue(x.joined(j.to, name, d, j.a.fullValue(v) && j.b.fullValue(w)))
}

// AnyOfTwo is a parameter that is one of two texts, in two states. It stands for all such texts.
func (x *Space) AnyOfTwo(name string, a *State, v value.Value, b *State, w value.Value) value.Value {
	d := x.valueDanger(a, v).Worse(x.valueDanger(b, w))
	return value.SymValue(x.tab.Sym("deep:"+name+d.Key(), func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Summary, s.Lines, s.Danger = value.SymWidened, name, "$"+name, true, true, d
	}))
}

// joinVariable is the variable that is one of two. It reports whether it is what the first state has already, where that was made
// unknown for an earlier join: what is unknown has not been looked at since.
func (x *Space) joinVariable(j *joining, k uint32, v, w *Variable) (n *Variable, was bool) {
	d := x.VariableDanger(j.a, k, v).Worse(x.VariableDanger(j.b, k, w))
	loose := MayBeUnset(v) || MayBeUnset(w)
	full := j.a.filled(v) && j.b.filled(w)
	if v != nil && j.made != nil && v == j.made[k] && (v.Array || w == nil || !w.Array && !w.Assoc) {
		if s := v.Val.Single(); s == nil || d.Within(s.Danger) && (!s.Filled || full) && (v.Loose || v.Array || !loose) {
			return v, true
		}
	}
	n = &Variable{Set: true, Val: value.SymValue(x.joined(j.to, x.tab.NameOf[k], d, full)), Loose: loose}
	for _, o := range []*Variable{v, w} {
		if o == nil {
			continue
		}
		n.Fixed, n.Int, n.Each, n.Cased, n.Holes = n.Fixed || o.Fixed, n.Int || o.Int, n.Each || o.Each, n.Cased || o.Cased, n.Holes || o.Holes
		if o.Array || o.Assoc {
			n.Array, n.List, n.Loose = true, n.Val.Single(), false
		}
		n.Ref = o.Ref
	}
	return n, false
}

// AnyOf is a variable that holds one of some texts.
func (x *Space) AnyOf(st *State, k uint32, held effects.Held) *Variable {
	return &Variable{Set: true, Val: value.SymValue(x.joined(st, x.tab.NameOf[k], x.worstOf(value.Danger{}, held), false))}
}

// worstOf is the danger of a text that may also be one of some others.
func (x *Space) worstOf(d value.Danger, held effects.Held) value.Danger {
	speak := false
	for _, t := range held.Patterns {
		w := x.patternDanger(t)
		speak = speak || w.May != ""
		d = d.Worse(w)
	}
	if held.Many || held.More && speak { // a part of a path to data may be one, too
		d.May = value.ManyTexts
	}
	return d
}

// LeftIn is a variable behind code that was not followed: it may be as it was, or hold one of the texts that the script writes into it.
func (x *Space) LeftIn(st *State, k uint32, v *Variable, held effects.Held) *Variable {
	d := x.worstOf(x.VariableDanger(st, k, v), held)
	n := &Variable{Set: true, Val: value.SymValue(x.joined(st, x.tab.NameOf[k], d, false)), Loose: MayBeUnset(v)}
	if v != nil {
		n.Int, n.Each, n.Cased, n.Holes, n.Ref = v.Int, v.Each, v.Cased, v.Holes, v.Ref
		if v.Array || v.Assoc {
			n.Array, n.List, n.Loose = true, n.Val.Single(), false
		}
	}
	return n
}

// patternDanger is that of a text in which only some parts are known.
func (x *Space) patternDanger(pattern string) (d value.Danger) {
	parts := strings.Split(pattern, catalog.Unknown)
	known := ""
	for i := 0; i < len(parts); i += 2 {
		known += parts[i]
	}
	d.Blank = strings.ContainsAny(known, " \t\n") || len(known) < len(pattern)
	if known == "" {
		d.Empty = value.MaybeEmpty
	}
	if t := strings.TrimSuffix(known, "/"); len(parts) == 3 && parts[1] != "" && strings.HasPrefix(known, "/") && !strings.Contains(strings.TrimPrefix(t, "/"), "/") {
		d.Hollow, d.How = known, value.MaybeEmpty
	}
	if x.speaks(pattern) {
		d.May = value.MayBe(pattern)
	}
	return d
}

// MayBeUnset reports whether a variable need not be set.
func MayBeUnset(v *Variable) bool { return v == nil || !v.Set || v.Loose }

// EitherDanger is what is known of a text that is one of many words, but for its being empty.
func (x *Space) EitherDanger(st *State, words []Field) (d value.Danger) {
	for _, f := range words {
		w := value.Danger{}
		x.textDanger(st.Resolve(f.V), &w)
		d = d.Worse(w)
	}
	return d
}

// OtherText is any text but those that a joined one may be.
func (x *Space) OtherText(s *value.Sym) *value.Sym {
	return x.tab.Sym("other:"+s.Key, func(o *value.Sym) {
		o.Kind, o.Name, o.Desc, o.Lines, o.Filled = s.Kind, s.Name, s.Desc, s.Lines, s.Filled
		o.Danger = value.Danger{Empty: s.Danger.Empty, Blank: s.Danger.Blank, Fallback: s.Danger.Fallback, Astray: s.Danger.Astray}
		o.Approx = s.Approx
	})
}
