package symexec

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

type builtin func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State

var builtins map[string]builtin

// bashOnly are the builtins that dash does not have; there the name is looked up as a program.
var bashOnly = map[string]bool{"mapfile": true, "readarray": true, "shopt": true, "let": true, "declare": true, "typeset": true,
	"source": true, "builtin": true, "pushd": true, "popd": true, "dirs": true, "disown": true, "enable": true, "caller": true,
	"help": true, "compgen": true, "complete": true}

func init() {
	fixed := func(v string) builtin {
		return func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State {
			return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit(v), At: cl.Whole})}
		}
	}
	some := func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State {
		c := st.Fork()
		return []*domain.State{x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})}
	}
	tells := func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State {
		return x.told([]*domain.State{st}, cl.Node)
	}
	builtins = map[string]builtin{
		":": fixed("0"), "true": fixed("0"), "false": fixed("1"), "umask": tells, "ulimit": tells, "jobs": tells,
		"times": fixed("0"), "disown": fixed("0"), "hash": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.hash(cl, st) }, "enable": fixed("0"), "caller": tells, "type": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.typeBuiltin(cl, st) },
		"kill": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.kill(cl, st) },

		"fg": some, "bg": some, "help": tells, "dirs": tells, "compgen": tells, "complete": fixed("0"),
		"exit":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.exitBuiltin(cl, st) },
		"return": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.returnBuiltin(cl, st) },
		"break":  func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.leaveLoop(cl, st, true) },
		"continue": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State {
			return x.leaveLoop(cl, st, false)
		},
		"shift":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.shift(cl, st) },
		"set":     func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.set(cl, st) },
		"shopt":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.shopt(cl, st) },
		"unset":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.unset(cl, st) },
		"alias":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.aliasBuiltin(cl, st) },
		"unalias": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.unalias(cl, st) },
		"eval":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.eval(cl, st) },
		".":       func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.source(cl, st) },
		"source":  func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.source(cl, st) },
		"exec":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.execBuiltin(cl, st) },
		"command": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.commandBuiltin(cl, st) },
		"builtin": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.commandBuiltin(cl, st) },
		"trap":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.trap(cl, st) },
		"wait":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.wait(cl, st) },
		"read":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.read(cl, st) },
		"mapfile": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.mapfile(cl, st) },
		"echo":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.tools.Echo(cl, st) },
		"printf":  func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.printf(cl, st) },
		"cd":      func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.cd(cl, st) },
		"pushd":   func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.cd(cl, st) },
		"popd":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.cd(cl, st) },
		"pwd":     func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.pwdBuiltin(cl, st) },
		"getopts": func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.getopts(cl, st) },
		"test":    func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.testCommand(cl, st) },
		"[":       func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.testCommand(cl, st) },
		"let":     func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return some(x, cl, st) },
	}
	builtins["readarray"] = builtins["mapfile"]
	for _, n := range []string{"local", "export", "readonly", "declare", "typeset"} {
		builtins[n] = func(x *exec, cl *domain.CallInfo, st *domain.State) []*domain.State { return x.declareFields(cl, st) }
	}
}

// numberArg is the status that exit and return are given: their operand, or $?.
func (x *exec) numberArg(cl *domain.CallInfo, st *domain.State) domain.Status {
	if len(cl.Args) < 2 {
		return st.Status
	}
	v := st.Resolve(cl.Args[1].V)
	if t, ok := v.Constant(); ok {
		n, err := value.ParseInt(t)
		if err != nil {
			return domain.Status{Val: value.Lit("2"), At: cl.Whole}
		}
		return domain.Status{Val: value.Number(n & 255), At: cl.Whole, Ask: x.askOfStatus(st, cl)}
	}
	return domain.Status{Val: v, At: cl.Whole, Ask: x.askOfStatus(st, cl)}
}

// askOfStatus keeps the guard with a status that is passed on as return $?.
func (x *exec) askOfStatus(st *domain.State, cl *domain.CallInfo) *value.Ask {
	if w := cl.Args[1].Word; w != nil && effects.ReadsStatusIn(w) {
		return st.Status.Ask
	}
	return nil
}

// overfull reports whether bash gives the line up since a builtin that takes one number has two operands: exit 1 2.
func (x *exec) overfull(cl *domain.CallInfo) bool {
	return !x.prog.Dash && len(cl.Args) > 2 && cl.Args[1].Multi == nil && cl.Args[2].Multi == nil && cl.Args[1].V.Key() != "--"
}

func (x *exec) exitBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if x.overfull(cl) {
		return x.giveUp(st, cl.Whole, operands)
	}
	c := st.Fork()
	c.Status = x.numberArg(cl, st)
	var on []*domain.State
	if x.exitFails(cl, st) || x.lastForNow(cl, st) {
		on = append(on, x.dom.SetStatus(st.Fork(), domain.Status{Val: value.Lit("1"), At: cl.Whole}))
	}
	x.exit(c, cl.Whole, "exit")
	return on
}

func (x *exec) returnBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if x.overfull(cl) {
		return x.giveUp(st, cl.Whole, operands)
	}
	c := st.Fork()
	c.Status = x.numberArg(cl, st)
	switch {
	case x.sc.Rets != nil:
		x.departures.returns++
		x.collect(x.sc.Rets, c)
		return nil
	case x.sc.InFunc: // in a subshell inside a function: it ends the subshell
		x.exit(c, cl.Whole, "return")
		return nil
	case x.prog.Dash: // dash ends the script
		x.exit(c, cl.Whole, "return")
		return nil
	}
	// bash prints an error and goes on: return: can only `return' from a function or sourced script
	return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("2"), At: cl.Whole})}
}

func (x *exec) unset(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	fn, valueOf, ref := false, false, false
	for _, a := range cl.Args[1:] {
		t, known := c.Resolve(a.V).Constant()
		switch {
		case t == "-f":
			fn = true
		case t == "-v":
			valueOf = true
		case t == "-n":
			ref = true
		case strings.HasPrefix(t, "-"):
		case !known:
			if !fn && (a.Word == nil || !prefixed(a.Word)) {
				c = x.assignedNamed(c, a.V) // nobody knows which
			}
		case fn:
			c.Funcs = c.Funcs.Set(x.tab.Name(t), nil)
		default:
			if i := strings.IndexByte(t, '['); i > 0 {
				x.unsetElement(c, t[:i], cl)
				continue
			}
			if v, ok := c.Vars.Get(x.tab.Name(t)); ok && v != nil && v.Ref != "" && !ref {
				t = v.Ref // the variable that it is another name for
			}
			id := x.tab.Name(t)
			if _, bound := c.Vars.Get(id); !bound && !syntax.ValidName(t) {
				continue
			}
			if f, ok := c.Funcs.Get(id); ok && f != nil && !domain.HasVar(c, id) && !valueOf {
				c.Funcs = c.Funcs.Set(id, nil)
				continue
			}
			if v, ok := c.Vars.Get(id); ok && v != nil && v.Fixed {
				if x.prog.Dash && !cl.NoFn { // an error of a special builtin ends the shell
					x.exit(c, cl.Whole, readonly)
					return nil
				}
				c.Status.Val = value.Lit("1")
				continue
			}
			if x.prog.Dash || !c.Reveal(id) {
				c.Vars = c.Vars.Set(id, &domain.Variable{})
			}
		}
	}
	return []*domain.State{c}
}

// unsetElement removes an element of an array. Which ones are left is not worth knowing.
func (x *exec) unsetElement(c *domain.State, name string, cl *domain.CallInfo) {
	if v, ok := c.Vars.Get(x.tab.Name(name)); ok && v.Set && (v.Array || v.Assoc) {
		n := *v
		n.Id, n.Syms = 0, nil
		n.List, n.Elems, n.Keys = x.unknownText(c, cl.Node), nil, nil
		c.Vars = c.Vars.Set(x.tab.Name(name), &n)
	}
}

func (x *exec) aliasBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	for _, a := range cl.Args[1:] {
		t, ok := a.V.Constant()
		if name, text, found := strings.Cut(t, "="); ok && found {
			c.Alias = c.Alias.Set(x.tab.Name(name), text)
		}
	}
	return []*domain.State{c}
}

func (x *exec) unalias(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	for _, a := range cl.Args[1:] {
		t, _ := a.V.Constant()
		if t == "-a" {
			c.Alias = value.Pmap[string]{}
		} else {
			c.Alias = c.Alias.Del(x.tab.Name(t))
		}
	}
	return []*domain.State{c}
}

// execBuiltin replaces the shell by a command: nothing after it runs, not even when the command fails to start in a script.
func (x *exec) execBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	rest := cl.Args[1:]
	for len(rest) > 0 {
		t, _ := rest[0].V.Constant()
		if !strings.HasPrefix(t, "-") {
			break
		}
		if t == "-a" && len(rest) > 1 {
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
	}
	in := *cl
	in.Args, in.Shell, in.At = rest, false, rest[0].Src
	for _, e := range x.dispatch(&in, st) {
		e = e.Fork()
		e.Traps = nil // the shell is gone, and its traps with it
		x.departures.exits++
		x.collect(x.sc.Exits, e)
	}
	if x.mayStay(cl, st) {
		return []*domain.State{x.dom.SetStatus(st.Fork(), domain.Status{Val: value.Lit("1"), At: cl.Whole})}
	}
	return nil
}

func (x *exec) commandBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	rest := cl.Args[1:]
	for len(rest) > 0 {
		t, _ := rest[0].V.Constant()
		if t == "-v" || t == "-V" {
			if out := x.tools.Located(cl, rest[1:], st); t == "-v" && out != nil {
				return out
			}
			c := st.Fork()
			c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, cl.Node)), At: cl.Whole})
			return x.tools.Print(c, x.proof.UnknownOutput(c, cl))
		}
		if t != "-p" && t != "--" {
			break
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})}
	}
	in := *cl
	in.Args, in.NoFn, in.At = rest, true, rest[0].Src
	return x.dispatch(&in, st)
}

// typeBuiltin is type: with -p and -P it prints where a program is.
func (x *exec) typeBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	if len(cl.Args) > 2 && !x.prog.Dash {
		if t, _ := cl.Args[1].V.Constant(); t == "-p" || t == "-P" {
			if out := x.tools.Located(cl, cl.Args[2:], st); out != nil {
				return out
			}
		}
	}
	return x.told([]*domain.State{st}, cl.Node)
}

func (x *exec) cd(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := st.Fork()
	s := x.dom.StatusSym(c, cl.Node)
	dom := value.StatusSet{}
	dom.Add(0)
	dom.Add(1)
	c.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &dom})
	c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(s), At: cl.Whole})
	// only where it succeeds is the folder another one; keep both worlds by deciding now
	var out []*domain.State
	for _, b := range x.dom.DecideStatus(c, c.Status.Val, func(n int) bool { return n == 0 }) {
		if b.Ok {
			out = append(out, x.changeFolder(cl, b.St)...)
			continue
		}
		if cl.Name == "cd" && len(cl.Args) > 1 && ownFolder(st.Resolve(cl.Args[len(cl.Args)-1].V)) {
			b.St.Odd = true
		}
		if x.prog.Slice.Wide { // what is empty on account of it may select everything
			x.dom.Event(b.St, domain.Step{Kind: domain.CommandDecided, At: cl.Whole, Text: cl.Name})
		}
		out = append(out, x.stay(cl, b.St))
	}
	return out
}

// ownFolder reports whether a path is that of the folder that the script lies in, or of one above.
func ownFolder(v value.Value) bool {
	if len(v) == 0 || v[0].Sym == nil || v[0].Sym.Kind != value.SymDir || strings.HasPrefix(v[0].Sym.Key, cutFolder) {
		return false
	}
	for _, p := range v[1:] {
		if p.Sym != nil || strings.Trim(p.Lit, "./") != "" {
			return false
		}
	}
	return true
}

func (x *exec) pwdBuiltin(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	return x.tools.Print(c, x.dom.Pwd(st).Append(value.Lit("\n")))
}

// prefixed reports whether a word is ${!git_@}: all names that begin in one way.
func prefixed(w *syntax.Word) bool {
	p, ok := w.Parts[0].(*syntax.ParamExp)
	return ok && p.Names != 0
}
