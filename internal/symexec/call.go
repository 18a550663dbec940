package symexec

import (
	"slices"
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
	// meant is the call as it was written, where a blank in a value has split one of its words.
	meant *callInfo
	// before is the state in which the words were expanded.
	before *state
}

// text is the command as written, on one line.
func (cl *callInfo) text() string {
	if cl.meant != nil {
		return cl.meant.text()
	}
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
	words := x.wordsOf(c.Args, st, true)
	for _, e := range words {
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
		if !declaresIn(c) { // a declaration tells whose status it hides
			e.st = x.unchanged(e.st)
		}
		cl := &callInfo{args: e.fields, node: c, at: e.fields[0].src, whole: at, shell: true, made: x.unit.segs != nil, before: st}
		if first := e.fields[0].src; first.Script != at.Script || first.Start < at.Start || first.End > at.End {
			// a function runs the command that it was handed: it stands where the caller wrote it
			cl.made, cl.whole = true, first
			if last := e.fields[len(e.fields)-1].src; last.Script == first.Script && last.End > first.End && last.End-first.Start < 400 {
				cl.whole.End = last.End
			}
		}
		cl.vanished = e.fields[0].word != nil && e.fields[0].word != c.Args[0] && len(c.Args[0].Parts) == 1 && isExpansion(c.Args[0].Parts[0])
		if len(c.Assigns) > 0 {
			cl.whole = x.between(int(c.Args[0].Pos().Offset()), int(c.Args[len(c.Args)-1].End().Offset()))
		}
		ran := x.withEnv(c, cl, e.st)
		if len(words) == 1 {
			return ran
		}
		out = append(out, ran...)
	}
	return out
}

// hasSubst reports whether a command substitution stands in words.
func hasSubst(words []*syntax.Word) bool { return slices.ContainsFunc(words, substitutesIn) }

// substitutesIn reports whether a command substitution stands in a word.
func substitutesIn(w *syntax.Word) bool {
	return w != nil && slices.ContainsFunc(w.Parts, partSubstitutes)
}

// assignedSubst reports whether a command substitution stands in an assignment.
func assignedSubst(a *syntax.Assign) bool {
	if a.Array != nil {
		for _, e := range a.Array.Elems {
			if substitutesIn(e.Value) || e.Index != nil && anySubst(e.Index) {
				return true
			}
		}
	}
	return substitutesIn(a.Value) || a.Index != nil && anySubst(a.Index)
}

// partSubstitutes reports whether a part of a word has the output of a command in it.
func partSubstitutes(p syntax.WordPart) bool {
	switch p := p.(type) {
	case *syntax.CmdSubst:
		return true
	case *syntax.DblQuoted:
		return slices.ContainsFunc(p.Parts, partSubstitutes)
	case *syntax.ParamExp:
		return (p.Exp != nil || p.Index != nil || p.Slice != nil || p.Repl != nil) && anySubst(p)
	case *syntax.ArithmExp:
		return anySubst(p)
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
		if ok && v != nil && v.fixed && !x.dash {
			continue // bash says that it is readonly, and runs the command
		}
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
	if x.dash && name == "[[" { // not found
		return []*state{x.setStatus(st, status{val: lit("127"), at: cl.whole})}
	}
	if isShell(name) {
		if out := x.shellFile(cl, st); out != nil {
			return out
		}
	}
	if x.listed(cl.name) {
		st = x.takenAgain(cl, x.switched(cl, st))
		if out, done := x.listedCommand(cl, st); done {
			return out
		}
	}
	if writesInPlace(cl) {
		return x.anyCommand(cl, x.handed(cl, st))
	}
	if st.files.len() > 0 && awkWrites(cl) {
		st = x.handed(cl, st)
	}
	if f, ok := filters[cl.name]; ok {
		if out := f(x, cl, st); out != nil {
			return out
		}
	}
	x.handsOn(cl, st)
	return x.unknownCommand(cl, st)
}

// listed reports whether the catalogue has entries for a command's name. Most commands of a script have none, and are run in many
// states.
func (x *exec) listed(name string) bool {
	is, ok := x.isListed[name]
	if !ok {
		if x.isListed == nil {
			x.isListed = map[string]bool{}
		}
		is = x.cat.Lists(name)
		x.isListed[name] = is
	}
	return is
}

// listedCommand runs a command whose name is in the catalogue, if what that says is about a call with these words.
func (x *exec) listedCommand(cl *callInfo, st *state) ([]*state, bool) {
	words := make([]string, len(cl.args))
	for i, f := range cl.args {
		words[i] = st.resolve(f.v).pattern()
	}
	words, cl = x.fromRoot(words, cl, st)
	if out, done := x.withDefaults(cl, st); done {
		return out, true
	}
	defer func(w *where) { x.where = w }(x.where)
	x.where = x.whereOf(words, cl, st)
	if x.cat.Selecting(cl.name) {
		x.strayed(words, cl, st)
		x.selections(words, cl, st)
		x.divided(words, cl, st)
		x.torn(words, cl, st)
	}
	stdin := ""
	if st.stdin != nil {
		stdin = st.resolve(st.stdin.text).pattern()
	}
	if m, ok := x.cat.DestructiveInput(words, stdin); ok {
		out := x.site(m, cl, st)
		if m, ok := x.cat.Creation(words); ok && !m.Entry.Regardless && !m.Entry.Prints {
			out = x.creation(m, cl, st, out) // zpool create
		}
		return out, true
	}
	if w := x.cat.Wrappers(words); len(w) > 0 {
		if out, done := x.wrapper(w, cl, st); done {
			return out, true
		}
	}
	if m, ok := x.cat.GuardInput(words, stdin); ok {
		st = x.handed(cl, st) // curl -o file
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
		return x.ask(m.Entry, targets, cl, st), true
	}
	if m, ok := x.cat.Creation(words); ok {
		return x.creation(m, cl, st, nil), true
	}
	return nil, false
}

// withDefaults forks by whether a variable has its default, where the command destroys data with one of the two and for all
// that is known not with the other.
func (x *exec) withDefaults(cl *callInfo, st *state) ([]*state, bool) {
	if !slices.ContainsFunc(cl.args, func(f Field) bool { return slices.ContainsFunc(st.resolve(f.v), hasDefault) }) {
		return nil, false
	}
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

func hasDefault(p Part) bool { return p.sym != nil && p.sym.kind == symDefault }

// dynamicCommand is a command whose name only the run tells.
func (x *exec) dynamicCommand(cl *callInfo, st *state, v Value) []*state {
	if s := v.single(); s != nil && s.kind == symDefault && st.con(s).eq == nil && len(st.con(s).ne) == 0 && !s.summary {
		var out []*state // ${MKFS:-mkfs.ext4}
		for _, b := range x.decideEq(st, v, s.path) {
			c := *cl
			if b.ok {
				c.args = x.fields([]seg{{v: lit(s.path), exp: cl.args[0].multi != nil}}, b.st, cl.args[0].src)
				c.args = append(c.args, cl.args[1:]...)
			}
			out = append(out, x.dispatch(&c, b.st)...)
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
			out = append(out, x.unknownCommand(cl, x.blind(b.st, cl.at, UnknownName, v.String()))...)
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
			v := st.resolve(rest.args[0].v)
			if name, ok := v.constant(); ok && !strings.HasPrefix(name, "-") && x.listed(baseName(name)) {
				return x.dispatch(&rest, st)
			}
			if out, ok := x.guessed(&rest, st, v); ok {
				return out
			}
			if out, ok := x.guessed(cl, st, st.resolve(cl.args[0].v)); ok {
				return out
			}
			if name, ok := v.constant(); ok && !strings.HasPrefix(name, "-") {
				return x.dispatch(&rest, st)
			}
		}
	}
	if out, ok := x.guessed(cl, st, v); ok {
		return out
	}
	if !cl.vanished {
		x.unresolved(cl.at, "the name of the command is the value of "+v.String())
		st = x.blind(st, cl.at, UnknownName, v.String())
		if len(x.static.byName) > 0 { // it may be a function of the script
			st = x.presets(st)
		}
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
