package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A got is the value of a parameter before its operator applies.
type got struct {
	v    Value
	set  tri
	sym  *Sym // the variable that may be unset, when set is unknown
	list []Value
	many bool // $@, $*, ${a[@]}, ${a[*]}
	star bool
	open *Sym
	src  []Range // where the elements are written
}

func (x *exec) param(p *syntax.ParamExp, quoted bool, st *state) []segs {
	if p.Param == nil {
		return []segs{{st, []seg{{v: symValue(x.unknownText(st, p)), quoted: quoted, exp: true}}}}
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
		if p.Index != nil && isAll(p.Index) {
			return []segs{{st, []seg{x.arrayKeys(st, name, p, quoted)}}}
		}
		if v, ok := st.vars.get(x.name(name)); !ok || v.ref == "" {
			t, ok := st.resolve(x.get(st, name, nil).v).constant()
			if !ok || t == "" {
				return []segs{{st, []seg{{v: symValue(x.unknownText(st, p)), quoted: quoted, exp: true}}}}
			}
			if i := strings.IndexByte(t, '['); i > 0 && strings.HasSuffix(t, "]") {
				t, index = t[:i], &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: t[i+1 : len(t)-1]}}}
			}
			name = t
		}
	}
	if r, ok := st.lost.get(x.name(name)); ok {
		st = st.fork()
		x.event(st, Step{Kind: LostVariable, At: x.span(p), By: name, Text: r.Text()})
		st.lost = st.lost.del(x.name(name))
	}
	if name == "?" {
		return x.statusParam(p, quoted, st)
	}
	if name == "PIPESTATUS" && !x.dash {
		for i, e := range st.pipes {
			if e.ask != nil && readsElement(index, i) {
				st = st.fork()
				x.event(st, Step{Kind: Consumed, At: x.span(p), Ask: e.ask, By: name})
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
	if plain && st.opts&optNounset == 0 {
		return []segs{{st, []seg{x.segOf(g, st, quoted)}}}
	}
	var out []segs
	for _, b := range x.bound(g, name, st, x.span(p)) {
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
		out = append(out, segs{b, []seg{{v: x.modify(p, b.resolve(g.v), b, p), quoted: quoted, exp: true}}})
	}
	return out
}

// simply reads a parameter where that is all there is to do: it has no operator, nothing is told of reading it, and it may be read. Most
// words of a script are of this kind.
func (x *exec) simply(p *syntax.ParamExp, st *state) (got, bool) {
	if p.Param == nil || p.Excl || p.Length || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Exp != nil {
		return got{}, false
	}
	name := p.Param.Value
	if name == "?" || name == "PIPESTATUS" || name == script.BadSubstitution {
		return got{}, false
	}
	if st.lost.root != nil {
		if _, ok := st.lost.get(x.name(name)); ok {
			return got{}, false
		}
	}
	g := x.get(st, name, nil)
	return g, st.opts&optNounset == 0 || g.set == yes && !g.many
}

// readsElement reports whether an index can mean an array's element.
func readsElement(index syntax.ArithmExpr, i int) bool {
	if w, ok := index.(*syntax.Word); ok {
		if n, err := parseInt(w.Lit()); err == nil {
			return n == i
		}
		return true
	}
	return index != nil || i == 0
}

// readStatusVar is what reading $? means for a guard's status that may have been overwritten.
func (x *exec) readStatusVar(st *state, n syntax.Node) *state {
	if st.pend == nil && st.status.hides == nil {
		return st
	}
	c := st.fork()
	p := st.pend
	switch {
	case st.status.hides != nil:
		x.event(c, Step{Kind: StaleRead, At: x.span(n), Ask: st.status.hides, By: st.status.hidden, Text: "$?"})
		c.pend = nil
	case p == nil:
		return st
	case p.by != nil && st.status.ask != p.ask:
		if !p.read || *p.by == st.status.at { // read once is enough, unless the reader's own status is taken for the guard's
			x.event(c, Step{Kind: StaleRead, At: x.span(n), Ask: p.ask, By: firstLine(p.by.Text()), Text: "$?"})
		}
		c.pend = nil
	default:
		x.event(c, Step{Kind: Consumed, At: x.span(n), Ask: p.ask, By: "$?", detail: c.answered(c.status.val, nil)})
		c.pend = &pending{ask: p.ask, read: true}
		if x.assigning {
			c.pend = nil // rc=$? keeps it
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

func (x *exec) unknownText(st *state, n syntax.Node) *Sym {
	return x.freshAt(st, "text", n, "", func(s *Sym) {
		s.kind, s.desc, s.lines = symOther, firstLine(x.span(n).Text()), true
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			s.name = p.Param.Value
		}
	})
}

func (x *exec) segOf(g got, st *state, quoted bool) seg {
	if !g.many {
		return seg{v: st.resolve(g.v), quoted: quoted, exp: true}
	}
	if g.star && quoted {
		return seg{v: joinWith([]seg{{isList: true, list: g.list, open: g.open}}, x.separator(st)), quoted: true}
	}
	return seg{isList: true, list: g.list, open: g.open, quoted: quoted, src: g.src}
}

// bound applies set -u: an unset parameter ends the shell.
func (x *exec) bound(g got, name string, st *state, at Range) []*state {
	if st.opts&optNounset == 0 || g.many && (len(g.list) == 0 || g.open != nil) || name == "@" || name == "*" {
		return []*state{st}
	}
	switch g.set {
	case yes:
		return []*state{st}
	case no:
		x.abort(st, at, "set -u")
		return nil
	}
	var out []*state
	for _, b := range x.decideSet(st, g.sym) {
		if b.ok {
			out = append(out, b.st)
		} else {
			x.abort(b.st, at, "set -u")
		}
	}
	return out
}

// abort is the end of the shell by an expansion error; its status is not zero.
func (x *exec) abort(st *state, at Range, by string) {
	c := x.setStatus(st, status{val: lit(map[bool]string{true: "2", false: "1"}[x.dash]), at: at})
	x.exit(c, at, by)
}

// defaults are the operators that ask whether the parameter is set: - = ? + with and without a colon.
func (x *exec) defaults(p *syntax.ParamExp, name string, g got, quoted bool, st *state) []segs {
	var has, hasNot []*state
	colon := false
	switch p.Exp.Op {
	case syntax.AlternateUnsetOrNull, syntax.DefaultUnsetOrNull, syntax.ErrorUnsetOrNull, syntax.AssignUnsetOrNull:
		colon = true
	}
	switch {
	case g.many:
		if len(g.list) > 0 {
			has = []*state{st}
		} else if g.open == nil {
			hasNot = []*state{st}
		} else {
			for _, b := range x.decideMore(st, g.open, 0) {
				if b.ok {
					has = append(has, b.st)
				} else {
					hasNot = append(hasNot, b.st)
				}
			}
		}
	case g.set == no:
		hasNot = []*state{st}
	case colon:
		for _, b := range x.decideEmpty(st, g.v) {
			if b.ok {
				hasNot = append(hasNot, b.st)
			} else {
				has = append(has, b.st)
			}
		}
	case g.set == yes:
		has = []*state{st}
	default:
		for _, b := range x.decideSet(st, g.sym) {
			if b.ok {
				has = append(has, b.st)
			} else {
				hasNot = append(hasNot, b.st)
			}
		}
	}
	if len(has) > 0 && len(hasNot) > 0 && !g.many {
		if v, ok := x.lazyDefault(p, g, st); ok {
			c := st.fork()
			if s := v.single(); s != nil && s.kind == symDefault && colon {
				c.setCon(v[0].sym, c.con(v[0].sym).filled())
			}
			if p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull {
				c = x.assignDefault(p, c, v)
			}
			return []segs{{c, []seg{{v: v, quoted: quoted, exp: true}}}}
		}
	}
	var out []segs
	value := func(l []*state) {
		for _, s := range l {
			out = append(out, segs{s, []seg{x.segOf(g, s, quoted)}})
		}
	}
	word := func(l []*state, then func(*state, Value) *state) {
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
	same := func(s *state, _ Value) *state { return s }
	switch p.Exp.Op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		word(has, same)
		for _, s := range hasNot {
			out = append(out, segs{s, []seg{{quoted: quoted, exp: true}}})
		}
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		value(has)
		word(hasNot, same)
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		value(has)
		word(hasNot, func(s *state, v Value) *state { return x.assignDefault(p, s, v) })
	default:
		value(has)
		for _, s := range hasNot {
			x.abort(s, x.span(p), "${"+name+p.Exp.Op.String()+"}")
		}
	}
	return out
}

// lazyDefault gives ${x:-text} a symbol of its own instead of forking: scripts begin with many of these, and the worlds would
// multiply. A command that may destroy what the default names looks into it.
func (x *exec) lazyDefault(p *syntax.ParamExp, g got, st *state) (Value, bool) {
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
	default:
		return nil, false
	}
	t, ok := literal(p.Exp.Word)
	s := g.v.single()
	if !ok || s == nil || s.kind != symEnv && s.kind != symArg || strings.HasPrefix(t, "~") {
		return nil, false
	}
	if p.Exp.Word == nil || t == "" {
		return st.resolve(g.v), true // nothing or nothing
	}
	d := x.derive(g.v, "default"+p.Exp.Op.String()+t, func(d *Sym) { d.kind, d.path, d.list, d.lines = symDefault, t, nil, true })
	return st.resolve(symValue(d)), true
}

// decideKey forks by which of an associative array's keys an unknown one is; nil when there is nothing to fork.
func (x *exec) decideKey(st *state, name string, index syntax.ArithmExpr) []*state {
	w, ok := index.(*syntax.Word)
	if !ok || isAll(index) || x.keyKnown {
		return nil
	}
	v, ok := st.vars.get(x.name(name))
	if !ok || v == nil || !v.assoc || v.list != nil || len(v.keys) == 0 || len(v.keys) > 8 {
		return nil
	}
	var out []*state
	forked := false
	for _, r := range x.word(w, st) {
		key := r.st.resolve(r.v)
		if key.single() == nil || key.summary() || r.st.con(key.single()).refutesAll(v.keys) {
			out = append(out, r.st)
			continue
		}
		cur := []*state{r.st}
		for _, k := range sortedKeys(v.keys) {
			var rest []*state
			for _, s := range cur {
				for _, b := range x.decideEq(s, key, k) {
					if b.ok {
						out = append(out, b.st)
					} else {
						rest = append(rest, b.st)
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

// refutesAll reports whether a text is none of some words.
func (c *con) refutesAll(words map[string]Value) bool {
	for w := range words {
		if !c.refutes(w) {
			return false
		}
	}
	return true
}
