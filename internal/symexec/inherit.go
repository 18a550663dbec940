package symexec

// Where a variable is made unknown because states differ in it, what a guard said about its value in each of them holds for what it
// may be now: the guard was asked about the variable, whatever it held. Without that, a script whose options are followed by the
// name of a disk, which may then be its first operand or any later one, loses its guard's answer as soon as there are too many states.

// An inherited is a guard's call, with what it said of a variable's value.
type inherited struct {
	ask *Ask
	f   fact
}

// saidOf are the guards that were asked about a variable's value only.
func (x *exec) saidOf(st *state, v *variable) []inherited {
	if v == nil || !v.set || v.array || v.assoc || len(v.val) == 0 {
		return nil
	}
	val := st.resolve(v.val)
	var out []inherited
	st.facts.each(func(k uint32, f fact) {
		if a := x.askList[k]; !a.Prompt && len(a.Targets) == 1 && sameText(st.resolve(a.Targets[0].V), val) {
			out = append(out, inherited{a, f})
		}
	})
	return out
}

// inherit gives a variable that was made unknown what guards said about it in two states.
func (x *exec) inherit(c *state, n *variable, ofA, ofB []inherited) {
	s := n.val.single()
	if s == nil || s.summary {
		return
	}
	for _, p := range ofA {
		for _, q := range ofB {
			if p.ask.place != q.ask.place || p.ask.first != q.ask.first || !sameValue(p.ask.Host, q.ask.Host) {
				continue
			}
			f := p.f.union(q.f)
			if p.f == q.f {
				f = p.f
			}
			c.facts = c.facts.set(x.askAbout(p.ask, n.val).id, f)
			break
		}
	}
}

// askAbout is a guard's call with another value in the place of what it looks at.
func (x *exec) askAbout(a *Ask, v Value) *Ask {
	key := "inherited" + itoa(int(a.place.id)) + ":" + itoa(int(a.first.id)) + "@" + a.Host.key() + "\x01" + v.key()
	if b, ok := x.asks[key]; ok {
		return b
	}
	b := *a
	b.id = uint32(len(x.askList))
	b.Targets = []Target{a.Targets[0]}
	b.Targets[0].V = v
	b.words = []Value{v}
	b.constant = ""
	x.asks[key] = &b
	x.askList = append(x.askList, &b)
	return &b
}
