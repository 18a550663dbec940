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
		"times": fixed("0"), "disown": fixed("0"), "hash": some, "enable": fixed("0"), "caller": some, "type": some, "kill": some,
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

func (x *exec) exitBuiltin(cl *callInfo, st *state) []*state {
	c := st.fork()
	c.status = x.numberArg(cl, st)
	x.exit(c, cl.whole, "exit")
	return nil
}

func (x *exec) returnBuiltin(cl *callInfo, st *state) []*state {
	c := st.fork()
	c.status = x.numberArg(cl, st)
	switch {
	case x.sc.rets != nil:
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

func (x *exec) shift(cl *callInfo, st *state) []*state {
	n := 1
	if len(cl.args) > 1 {
		t, ok := st.resolve(cl.args[1].v).constant()
		m, err := parseInt(t)
		if !ok || err != nil {
			// shift $((OPTIND - 1)): nobody knows how far
			c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
			p := *st.args
			if p.open {
				p = params{open: true, gen: min(p.gen+1, 3)}
			}
			c.args = &p
			return []*state{c}
		}
		n = m
	}
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	p := *st.args
	if k := min(n, len(p.known)); k > 0 || n == 0 {
		p.known = p.known[k:]
		p.src = p.src[min(k, len(p.src)):]
		n -= k
	}
	if n > 0 {
		if !p.open {
			c.status.val = lit("1")
			if x.dash { // shift: can't shift that many: a special builtin's error ends the shell
				x.exit(c, cl.whole, "shift")
				return nil
			}
			return []*state{c}
		}
		p.base = min(p.base+n, maxShift)
	}
	c.args = &p
	return []*state{c}
}

func optionNamed(n string) options {
	switch n {
	case "e", "errexit":
		return optErrexit
	case "u", "nounset":
		return optNounset
	case "pipefail":
		return optPipefail
	case "E", "errtrace":
		return optErrtrace
	case "f", "noglob":
		return optNoglob
	case "lastpipe":
		return optLastpipe
	case "inherit_errexit":
		return optInheritErrexit
	case "nullglob":
		return optNullglob
	case "expand_aliases":
		return optAliases
	}
	return 0
}

// set changes options and positional parameters. "set pipefail" without -o sets $1, as in both shells.
func (x *exec) set(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	args := cl.args[1:]
	for len(args) > 0 {
		t, ok := args[0].v.constant()
		if !ok || args[0].multi != nil || len(t) < 2 || t[0] != '-' && t[0] != '+' {
			if t == "-" || t == "+" {
				args = args[1:]
				continue
			}
			return x.setArgs(c, args)
		}
		args = args[1:]
		if t == "--" {
			return x.setArgs(c, args)
		}
		on := t[0] == '-'
		for _, f := range t[1:] {
			name := string(f)
			if f == 'o' {
				if len(args) == 0 {
					break
				}
				name, _ = args[0].v.constant()
				args = args[1:]
				if name == "pipefail" && x.dash {
					// dash 0.5.12 has no pipefail: "Illegal option -o pipefail" ends the shell
					c.status.val = lit("2")
					x.exit(c, cl.whole, "set")
					return nil
				}
			}
			if o := optionNamed(name); on {
				c.opts |= o
			} else {
				c.opts &^= o
			}
		}
	}
	return []*state{c}
}

// setArgs makes words the positional parameters. An unknown number of words is none, one or two.
func (x *exec) setArgs(c *state, args []Field) []*state {
	type partial struct {
		st *state
		p  params
	}
	cur := []partial{{c, params{}}}
	for _, a := range args {
		if a.multi == nil {
			for i := range cur {
				cur[i].p.known = append(cur[i].p.known[:len(cur[i].p.known):len(cur[i].p.known)], a.v)
			}
			continue
		}
		if a.multi.kind == symArgs {
			for i := range cur {
				cur[i].p.open, cur[i].p.base, cur[i].p.gen = true, a.multi.index, a.multi.gen
			}
			continue
		}
		var next []partial
		for _, p := range cur {
			for i := 0; i <= 2 && p.st != nil; i++ {
				var on *state
				for _, b := range x.decideMore(p.st, a.multi, i) {
					if b.ok {
						on = b.st
					} else {
						next = append(next, partial{b.st, p.p})
					}
				}
				p.p.known = append(p.p.known[:len(p.p.known):len(p.p.known)], symValue(x.elem(a.multi, i, a.multi.name)))
				p.st = on
			}
		}
		cur = next
	}
	var out []*state
	for _, p := range cur {
		args := p.p
		n := p.st.fork()
		n.args = &args
		out = append(out, n)
	}
	return out
}

func (x *exec) shopt(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	on, off := false, false
	for _, a := range cl.args[1:] {
		switch t, _ := a.v.constant(); t {
		case "-s":
			on = true
		case "-u":
			off = true
		default:
			if on {
				c.opts |= optionNamed(t)
			} else if off {
				c.opts &^= optionNamed(t)
			}
		}
	}
	return []*state{c}
}

func (x *exec) unset(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	fn := false
	for _, a := range cl.args[1:] {
		t, _ := a.v.constant()
		switch {
		case t == "-f":
			fn = true
		case strings.HasPrefix(t, "-"):
		case fn:
			c.funcs = c.funcs.set(x.name(t), nil)
		default:
			if i := strings.IndexByte(t, '['); i > 0 {
				continue
			}
			id := x.name(t)
			if _, bound := c.vars.get(id); !bound && !syntax.ValidName(t) {
				continue
			}
			if f, ok := c.funcs.get(id); ok && f != nil && !hasVar(c, id) {
				c.funcs = c.funcs.set(id, nil)
				continue
			}
			c.vars = c.vars.set(id, &variable{})
		}
	}
	return []*state{c}
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
		x.collect(x.sc.exits, e)
	}
	return nil
}

func (x *exec) commandBuiltin(cl *callInfo, st *state) []*state {
	rest := cl.args[1:]
	for len(rest) > 0 {
		t, _ := rest[0].v.constant()
		if t == "-v" || t == "-V" {
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
			b.st.cwd = nil
			if cl.name == "cd" && len(cl.args) > 1 {
				b.st.cwd = st.resolve(cl.args[len(cl.args)-1].v)
				if t, ok := b.st.cwd.constant(); ok && t == "-" || ok && !strings.HasPrefix(t, "/") {
					b.st.cwd = nil
				}
			}
			if b.st.cwd == nil {
				b.st.cwd = symValue(x.fresh(b.st, "cwd"+x.at(cl.node), func(s *Sym) { s.kind, s.name, s.desc = symOther, "PWD", "$PWD" }))
				b.st.setCon(b.st.cwd[0].sym, &con{set: yes, nonempty: yes})
			}
		}
		out = append(out, b.st)
	}
	return out
}

func (x *exec) pwdBuiltin(cl *callInfo, st *state) []*state {
	c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
	return x.print(c, x.pwd(st).append(lit("\n")))
}

// getopts gives an option that nobody knows, or ends.
func (x *exec) getopts(cl *callInfo, st *state) []*state {
	more := st.fork()
	if len(cl.args) > 2 {
		if name, ok := cl.args[2].v.constant(); ok {
			s := x.fresh(more, "opt"+x.at(cl.node), func(s *Sym) { s.kind, s.name, s.desc = symOther, name, "an option" })
			more.setCon(s, &con{set: yes, nonempty: yes})
			more = x.assign(more, name, &variable{set: true, val: symValue(s)})
		}
	}
	arg := x.fresh(more, "optarg"+x.at(cl.node), func(s *Sym) { s.kind, s.name = symOther, "OPTARG" })
	more = x.assign(more, "OPTARG", &variable{set: true, val: symValue(arg)})
	more = x.setStatus(more, status{val: lit("0"), at: cl.whole})
	done := x.setStatus(st, status{val: lit("1"), at: cl.whole})
	if !done.args.open {
		return []*state{more, done}
	}
	return []*state{more, done}
}

// declClause is declare, local, export, readonly and typeset in bash, where they are syntax. Their status is their own, not
// that of a command substitution in them.
func (x *exec) declClause(c *syntax.DeclClause, st *state) []*state {
	variant := c.Variant.Value
	cur := []*state{st}
	var flags variable
	global := false
	fn := false
	for _, a := range c.Args {
		if a.Naked && a.Name == nil {
			t, _ := literal(a.Value)
			if strings.HasPrefix(t, "-") {
				flags.array = flags.array || strings.Contains(t, "a")
				flags.assoc = flags.assoc || strings.Contains(t, "A")
				flags.int = flags.int || strings.Contains(t, "i")
				global = global || strings.Contains(t, "g")
				fn = fn || strings.ContainsAny(t, "fFp")
				if strings.Contains(t, "n") {
					flags.ref = "\x00"
				}
			}
			continue
		}
		if a.Name == nil || fn {
			continue
		}
		local := variant == "local" || (variant == "declare" || variant == "typeset") && !global
		cur = x.each(cur, func(s *state) []*state {
			return x.declare(a, variant, flags, local && s.frame != nil, s)
		})
	}
	return x.declared(st, cur, variant, c, x.span(c))
}

// declared sets the status of a declaration, which hides what a guard in it answered.
func (x *exec) declared(before *state, in []*state, variant string, n syntax.Node, at Range) []*state {
	var out []*state
	for _, s := range in {
		ask := s.status.ask
		if v, ok := s.status.val.constant(); ok && v != "0" && ask == nil {
			// a function in the substitution judged the answer; its status says what it found
			if asked := x.askedSince(before, s); len(asked) > 0 {
				ask = asked[len(asked)-1]
			}
		}
		done := status{val: lit("0"), at: at}
		if ask != nil && hasGuardSubst(n) {
			done.hides, done.hidden = ask, variant
			c := s.fork()
			x.event(c, Step{Kind: Masked, At: at, Ask: ask, By: variant, Outcome: errexitOn(s)})
			s = c
		}
		out = append(out, x.setStatus(s, done))
	}
	return out
}

// errexitOn marks an event that happened where set -e was in force, so that somebody relied on the status.
func errexitOn(s *state) Outcome {
	if s.opts&optErrexit != 0 {
		return Active
	}
	return 0
}

func hasGuardSubst(n syntax.Node) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if _, ok := n.(*syntax.CmdSubst); ok {
			found = true
		}
		return !found
	})
	return found
}

// declare binds one name of a declaration.
func (x *exec) declare(a *syntax.Assign, variant string, flags variable, local bool, st *state) []*state {
	name := a.Name.Value
	id := x.name(name)
	if local {
		st = x.hide(st, id)
	}
	if a.Naked && a.Index == nil {
		v, ok := st.vars.get(id)
		if local && !ok || flags.array || flags.assoc {
			n := flags
			n.ref = ""
			n.set = flags.array || flags.assoc
			if flags.assoc {
				n.keys = map[string]Value{}
			}
			if ok && v != nil && v.set {
				return []*state{st}
			}
			c := st.fork()
			c.vars = c.vars.set(id, &n)
			return []*state{c}
		}
		return []*state{st}
	}
	if flags.ref != "" && a.Value != nil {
		var out []*state
		for _, r := range x.word(a.Value, st) {
			t, ok := r.st.resolve(r.v).constant()
			if !ok {
				t = ""
			}
			c := r.st.fork()
			c.vars = c.vars.set(id, &variable{set: true, ref: t, val: r.v})
			out = append(out, c)
		}
		return out
	}
	if flags.assoc || flags.array || flags.int {
		c := st.fork()
		n := flags
		n.ref = ""
		if flags.assoc {
			n.keys = map[string]Value{}
		}
		c.vars = c.vars.set(id, &n)
		st = c
	}
	return x.assignOne(a, st)
}

// hide makes a name local to the running function.
func (x *exec) hide(st *state, id uint32) *state {
	if st.frame == nil {
		return st
	}
	c := st.fork()
	f := *st.frame
	if _, ok := f.saved.get(id); !ok {
		v, had := st.vars.get(id)
		if !had {
			v = nil
		}
		f.saved = f.saved.set(id, v)
	}
	c.frame = &f
	if x.dash {
		return c // in dash a new local keeps the outer value until it is assigned
	}
	c.vars = c.vars.set(id, &variable{})
	return c
}

// declareFields is a declaration that was parsed as an ordinary command: in POSIX scripts, or behind command.
func (x *exec) declareFields(cl *callInfo, st *state) []*state {
	cur := []*state{st}
	for _, f := range cl.args[1:] {
		if len(f.v) == 0 || f.v[0].sym != nil || strings.HasPrefix(f.v[0].lit, "-") {
			continue
		}
		name, rest, assigned := strings.Cut(f.v[0].lit, "=")
		if !syntax.ValidName(name) {
			continue
		}
		v := lit(rest).append(f.v[1:])
		cur = x.each(cur, func(s *state) []*state {
			if cl.name == "local" {
				s = x.hide(s, x.name(name))
			}
			if !assigned {
				return []*state{s}
			}
			return []*state{x.assign(s, name, &variable{set: true, val: v})}
		})
	}
	return x.declared(st, cur, cl.name, cl.node, cl.whole)
}
