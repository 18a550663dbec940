package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
)

// A callInfo is a simple command after expansion.
type callInfo struct {
	name  string  // without folder
	args  []Field // with the name
	node  syntax.Node
	at    Range // the first word
	whole Range
	// vanished says that the word written first expanded to nothing, so that another one is the command.
	vanished bool
	// shell says that functions and builtins may be meant; a command that another program starts is a program itself.
	shell bool
	noFn  bool
	made  bool // it stands in text that the script put together
	env   []*syntax.Assign
}

// text is the command as written, on one line.
func (cl *callInfo) text() string {
	if cl.made {
		var words []string
		for _, a := range cl.args {
			words = append(words, a.v.String())
		}
		return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	}
	t := cl.whole.Text()
	if i := strings.Index(t, "<<"); i > 0 {
		t = t[:i]
	}
	t = strings.ReplaceAll(t, "\\\n", " ")
	return strings.Join(strings.Fields(t), " ")
}

func (x *exec) callExpr(c *syntax.CallExpr, st *state) []*state {
	at := x.span(c)
	if len(c.Args) == 0 {
		return x.assignments(c, st, at)
	}
	if st.opts&optAliases != 0 && st.alias.len() > 0 {
		if d := x.expandAlias(c, st); d != nil {
			c = d
		}
	}
	var out []*state
	for _, e := range x.words(c.Args, st) {
		if len(e.fields) == 0 {
			// nothing is left to run: the status is that of the last command substitution
			s := e.st
			if !hasSubst(c.Args) {
				s = x.setStatus(s, status{val: lit("0"), at: at})
			}
			if len(c.Assigns) > 0 {
				out = append(out, x.assignments(&syntax.CallExpr{Assigns: c.Assigns}, s, at)...)
			} else {
				out = append(out, s)
			}
			continue
		}
		cl := &callInfo{args: e.fields, node: c, at: e.fields[0].src, whole: at, shell: true, env: c.Assigns, made: x.unit.segs != nil}
		cl.vanished = e.fields[0].word != nil && e.fields[0].word != c.Args[0] && len(c.Args[0].Parts) == 1 && isExpansion(c.Args[0].Parts[0])
		if len(c.Assigns) > 0 {
			cl.whole = x.between(int(c.Args[0].Pos().Offset()), int(c.Args[len(c.Args)-1].End().Offset()))
		}
		out = append(out, x.withEnv(c, cl, e.st)...)
	}
	return out
}

func hasSubst(words []*syntax.Word) bool {
	for _, w := range words {
		for _, p := range w.Parts {
			switch p := p.(type) {
			case *syntax.CmdSubst:
				return true
			case *syntax.DblQuoted:
				for _, q := range p.Parts {
					if _, ok := q.(*syntax.CmdSubst); ok {
						return true
					}
				}
			}
		}
	}
	return false
}

// withEnv runs a command with the assignments before it in force.
func (x *exec) withEnv(c *syntax.CallExpr, cl *callInfo, st *state) []*state {
	if len(c.Assigns) == 0 {
		return x.dispatch(cl, st)
	}
	type saved struct {
		id  uint32
		v   *variable
		had bool
	}
	var old []saved
	cur := []*state{st}
	for _, a := range c.Assigns {
		id := x.name(a.Name.Value)
		v, ok := st.vars.get(id)
		old = append(old, saved{id, v, ok})
		cur = x.each(cur, func(s *state) []*state { return x.assignOne(a, s) })
	}
	var out []*state
	for _, s := range cur {
		for _, e := range x.dispatch(cl, s) {
			n := e.fork()
			for _, o := range old {
				if o.had {
					n.vars = n.vars.set(o.id, o.v)
				} else {
					n.vars = n.vars.del(o.id)
				}
			}
			out = append(out, n)
		}
	}
	return out
}

// assignments is a command of assignments only: its status is that of the last command substitution, or 0.
func (x *exec) assignments(c *syntax.CallExpr, st *state, at Range) []*state {
	cur := []*state{st}
	subst := false
	for _, a := range c.Assigns {
		if a.Value != nil && hasSubst([]*syntax.Word{a.Value}) {
			subst = true
		}
		cur = x.each(cur, func(s *state) []*state { return x.assignOne(a, s) })
	}
	if subst {
		return cur
	}
	var out []*state
	for _, s := range cur {
		n := s.fork()
		pend := s.pend
		n.status = status{val: lit("0"), at: at}
		n.pipes = nil
		if pend != nil && pend.by == nil {
			n.pend = &pending{ask: pend.ask, by: &at}
		}
		out = append(out, n)
	}
	return out
}

func (x *exec) assignOne(a *syntax.Assign, st *state) []*state {
	if a.Name == nil {
		return []*state{st}
	}
	name := a.Name.Value
	if a.Array != nil {
		return x.assignArray(a, st)
	}
	var out []*state
	x.assigning = true
	values := x.word(a.Value, st)
	x.assigning = false
	for _, r := range values {
		if a.Index != nil {
			out = append(out, x.assignElement(r.st, name, a.Index, r.v, a.Append))
			continue
		}
		v := r.v
		if old, ok := r.st.vars.get(x.name(name)); a.Append {
			if ok && old.array {
				n := *old
				n.elems = append([]Value(nil), old.elems...)
				if len(n.elems) == 0 {
					n.elems = []Value{v}
				} else {
					n.elems[0] = n.elems[0].append(v)
				}
				out = append(out, x.assign(r.st, name, &n))
				continue
			}
			g := x.get(r.st, name, nil)
			if ok && old.int {
				v = x.compute(r.st, orZero(g.v), "+", orZero(v))
			} else if g.set != no {
				v = g.v.append(v)
			}
		}
		out = append(out, x.assign(r.st, name, &variable{set: true, val: v}))
	}
	return out
}

func orZero(v Value) Value {
	if len(v) == 0 {
		return lit("0")
	}
	return v
}

// assign binds a variable.
func (x *exec) assign(st *state, name string, v *variable) *state {
	id := x.name(name)
	c := st.fork()
	if old, ok := st.vars.get(id); ok && old != nil {
		if old.ref != "" && old.ref != name {
			return x.assign(st, old.ref, v)
		}
		if old.int && !v.array && !v.assoc && v.set {
			w := *v
			if n := x.toNum(c, v.val, 0); len(n) == 1 && !n[0].err {
				w.val = n[0].v
			}
			w.int = true
			v = &w
		}
		if (old.array || old.assoc) && !v.array && !v.assoc && v.set {
			w := *old // a=x sets the first element
			w.elems = append([]Value(nil), old.elems...)
			if old.array && len(w.elems) > 0 {
				w.elems[0] = v.val
			} else if old.array {
				w.elems = []Value{v.val}
			}
			v = &w
		}
	}
	c.vars = c.vars.set(id, v)
	if _, ok := c.lost.get(id); ok {
		c.lost = c.lost.del(id)
	}
	return c
}

func (x *exec) assignArray(a *syntax.Assign, st *state) []*state {
	name := a.Name.Value
	old, had := st.vars.get(x.name(name))
	assoc := had && old.assoc
	type partial struct {
		st *state
		v  variable
	}
	first := variable{set: true, array: !assoc, assoc: assoc}
	if assoc {
		first.keys = map[string]Value{}
	}
	if a.Append && had {
		first.elems = append([]Value(nil), old.elems...)
		first.list = old.list
		for k, e := range old.keys {
			first.keys[k] = e
		}
		if !old.array && !old.assoc && old.set {
			first.elems = []Value{old.val}
		}
	}
	cur := []partial{{st, first}}
	for _, e := range a.Array.Elems {
		var next []partial
		for _, p := range cur {
			if e.Index != nil {
				for _, r := range x.word(e.Value, p.st) {
					tmp := &variable{}
					*tmp = p.v
					s := r.st.fork()
					s.vars = s.vars.set(x.name(name), tmp)
					s = x.assignElement(s, name, e.Index, r.v, false)
					got, _ := s.vars.get(x.name(name))
					next = append(next, partial{r.st, *got})
				}
				continue
			}
			if e.Value == nil {
				next = append(next, p)
				continue
			}
			for _, r := range x.words([]*syntax.Word{e.Value}, p.st) {
				v := p.v
				v.elems = append([]Value(nil), v.elems...)
				for _, f := range r.fields {
					if f.multi != nil {
						if v.list != nil {
							// two unknown lists: what they hold together is a third one
							v.list = x.derive(symValue(v.list).append(lit(" ")).append(symValue(f.multi)), "lists", nil)
							continue
						}
						v.list = f.multi
						continue
					}
					if v.list != nil { // known elements after an unknown number of others
						v.elems = append(v.elems, f.v)
						continue
					}
					v.elems = append(v.elems, f.v)
				}
				next = append(next, partial{r.st, v})
			}
		}
		cur = next
	}
	var out []*state
	for _, p := range cur {
		v := p.v
		c := p.st.fork()
		c.vars = c.vars.set(x.name(name), &v)
		c.status = status{val: lit("0"), at: x.span(a)}
		out = append(out, c)
	}
	return out
}

func (x *exec) assignElement(st *state, name string, index syntax.ArithmExpr, v Value, app bool) *state {
	id := x.name(name)
	old, ok := st.vars.get(id)
	n := variable{set: true, array: true}
	if ok {
		n = *old
		n.set = true
		n.elems = append([]Value(nil), old.elems...)
		if !old.array && !old.assoc {
			n.array = true
			if old.set {
				n.elems = []Value{old.val}
			}
		}
	}
	c := st.fork()
	unknownElem := func() *state {
		n.list = x.unknownText(c, index)
		c.vars = c.vars.set(id, &n)
		return c
	}
	if n.assoc {
		w, isWord := index.(*syntax.Word)
		if !isWord {
			return unknownElem()
		}
		r := x.word(w, c)
		if len(r) != 1 {
			return unknownElem()
		}
		k, known := c.resolve(r[0].v).constant()
		if !known {
			return unknownElem()
		}
		keys := map[string]Value{}
		for a, b := range n.keys {
			keys[a] = b
		}
		if app {
			v = keys[k].append(v)
		}
		keys[k] = v
		n.keys = keys
		c.vars = c.vars.set(id, &n)
		return c
	}
	a := x.arithm(index, c)
	if len(a) != 1 {
		return unknownElem()
	}
	t, known := a[0].v.constant()
	i, err := parseInt(t)
	if !known || err != nil || i < 0 || i > 1<<12 {
		return unknownElem()
	}
	for len(n.elems) <= i {
		n.elems = append(n.elems, nil) // holes read as empty, which is how unset elements expand
	}
	if app {
		v = n.elems[i].append(v)
	}
	n.elems[i] = v
	c.vars = c.vars.set(id, &n)
	return c
}

// dispatch runs a simple command: a function, a builtin, what the catalogue knows, or a command about which nothing is known.
func (x *exec) dispatch(cl *callInfo, st *state) []*state {
	if x.spend(1) || len(cl.args) == 0 {
		return nil
	}
	first := cl.args[0]
	v := st.resolve(first.v)
	name, known := v.constant()
	if !known || first.multi != nil {
		return x.dynamicCommand(cl, st, v)
	}
	if name == "" {
		return []*state{x.setStatus(st, status{val: lit("127"), at: cl.whole})}
	}
	if cl.shell && !cl.noFn {
		if f, ok := st.funcs.get(x.name(name)); ok && f != nil {
			return x.callNamed(f, cl, st)
		}
		name = strings.TrimPrefix(name, "\\")
	}
	cl.name = name
	if cl.shell {
		if b, ok := builtins[name]; ok && !(x.dash && bashOnly[name]) {
			return b(x, cl, st)
		}
	}
	if name == "[" || name == "test" {
		cl.name = baseName(name)
		return x.testCommand(cl, st)
	}
	cl.name = baseName(name)
	if out, done := x.withDefaults(cl, st); done {
		return out
	}
	words := make([]string, len(cl.args))
	for i, f := range cl.args {
		words[i] = st.resolve(f.v).pattern()
	}
	stdin := ""
	if st.stdin != nil {
		stdin = st.resolve(st.stdin.text).pattern()
	}
	if m, ok := x.cat.DestructiveInput(words, stdin); ok {
		return x.site(m, cl, st)
	}
	if w, ok := x.cat.Wrapper(words); ok {
		if out, done := x.wrapper(w, cl, st); done {
			return out
		}
	}
	if m, ok := x.cat.Guard(words); ok {
		targets := x.targets(m.Targets, cl, st)
		if m.Host != nil {
			h := st.resolve(cl.args[m.Host.Word].v.skip(m.Host.Skip))
			if len(targets) == 0 {
				targets = []Target{{Kind: catalog.KindNone, Host: h}}
			}
			for i := range targets {
				targets[i].Host = h
			}
		}
		return x.ask(m.Entry, targets, cl, st)
	}
	if f, ok := filters[cl.name]; ok {
		if out := f(x, cl, st); out != nil {
			return out
		}
	}
	return x.unknownCommand(cl, st)
}

// withDefaults forks by whether a variable has its default, where the command destroys data with one of the two and for all
// that is known not with the other.
func (x *exec) withDefaults(cl *callInfo, st *state) ([]*state, bool) {
	var first *Sym
	plain, filled := make([]string, len(cl.args)), make([]string, len(cl.args))
	for i, f := range cl.args {
		v := st.resolve(f.v)
		plain[i], filled[i] = v.pattern(), v.pattern()
		for _, p := range v {
			if p.sym != nil && p.sym.kind == symDefault && !p.sym.summary && !st.con(p.sym).refutes(p.sym.path) {
				if first == nil {
					first = p.sym
				}
				w := append(Value(nil), v...)
				for k := range w {
					if y := w[k].sym; y != nil && y.kind == symDefault && !st.con(y).refutes(y.path) {
						w[k] = Part{lit: w[k].sym.path}
					}
				}
				filled[i] = w.pattern()
			}
		}
	}
	if first == nil {
		return nil, false
	}
	if _, ok := x.cat.Destructive(plain); ok {
		return nil, false
	}
	if _, ok := x.cat.Destructive(filled); !ok {
		return nil, false
	}
	var out []*state
	for _, b := range x.decideEq(st, symValue(first), first.path) {
		c := *cl
		c.args = append([]Field(nil), cl.args...)
		out = append(out, x.dispatch(&c, b.st)...)
	}
	return out, true
}

// dynamicCommand is a command whose name only the run tells.
func (x *exec) dynamicCommand(cl *callInfo, st *state, v Value) []*state {
	if s := v.single(); s != nil && s.kind == symDefault && st.con(s).eq == nil && len(st.con(s).ne) == 0 && !s.summary {
		var out []*state // ${MKFS:-mkfs.ext4}
		for _, b := range x.decideEq(st, v, s.path) {
			out = append(out, x.dispatch(cl, b.st)...)
		}
		return out
	}
	if s := v.single(); s != nil && s.kind == symScript {
		return x.unknownCommand(cl, st) // the script runs itself
	}
	if len(cl.args) == 1 && cl.args[0].multi != nil {
		// an optional command that may be empty: $SUDO, $DEBUG
		var out []*state
		for _, b := range x.decideEmpty(st, v) {
			if b.ok {
				out = append(out, x.setStatus(b.st, status{val: lit("0"), at: cl.whole}))
				continue
			}
			x.unresolved(cl.at, "the name of the command is the value of "+v.String())
			out = append(out, x.unknownCommand(cl, b.st)...)
		}
		return out
	}
	if f := cl.args[0]; f.multi != nil && len(cl.args) > 1 && len(f.v) == 1 {
		// $SUDO wipefs …: a prefix that may be empty or a wrapper: what follows is the command
		rest := *cl
		rest.args = cl.args[1:]
		rest.at = rest.args[0].src
		rest.noFn = true
		if f.multi.kind == symEnv || f.multi.kind == symWidened || f.multi.kind == symOther || f.multi.kind == symOutput {
			if name, ok := st.resolve(rest.args[0].v).constant(); ok && !strings.HasPrefix(name, "-") {
				return x.dispatch(&rest, st)
			}
		}
	}
	if !cl.vanished {
		x.unresolved(cl.at, "the name of the command is the value of "+v.String())
	}
	return x.unknownCommand(cl, st)
}

func isExpansion(p syntax.WordPart) bool {
	switch p.(type) {
	case *syntax.ParamExp, *syntax.CmdSubst:
		return true
	}
	return false
}

// callNamed calls a function of the script, or takes its author's word for what it answers.
func (x *exec) callNamed(f *function, cl *callInfo, st *state) []*state {
	cl.name = f.name
	if g, ok := x.cat.Function(f.name); ok {
		return x.ask(g, x.allOperands(cl, st), cl, st)
	}
	if c, ok := f.unit.script.Contracts[f.name]; ok {
		g := x.contracts[f.name]
		if g == nil {
			g = &catalog.Guard{Function: f.name, IdleStatus: c.Idle, ActiveStatus: c.Active}
			x.contracts[f.name] = g
		}
		return x.ask(g, x.allOperands(cl, st), cl, st)
	}
	args := &params{}
	cur := []expanded{{st: st}}
	for _, a := range cl.args[1:] {
		if a.multi == nil {
			for i := range cur {
				cur[i].fields = append(cur[i].fields[:len(cur[i].fields):len(cur[i].fields)], a)
			}
			continue
		}
		if a.multi.kind == symArgs && len(cl.args) == 2 {
			args = &params{open: true, base: a.multi.index, gen: a.multi.gen}
			continue
		}
		// an unquoted unknown text: nothing, or one word; more are rare and would be other parameters
		var next []expanded
		for _, e := range cur {
			for _, b := range x.decideEmpty(e.st, a.v) {
				if b.ok {
					next = append(next, expanded{b.st, e.fields})
					continue
				}
				g := a
				g.multi = nil
				next = append(next, expanded{b.st, append(e.fields[:len(e.fields):len(e.fields)], g)})
			}
		}
		cur = next
	}
	var out []*state
	for _, e := range cur {
		p := *args
		for _, a := range e.fields {
			p.known = append(p.known, a.v)
			p.src = append(p.src, a.src)
		}
		x.top().off = int(cl.node.End().Offset())
		out = append(out, x.callFunction(f, &p, e.st, cl.whole, false)...)
	}
	return out
}

func (x *exec) allOperands(cl *callInfo, st *state) []Target {
	var out []Target
	for _, a := range cl.args[1:] {
		out = append(out, Target{Kind: catalog.KindAny, V: st.resolve(a.v), Host: x.host})
	}
	return out
}

// callFunction runs a function's body with its own parameters and local variables.
func (x *exec) callFunction(f *function, args *params, st *state, at Range, alone bool) []*state {
	x.seen[f.decl] = true
	depth := 0
	for _, c := range x.calls {
		if c.fn != nil && c.fn.decl == f.decl {
			depth++
		}
	}
	if depth >= maxRecursion || len(x.calls) > maxCalls {
		return x.tooDeep(st, at)
	}
	b := x.bodies[f.decl.Body]
	if b == nil {
		b = newBody(x, []*syntax.Stmt{f.decl.Body})
		x.bodies[f.decl.Body] = b
	}
	c := st.fork()
	if args != nil {
		c.args = args
	} else if !alone {
		c.args = &params{}
	}
	c.frame = &frame{up: st.frame, fn: f}
	if !alone && at.Script != nil {
		x.event(c, Step{Kind: Called, At: at, By: f.name})
	}
	var rets []*state
	saved, unit := x.sc, x.unit
	x.sc = scope{exits: saved.exits, rets: &rets, sub: saved.sub, subAt: saved.subAt, inFunc: true, cut: saved.cut}
	x.unit = f.unit
	x.calls = append(x.calls, call{fn: f, unit: f.unit, body: b})
	out := x.stmt(f.decl.Body, []*state{c})
	x.calls = x.calls[:len(x.calls)-1]
	x.sc, x.unit = saved, unit
	out = append(out, rets...)
	for i, o := range out {
		o = x.popFrame(o, st)
		if p := o.pend; p != nil && p != st.pend && p.by != nil && !p.read && o.status.ask == nil && p.ask.Entry.IdleOutput == "" && !p.ask.Query {
			// the function's status is that of a later command: who tests the call gets that one
			o.status.hides, o.status.hidden = p.ask, firstLine(p.by.Text())
		}
		if p := o.pend; p != nil && st.pend != nil && st.pend.by == nil && p.by != nil && p.ask == st.pend.ask {
			o.pend = &pending{ask: p.ask, by: &at, read: p.read} // to the caller it is the call that overwrote the status
			o.status.at = at
		}
		out[i] = o
	}
	return x.merge(out)
}

// popFrame brings back what the function's local variables hid.
func (x *exec) popFrame(o, caller *state) *state {
	n := o.fork()
	if n.frame != nil {
		n.frame.saved.each(func(k uint32, v *variable) {
			if v == nil {
				n.vars = n.vars.del(k)
			} else {
				n.vars = n.vars.set(k, v)
			}
		})
		n.frame = n.frame.up
	}
	n.args = caller.args
	return n
}

// unknownCommand is a command about which nothing is known: it succeeds or fails, and prints something.
func (x *exec) unknownCommand(cl *callInfo, st *state) []*state {
	c := st.fork()
	s := x.statusSym(c, cl.node)
	key := "cmd" + x.at(cl.node)
	site := x.cmds[key]
	if site == nil {
		site = &cmdSite{id: uint32(len(x.cmdList)), name: cl.name, at: cl.at}
		x.cmds[key] = site
		x.cmdList = append(x.cmdList, site)
	}
	c = x.setStatus(c, status{val: symValue(s), cmd: site, at: cl.whole})
	return x.print(c, x.unknownOutput(c, cl))
}

func (x *exec) unknownOutput(st *state, cl *callInfo) Value {
	if silent[cl.name] {
		return nil
	}
	if st.fd(1).kind != toCapture && st.fd(1).kind != toFile {
		return nil
	}
	return symValue(x.fresh(st, "out"+x.at(cl.node), func(s *Sym) {
		s.kind, s.desc, s.lines = symOutput, "output of "+cl.name, true
	}))
}

// expandAlias gives the call with the alias of its first word replaced, or nil.
func (x *exec) expandAlias(c *syntax.CallExpr, st *state) *syntax.CallExpr {
	name := c.Args[0].Lit()
	text, ok := st.alias.get(x.name(name))
	if !ok || name == "" {
		return nil
	}
	stmts := x.parse(text)
	if len(stmts) != 1 {
		return nil
	}
	a, ok := stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(a.Args) == 0 {
		return nil
	}
	d := &syntax.CallExpr{Assigns: append(append([]*syntax.Assign(nil), c.Assigns...), a.Assigns...)}
	for i, w := range a.Args {
		// the alias's own words stand nowhere in this place: they take the position of the word they replace
		d.Args = append(d.Args, movedWord(w, c.Args[0]))
		_ = i
	}
	d.Args = append(d.Args, c.Args[1:]...)
	return d
}

func movedWord(w, to *syntax.Word) *syntax.Word {
	t, ok := literal(w)
	if !ok {
		return w
	}
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{ValuePos: to.Pos(), ValueEnd: to.End(), Value: t}}}
}

// silent are the commands that print nothing unless they are told to.
var silent = map[string]bool{"sleep": true, "mkdir": true, "touch": true, "rm": true, "rmdir": true, "cp": true, "mv": true, "ln": true,
	"chmod": true, "chown": true, "sync": true, "logger": true, "true": true, "false": true, "kill": true, "umount": true, "swapoff": true}
