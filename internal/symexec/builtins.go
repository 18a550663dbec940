package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

type builtin func(x *exec, cl *callInfo, st *state) []*state

var builtins map[string]builtin

// bashOnly are the builtins that dash does not have; there the name is looked up as a program.
var bashOnly = map[string]bool{"mapfile": true, "readarray": true, "shopt": true, "let": true, "declare": true, "typeset": true,
	"source": true, "builtin": true, "pushd": true, "popd": true, "dirs": true, "disown": true, "enable": true, "caller": true,
	"help": true, "compgen": true, "complete": true}

func init() {
	fixed := func(v string) builtin {
		return func(x *exec, cl *callInfo, st *state) []*state {
			return []*state{x.setStatus(st, status{val: lit(v), at: cl.whole})}
		}
	}
	some := func(x *exec, cl *callInfo, st *state) []*state {
		c := st.fork()
		return []*state{x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})}
	}
	builtins = map[string]builtin{
		":": fixed("0"), "true": fixed("0"), "false": fixed("1"), "umask": fixed("0"), "ulimit": fixed("0"), "jobs": fixed("0"),
		"times": fixed("0"), "disown": fixed("0"), "hash": some, "enable": fixed("0"), "caller": some, "type": some, "kill": func(x *exec, cl *callInfo, st *state) []*state { return x.kill(cl, st) },

		"fg": some, "bg": some, "help": fixed("0"), "dirs": fixed("0"), "compgen": some, "complete": fixed("0"),
		"exit":     func(x *exec, cl *callInfo, st *state) []*state { return x.exitBuiltin(cl, st) },
		"return":   func(x *exec, cl *callInfo, st *state) []*state { return x.returnBuiltin(cl, st) },
		"break":    func(x *exec, cl *callInfo, st *state) []*state { return x.leaveLoop(cl, st, true) },
		"continue": func(x *exec, cl *callInfo, st *state) []*state { return x.leaveLoop(cl, st, false) },
		"shift":    func(x *exec, cl *callInfo, st *state) []*state { return x.shift(cl, st) },
		"set":      func(x *exec, cl *callInfo, st *state) []*state { return x.set(cl, st) },
		"shopt":    func(x *exec, cl *callInfo, st *state) []*state { return x.shopt(cl, st) },
		"unset":    func(x *exec, cl *callInfo, st *state) []*state { return x.unset(cl, st) },
		"alias":    func(x *exec, cl *callInfo, st *state) []*state { return x.aliasBuiltin(cl, st) },
		"unalias":  func(x *exec, cl *callInfo, st *state) []*state { return x.unalias(cl, st) },
		"eval":     func(x *exec, cl *callInfo, st *state) []*state { return x.eval(cl, st) },
		".":        func(x *exec, cl *callInfo, st *state) []*state { return x.source(cl, st) },
		"source":   func(x *exec, cl *callInfo, st *state) []*state { return x.source(cl, st) },
		"exec":     func(x *exec, cl *callInfo, st *state) []*state { return x.execBuiltin(cl, st) },
		"command":  func(x *exec, cl *callInfo, st *state) []*state { return x.commandBuiltin(cl, st) },
		"builtin":  func(x *exec, cl *callInfo, st *state) []*state { return x.commandBuiltin(cl, st) },
		"trap":     func(x *exec, cl *callInfo, st *state) []*state { return x.trap(cl, st) },
		"wait":     func(x *exec, cl *callInfo, st *state) []*state { return x.wait(cl, st) },
		"read":     func(x *exec, cl *callInfo, st *state) []*state { return x.read(cl, st) },
		"mapfile":  func(x *exec, cl *callInfo, st *state) []*state { return x.mapfile(cl, st) },
		"echo":     func(x *exec, cl *callInfo, st *state) []*state { return x.echo(cl, st) },
		"printf":   func(x *exec, cl *callInfo, st *state) []*state { return x.printf(cl, st) },
		"cd":       func(x *exec, cl *callInfo, st *state) []*state { return x.cd(cl, st) },
		"pushd":    func(x *exec, cl *callInfo, st *state) []*state { return x.cd(cl, st) },
		"popd":     func(x *exec, cl *callInfo, st *state) []*state { return x.cd(cl, st) },
		"pwd":      func(x *exec, cl *callInfo, st *state) []*state { return x.pwdBuiltin(cl, st) },
		"getopts":  func(x *exec, cl *callInfo, st *state) []*state { return x.getopts(cl, st) },
		"test":     func(x *exec, cl *callInfo, st *state) []*state { return x.testCommand(cl, st) },
		"[":        func(x *exec, cl *callInfo, st *state) []*state { return x.testCommand(cl, st) },
		"let":      func(x *exec, cl *callInfo, st *state) []*state { return some(x, cl, st) },
	}
	builtins["readarray"] = builtins["mapfile"]
	for _, n := range []string{"local", "export", "readonly", "declare", "typeset"} {
		builtins[n] = func(x *exec, cl *callInfo, st *state) []*state { return x.declareFields(cl, st) }
	}
}

// numberArg is the status that exit and return are given: their operand, or $?.
func (x *exec) numberArg(cl *callInfo, st *state) status {
	if len(cl.args) < 2 {
		return st.status
	}
	v := st.resolve(cl.args[1].v)
	if t, ok := v.constant(); ok {
		n, err := parseInt(t)
		if err != nil {
			return status{val: lit("2"), at: cl.whole}
		}
		return status{val: number(n & 255), at: cl.whole, ask: x.askOfStatus(st, cl)}
	}
	return status{val: v, at: cl.whole, ask: x.askOfStatus(st, cl)}
}

// askOfStatus keeps the guard with a status that is passed on as return $?.
func (x *exec) askOfStatus(st *state, cl *callInfo) *Ask {
	if w := cl.args[1].word; w != nil && readsStatusIn(w) {
		return st.status.ask
	}
	return nil
}

// overfull reports whether bash gives the line up since a builtin that takes one number has two operands: exit 1 2.
func (x *exec) overfull(cl *callInfo) bool {
	return !x.dash && len(cl.args) > 2 && cl.args[1].multi == nil && cl.args[2].multi == nil && cl.args[1].v.key() != "--"
}

func (x *exec) exitBuiltin(cl *callInfo, st *state) []*state {
	if x.overfull(cl) {
		return x.giveUp(st, cl.whole, operands)
	}
	c := st.fork()
	c.status = x.numberArg(cl, st)
	var on []*state
	if x.exitFails(cl, st) || x.lastForNow(cl, st) {
		on = append(on, x.setStatus(st.fork(), status{val: lit("1"), at: cl.whole}))
	}
	x.exit(c, cl.whole, "exit")
	return on
}

func (x *exec) returnBuiltin(cl *callInfo, st *state) []*state {
	if x.overfull(cl) {
		return x.giveUp(st, cl.whole, operands)
	}
	c := st.fork()
	c.status = x.numberArg(cl, st)
	switch {
	case x.sc.rets != nil:
		x.departures.returns++
		x.collect(x.sc.rets, c)
		return nil
	case x.sc.inFunc: // in a subshell inside a function: it ends the subshell
		x.exit(c, cl.whole, "return")
		return nil
	case x.dash: // dash ends the script
		x.exit(c, cl.whole, "return")
		return nil
	}
	// bash prints an error and goes on: return: can only `return' from a function or sourced script
	return []*state{x.setStatus(st, status{val: lit("2"), at: cl.whole})}
}

func (x *exec) unset(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	fn, value, ref := false, false, false
	for _, a := range cl.args[1:] {
		t, known := c.resolve(a.v).constant()
		switch {
		case t == "-f":
			fn = true
		case t == "-v":
			value = true
		case t == "-n":
			ref = true
		case strings.HasPrefix(t, "-"):
		case !known:
			if !fn && (a.word == nil || !prefixed(a.word)) {
				c = x.assignedNamed(c, a.v) // nobody knows which
			}
		case fn:
			c.funcs = c.funcs.set(x.name(t), nil)
		default:
			if i := strings.IndexByte(t, '['); i > 0 {
				x.unsetElement(c, t[:i], cl)
				continue
			}
			if v, ok := c.vars.get(x.name(t)); ok && v != nil && v.ref != "" && !ref {
				t = v.ref // the variable that it is another name for
			}
			id := x.name(t)
			if _, bound := c.vars.get(id); !bound && !syntax.ValidName(t) {
				continue
			}
			if f, ok := c.funcs.get(id); ok && f != nil && !hasVar(c, id) && !value {
				c.funcs = c.funcs.set(id, nil)
				continue
			}
			if v, ok := c.vars.get(id); ok && v != nil && v.fixed {
				if x.dash && !cl.noFn { // an error of a special builtin ends the shell
					x.exit(c, cl.whole, readonly)
					return nil
				}
				c.status.val = lit("1")
				continue
			}
			if x.dash || !c.reveal(id) {
				c.vars = c.vars.set(id, &variable{})
			}
		}
	}
	return []*state{c}
}

// reveal unsets a local variable of a function around the running one, where bash then sees what it hides.
func (st *state) reveal(id uint32) bool {
	if st.frame == nil {
		return false
	}
	if _, own := st.frame.saved.get(id); own {
		return false
	}
	up, v, ok := st.frame.up.without(id)
	if !ok {
		return false
	}
	f := *st.frame
	f.up = up
	st.frame = &f
	if v == nil {
		st.vars = st.vars.del(id)
	} else {
		st.vars = st.vars.set(id, v)
	}
	return true
}

// without are frames in which the innermost local variable of a name is none any more, and what it hid.
func (f *frame) without(id uint32) (*frame, *variable, bool) {
	if f == nil {
		return nil, nil, false
	}
	c := *f
	if v, ok := f.saved.get(id); ok {
		c.saved = c.saved.del(id)
		return &c, v, true
	}
	up, v, ok := f.up.without(id)
	c.up = up
	return &c, v, ok
}

// unsetElement removes an element of an array. Which ones are left is not worth knowing.
func (x *exec) unsetElement(c *state, name string, cl *callInfo) {
	if v, ok := c.vars.get(x.name(name)); ok && v.set && (v.array || v.assoc) {
		n := *v
		n.id, n.syms = 0, nil
		n.list, n.elems, n.keys = x.unknownText(c, cl.node), nil, nil
		c.vars = c.vars.set(x.name(name), &n)
	}
}

func hasVar(st *state, id uint32) bool {
	_, ok := st.vars.get(id)
	return ok
}

func (x *exec) aliasBuiltin(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	for _, a := range cl.args[1:] {
		t, ok := a.v.constant()
		if name, text, found := strings.Cut(t, "="); ok && found {
			c.alias = c.alias.set(x.name(name), text)
		}
	}
	return []*state{c}
}

func (x *exec) unalias(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	for _, a := range cl.args[1:] {
		t, _ := a.v.constant()
		if t == "-a" {
			c.alias = pmap[string]{}
		} else {
			c.alias = c.alias.del(x.name(t))
		}
	}
	return []*state{c}
}

// execBuiltin replaces the shell by a command: nothing after it runs, not even when the command fails to start in a script.
func (x *exec) execBuiltin(cl *callInfo, st *state) []*state {
	rest := cl.args[1:]
	for len(rest) > 0 {
		t, _ := rest[0].v.constant()
		if !strings.HasPrefix(t, "-") {
			break
		}
		if t == "-a" && len(rest) > 1 {
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return []*state{x.setStatus(st, status{val: lit("0"), at: cl.whole})}
	}
	in := *cl
	in.args, in.shell, in.at = rest, false, rest[0].src
	for _, e := range x.dispatch(&in, st) {
		e = e.fork()
		e.traps = nil // the shell is gone, and its traps with it
		x.departures.exits++
		x.collect(x.sc.exits, e)
	}
	if x.mayStay(cl, st) {
		return []*state{x.setStatus(st.fork(), status{val: lit("1"), at: cl.whole})}
	}
	return nil
}

func (x *exec) commandBuiltin(cl *callInfo, st *state) []*state {
	rest := cl.args[1:]
	for len(rest) > 0 {
		t, _ := rest[0].v.constant()
		if t == "-v" || t == "-V" {
			if out := x.located(cl, rest[1:], st); t == "-v" && out != nil {
				return out
			}
			c := st.fork()
			c = x.setStatus(c, status{val: symValue(x.statusSym(c, cl.node)), at: cl.whole})
			return x.print(c, x.unknownOutput(c, cl))
		}
		if t != "-p" && t != "--" {
			break
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return []*state{x.setStatus(st, status{val: lit("0"), at: cl.whole})}
	}
	in := *cl
	in.args, in.noFn, in.at = rest, true, rest[0].src
	return x.dispatch(&in, st)
}

func (x *exec) cd(cl *callInfo, st *state) []*state {
	c := st.fork()
	s := x.statusSym(c, cl.node)
	dom := domain{}
	dom.add(0)
	dom.add(1)
	c.setCon(s, &con{set: yes, nonempty: yes, dom: &dom})
	c = x.setStatus(c, status{val: symValue(s), at: cl.whole})
	// only where it succeeds is the folder another one; keep both worlds by deciding now
	var out []*state
	for _, b := range x.decideStatus(c, c.status.val, func(n int) bool { return n == 0 }) {
		if b.ok {
			out = append(out, x.changeFolder(cl, b.st)...)
			continue
		}
		if cl.name == "cd" && len(cl.args) > 1 && ownFolder(st.resolve(cl.args[len(cl.args)-1].v)) {
			b.st.odd = true
		}
		if x.relevant.wide { // what is empty on account of it may select everything
			x.event(b.st, Step{Kind: CommandDecided, At: cl.whole, Text: cl.name})
		}
		out = append(out, x.stay(cl, b.st))
	}
	return out
}

// ownFolder reports whether a path is that of the folder that the script lies in, or of one above.
func ownFolder(v Value) bool {
	if len(v) == 0 || v[0].sym == nil || v[0].sym.kind != symDir || strings.HasPrefix(v[0].sym.key, cutFolder) {
		return false
	}
	for _, p := range v[1:] {
		if p.sym != nil || strings.Trim(p.lit, "./") != "" {
			return false
		}
	}
	return true
}

func (x *exec) pwdBuiltin(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	return x.print(c, x.pwd(st).append(lit("\n")))
}

// prefixed reports whether a word is ${!git_@}: all names that begin in one way.
func prefixed(w *syntax.Word) bool {
	p, ok := w.Parts[0].(*syntax.ParamExp)
	return ok && p.Names != 0
}
