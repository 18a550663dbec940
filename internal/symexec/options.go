package symexec

import (
	"strconv"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

func (x *exec) shift(cl *domain.CallInfo, st *domain.State) []*domain.State {
	n := 1
	if len(cl.Args) > 1 {
		t, ok := st.Resolve(cl.Args[1].V).Constant()
		m, err := value.ParseInt(t)
		if !ok || err != nil {
			// shift $((OPTIND - 1)): nobody knows how far
			c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
			return x.dom.ShiftUnknown(c)
		}
		n = m
	}
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	p := *st.Args
	if k := min(n, len(p.Known)); k > 0 || n == 0 {
		p.Known = p.Known[k:]
		p.Src = p.Src[min(k, len(p.Src)):]
		n -= k
	}
	if n > 0 {
		if !p.Open {
			c.Status.Val = value.Lit("1")
			if x.prog.Dash { // shift: can't shift that many: a special builtin's error ends the shell
				x.exit(c, cl.Whole, "shift")
				return nil
			}
			return []*domain.State{c}
		}
		if least, _ := x.dom.Counted(c, &p); least < n {
			if x.prog.Dash {
				x.exit(c.Fork(), cl.Whole, "shift")
			} else {
				c = x.shiftMayFail(c, cl)
			}
		}
		if p.Base+n > domain.MaxShift {
			x.shiftOn(c, &p)
		}
		p.Base = min(p.Base+n, domain.MaxShift)
	}
	c.Args = &p
	return []*domain.State{c}
}

// shiftMayFail gives shift the status 1 or 0: with too few parameters bash leaves them as they are. The ways are not told apart, as what
// stands in parameters that may not be there is not known either way.
func (x *exec) shiftMayFail(st *domain.State, cl *domain.CallInfo) *domain.State {
	s := x.dom.StatusSym(st, cl.Node)
	var dom value.StatusSet
	dom.Add(0)
	dom.Add(1)
	st.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes, Dom: &dom})
	return x.dom.SetStatus(st, domain.Status{Val: value.SymValue(s), At: cl.Whole})
}

// shiftOn makes the parameters behind the last shift that is told apart new ones: $1 is another one than before, and what a
// guard said about the old one says nothing about it. How many are left is not known again.
func (x *exec) shiftOn(st *domain.State, p *domain.Params) {
	for k := domain.MaxShift + 1; k <= domain.MaxShift+9; k++ {
		if s, ok := x.tab.Syms["arg:"+strconv.Itoa(p.Gen)+":"+strconv.Itoa(k)]; ok {
			x.dom.Renew(st, s)
		}
	}
	last := &domain.Params{Gen: p.Gen, Base: domain.MaxShift}
	x.dom.Renew(st, x.argsSym(last))
	x.dom.Renew(st, x.dom.ArgCount(last))
}

func optionNamed(n string) domain.Options {
	switch n {
	case "e", "errexit":
		return domain.OptErrexit
	case "u", "nounset":
		return domain.OptNounset
	case "pipefail":
		return domain.OptPipefail
	case "E", "errtrace":
		return domain.OptErrtrace
	case "f", "noglob":
		return domain.OptNoglob
	case "lastpipe":
		return domain.OptLastpipe
	case "inherit_errexit":
		return domain.OptInheritErrexit
	case "expand_aliases":
		return domain.OptAliases
	case "execfail":
		return domain.OptExecfail
	case "nocasematch":
		return domain.OptNocasematch
	case "failglob":
		return domain.OptFailglob
	case "C", "noclobber":
		return domain.OptNoclobber
	}
	return 0
}

// set changes options and positional parameters. "set pipefail" without -o sets $1, as in both shells.
func (x *exec) set(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	args := cl.Args[1:]
	for len(args) > 0 {
		t, ok := args[0].V.Constant()
		if !ok || args[0].Multi != nil || len(t) < 2 || t[0] != '-' && t[0] != '+' {
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
				name, _ = args[0].V.Constant()
				args = args[1:]
				if name == "pipefail" && x.prog.Dash {
					// dash 0.5.12 has no pipefail, and "Illegal option -o pipefail" ends the shell; newer ones and busybox have it
					e := c.Fork()
					e.Status.Val = value.Lit("2")
					x.exit(e, cl.Whole, "set")
				}
			}
			if o := optionNamed(name); on {
				c.Opts |= o
			} else {
				c.Opts &^= o
			}
		}
	}
	return []*domain.State{c}
}

// setArgs makes words the positional parameters. An unknown number of words is none, one or two.
func (x *exec) setArgs(c *domain.State, args []domain.Field) []*domain.State {
	type partial struct {
		st *domain.State
		p  domain.Params
	}
	cur := []partial{{c, domain.Params{}}}
	for _, a := range args {
		behind := false
		for i := range cur {
			if cur[i].p.Open { // nobody knows how many words stand in front of this one: set -- "$@" x
				cur[i].p, behind = *domain.UnknownParams(), true
			}
		}
		if behind {
			continue
		}
		if a.Multi == nil {
			for i := range cur {
				known := cur[i].p.Known
				if len(cur) > 1 {
					known = known[:len(known):len(known)]
				}
				cur[i].p.Known = append(known, a.V)
			}
			continue
		}
		if a.Multi.Kind == value.SymArgs {
			for i := range cur {
				cur[i].p.Open, cur[i].p.Base, cur[i].p.Gen = true, a.Multi.Index, a.Multi.Gen
			}
			continue
		}
		if len(cur) >= value.MaxOpenArgs { // there may be any number of all that follow
			for i := range cur {
				cur[i].p = *domain.UnknownParams()
			}
			break
		}
		x.dom.Laid(a.Multi)
		var next []partial
		for _, p := range cur {
			for i := 0; i <= x.dom.Follows(a.Multi) && p.st != nil; i++ {
				var on *domain.State
				for _, b := range x.dom.DecideMore(p.st, a.Multi, i) {
					if b.Ok {
						on = b.St
					} else {
						next = append(next, partial{b.St, p.p})
					}
				}
				var more []*domain.State
				if on != nil {
					more = []*domain.State{on}
				}
				p.p.Known = append(p.p.Known[:len(p.p.Known):len(p.p.Known)], value.SymValue(x.dom.WordOf(a, i, a.Multi.Name, more)))
				p.st = on
			}
		}
		cur = next
	}
	var out []*domain.State
	for _, p := range cur {
		args := p.p
		n := p.st.Fork()
		n.Args = args.Bounded()
		out = append(out, n)
	}
	return out
}

func (x *exec) shopt(cl *domain.CallInfo, st *domain.State) []*domain.State {
	c := x.dom.SetStatus(st, domain.Status{Val: value.Lit("0"), At: cl.Whole})
	on, off := false, false
	for _, a := range cl.Args[1:] {
		switch t, _ := a.V.Constant(); t {
		case "-q", "-p", "-qs", "-sq", "-qu", "-uq", "-pq", "-qo", "-oq":
			return x.told([]*domain.State{st}, cl.Node)
		case "-s":
			on = true
		case "-u":
			off = true
		default:
			if on {
				c.Opts |= optionNamed(t)
			} else if off {
				c.Opts &^= optionNamed(t)
			}
		}
	}
	if !on && !off {
		return x.told([]*domain.State{st}, cl.Node) // which options are on
	}
	return []*domain.State{c}
}
