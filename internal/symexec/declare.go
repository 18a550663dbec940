package symexec

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// declClause is declare, local, export, readonly and typeset in bash, where they are syntax. Their status is their own, not
// that of a command substitution in them.
func (x *exec) declClause(c *syntax.DeclClause, st *domain.State) []*domain.State {
	variant := c.Variant.Value
	cur := []*domain.State{st}
	var failed []*domain.State
	var flags domain.Variable
	global, fixed := false, variant == "readonly"
	fn := false
	for _, a := range c.Args {
		if a.Naked && a.Name == nil {
			if t, _ := effects.Literal(a.Value); strings.HasPrefix(t, "-") || strings.HasPrefix(t, "+") {
				flags.Array = flags.Array || strings.Contains(t, "a")
				flags.Assoc = flags.Assoc || strings.Contains(t, "A")
				flags.Int = flags.Int || strings.Contains(t, "i")
				flags.Cased = flags.Cased || t[0] == '-' && strings.ContainsAny(t, "lu")
				global = global || strings.Contains(t, "g")
				fixed = fixed || strings.Contains(t, "r")
				fn = fn || strings.ContainsAny(t, "fFp")
				if strings.Contains(t, "n") {
					flags.Ref = "\x00"
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
			var ro []*domain.State
			cur, ro = x.writable(cur, a.Name.Value)
			failed = append(failed, x.withStatus(ro, "1", x.prog.Span(c))...)
		}
		local := variant == "local" || (variant == "declare" || variant == "typeset") && !global
		cur = x.each(cur, func(s *domain.State) []*domain.State {
			return x.declare(a, variant, flags, local && s.Frame != nil, s)
		})
		if fixed {
			for i := range cur {
				cur[i] = x.fix(cur[i], a.Name.Value)
			}
		}
	}
	if variant == "local" && keepsOptions(c) {
		for i, s := range cur {
			cur[i] = x.keepOptions(s)
		}
	}
	if variant == "local" && !x.prog.Dash && st.Frame == nil {
		return append(x.withStatus(cur, "1", x.prog.Span(c)), failed...) // local: can only be used in a function
	}
	if fn { // which functions and variables there are, is printed
		return append(x.told(cur, c), failed...)
	}
	return append(x.declared(st, cur, variant, c, x.prog.Span(c)), failed...)
}

// told is the status and output of a command that tells about the shell: which nobody knows.
func (x *exec) told(in []*domain.State, n syntax.Node) []*domain.State {
	return x.each(in, func(st *domain.State) []*domain.State {
		c := st.Fork()
		c = x.dom.SetStatus(c, domain.Status{Val: value.SymValue(x.dom.StatusSym(c, n)), At: x.prog.Span(n)})
		return x.tools.Print(c, value.SymValue(x.unknownText(c, n)))
	})
}

// writable tells the states apart in which a variable can be assigned, and those in which it is readonly: there bash's builtin
// fails, where an assignment by itself would end more.
func (x *exec) writable(in []*domain.State, name string) (free, fixed []*domain.State) {
	for _, st := range in {
		if v, ok := st.Vars.Get(x.tab.Name(name)); ok && v != nil && v.Fixed && !x.prog.Dash {
			fixed = append(fixed, st)
		} else {
			free = append(free, st)
		}
	}
	return free, fixed
}

// declared sets the status of a declaration, which hides what a guard in it answered.
func (x *exec) declared(before *domain.State, in []*domain.State, variant string, n syntax.Node, at place.Range) []*domain.State {
	var out []*domain.State
	for _, s := range in {
		ask := s.Status.Ask
		if v, _ := s.Status.Val.Constant(); v != "0" && ask == nil {
			// a function in the substitution judged the answer; its status says what it found
			if asked := x.askedSince(before, s); len(asked) > 0 {
				ask = asked[len(asked)-1]
			}
		}
		done := domain.Status{Val: value.Lit("0"), At: at}
		if ask != nil && effects.AnySubst(n) {
			done.Hides, done.Hidden = ask, variant
			c := s.Fork()
			x.dom.Event(c, domain.Step{Kind: domain.Masked, At: at, Ask: ask, By: variant, Outcome: errexitOn(s)})
			s = c
		}
		out = append(out, x.dom.SetStatus(s, done))
	}
	return out
}

// errexitOn marks an event that happened where set -e was in force, so that somebody relied on the status.
func errexitOn(s *domain.State) domain.Outcome {
	if s.Opts&domain.OptErrexit != 0 {
		return domain.Active
	}
	return 0
}

// declare binds one name of a declaration.
func (x *exec) declare(a *syntax.Assign, variant string, flags domain.Variable, local bool, st *domain.State) []*domain.State {
	name := a.Name.Value
	id := x.tab.Name(name)
	if local {
		st = x.hide(st, id)
	}
	if a.Naked && a.Index == nil {
		v, ok := st.Vars.Get(id)
		if (flags.Int || flags.Cased) && ok && v != nil {
			c, n := st.Fork(), v.Changed()
			n.Int, n.Cased = n.Int || flags.Int, n.Cased || flags.Cased
			c.Vars = c.Vars.Set(id, n)
			return []*domain.State{c}
		}
		if flags.Int && !ok && !local { // what the environment has for it is a number from now on
			c := st.Fork()
			c.Vars = c.Vars.Set(id, &domain.Variable{Set: true, Loose: true, Int: true, Val: x.envValue(name)})
			return []*domain.State{c}
		}
		if local && !ok || flags.Array || flags.Assoc || flags.Cased {
			n := flags
			n.Ref = ""
			n.Set = flags.Array || flags.Assoc
			if flags.Assoc {
				n.Keys = map[string]value.Value{}
			}
			if ok && v != nil && v.Set {
				return []*domain.State{st}
			}
			c := st.Fork()
			c.Vars = c.Vars.Set(id, &n)
			return []*domain.State{c}
		}
		return []*domain.State{st}
	}
	if flags.Ref != "" && a.Value != nil {
		var out []*domain.State
		for _, r := range x.word(a.Value, st) {
			t, ok := r.st.Resolve(r.v).Constant()
			if !ok {
				t = unknownRef
			}
			c := r.st.Fork()
			c.Vars = c.Vars.Set(id, &domain.Variable{Set: true, Ref: t, Val: r.v})
			out = append(out, c)
		}
		return out
	}
	if flags.Assoc || flags.Array || flags.Int || flags.Cased {
		c := st.Fork()
		n := flags
		n.Ref = ""
		if flags.Assoc {
			n.Keys = map[string]value.Value{}
		}
		c.Vars = c.Vars.Set(id, &n)
		st = c
	}
	return x.assignOne(a, st)
}

// hide makes a name local to the running function.
func (x *exec) hide(st *domain.State, id uint32) *domain.State {
	if st.Frame == nil {
		return st
	}
	c := st.Fork()
	f := *st.Frame
	if _, ok := f.Saved.Get(id); !ok {
		v, had := st.Vars.Get(id)
		if !had {
			v = nil
		}
		f.Saved = f.Saved.Set(id, v)
	}
	c.Frame = &f
	if x.prog.Dash {
		return c // in dash a new local keeps the outer value until it is assigned
	}
	c.Vars = c.Vars.Set(id, &domain.Variable{})
	return c
}

// declareFields is a declaration that was parsed as an ordinary command: in POSIX scripts, or behind command.
func (x *exec) declareFields(cl *domain.CallInfo, st *domain.State) []*domain.State {
	cur := []*domain.State{st}
	for _, f := range cl.Args[1:] {
		if len(f.V) > 0 && f.V[0].Sym != nil {
			cur = x.each(cur, func(s *domain.State) []*domain.State { return []*domain.State{x.assigned(s, "")} })
			continue
		}
		if len(f.V) == 0 || strings.HasPrefix(f.V[0].Lit, "-") {
			continue
		}
		name, rest, assigned := strings.Cut(f.V[0].Lit, "=")
		if !assigned && len(f.V) > 1 {
			prefix := f.V[:1]
			cur = x.each(cur, func(s *domain.State) []*domain.State { return []*domain.State{x.assignedNamed(s, prefix)} }) // export "CFG_$k=$v"
			continue
		}
		if !syntax.ValidName(name) {
			continue
		}
		v := value.Lit(rest).Append(f.V[1:])
		cur = x.each(cur, func(s *domain.State) []*domain.State {
			if cl.Name == "local" {
				s = x.hide(s, x.tab.Name(name))
			}
			if old, ok := s.Vars.Get(x.tab.Name(name)); ok && old != nil && old.Fixed && assigned && x.prog.Dash {
				x.exit(s, cl.Whole, readonly)
				return nil
			}
			if assigned {
				s = x.assign(s, name, &domain.Variable{Set: true, Val: v})
			}
			if cl.Name == "readonly" {
				s = x.fix(s, name)
			}
			return []*domain.State{s}
		})
	}
	before := st
	if cl.Before != nil {
		before = cl.Before
	}
	return x.declared(before, cur, cl.Name, cl.Node, cl.Whole)
}

// declareWord is a word of a declaration that the parser does not take for an assignment: export "$v=x", export $(cat settings).
func (x *exec) declareWord(w *syntax.Word, local, fixed bool, cur []*domain.State) []*domain.State {
	if t, plain := effects.WordText(w); plain && strings.HasPrefix(t, "-") {
		return cur
	}
	return x.each(cur, func(s *domain.State) []*domain.State {
		var out []*domain.State
		for _, r := range x.words([]*syntax.Word{w}, s) {
			c := r.st
			for _, f := range r.fields {
				out := c
				if len(f.V) == 0 {
					continue
				}
				name, rest, assigned := strings.Cut(f.V[0].Lit, "=")
				switch {
				case f.Multi != nil || f.V[0].Sym != nil || !assigned && len(f.V) > 1:
					out = x.assignedNamed(c, f.V)
				case assigned && syntax.ValidName(name):
					if v, ok := c.Vars.Get(x.tab.Name(name)); ok && v != nil && v.Fixed {
						continue
					}
					if local && c.Frame != nil {
						c = x.hide(c, x.tab.Name(name))
					}
					out = x.assign(c, name, &domain.Variable{Set: true, Val: value.Lit(rest).Append(f.V[1:])})
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

// keepsOptions reports whether a declaration is local -: what set changes is as before when the function returns.
func keepsOptions(c *syntax.DeclClause) bool {
	return slices.ContainsFunc(c.Args, func(a *syntax.Assign) bool { return a.Naked && a.Name == nil && a.Value != nil && a.Value.Lit() == "-" })
}

// keepOptions notes the options that come back when the function returns.
func (x *exec) keepOptions(st *domain.State) *domain.State {
	id := x.tab.Name(optionsBefore)
	if st.Frame == nil {
		return st
	}
	if _, ok := st.Frame.Saved.Get(id); ok {
		return st
	}
	c, f := st.Fork(), *st.Frame
	f.Saved = f.Saved.Set(id, &domain.Variable{Set: true, Val: value.Number(int(st.Opts & domain.OptionsOfSet))})
	c.Frame = &f
	return c
}

// optionsBefore is the name under which a function's frame has the options that local - keeps.
const optionsBefore = "\x06options"

// optionsBack gives a state the options that a frame has kept.
func optionsBack(st *domain.State, kept *domain.Variable) {
	t, _ := kept.Val.Constant()
	if n, err := strconv.Atoi(t); err == nil {
		st.Opts = st.Opts&^domain.OptionsOfSet | domain.Options(n)
	}
}
