package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A got is the value of a parameter before its operator applies.
type got struct {
	v    value.Value
	set  value.Tri
	sym  *value.Sym // the variable that may be unset, when set is unknown
	list []value.Value
	many bool // $@, $*, ${a[@]}, ${a[*]}
	star bool
	open *value.Sym
	src  []place.Range // where the elements are written
}

func (x *exec) param(p *syntax.ParamExp, quoted bool, st *domain.State) []segs {
	if p.Param == nil {
		return []segs{{st, []seg{{v: value.SymValue(x.unknownText(st, p)), quoted: quoted, exp: true}}}}
	}
	if g, ok := x.simply(p, st); ok {
		return []segs{{st, []seg{x.segOf(g, st, quoted)}}}
	}
	name := p.Param.Value
	index := p.Index
	if p.Excl {
		if p.Names != 0 {
			return []segs{{st, []seg{{isList: true, open: x.unknownText(st, p), quoted: quoted}}}}
		}
		if p.Index != nil && effects.IsAll(p.Index) {
			return []segs{{st, []seg{x.arrayKeys(st, name, p, quoted)}}}
		}
		if v, ok := st.Vars.Get(x.tab.Name(name)); !ok || v.Ref == "" {
			t, ok := st.Resolve(x.get(st, name, nil).v).Constant()
			if !ok || t == "" {
				return []segs{{st, []seg{{v: value.SymValue(x.unknownText(st, p)), quoted: quoted, exp: true}}}}
			}
			if i := strings.IndexByte(t, '['); i > 0 && strings.HasSuffix(t, "]") {
				t, index = t[:i], &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: t[i+1 : len(t)-1]}}}
			}
			name = t
		}
	}
	if r, ok := st.Lost.Get(x.tab.Name(name)); ok {
		st = st.Fork()
		x.dom.Event(st, domain.Step{Kind: domain.LostVariable, At: x.prog.Span(p), By: name, Text: r.Text()})
		st.Lost = st.Lost.Del(x.tab.Name(name))
	}
	if name == "?" {
		return x.statusParam(p, quoted, st)
	}
	if name == "PIPESTATUS" && !x.prog.Dash {
		for i, e := range st.Pipes {
			if e.Ask != nil && readsElement(index, i) {
				st = st.Fork()
				x.dom.Event(st, domain.Step{Kind: domain.Consumed, At: x.prog.Span(p), Ask: e.Ask, By: name})
			}
		}
	}
	if states := x.decideKey(st, name, index); states != nil {
		var out []segs
		x.keyKnown = true
		for _, s := range states {
			out = append(out, x.param(p, quoted, s)...)
		}
		x.keyKnown = false
		return out
	}
	g := x.get(st, name, index)
	if s := g.v.Single(); s != nil && s.Summary && (name == "RANDOM" || name == "SECONDS") && s.Name == name {
		g.v = value.SymValue(x.drawn(st, name, p)) // another one with each reading, and from then on that one
	}
	if p.Length {
		return x.length(p, g, quoted, st)
	}
	if p.Exp != nil {
		switch p.Exp.Op {
		case syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.DefaultUnset, syntax.DefaultUnsetOrNull,
			syntax.ErrorUnset, syntax.ErrorUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
			return x.defaults(p, name, g, quoted, st)
		}
	}
	plain := p.Exp == nil && p.Repl == nil && p.Slice == nil
	if plain && st.Opts&domain.OptNounset == 0 {
		return []segs{{st, []seg{x.segOf(g, st, quoted)}}}
	}
	var out []segs
	for _, b := range x.bound(g, name, st, x.prog.Span(p)) {
		if plain {
			out = append(out, segs{b, []seg{x.segOf(g, b, quoted)}})
			continue
		}
		if g.many {
			h := g
			h.list = nil
			for _, e := range g.list {
				h.list = append(h.list, x.modify(p, e, b, p))
			}
			if p.Slice != nil {
				h = x.sliceList(p, g, b)
			}
			out = append(out, segs{b, []seg{x.segOf(h, b, quoted)}})
			continue
		}
		out = append(out, segs{b, []seg{{v: x.modify(p, b.Resolve(g.v), b, p), quoted: quoted, exp: true}}})
	}
	return out
}

// simply reads a parameter where that is all there is to do: it has no operator, nothing is told of reading it, and it may be read. Most
// words of a script are of this kind.
func (x *exec) simply(p *syntax.ParamExp, st *domain.State) (got, bool) {
	if p.Param == nil || p.Excl || p.Length || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Exp != nil {
		return got{}, false
	}
	name := p.Param.Value
	if name == "?" || name == "PIPESTATUS" || name == "RANDOM" || name == "SECONDS" || name == script.BadSubstitution {
		return got{}, false
	}
	if st.Lost.Root != nil {
		if _, ok := st.Lost.Get(x.tab.Name(name)); ok {
			return got{}, false
		}
	}
	g := x.get(st, name, nil)
	return g, st.Opts&domain.OptNounset == 0 || g.set == value.Yes && !g.many
}

// readsElement reports whether an index can mean an array's element.
func readsElement(index syntax.ArithmExpr, i int) bool {
	if w, ok := index.(*syntax.Word); ok {
		if n, err := value.ParseInt(w.Lit()); err == nil {
			return n == i
		}
		return true
	}
	return index != nil || i == 0
}

// readStatusVar is what reading $? means for a guard's status that may have been overwritten.
func (x *exec) readStatusVar(st *domain.State, n syntax.Node) *domain.State {
	if st.Pend == nil && st.Status.Hides == nil {
		return st
	}
	c := st.Fork()
	p := st.Pend
	switch {
	case st.Status.Hides != nil:
		x.dom.Event(c, domain.Step{Kind: domain.StaleRead, At: x.prog.Span(n), Ask: st.Status.Hides, By: st.Status.Hidden, Text: "$?"})
		c.Pend = nil
	case p == nil:
		return st
	case p.By != nil && st.Status.Ask != p.Ask:
		if !p.Read || *p.By == st.Status.At { // read once is enough, unless the reader's own status is taken for the guard's
			x.dom.Event(c, domain.Step{Kind: domain.StaleRead, At: x.prog.Span(n), Ask: p.Ask, By: firstLine(p.By.Text()), Text: "$?"})
		}
		c.Pend = nil
	default:
		x.dom.Event(c, domain.Step{Kind: domain.Consumed, At: x.prog.Span(n), Ask: p.Ask, By: "$?", Detail: c.Answered(c.Status.Val, nil)})
		c.Pend = &domain.Pending{Ask: p.Ask, Read: true}
		if x.assigning {
			c.Pend = nil // rc=$? keeps it
		}
	}
	return c
}

func firstLine(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return s[:i]
	}
	return s
}

func (x *exec) unknownText(st *domain.State, n syntax.Node) *value.Sym {
	return x.dom.FreshAt(st, "text", n, "", func(s *value.Sym) {
		s.Kind, s.Desc, s.Lines = value.SymOther, firstLine(x.prog.Span(n).Text()), true
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			s.Name = p.Param.Value
		}
	})
}

// drawn is what one reading of a variable gives that gives another text each time.
func (x *exec) drawn(st *domain.State, name string, n syntax.Node) *value.Sym {
	s := x.dom.FreshAt(st, "drawn", n, "", func(s *value.Sym) {
		s.Kind, s.Name, s.Desc, s.Word, s.Filled = value.SymOther, name, "$"+name, true, true
	})
	st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
	return s
}

func (x *exec) segOf(g got, st *domain.State, quoted bool) seg {
	if !g.many {
		return seg{v: st.Resolve(g.v), quoted: quoted, exp: true}
	}
	if g.star && quoted {
		return seg{v: joinWith([]seg{{isList: true, list: g.list, open: g.open}}, x.separator(st)), quoted: true}
	}
	return seg{isList: true, list: g.list, open: g.open, quoted: quoted, src: g.src}
}

// bound applies set -u: an unset parameter ends the shell.
func (x *exec) bound(g got, name string, st *domain.State, at place.Range) []*domain.State {
	if st.Opts&domain.OptNounset == 0 || g.many && (len(g.list) == 0 || g.open != nil) || name == "@" || name == "*" {
		return []*domain.State{st}
	}
	switch g.set {
	case value.Yes:
		return []*domain.State{st}
	case value.No:
		x.abort(st, at, "set -u")
		return nil
	case value.Unknown: // both, below
	}
	var out []*domain.State
	for _, b := range x.dom.DecideSet(st, g.sym) {
		if b.Ok {
			out = append(out, b.St)
		} else {
			x.abort(b.St, at, "set -u")
		}
	}
	return out
}

// abort is the end of the shell by an expansion error; its status is not zero.
func (x *exec) abort(st *domain.State, at place.Range, by string) {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit(map[bool]string{true: "2", false: "1"}[x.prog.Dash]), At: at})
	x.exit(c, at, by)
}

// defaults are the operators that ask whether the parameter is set: - = ? + with and without a colon.
func (x *exec) defaults(p *syntax.ParamExp, name string, g got, quoted bool, st *domain.State) []segs {
	var has, hasNot []*domain.State
	colon := false
	switch p.Exp.Op {
	case syntax.AlternateUnsetOrNull, syntax.DefaultUnsetOrNull, syntax.ErrorUnsetOrNull, syntax.AssignUnsetOrNull:
		colon = true
	}
	switch {
	case g.many:
		if len(g.list) > 0 {
			has = []*domain.State{st}
		} else if g.open == nil {
			hasNot = []*domain.State{st}
		} else {
			for _, b := range x.dom.DecideMore(st, g.open, 0) {
				if b.Ok {
					has = append(has, b.St)
				} else {
					hasNot = append(hasNot, b.St)
				}
			}
		}
	case g.set == value.No:
		hasNot = []*domain.State{st}
	case colon:
		for _, b := range x.dom.DecideEmpty(st, g.v) {
			if b.Ok {
				hasNot = append(hasNot, b.St)
			} else {
				has = append(has, b.St)
			}
		}
	case g.set == value.Yes:
		has = []*domain.State{st}
	default:
		for _, b := range x.dom.DecideSet(st, g.sym) {
			if b.Ok {
				has = append(has, b.St)
			} else {
				hasNot = append(hasNot, b.St)
			}
		}
	}
	if len(has) > 0 && len(hasNot) > 0 && !g.many {
		if v, ok := x.lazyDefault(p, g, st); ok {
			c := st.Fork()
			if s := v.Single(); s != nil && s.Kind == value.SymDefault && colon {
				c.SetCon(v[0].Sym, c.Con(v[0].Sym).Filled())
			}
			if p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull {
				c = x.assignDefault(p, c, v)
			}
			return []segs{{c, []seg{{v: v, quoted: quoted, exp: true}}}}
		}
	}
	var out []segs
	valueOf := func(l []*domain.State) {
		for _, s := range l {
			out = append(out, segs{s, []seg{x.segOf(g, s, quoted)}})
		}
	}
	word := func(l []*domain.State, then func(*domain.State, value.Value) *domain.State) {
		for _, s := range l {
			if p.Exp.Word == nil {
				out = append(out, segs{then(s, nil), []seg{{quoted: quoted, exp: true}}})
				continue
			}
			for _, r := range x.parts(p.Exp.Word.Parts, quoted, s) {
				for i := range r.l {
					r.l[i].exp = r.l[i].exp || !r.l[i].quoted
				}
				out = append(out, segs{then(r.st, joinSegs(r.l)), r.l})
			}
		}
	}
	same := func(s *domain.State, _ value.Value) *domain.State { return s }
	switch p.Exp.Op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		word(has, same)
		for _, s := range hasNot {
			out = append(out, segs{s, []seg{{quoted: quoted, exp: true}}})
		}
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		valueOf(has)
		word(hasNot, same)
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		valueOf(has)
		word(hasNot, func(s *domain.State, v value.Value) *domain.State { return x.assignDefault(p, s, v) })
	default:
		valueOf(has)
		for _, s := range hasNot {
			x.abort(s, x.prog.Span(p), "${"+name+p.Exp.Op.String()+"}")
		}
	}
	return out
}

// lazyDefault gives ${x:-text} a symbol of its own instead of forking: scripts begin with many of these, and the worlds would
// multiply. A command that may destroy what the default names looks into it.
func (x *exec) lazyDefault(p *syntax.ParamExp, g got, st *domain.State) (value.Value, bool) {
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
	default:
		return nil, false
	}
	t, ok := effects.Literal(p.Exp.Word)
	s := g.v.Single()
	if !ok || s == nil || s.Kind != value.SymEnv && s.Kind != value.SymArg || strings.HasPrefix(t, "~") {
		return nil, false
	}
	if p.Exp.Word == nil || t == "" {
		return st.Resolve(g.v), true // nothing or nothing
	}
	d := x.dom.Derive(g.v, "default"+p.Exp.Op.String()+t, func(d *value.Sym) { d.Kind, d.Path, d.List, d.Lines = value.SymDefault, t, nil, true })
	return st.Resolve(value.SymValue(d)), true
}

// decideKey forks by which of an associative array's keys an unknown one is; nil when there is nothing to fork.
func (x *exec) decideKey(st *domain.State, name string, index syntax.ArithmExpr) []*domain.State {
	w, ok := index.(*syntax.Word)
	if !ok || effects.IsAll(index) || x.keyKnown {
		return nil
	}
	v, ok := st.Vars.Get(x.tab.Name(name))
	if !ok || v == nil || !v.Assoc || v.List != nil || len(v.Keys) == 0 || len(v.Keys) > 8 {
		return nil
	}
	var out []*domain.State
	forked := false
	for _, r := range x.word(w, st) {
		key := r.st.Resolve(r.v)
		if key.Single() == nil || key.Summary() || r.st.Con(key.Single()).RefutesAll(v.Keys) {
			out = append(out, r.st)
			continue
		}
		cur := []*domain.State{r.st}
		for _, k := range effects.SortedKeys(v.Keys) {
			var rest []*domain.State
			for _, s := range cur {
				for _, b := range x.dom.DecideEq(s, key, k) {
					if b.Ok {
						out = append(out, b.St)
					} else {
						rest = append(rest, b.St)
					}
				}
			}
			cur = rest
		}
		out = append(out, cur...)
		forked = true
	}
	if !forked {
		return nil
	}
	return out
}
