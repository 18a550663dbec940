package symexec

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
)

// A deferred call is one that is nested too deeply, in functions or in itself, to be run where it stands. It is run afterwards, with the
// state and the parameters that it has: what it destroys is found with what is known there. To its caller it may have done anything that its
// text can do.
type deferred struct {
	f      *function
	args   *params
	st     *state
	at     Range
	sub    string // the subshell that it runs in
	shell  int
	noErr  int
	inTrap string
	host   Value
	many   string
	fan    *Fan
}

// maxEntries is how many different states a function's deferred calls are run in, one by one; those that come later are joined.
const maxEntries = 6

// deferCall notes a call for later, and gives the states in which its caller goes on.
func (x *exec) deferCall(f *function, args *params, st *state, at Range) []*state {
	x.deferred = append(x.deferred, &deferred{
		f: f, args: args, st: st.fork(), at: at, sub: x.sc.sub, shell: x.sc.shell, noErr: x.noErr, inTrap: x.inTrap, host: x.host, many: x.many, fan: x.fan,
	})
	x.limits["calls are nested too deeply; what the inner ones leave behind was taken as unknown"] = true
	c := x.blind(st, at, CallDepth, "")
	x.unknownEffect(c, f)
	s := x.fresh(c, "deep:status", func(s *Sym) { s.kind, s.desc = symStatus, "$?" }) // another one each time, so that a loop may end
	c.setCon(s, statusCon)
	c = x.setStatus(c, status{val: symValue(s), at: at})
	if x.sc.sub != "" { // it may end the subshell
		x.exit(c, at, "exit")
	}
	return []*state{c}
}

// runDeferred runs the calls that were put off, until they put off no new ones.
func (x *exec) runDeferred() {
	entries := map[*syntax.FuncDecl]map[string][]*state{}
	count := map[*syntax.FuncDecl]int{}
	joined := map[*syntax.FuncDecl]*state{}
	for len(x.deferred) > 0 && !x.over {
		d := x.deferred[0]
		x.deferred = x.deferred[1:]
		in := d.st
		in.frame = nil // nothing comes back to its callers
		if d.args != nil {
			in.args = d.args
		}
		if entries[d.f.decl] == nil {
			entries[d.f.decl] = map[string][]*state{}
		}
		if count[d.f.decl]++; count[d.f.decl] > maxEntries {
			if j := joined[d.f.decl]; j != nil {
				args := joinedArgs(x, j.args, in.args)
				in = x.mergeAll([]*state{j, in})
				in.args = args
			}
			joined[d.f.decl] = in
		}
		x.merges++
		x.liveArgs = true
		if count[d.f.decl] > 4*maxEntries { // its parameters and variables never come to the same
			x.unknownEffect(in, d.f)
			if count[d.f.decl] > 5*maxEntries {
				x.over, x.overAt = true, d.at
				return
			}
		}
		if in = x.unseen(entries[d.f.decl], in); in == nil {
			continue
		}
		x.resume(d, in)
	}
	x.deferred = nil
}

// joinedArgs are the parameters of two calls of a function: those in which they differ are unknown.
func joinedArgs(x *exec, a, b *params) *params {
	if a == nil || b == nil || a.open || b.open || len(a.known) != len(b.known) {
		return &params{open: true, base: maxShift}
	}
	c := *a
	c.known = slices.Clone(a.known)
	for i, v := range c.known {
		if !sameValue(v, b.known[i]) {
			c.known[i] = symValue(x.sym("deep:"+itoa(i), func(s *Sym) {
				s.kind, s.name, s.desc, s.summary, s.lines = symWidened, itoa(i+1), "$"+itoa(i+1), true, true
			}))
		}
	}
	return &c
}

// resume runs a call that was put off.
func (x *exec) resume(d *deferred, in *state) {
	defer func(sc scope, unit *unit, calls []call, noErr int, inTrap string, host Value, many string, fan *Fan) {
		x.sc, x.unit, x.calls, x.noErr, x.inTrap, x.host, x.many, x.fan = sc, unit, calls, noErr, inTrap, host, many, fan
	}(x.sc, x.unit, x.calls, x.noErr, x.inTrap, x.host, x.many, x.fan)
	var exits []*state
	x.sc = scope{exits: &exits, sub: d.sub, shell: d.shell, first: d.sub == ""}
	x.calls = x.calls[:1:1]
	x.unit = d.f.unit
	x.noErr, x.inTrap, x.host, x.many, x.fan = d.noErr, d.inTrap, d.host, d.many, d.fan
	x.callFunction(d.f, in.args, in, d.at, false)
	x.exitTraps(exits)
}

// unknownEffect makes unknown in a state what a function, with those that it calls, may assign, and forgets what guards said that it may
// ask again.
func (x *exec) unknownEffect(st *state, f *function) {
	fs := x.reachedFrom(f)
	all := false
	assigned := map[string]bool{}
	for _, g := range fs {
		all = assignedIn(g.decl.Body, assigned) || all
	}
	st.vars.each(func(k uint32, v *variable) {
		if name := x.nameOf[k]; (v == nil || !v.fixed) && (all && syntax.ValidName(name) || assigned[name]) {
			st.vars = st.vars.set(k, x.irrelevant(k, v, nil))
		}
	})
	for name := range assigned {
		k := x.name(name)
		if _, bound := st.vars.get(k); !bound {
			st.vars = st.vars.set(k, x.irrelevant(k, nil, nil))
		}
	}
	st.memory = pmap[*memo]{}
	st.facts.each(func(k uint32, _ fact) {
		if at := x.askList[k].At; slices.ContainsFunc(fs, func(g *function) bool {
			return g.unit.script == at.Script && at.Start >= int(g.decl.Pos().Offset()) && at.End <= int(g.decl.End().Offset())
		}) {
			st.facts = st.facts.del(k)
		}
	})
	st.pend, st.pipes = nil, nil
}

// assignedIn collects the variables that a piece of the text may assign, and reports whether it may assign any.
func assignedIn(n syntax.Node, names map[string]bool) (any bool) {
	script.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil {
				names[n.Name.Value] = true
			} else {
				any = true // declare "$name=x"
			}
		case *syntax.WordIter:
			names[n.Name.Value] = true
		case *syntax.ParamExp:
			if n.Exp != nil && n.Param != nil { // ${x:=y}
				names[n.Param.Value] = true
			}
		case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause:
			script.Walk(n, func(n syntax.Node) bool {
				if l, ok := n.(*syntax.Lit); ok {
					eachName(l.Value, func(name string) { names[name] = true })
				}
				return true
			})
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				break
			}
			name, plain := literal(n.Args[0])
			any = any || !plain
			switch name {
			case "eval", ".", "source":
				any = true
			case "read", "mapfile", "readarray", "getopts", "printf", "unset", "wait", "export", "readonly", "declare", "local", "typeset", "let":
				for _, w := range n.Args[1:] {
					t, plain := literal(w)
					if !plain && name != "printf" && name != "wait" && name != "getopts" {
						any = true
					}
					eachName(t, func(name string) { names[name] = true })
				}
				names["REPLY"], names["OPTARG"], names["OPTIND"], names["MAPFILE"] = true, true, true, true
			}
		}
		return true
	})
	return any
}
