package symexec

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/pattern"
	"mvdan.cc/sh/v3/syntax"
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
		return []segs{{x.readStatusVar(st, p), []seg{{v: st.status.val, quoted: quoted, exp: true}}}}
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
	var out []segs
	for _, b := range x.bound(g, name, st, x.span(p)) {
		if p.Exp == nil && p.Repl == nil && p.Slice == nil {
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

// readStatusVar is what reading $? means for a guard's status that may have been overwritten.
func (x *exec) readStatusVar(st *state, n syntax.Node) *state {
	if st.pend == nil && st.status.hides == nil {
		return st
	}
	c := st.fork()
	p := st.pend
	switch {
	case st.status.hides != nil:
		x.event(c, Step{Kind: StaleRead, At: x.span(n), Ask: st.status.hides, By: st.status.hidden})
		c.pend = nil
	case p == nil:
		return st
	case p.by != nil && st.status.ask != p.ask:
		if !p.read || *p.by == st.status.at { // read once is enough, unless the reader's own status is taken for the guard's
			x.event(c, Step{Kind: StaleRead, At: x.span(n), Ask: p.ask, By: firstLine(p.by.Text())})
		}
		c.pend = nil
	default:
		x.event(c, Step{Kind: Consumed, At: x.span(n), Ask: p.ask, By: "$?"})
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
	return x.fresh(st, "text"+x.at(n), func(s *Sym) {
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
		return seg{v: joinSegs([]seg{{isList: true, list: g.list, open: g.open}}), quoted: true}
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

func (x *exec) envValue(name string) Value { return symValue(x.envSym(name)) }

func (x *exec) envSym(name string) *Sym {
	return x.sym("env:"+name, func(s *Sym) { s.kind, s.name, s.lines = symEnv, name, true })
}

// maxShift is how many shifts of the script's own parameters are told apart.
const maxShift = 3

// argSym is the n-th parameter of the script; gen counts the shifts of unknown width before it.
func (x *exec) argSym(gen, n int) *Sym {
	if n > maxShift+9 {
		return x.sym("arg:many", func(s *Sym) { s.kind, s.name, s.desc, s.summary, s.lines = symArg, "arg", "a parameter", true, true })
	}
	return x.sym("arg:"+strconv.Itoa(gen)+":"+strconv.Itoa(n), func(s *Sym) {
		s.kind, s.name, s.index, s.gen, s.lines = symArg, strconv.Itoa(n), n, gen, true
		if gen > 0 || n > maxShift && n > 9 {
			s.desc = "a parameter"
		}
	})
}

func (x *exec) argsSym(p *params) *Sym {
	return x.sym("args:"+strconv.Itoa(p.gen)+":"+strconv.Itoa(p.base), func(s *Sym) {
		s.kind, s.name, s.desc, s.index, s.gen = symArgs, "@", "$@", p.base, p.gen
	})
}

// get reads a parameter.
func (x *exec) get(st *state, name string, index syntax.ArithmExpr) got {
	if len(name) == 0 {
		return got{set: no}
	}
	switch c := name[0]; {
	case name == "@" || name == "*":
		g := got{many: true, star: name == "*", list: st.args.known, set: yes, src: st.args.src}
		if st.args.open {
			g.open = x.argsSym(st.args)
		}
		return g
	case name == "#":
		if st.args.open {
			s := x.sym("argc:"+strconv.Itoa(st.args.gen)+":"+strconv.Itoa(st.args.base), func(s *Sym) {
				s.kind, s.desc, s.index, s.gen = symCount, "$#", st.args.base, st.args.gen
			})
			return got{v: symValue(s), set: yes}
		}
		return got{v: number(len(st.args.known)), set: yes}
	case name == "0":
		return got{v: symValue(x.scriptSym(x.main.Path)), set: yes}
	case c >= '1' && c <= '9':
		n, err := strconv.Atoi(name)
		if err != nil {
			return got{set: no}
		}
		if n <= len(st.args.known) {
			return got{v: st.args.known[n-1], set: yes}
		}
		if !st.args.open {
			return got{set: no}
		}
		return x.gotSym(st, x.argSym(st.args.gen, st.args.base+n-len(st.args.known)))
	case name == "$" || name == "-" || name == "_" || name == "PPID" || name == "BASHPID" || name == "RANDOM" || name == "SECONDS" ||
		name == "EPOCHSECONDS" || name == "LINENO" || name == "UID" || name == "EUID":
		s := x.sym("special:"+name, func(s *Sym) { s.kind, s.name, s.summary = symOther, name, name == "RANDOM" || name == "SECONDS" })
		st.setCon(s, &con{set: yes, nonempty: yes})
		return got{v: symValue(s), set: yes}
	case name == "BASH_SOURCE" && !x.dash:
		return got{v: symValue(x.scriptSym(x.unit.script.Path)), set: yes}
	case name == "FUNCNAME" && !x.dash:
		if n := x.funcName(); n != "" {
			return got{v: lit(n), set: yes}
		}
		return got{set: no}
	case name == "PIPESTATUS" && !x.dash:
		return x.pipeStatuses(st, index)
	case name == "PWD":
		if v, ok := st.vars.get(x.name(name)); !ok || v == nil {
			return got{v: x.pwd(st), set: yes}
		}
	}
	v, ok := st.vars.get(x.name(name))
	if !ok {
		if name == "IFS" {
			return got{v: lit(" \t\n"), set: yes}
		}
		s := x.envSym(name)
		if index != nil {
			return got{v: symValue(s), set: yes, many: isAll(index), open: s}
		}
		return x.gotSym(st, s)
	}
	if v.ref != "" && v.ref != name {
		return x.get(st, v.ref, index)
	}
	if index != nil {
		return x.element(st, name, v, index)
	}
	if !v.set {
		return got{set: no}
	}
	if v.array || v.assoc {
		if v.list != nil {
			return got{v: symValue(x.elem(v.list, 0, name)), set: yes}
		}
		if v.assoc {
			e, ok := v.keys["0"]
			return got{v: e, set: triOf(ok)}
		}
		if len(v.elems) == 0 {
			return got{set: no}
		}
		return got{v: v.elems[0], set: yes}
	}
	return got{v: v.val, set: yes}
}

func triOf(b bool) tri {
	if b {
		return yes
	}
	return no
}

func (x *exec) gotSym(st *state, s *Sym) got {
	c := st.con(s)
	set := c.set
	if c.nonempty == yes || c.eq != nil && *c.eq != "" {
		set = yes
	}
	return got{v: st.resolve(symValue(s)), set: set, sym: s}
}

func (x *exec) funcName() string {
	for i := len(x.calls) - 1; i >= 0; i-- {
		if f := x.calls[i].fn; f != nil {
			return f.name
		}
	}
	return ""
}

func (x *exec) scriptSym(p string) *Sym {
	return x.sym("script:"+p, func(s *Sym) { s.kind, s.path, s.desc = symScript, p, p })
}

func (x *exec) dirSym(p string) *Sym {
	d := path.Dir(p)
	return x.sym("dir:"+d, func(s *Sym) { s.kind, s.path, s.desc = symDir, d, d })
}

func (x *exec) pwd(st *state) Value {
	if len(st.cwd) > 0 {
		return st.cwd
	}
	return symValue(x.sym("pwd", func(s *Sym) { s.kind, s.name, s.desc = symDir, "PWD", "$PWD" }))
}

func (x *exec) pipeStatuses(st *state, index syntax.ArithmExpr) got {
	l := st.pipes
	if len(l) == 0 {
		l = []status{st.status}
	}
	var vals []Value
	for _, s := range l {
		vals = append(vals, s.val)
	}
	if index != nil && isAll(index) {
		return got{many: true, list: vals, set: yes}
	}
	n := 0
	if index != nil {
		if a := x.arithm(index, st); len(a) == 1 {
			if t, ok := a[0].v.constant(); ok {
				n, _ = strconv.Atoi(t)
			}
		}
	}
	if n < 0 || n >= len(vals) {
		return got{set: no}
	}
	return got{v: vals[n], set: yes}
}

func isAll(e syntax.ArithmExpr) bool {
	w, ok := e.(*syntax.Word)
	return ok && (w.Lit() == "@" || w.Lit() == "*")
}

func (x *exec) element(st *state, name string, v *variable, index syntax.ArithmExpr) got {
	if isAll(index) {
		star := index.(*syntax.Word).Lit() == "*"
		if !v.set {
			return got{many: true, star: star, set: no}
		}
		g := got{many: true, star: star, set: yes, list: v.elems, open: v.list}
		if v.assoc {
			g.list = nil
			for _, k := range sortedKeys(v.keys) {
				g.list = append(g.list, v.keys[k])
			}
		}
		if !v.array && !v.assoc {
			g.list = []Value{v.val}
		}
		return g
	}
	if v.assoc {
		key := ""
		known := false
		if w, ok := index.(*syntax.Word); ok {
			if r := x.word(w, st); len(r) == 1 {
				key, known = st.resolve(r[0].v).constant()
			}
		}
		if !known || v.list != nil {
			return got{v: symValue(x.unknownText(st, index)), set: yes}
		}
		e, ok := v.keys[key]
		return got{v: e, set: triOf(ok)}
	}
	if !v.array {
		return got{v: v.val, set: triOf(v.set)}
	}
	a := x.arithm(index, st)
	if len(a) == 1 {
		if t, ok := a[0].v.constant(); ok {
			n, _ := strconv.Atoi(t)
			if n < 0 {
				n += len(v.elems)
			}
			if v.list != nil && n >= len(v.elems) && n-len(v.elems) < 2 && n >= 0 {
				return got{v: symValue(x.elem(v.list, n-len(v.elems), name)), set: yes}
			}
			if n < 0 || n >= len(v.elems) {
				return got{set: no}
			}
			return got{v: v.elems[n], set: yes}
		}
	}
	return got{v: symValue(x.unknownText(st, index)), set: yes}
}

func (x *exec) arrayKeys(st *state, name string, p *syntax.ParamExp, quoted bool) seg {
	v, ok := st.vars.get(x.name(name))
	if !ok || v.list != nil {
		return seg{isList: true, open: x.unknownText(st, p), quoted: quoted}
	}
	var keys []Value
	if v.assoc {
		for _, k := range sortedKeys(v.keys) {
			keys = append(keys, lit(k))
		}
	} else {
		for i := range v.elems {
			keys = append(keys, number(i))
		}
	}
	return seg{isList: true, list: keys, quoted: quoted}
}

// length is ${#x}, ${#a[@]} and ${#@}.
func (x *exec) length(p *syntax.ParamExp, g got, quoted bool, st *state) []segs {
	mk := func(st *state, v Value) segs { return segs{st, []seg{{v: v, quoted: quoted, exp: true}}} }
	if g.many {
		if g.open == nil {
			return []segs{mk(st, number(len(g.list)))}
		}
		var out []segs
		cur := []*state{st}
		for i := 0; i < 3 && len(cur) > 0; i++ {
			var on []*state
			for _, c := range cur {
				for _, b := range x.decideMore(c, g.open, i) {
					if b.ok {
						on = append(on, b.st)
					} else {
						out = append(out, mk(b.st, number(len(g.list)+i)))
					}
				}
			}
			cur = on
		}
		return out
	}
	v := st.resolve(g.v)
	if t, ok := v.constant(); ok {
		return []segs{mk(st, number(utf8.RuneCountInString(t)))}
	}
	var out []segs
	for _, b := range x.decideEmpty(st, v) {
		if b.ok {
			out = append(out, mk(b.st, lit("0")))
			continue
		}
		s := x.derive(v, "length", func(s *Sym) { s.kind, s.ask, s.desc = symCount, nil, "the length of "+v.String() })
		one := 1
		c := b.st.con(s).clone()
		if c.lo == nil {
			c.lo = &one
		}
		b.st.setCon(s, c)
		out = append(out, mk(b.st, symValue(s)))
	}
	return out
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
				c = x.assign(c, name, &variable{set: true, val: v})
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
		word(hasNot, func(s *state, v Value) *state { return x.assign(s, name, &variable{set: true, val: v}) })
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

// modify applies the operators that compute a text from the value.
func (x *exec) modify(p *syntax.ParamExp, v Value, st *state, n syntax.Node) Value {
	v = st.resolve(v)
	t, known := v.constant()
	if p.Slice != nil {
		return x.slice(p, v, st)
	}
	if p.Repl != nil {
		from, to := "", ""
		ok := known
		if g := x.glob(p.Repl.Orig, st); len(g) == 1 && g[0].g.known {
			from = g[0].g.text
		} else {
			ok = false
		}
		if p.Repl.With != nil {
			if w := x.word(p.Repl.With, st); len(w) == 1 {
				var k bool
				to, k = st.resolve(w[0].v).constant()
				ok = ok && k
			} else {
				ok = false
			}
		}
		if ok {
			return lit(replacePattern(t, from, to, p.Repl.All))
		}
		r := symValue(x.derive(v, "replace"+x.at(n), nil))
		if to == "" && blankClass(from) {
			return x.sameEmptiness(st, v, r) // what a command prints is more than blanks
		}
		return r
	}
	var pat string
	patKnown := true
	if p.Exp.Word != nil {
		g := x.glob(p.Exp.Word, st)
		if len(g) == 1 && g[0].g.known {
			pat = g[0].g.text
		} else {
			patKnown = false
		}
	}
	op := p.Exp.Op
	switch op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix, syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if !patKnown {
			return symValue(x.derive(v, "strip"+x.at(n), nil))
		}
		if known {
			return lit(strip(t, pat, op))
		}
		if s := v.single(); s != nil && s.kind == symScript && pat == "/*" {
			return symValue(x.dirSym(s.path))
		}
		return symValue(x.derive(v, "strip"+op.String()+pat, nil))
	case syntax.UpperAll, syntax.LowerAll, syntax.UpperFirst, syntax.LowerFirst:
		if known && t != "" {
			switch op {
			case syntax.UpperAll:
				return lit(strings.ToUpper(t))
			case syntax.LowerAll:
				return lit(strings.ToLower(t))
			case syntax.UpperFirst:
				return lit(strings.ToUpper(t[:1]) + t[1:])
			}
			return lit(strings.ToLower(t[:1]) + t[1:])
		}
		return x.sameEmptiness(st, v, symValue(x.derive(v, "case"+op.String(), nil)))
	}
	if known {
		return v
	}
	return symValue(x.derive(v, "op"+op.String(), nil))
}

// blankClass reports whether a pattern matches blanks only.
func blankClass(p string) bool {
	switch strings.TrimRight(p, "+*") {
	case " ", "[[:space:]]", "[[:blank:]]", "[ ]":
		return true
	}
	return false
}

// sameEmptiness lets a text that is computed from another one be empty when that is.
func (x *exec) sameEmptiness(st *state, from, to Value) Value {
	s, d := from.single(), to.single()
	if s != nil && d != nil {
		if c := st.con(s); c.nonempty != unknown && st.con(d).nonempty == unknown {
			k := st.con(d).clone()
			k.nonempty = c.nonempty
			st.setCon(d, k)
		}
	}
	return to
}

func (x *exec) slice(p *syntax.ParamExp, v Value, st *state) Value {
	num := func(e syntax.ArithmExpr, def int) (int, bool) {
		if e == nil {
			return def, true
		}
		a := x.arithm(e, st)
		if len(a) != 1 {
			return 0, false
		}
		t, ok := a[0].v.constant()
		n, err := strconv.Atoi(t)
		return n, ok && err == nil
	}
	t, known := v.constant()
	off, ok1 := num(p.Slice.Offset, 0)
	length, ok2 := num(p.Slice.Length, len(t))
	if !known || !ok1 || !ok2 {
		return symValue(x.derive(v, "slice"+x.at(p), nil))
	}
	if off < 0 {
		off += len(t)
	}
	if off < 0 || off > len(t) {
		return nil
	}
	end := off + length
	if length < 0 {
		end = len(t) + length
	}
	if end < off {
		return nil
	}
	return lit(t[off:min(end, len(t))])
}

func (x *exec) sliceList(p *syntax.ParamExp, g got, st *state) got {
	h := g
	a := x.arithm(p.Slice.Offset, st)
	n := 0
	if len(a) == 1 {
		if t, ok := a[0].v.constant(); ok {
			n, _ = strconv.Atoi(t)
		}
	}
	if p.Param.Value == "@" || p.Param.Value == "*" {
		n = max(n-1, 0)
	}
	if p.Slice.Length == nil && n >= 0 && n <= len(g.list) {
		h.list = g.list[n:]
		return h
	}
	if p.Slice.Length == nil && g.open != nil && g.open.kind == symArgs && n > len(g.list) {
		h.list = nil
		h.open = x.argsSym(&params{gen: g.open.gen, base: min(g.open.index+n-len(g.list), maxShift)})
		return h
	}
	h.list = nil
	h.open = x.derive(joinSegs([]seg{{isList: true, list: g.list, open: g.open}}), "slice"+x.at(p), nil)
	return h
}

// strip removes the part of t at its start or end that matches the pattern.
func strip(t, pat string, op syntax.ParExpOperator) string {
	expr, err := pattern.Regexp(pat, pattern.EntireString|pattern.ExtendedOperators)
	if err != nil {
		return t
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return t
	}
	switch op {
	case syntax.RemSmallPrefix:
		for i := 0; i <= len(t); i++ {
			if re.MatchString(t[:i]) {
				return t[i:]
			}
		}
	case syntax.RemLargePrefix:
		for i := len(t); i >= 0; i-- {
			if re.MatchString(t[:i]) {
				return t[i:]
			}
		}
	case syntax.RemSmallSuffix:
		for i := len(t); i >= 0; i-- {
			if re.MatchString(t[i:]) {
				return t[:i]
			}
		}
	case syntax.RemLargeSuffix:
		for i := 0; i <= len(t); i++ {
			if re.MatchString(t[i:]) {
				return t[:i]
			}
		}
	}
	return t
}

func replacePattern(t, pat, to string, all bool) string {
	anchor := ""
	switch {
	case strings.HasPrefix(pat, "#"):
		anchor, pat = "^", pat[1:]
	case strings.HasPrefix(pat, "%"):
		anchor, pat = "$", pat[1:]
	}
	expr, err := pattern.Regexp(pat, pattern.ExtendedOperators)
	if err != nil || pat == "" {
		return t
	}
	switch anchor {
	case "^":
		expr = "^(?:" + expr + ")"
	case "$":
		expr = "(?:" + expr + ")$"
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return t
	}
	n := 0
	return re.ReplaceAllStringFunc(t, func(m string) string {
		if n++; n > 1 && !all {
			return m
		}
		return to
	})
}
