package symexec

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/proof"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// heldInAStep is how many variables can be looked at in the time of a step.
const heldInAStep = 96

// assigned forgets what variables hold whose names begin with a prefix: somebody may have given any of them another text. What is
// readonly keeps its text, and so does what every login sets.
//
// A variable that was set is taken to be set still, and to be empty only if somebody says so; of one that only the environment may
// have set that is not known. Only those that were read so far are given a new name: nothing is known of the others.
func (x *exec) assigned(st *domain.State, prefix string) *domain.State {
	c := st.Fork()
	if x.apart || x.spend(st.Vars.Len()*st.Vars.Len()/heldInAStep) { // for each of them it is looked at what all others hold
		return c // nothing is known of any, or the run is given up
	}
	st.Vars.Each(func(k uint32, v *domain.Variable) {
		name := x.tab.NameOf[k]
		if v == nil || v.Fixed || v.Ref != "" || !proof.Assignable(name, prefix) {
			return
		}
		s := x.proof.GivenText(c, name)
		if v.Set && !v.Loose {
			c.SetCon(s, &value.Con{Set: value.Yes})
		}
		n := &domain.Variable{Set: true, Val: value.SymValue(s), Int: v.Int, Loose: !v.Set || v.Loose}
		if v.Array || v.Assoc {
			n = &domain.Variable{Set: true, Array: v.Array, Assoc: v.Assoc, List: s}
		}
		c.Vars = c.Vars.Set(k, n)
	})
	for k, name := range x.tab.NameOf {
		if _, bound := st.Vars.Get(uint32(k)); bound || !proof.Assignable(name, prefix) || x.tab.Syms["env:"+name] == nil {
			continue
		}
		c.Vars = c.Vars.Set(uint32(k), &domain.Variable{Set: true, Loose: true, Val: value.SymValue(x.proof.GivenText(c, name))})
	}
	return x.placesUnknown(c, prefix)
}

// assignedNamed is what a command does that assigns a variable whose name is not known, or only how it begins.
func (x *exec) assignedNamed(st *domain.State, name value.Value) *domain.State {
	prefix := ""
	if name = st.Resolve(name); len(name) > 0 && name[0].Sym == nil {
		prefix = name[0].Lit
	}
	return x.assigned(st, prefix)
}

// unknownCode forgets what this shell knew before it ran commands that nobody knows: they may have assigned variables, turned off
// what stops the script, gone into another folder, and defined functions.
func (x *exec) unknownCode(st *domain.State) *domain.State {
	c := x.replaced(st, x.assigned(st, ""))
	c.Opts &^= domain.OptErrexit | domain.OptNounset | domain.OptPipefail | domain.OptInheritErrexit | domain.OptLastpipe
	c.Opts |= domain.OptForeign
	if len(st.Cwd) > 0 {
		s := x.dom.Fresh(c, "folder", func(s *value.Sym) { s.Kind, s.Name, s.Desc = value.SymOther, "PWD", "$PWD" })
		c.SetCon(s, &value.Con{Set: value.Yes, Nonempty: value.Yes})
		c.Cwd = value.SymValue(s)
	}
	st.Funcs.Each(func(k uint32, f *effects.Function) {
		if f != nil && f.Doubted == nil {
			c.Funcs = c.Funcs.Set(k, x.perhaps(f))
		}
	})
	if st.Traps != nil && st.Traps.Err != nil {
		t := *st.Traps
		t.Err = nil
		c.Traps = &t
	}
	return x.unknownFiles(c)
}

// replaced gives the variables that had a text which is not empty one that is not taken for empty: only settings do that.
func (x *exec) replaced(before, st *domain.State) *domain.State {
	before.Vars.Each(func(k uint32, v *domain.Variable) {
		now, _ := st.Vars.Get(k)
		if v == nil || now == nil || now == v || !v.Set || v.Loose || v.Array || v.Assoc || !before.Resolve(v.Val).HasLit() {
			return
		}
		n := *now
		s := x.proof.ReplacedText(st, x.tab.NameOf[k])
		if t := before.Resolve(v.Val).Pattern(); x.namesDestroyer(t) { // it may still be the command that it was: c="wipefs -a $1"; . ./lib; $c
			s.Danger.May = value.MayBe(t)
		}
		n.Val = value.SymValue(s)
		st.Vars = st.Vars.Set(k, &n)
	})
	return st
}

// namesDestroyer reports whether a text begins with the name of a command that destroys data, maybe behind one that runs it.
func (x *exec) namesDestroyer(t string) bool {
	for i, w := range strings.Fields(t) {
		if i > 3 {
			break
		}
		anything, path, device := x.prog.Cat.Names(effects.BaseName(w))
		if anything || path || device {
			return true
		}
		if i == 0 && !x.prog.Cat.Wraps(effects.BaseName(w)) {
			return false
		}
	}
	return false
}

// unknownFiles forgets what stands in files.
func (x *exec) unknownFiles(st *domain.State) *domain.State {
	c := st
	st.Files.Each(func(k uint32, _ value.Value) {
		if strings.HasPrefix(x.tab.NameOf[k], "\x01") { // an open descriptor
			return
		}
		if c == st {
			c = st.Fork()
		}
		c.Files = c.Files.Del(k)
	})
	return c
}

// perhaps is a function that unknown code may have defined anew.
func (x *exec) perhaps(f *effects.Function) *effects.Function {
	if d := x.doubts[f]; d != nil {
		return d
	}
	d := *f
	d.Doubted = f
	if x.doubts == nil {
		x.doubts = map[*effects.Function]*effects.Function{}
	}
	x.doubts[f] = &d
	return &d
}

// unknownRef is what declare -n says where the name of the variable is not known.
const unknownRef = "\x00"

// assignDefault is what ${x:=text} assigns; in ${!x:=text} to a variable whose name is not looked for.
func (x *exec) assignDefault(p *syntax.ParamExp, st *domain.State, v value.Value) *domain.State {
	if p.Excl {
		return x.assigned(st, "")
	}
	return x.assign(st, p.Param.Value, &domain.Variable{Set: true, Val: v})
}

// letNamed is let "$x=1": the name is not known.
func (x *exec) letNamed(e syntax.ArithmExpr, st *domain.State) *domain.State {
	if w, ok := e.(*syntax.Word); ok {
		if t := effects.StaticText(w); strings.Contains(t, catalog.Unknown) && strings.Contains(t, "=") {
			return x.assigned(st, "")
		}
	}
	return st
}

// writesInPlace reports whether a text tool writes its result into a file: sed -i, sort -o.
func writesInPlace(cl *domain.CallInfo) bool {
	option := map[string]string{"sed": "i", "sort": "o"}[cl.Name]
	return option != "" && slices.ContainsFunc(cl.Args[1:], func(a domain.Field) bool {
		t, _ := a.V.Constant()
		return strings.HasPrefix(t, "--in-place") || strings.HasPrefix(t, "--output") ||
			len(t) > 1 && t[0] == '-' && t[1] != '-' && strings.Contains(t, option)
	})
}

// awkWrites reports whether a program of awk may write files.
func awkWrites(cl *domain.CallInfo) bool {
	return strings.HasSuffix(cl.Name, "awk") && slices.ContainsFunc(cl.Args[1:], func(a domain.Field) bool { return strings.Contains(a.V.Pattern(), ">") })
}

// mostRefs is how many names may name each other in a row: NAMEREF_MAX of bash, which takes more for a ring.
const mostRefs = 8

// referred is the variable that a name stands for by declare -n: itself for most, and unknownRef where it leads back to itself.
func (x *exec) referred(st *domain.State, name string) string {
	for range mostRefs {
		v, ok := st.Vars.Get(x.tab.Name(name))
		if !ok || v == nil || v.Ref == "" || v.Ref == name {
			return name
		}
		if name = v.Ref; name == unknownRef {
			break
		}
	}
	return unknownRef
}
