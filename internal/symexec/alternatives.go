package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A join makes a text unknown of which some of the ways that it took together know more. What a command destroys on one of those it
// may destroy after it.

// maxAlternatives is how many combinations of joined texts a command is looked at with.
const maxAlternatives = 16

// joinedTexts are the symbols among values that a join has made of texts which are known in part, and elements of lists of such.
func joinedTexts(vals []value.Value) (joined []*value.Sym) {
	for _, v := range vals {
		for _, p := range v {
			if s := p.Sym; s != nil && len(textsOf(s)) > 0 && !slices.Contains(joined, s) {
				joined = append(joined, s)
			}
		}
	}
	return joined
}

// textsOf are patterns of texts that a symbol may be.
func textsOf(s *value.Sym) []string {
	if s.Danger.May == "" && s.List != nil {
		s = s.List
	}
	return s.Danger.Texts()
}

// joinedSites records what a command destroys with one of the texts that its words, or the folder that it is in, may be.
func (x *exec) joinedSites(cl *domain.CallInfo, st *domain.State) {
	if anything, path, device := x.prog.Cat.Names(cl.Name); !anything && !path && !device {
		return
	}
	vals := make([]value.Value, 0, len(cl.Args)+1)
	for _, f := range cl.Args {
		vals = append(vals, st.Resolve(f.V))
	}
	if x.prog.Cat.ActsOnPaths(cl.Name) {
		vals = append(vals, st.Resolve(st.Cwd))
	}
	if !x.apart {
		x.survey.many(vals)
	}
	joined := joinedTexts(vals)
	if len(joined) == 0 {
		return
	}
	if _, ok := x.destroyed(cl, st); ok {
		return // in any case
	}
	calls := []alternative{{cl, st}}
	for _, s := range joined {
		more := calls
		for _, t := range textsOf(s) {
			if st.Con(s).Refutes(t) {
				continue
			}
			for _, c := range calls {
				more = append(more, x.withText(c, s, x.patternText(t)))
			}
		}
		if len(more) > maxAlternatives {
			break
		}
		calls = more
	}
	for _, c := range calls[1:] {
		if m, ok := x.destroyed(c.cl, c.st); ok {
			x.proof.Site(m, c.cl, c.st)
			return
		}
	}
}

// An alternative is a call with texts in the place of what is not known.
type alternative struct {
	cl *domain.CallInfo
	st *domain.State
}

// destroyed is what a call destroys.
func (x *exec) destroyed(cl *domain.CallInfo, st *domain.State) (catalog.Match[catalog.Destructive], bool) {
	words := make([]string, len(cl.Args))
	for i, f := range cl.Args {
		words[i] = st.Resolve(f.V).Pattern()
	}
	words, _ = x.fromRoot(words, cl, st)
	return x.prog.Cat.Destructive(words)
}

// patternText is the value that a pattern stands for.
func (x *exec) patternText(pattern string) (v value.Value) {
	for i, t := range strings.Split(pattern, catalog.Unknown) {
		switch {
		case i%2 == 0 && t != "":
			v = v.Append(value.Lit(t))
		case i%2 == 1 && syntax.ValidName(t):
			v = v.Append(value.SymValue(x.dom.EnvSym(t)))
		case i%2 == 1:
			v = v.Append(value.SymValue(x.tab.Sym("some:"+t, func(s *value.Sym) { s.Kind, s.Name, s.Desc, s.Lines = value.SymOther, t, "$"+t, true })))
		}
	}
	return v
}

// withText is a call in which a symbol has a text.
func (x *exec) withText(a alternative, s *value.Sym, text value.Value) alternative {
	cl, st := *a.cl, a.st.Fork()
	st.Cwd = withText(st.Resolve(st.Cwd), s, text)
	cl.Args = nil
	for _, f := range a.cl.Args {
		v := st.Resolve(f.V)
		switch {
		case !v.Mentions(s):
			cl.Args = append(cl.Args, f)
		case f.Multi == s && v.Single() == s:
			cl.Args = append(cl.Args, x.fields([]seg{{v: text, exp: true}}, st, f.Src)...)
		default:
			f.V = withText(v, s, text)
			if f.Multi == s {
				f.Multi = nil
			}
			cl.Args = append(cl.Args, f)
		}
	}
	if len(cl.Args) == 0 || cl.Args[0].V.Key() != a.cl.Args[0].V.Key() {
		return a // no command is left, or another one
	}
	return alternative{&cl, st}
}

// withText is a value in which a symbol has a text.
func withText(v value.Value, s *value.Sym, text value.Value) value.Value {
	var out value.Value
	for _, p := range v {
		if p.Sym == s {
			out = out.Append(text)
		} else {
			out = out.Append(value.Value{p})
		}
	}
	return out
}

// joinedCommand runs a command whose name a join has made unknown as each of those that it may be, and as another one.
func (x *exec) joinedCommand(cl *domain.CallInfo, st *domain.State, v value.Value) (out []*domain.State, done bool) {
	if !x.apart {
		x.survey.many([]value.Value{v})
	}
	s := v.Single()
	if s == nil {
		return x.joinedParts(cl, st, v)
	}
	for _, t := range textsOf(s) {
		c := *cl
		c.Args = x.fields([]seg{{v: x.patternText(strings.TrimRight(t, "\n")), exp: cl.Args[0].Multi != nil}}, st, cl.Args[0].Src)
		if len(c.Args) == 0 || st.Con(s).Refutes(t) {
			continue
		}
		c.Args = append(c.Args, cl.Args[1:]...)
		name, known := c.Args[0].V.Constant()
		if f, is := st.Funcs.Get(x.tab.Name(name)); known && (x.listed(name) || builtins[name] != nil || is && f != nil) {
			out = append(out, x.dispatch(&c, st.Fork())...)
			done = true
		}
	}
	if !done {
		return nil, false
	}
	c := *cl
	c.Args = slices.Clone(cl.Args)
	c.Args[0].V = value.SymValue(x.dom.OtherText(s))
	if c.Args[0].Multi != nil {
		c.Args[0].Multi = c.Args[0].V.Single()
	}
	return append(out, x.dispatch(&c, st)...), true
}

// joinedParts does the same for a name that is put together from several texts, some of which a join has made unknown.
func (x *exec) joinedParts(cl *domain.CallInfo, st *domain.State, v value.Value) (out []*domain.State, done bool) {
	joined := joinedTexts([]value.Value{v})
	names := []value.Value{v}
	for _, s := range joined {
		for _, name := range names {
			for _, t := range textsOf(s) {
				if len(names) <= maxAlternatives && !st.Con(s).Refutes(t) {
					names = append(names, withText(name, s, x.patternText(t)))
				}
			}
		}
	}
	for _, name := range names[1:] {
		c := *cl
		c.Args = slices.Clone(cl.Args)
		c.Args[0].V, c.Args[0].Multi = name, nil
		if t, known := name.Constant(); known && x.listed(t) {
			out = append(out, x.dispatch(&c, st.Fork())...)
			done = true
		}
	}
	if !done {
		return nil, false
	}
	c := *cl
	c.Args = slices.Clone(cl.Args)
	for _, s := range joined {
		c.Args[0].V = withText(c.Args[0].V, s, value.SymValue(x.dom.OtherText(s)))
	}
	return append(out, x.dispatch(&c, st)...), true
}
