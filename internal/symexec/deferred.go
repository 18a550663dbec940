package symexec

import (
	"maps"
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A deferred call is one that is nested too deeply, in functions or in itself, to be run where it stands. It is run afterwards, with the
// state and the parameters that it has: what it destroys is found with what is known there. To its caller it may have done anything that its
// text can do.
type deferred struct {
	f      *effects.Function
	args   *domain.Params
	st     *domain.State
	at     place.Range
	sub    string // the subshell that it runs in
	shell  int
	noErr  int
	inTrap string
	host   value.Value
	many   string
	fan    *proof.Fan
}

// maxEntries is how many different states a function's deferred calls are run in, one by one; those that come later are joined.
const maxEntries = 6

// deferCall notes a call for later, and gives the states in which its caller goes on.
func (x *exec) deferCall(f *effects.Function, args *domain.Params, st *domain.State, at place.Range) []*domain.State {
	x.deferred = append(x.deferred, &deferred{
		f: f, args: args, st: st.Fork(), at: at, sub: x.sc.Sub, shell: x.sc.Shell, noErr: x.proof.NoErr, inTrap: x.proof.InTrap, host: x.tools.Host, many: x.proof.Many, fan: x.proof.Fan,
	})
	x.dom.Limits["calls are nested too deeply; what the inner ones leave behind was taken as unknown"] = true
	c := x.dom.Blind(st, at, domain.CallDepth, "")
	x.unknownEffect(c, f)
	s := x.dom.Fresh(c, "deep:status", func(s *value.Sym) { s.Kind, s.Desc = value.SymStatus, "$?" }) // another one each time, so that a loop may end
	c.SetCon(s, domain.StatusCon)
	c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(s), At: at})
	if x.sc.Sub != "" { // it may end the subshell
		x.exit(c, at, "exit")
	}
	return []*domain.State{c}
}

// runDeferred runs the calls that were put off, until they put off no new ones.
func (x *exec) runDeferred() {
	entries := map[entry]map[string][]*domain.State{}
	count := map[*syntax.FuncDecl]int{}
	joined := map[entry]*domain.State{}
	for len(x.deferred) > 0 && !x.dom.Over {
		d := x.deferred[0]
		x.deferred = x.deferred[1:]
		in := d.st
		in.Frame = nil // nothing comes back to its callers
		if d.args != nil {
			in.Args = d.args
		}
		e := entryOf(d)
		if entries[e] == nil {
			entries[e] = map[string][]*domain.State{}
		}
		if count[d.f.Decl]++; count[d.f.Decl] > maxEntries {
			if j := joined[e]; j != nil {
				args := x.joinedArgs(j, in)
				in = x.dom.MergeAll([]*domain.State{j, in})
				in.Args = args
			}
			joined[e] = in
		}
		x.dom.Merges++
		x.dom.LiveArgs = true
		if count[d.f.Decl] > 4*maxEntries { // its parameters and variables never come to the same
			x.unknownEffect(in, d.f)
			if count[d.f.Decl] > 5*maxEntries {
				x.dom.Over, x.dom.OverAt = true, d.at
				return
			}
		}
		if in = x.unseen(entries[e], in); in == nil {
			continue
		}
		x.resume(d, in)
	}
	x.deferred = nil
}

// An entry tells which calls of a function are joined: those from where the same holds of failures, and of the machine.
type entry struct {
	f      *syntax.FuncDecl
	noErr  bool
	inTrap string
	sub    string
	host   string
	fan    *proof.Fan
}

func entryOf(d *deferred) entry {
	return entry{f: d.f.Decl, noErr: d.noErr > 0, inTrap: d.inTrap, sub: d.sub, host: d.host.Pattern(), fan: d.fan}
}

// joinedArgs are the parameters of two calls of a function: those in which they differ are unknown, and what is unknown is the same each time, so
// that a count comes to an end. Where there are more of them in one call nothing is known of any.
func (x *exec) joinedArgs(a, b *domain.State) *domain.Params {
	if a.Args == nil || b.Args == nil || a.Args.Open || b.Args.Open || len(a.Args.Known) != len(b.Args.Known) {
		x.survey.parameters(a.Args, b.Args)
		return domain.UnknownParams()
	}
	c := *a.Args
	c.Known = slices.Clone(a.Args.Known)
	for i, v := range c.Known {
		if w := b.Args.Known[i]; !value.SameValue(v, w) {
			c.Known[i] = x.dom.AnyOfTwo(strconv.Itoa(i+1), a, v, b, w)
		}
	}
	return &c
}

// resume runs a call that was put off.
func (x *exec) resume(d *deferred, in *domain.State) {
	defer func(sc domain.Scope, unit *effects.Unit, calls []domain.Call, noErr int, inTrap string, host value.Value, many string, fan *proof.Fan) {
		x.sc, x.prog.Unit, x.dom.Calls, x.proof.NoErr, x.proof.InTrap, x.tools.Host, x.proof.Many, x.proof.Fan = sc, unit, calls, noErr, inTrap, host, many, fan
	}(x.sc, x.prog.Unit, x.dom.Calls, x.proof.NoErr, x.proof.InTrap, x.tools.Host, x.proof.Many, x.proof.Fan)
	var exits []*domain.State
	x.sc = domain.Scope{Exits: &exits, Sub: d.sub, Shell: d.shell, First: d.sub == ""}
	x.dom.Calls = x.dom.Calls[:1:1]
	x.prog.Unit = d.f.Unit
	x.proof.NoErr, x.proof.InTrap, x.tools.Host, x.proof.Many, x.proof.Fan = d.noErr, d.inTrap, d.host, d.many, d.fan
	x.callFunction(d.f, in.Args, in, d.at, false)
	x.exitTraps(exits)
}

// unknownEffect makes unknown in a state what a function, with those that it calls, may assign, and forgets what guards said that it may
// ask again.
func (x *exec) unknownEffect(st *domain.State, f *effects.Function) {
	fs := x.prog.ReachedFrom(f)
	assigned := x.assignedFrom(f, fs)
	x.spend(st.Vars.Len() / heldInAStep)
	left := map[uint32]*domain.Variable{}
	st.Vars.Each(func(k uint32, v *domain.Variable) {
		name := x.tab.NameOf[k]
		if v != nil && v.Fixed || !(assigned.any && syntax.ValidName(name) || assigned.names[name]) {
			return
		}
		left[k] = x.leftIn(st, k, v)
	})
	for name := range assigned.names {
		k := x.tab.Name(name)
		if _, bound := st.Vars.Get(k); !bound {
			left[k] = x.leftIn(st, k, nil)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(left)) {
		st.Vars = st.Vars.Set(k, left[k])
	}
	st.Memory = value.Pmap[*domain.Memo]{}
	st.Facts.Each(func(k uint32, _ domain.Fact) {
		if at := x.dom.AskList[k].At; slices.ContainsFunc(fs, func(g *effects.Function) bool {
			return g.Unit.Script == at.Script && at.Start >= int(g.Decl.Pos().Offset()) && at.End <= int(g.Decl.End().Offset())
		}) {
			st.Facts = st.Facts.Del(k)
		}
	})
	st.Pend, st.Pipes = nil, nil
}

// leftIn is a variable that may be as it was, or hold any text that the script writes into it somewhere.
func (x *exec) leftIn(st *domain.State, k uint32, v *domain.Variable) *domain.Variable {
	name := x.tab.NameOf[k]
	if !x.prog.Slice.Has(name) {
		return x.dom.Irrelevant(k, v, nil)
	}
	return x.dom.LeftIn(st, k, v, x.prog.Held(name))
}

// assignments are the variables that a piece of the text may assign.
type assignments struct {
	names map[string]bool
	any   bool
}

// reachedAssignments are those of a function with all that it calls.
type reachedAssignments struct {
	assignments
	of int // how many functions these are: a file that is sourced may bring more
}

// assignedFrom are the variables that the functions reached from one may assign.
func (x *exec) assignedFrom(f *effects.Function, reached []*effects.Function) assignments {
	all, ok := x.mayAssign[f]
	if ok && all.of == len(reached) {
		return all.assignments
	}
	all.assignments, all.of = assignments{names: map[string]bool{}}, len(reached)
	for _, g := range reached {
		a, ok := x.assignedBy[g.Decl]
		if !ok {
			a.names = map[string]bool{}
			a.any = assignedIn(g.Decl.Body, a.names)
			if x.assignedBy == nil {
				x.assignedBy = map[*syntax.FuncDecl]assignments{}
			}
			x.assignedBy[g.Decl] = a
		}
		maps.Copy(all.names, a.names)
		all.any = all.any || a.any
	}
	if x.mayAssign == nil {
		x.mayAssign = map[*effects.Function]reachedAssignments{}
	}
	x.mayAssign[f] = all
	return all.assignments
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
					effects.EachName(l.Value, func(name string) { names[name] = true })
				}
				return true
			})
		case *syntax.CallExpr:
			if len(n.Args) == 0 {
				break
			}
			name, plain := effects.Literal(n.Args[0])
			any = any || !plain
			switch name {
			case "eval", ".", "source":
				any = true
			case "read", "mapfile", "readarray", "getopts", "printf", "unset", "wait", "export", "readonly", "declare", "local", "typeset", "let":
				for _, w := range n.Args[1:] {
					t, plain := effects.Literal(w)
					if !plain && name != "printf" && name != "wait" && name != "getopts" {
						any = true
					}
					effects.EachName(t, func(name string) { names[name] = true })
				}
				names["REPLY"], names["OPTARG"], names["OPTIND"], names["MAPFILE"] = true, true, true, true
			}
		}
		return true
	})
	return any
}
