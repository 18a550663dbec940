package symexec

import "strconv"

func (x *exec) shift(cl *callInfo, st *state) []*state {
	n := 1
	if len(cl.args) > 1 {
		t, ok := st.resolve(cl.args[1].v).constant()
		m, err := parseInt(t)
		if !ok || err != nil {
			// shift $((OPTIND - 1)): nobody knows how far
			c := x.setStatus(st, status{val: lit("0"), at: cl.whole})
			return x.shiftUnknown(c)
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
		if least, _ := x.counted(c, &p); least < n {
			if x.dash {
				x.exit(c.fork(), cl.whole, "shift")
			} else {
				c = x.shiftMayFail(c, cl)
			}
		}
		if p.base+n > maxShift {
			x.shiftOn(c, &p)
		}
		p.base = min(p.base+n, maxShift)
	}
	c.args = &p
	return []*state{c}
}

// shiftMayFail gives shift the status 1 or 0: with too few parameters bash leaves them as they are. The ways are not told apart, as what
// stands in parameters that may not be there is not known either way.
func (x *exec) shiftMayFail(st *state, cl *callInfo) *state {
	s := x.statusSym(st, cl.node)
	var dom domain
	dom.add(0)
	dom.add(1)
	st.setCon(s, &con{set: yes, nonempty: yes, dom: &dom})
	return x.setStatus(st, status{val: symValue(s), at: cl.whole})
}

// shiftOn makes the parameters behind the last shift that is told apart new ones: $1 is another one than before, and what a
// guard said about the old one says nothing about it. How many are left is not known again.
func (x *exec) shiftOn(st *state, p *params) {
	for k := maxShift + 1; k <= maxShift+9; k++ {
		if s, ok := x.syms["arg:"+strconv.Itoa(p.gen)+":"+strconv.Itoa(k)]; ok {
			x.renew(st, s)
		}
	}
	last := &params{gen: p.gen, base: maxShift}
	x.renew(st, x.argsSym(last))
	x.renew(st, x.argCount(last))
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
	case "expand_aliases":
		return optAliases
	case "execfail":
		return optExecfail
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
					// dash 0.5.12 has no pipefail, and "Illegal option -o pipefail" ends the shell; newer ones and busybox have it
					e := c.fork()
					e.status.val = lit("2")
					x.exit(e, cl.whole, "set")
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
				known := cur[i].p.known
				if len(cur) > 1 {
					known = known[:len(known):len(known)]
				}
				cur[i].p.known = append(known, a.v)
			}
			continue
		}
		if a.multi.kind == symArgs {
			for i := range cur {
				cur[i].p.open, cur[i].p.base, cur[i].p.gen = true, a.multi.index, a.multi.gen
			}
			continue
		}
		if len(cur) >= maxOpenArgs { // there may be any number of all that follow
			for i := range cur {
				cur[i].p = *unknownParams()
			}
			break
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
				var more []*state
				if on != nil {
					more = []*state{on}
				}
				p.p.known = append(p.p.known[:len(p.p.known):len(p.p.known)], symValue(x.wordOf(a, i, a.multi.name, more)))
				p.st = on
			}
		}
		cur = next
	}
	var out []*state
	for _, p := range cur {
		args := p.p
		n := p.st.fork()
		n.args = args.bounded()
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
