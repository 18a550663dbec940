package symexec

import (
	"strings"

	"github.com/wipelint/wipelint/internal/script"
	"mvdan.cc/sh/v3/syntax"
)

// declClause is declare, local, export, readonly and typeset in bash, where they are syntax. Their status is their own, not
// that of a command substitution in them.
func (x *exec) declClause(c *syntax.DeclClause, st *state) []*state {
	variant := c.Variant.Value
	cur := []*state{st}
	var failed []*state
	var flags variable
	global, fixed := false, variant == "readonly"
	fn := false
	for _, a := range c.Args {
		if a.Naked && a.Name == nil {
			if t, _ := literal(a.Value); strings.HasPrefix(t, "-") || strings.HasPrefix(t, "+") {
				flags.array = flags.array || strings.Contains(t, "a")
				flags.assoc = flags.assoc || strings.Contains(t, "A")
				flags.int = flags.int || strings.Contains(t, "i")
				global = global || strings.Contains(t, "g")
				fixed = fixed || strings.Contains(t, "r")
				fn = fn || strings.ContainsAny(t, "fFp")
				if strings.Contains(t, "n") {
					flags.ref = "\x00"
				}
				continue
			}
		}
		if a.Name == nil || fn {
			if w := a.Value; w != nil && !fn {
				local := variant == "local" || (variant == "declare" || variant == "typeset") && !global
				cur = x.declareWord(w, local, fixed, cur) // export "$v=x"
			}
			continue
		}
		if a.Value != nil || a.Array != nil || a.Append {
			var ro []*state
			cur, ro = x.writable(cur, a.Name.Value)
			failed = append(failed, x.withStatus(ro, "1", x.span(c))...)
		}
		local := variant == "local" || (variant == "declare" || variant == "typeset") && !global
		cur = x.each(cur, func(s *state) []*state {
			return x.declare(a, variant, flags, local && s.frame != nil, s)
		})
		if fixed {
			for i := range cur {
				cur[i] = x.fix(cur[i], a.Name.Value)
			}
		}
	}
	return append(x.declared(st, cur, variant, c, x.span(c)), failed...)
}

// writable tells the states apart in which a variable can be assigned, and those in which it is readonly: there bash's builtin
// fails, where an assignment by itself would end more.
func (x *exec) writable(in []*state, name string) (free, fixed []*state) {
	for _, st := range in {
		if v, ok := st.vars.get(x.name(name)); ok && v != nil && v.fixed && !x.dash {
			fixed = append(fixed, st)
		} else {
			free = append(free, st)
		}
	}
	return free, fixed
}

// declared sets the status of a declaration, which hides what a guard in it answered.
func (x *exec) declared(before *state, in []*state, variant string, n syntax.Node, at Range) []*state {
	var out []*state
	for _, s := range in {
		ask := s.status.ask
		if v, _ := s.status.val.constant(); v != "0" && ask == nil {
			// a function in the substitution judged the answer; its status says what it found
			if asked := x.askedSince(before, s); len(asked) > 0 {
				ask = asked[len(asked)-1]
			}
		}
		done := status{val: lit("0"), at: at}
		if ask != nil && anySubst(n) {
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

func anySubst(n syntax.Node) bool {
	found := false
	script.Walk(n, func(n syntax.Node) bool {
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
		if flags.int && ok && v != nil {
			c, n := st.fork(), v.changed()
			n.int = true
			c.vars = c.vars.set(id, n)
			return []*state{c}
		}
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
				t = unknownRef
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
		if len(f.v) > 0 && f.v[0].sym != nil {
			cur = x.each(cur, func(s *state) []*state { return []*state{x.assigned(s, "")} })
			continue
		}
		if len(f.v) == 0 || strings.HasPrefix(f.v[0].lit, "-") {
			continue
		}
		name, rest, assigned := strings.Cut(f.v[0].lit, "=")
		if !assigned && len(f.v) > 1 {
			prefix := f.v[:1]
			cur = x.each(cur, func(s *state) []*state { return []*state{x.assignedNamed(s, prefix)} }) // export "CFG_$k=$v"
			continue
		}
		if !syntax.ValidName(name) {
			continue
		}
		v := lit(rest).append(f.v[1:])
		cur = x.each(cur, func(s *state) []*state {
			if cl.name == "local" {
				s = x.hide(s, x.name(name))
			}
			if old, ok := s.vars.get(x.name(name)); ok && old != nil && old.fixed && assigned && x.dash {
				x.exit(s, cl.whole, readonly)
				return nil
			}
			if assigned {
				s = x.assign(s, name, &variable{set: true, val: v})
			}
			if cl.name == "readonly" {
				s = x.fix(s, name)
			}
			return []*state{s}
		})
	}
	before := st
	if cl.before != nil {
		before = cl.before
	}
	return x.declared(before, cur, cl.name, cl.node, cl.whole)
}

// declareWord is a word of a declaration that the parser does not take for an assignment: export "$v=x", export $(cat settings).
func (x *exec) declareWord(w *syntax.Word, local, fixed bool, cur []*state) []*state {
	if t, plain := wordText(w); plain && strings.HasPrefix(t, "-") {
		return cur
	}
	return x.each(cur, func(s *state) []*state {
		var out []*state
		for _, r := range x.words([]*syntax.Word{w}, s) {
			c := r.st
			for _, f := range r.fields {
				out := c
				if len(f.v) == 0 {
					continue
				}
				name, rest, assigned := strings.Cut(f.v[0].lit, "=")
				switch {
				case f.multi != nil || f.v[0].sym != nil || !assigned && len(f.v) > 1:
					out = x.assignedNamed(c, f.v)
				case assigned && syntax.ValidName(name):
					if v, ok := c.vars.get(x.name(name)); ok && v != nil && v.fixed {
						continue
					}
					if local && c.frame != nil {
						c = x.hide(c, x.name(name))
					}
					out = x.assign(c, name, &variable{set: true, val: lit(rest).append(f.v[1:])})
					if fixed {
						out = x.fix(out, name)
					}
				}
				c = out
			}
			out = append(out, c)
		}
		return out
	})
}
