package symexec

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/wipelint/wipelint/internal/catalog"
	_ "github.com/wipelint/wipelint/internal/lawseed"
	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/effects"
	"github.com/wipelint/wipelint/internal/symexec/place"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A stateMaker makes states of random descriptions. All variables matter to it and can still be read.
type stateMaker struct {
	x    *exec
	syms []*value.Sym
	asks []*value.Ask
	fns  []*effects.Function
}

const makerScript = "#!/bin/bash\nf() { :; }\ng() { date; }\nis-idle \"$1\" && reinstall-os \"$1\"\n"

// newMaker makes the symbols in an order: their numbers are no part of what a state means.
func newMaker(backwards bool) *stateMaker {
	s := script.Parse("laws.sh", []byte(makerScript), script.Options{})
	x := newExec(context.Background(), Input{Script: s, Catalog: catalog.Builtin()})
	m := &stateMaker{x: x}
	x.prog.Unit = x.scriptUnit(s)
	x.sc = domain.Scope{Exits: &[]*domain.State{}, First: true}
	x.dom.Calls = []domain.Call{{Unit: x.prog.Unit}} // no body: anything may be read
	x.prog.Slice.All, x.prog.Static.Every, x.dom.LiveArgs = true, true, true
	for _, n := range []string{"a", "b", "c"} {
		x.tab.Name(n)
	}
	made := []func(){
		func() { m.syms = append(m.syms, x.dom.EnvSym("e")) },
		func() { m.syms = append(m.syms, x.dom.ArgSym(0, 1)) },
		func() {
			m.syms = append(m.syms, x.tab.Sym("out", func(s *value.Sym) { s.Kind, s.Name, s.Lines = value.SymOutput, "out", true }))
		},
		func() { m.syms = append(m.syms, x.dom.AnyStatusSym("law")) },
	}
	if backwards {
		slices.Reverse(made)
	}
	for _, f := range made {
		f()
	}
	if backwards {
		slices.Reverse(m.syms)
	}
	for i := range 3 {
		a := &value.Ask{Id: uint32(len(x.dom.AskList)), AsName: x.tab.Name("ask" + strconv.Itoa(i)), Targets: []value.Target{{V: value.SymValue(m.syms[i])}}, Words: []value.Value{value.Lit("ask")}}
		a.FirstAsk, a.PlaceAsk = a, a
		x.dom.AskList = append(x.dom.AskList, a)
		m.asks = append(m.asks, a)
	}
	m.fns = x.prog.Static.Funcs
	return m
}

// A trait changes one part of a state, in one of a few ways.
type trait struct {
	part string
	way  int
}

// controls are the parts in which states that are joined agree.
var controls = []string{"opts", "killed", "fds", "funcs", "alias", "traps"}

var plainParts = []string{"vars", "frame", "args", "status", "pipes", "caps", "stdin", "files", "jobs", "memory", "cons", "facts", "cands", "made", "cwd", "lost", "odd", "inherits"}

func traits(names []string) *rapid.Generator[[]trait] {
	one := rapid.Custom(func(t *rapid.T) trait {
		return trait{rapid.SampledFrom(names).Draw(t, "part"), rapid.IntRange(0, 11).Draw(t, "way")}
	})
	return rapid.SliceOfN(one, 0, 8)
}

// value is one of a few texts.
func (m *stateMaker) value(way int) value.Value {
	switch way % 6 {
	case 0:
		return nil
	case 1:
		return value.Lit("/srv/x")
	case 2:
		return value.Lit("two words")
	case 3:
		return value.SymValue(m.syms[0])
	case 4:
		return value.SymValue(m.syms[2]).Append(value.Lit("/y"))
	}
	return value.SymValue(m.syms[1])
}

func (m *stateMaker) variable(way int) *domain.Variable {
	switch way {
	case 0:
		return nil
	case 1:
		return &domain.Variable{}
	case 2:
		return &domain.Variable{Set: true, Array: true, Elems: []value.Value{value.Lit("p"), value.SymValue(m.syms[0])}}
	case 3:
		return &domain.Variable{Set: true, Assoc: true, Keys: map[string]value.Value{"k": value.Lit("v")}}
	case 4:
		return &domain.Variable{Set: true, Array: true, List: m.syms[2]}
	}
	return &domain.Variable{Set: true, Val: m.value(way)}
}

// build makes the state that traits describe.
func (m *stateMaker) build(ts []trait) *domain.State {
	x := m.x
	st := x.start(x.prog.Main)
	st.Caps, st.Frame, st.Args = []value.Value{nil, nil}, &domain.Frame{}, &domain.Params{Open: true}
	st.Trace = &domain.Step{}
	for _, t := range ts {
		m.apply(st, t)
	}
	return st
}

func (m *stateMaker) apply(st *domain.State, t trait) {
	x, v := m.x, m.value(t.way)
	name := x.tab.Name([]string{"a", "b", "c"}[t.way%3])
	switch t.part {
	case "vars":
		if w := m.variable(t.way); w != nil {
			st.Vars = st.Vars.Set(name, w)
		}
	case "frame":
		f := *st.Frame
		f.Saved = f.Saved.Set(name, m.variable(t.way))
		st.Frame = &f
	case "args":
		st.Args = &domain.Params{Open: t.way%2 == 0, Known: []value.Value{v, value.Lit("z")}[:1+t.way/6]}
	case "status":
		st.Status = domain.Status{Val: []value.Value{value.Lit("0"), value.Lit("1"), value.SymValue(m.syms[3])}[t.way%3]}
	case "pipes":
		st.Pipes = []domain.Status{{Val: value.Lit("0")}, {Val: value.Lit(strconv.Itoa(t.way % 3))}}[:1+t.way/6]
	case "caps":
		caps := slices.Clone(st.Caps)
		caps[t.way%2] = v
		st.Caps = caps
	case "stdin":
		st.Stdin, st.Elsewhere = &domain.Input{Text: v}, false
		if t.way > 8 {
			st.Stdin, st.Elsewhere = nil, t.way > 9
		}
	case "files":
		st.Files = st.Files.Set(name, v)
	case "jobs":
		id := t.way % 3
		st.Jobs = &domain.Job{Id: id, Open: t.way == 3, Reaped: t.way > 8, Status: domain.Status{Val: value.Lit(strconv.Itoa(t.way % 2))}, Up: st.Jobs.Without(id)}
		var l []*domain.Job // by number, as the join has them
		for j := st.Jobs; j != nil; j = j.Up {
			l = append(l, j)
		}
		slices.SortFunc(l, func(a, b *domain.Job) int { return a.Id - b.Id })
		st.Jobs = nil
		for _, j := range l {
			c := *j
			c.Up = st.Jobs
			st.Jobs = &c
		}
	case "memory":
		st.Memory = st.Memory.Set(uint32(t.way%3), &domain.Memo{Status: value.Lit(strconv.Itoa(t.way % 2)), Out: v, Ask: m.asks[t.way%3]})
	case "cons":
		s := m.syms[t.way%3]
		c := st.Con(s)
		st.Cons = st.Cons.Set(s.Id, []*value.Con{c.Filled(), c.WithEq("q"), c.WithNe("q"), c.WithAnswer("?", true)}[t.way/3])
	case "facts":
		st.Facts = st.Facts.Set(m.asks[t.way%3].Id, domain.Fact{Mask: []domain.Outcome{domain.Idle, domain.Active, domain.Failed, domain.Unasked}[t.way/3]})
	case "cands":
		st.Cands = st.Cands.Set(uint32(t.way%3), domain.CandMask(1<<(t.way/4)))
	case "made":
		st.Made = st.Made.Set(m.syms[t.way%3].Id, 1+t.way/6)
	case "cwd":
		if st.Cwd = v; len(v) == 0 {
			st.Cwd = value.Lit("/")
		}
	case "lost":
		st.Lost = st.Lost.Set(name, place.Range{Script: x.prog.Main, Start: t.way, End: t.way + 1})
	case "odd":
		st.Odd = t.way > 5
	case "inherits":
		st.Inherits = []string{"", "a,", "b,"}[t.way%3]
	case "opts":
		st.Opts ^= 1 << (t.way % 8)
	case "killed":
		st.Killed = []string{"", "TERM", "INT"}[t.way%3]
	case "fds":
		st.SetFd(t.way%4, domain.Dest{Kind: domain.DestKind(t.way % 5), Path: "x"})
	case "funcs":
		st.Funcs = st.Funcs.Set(x.tab.Name("f"), m.fns[t.way%len(m.fns)])
	case "alias":
		st.Alias = st.Alias.Set(name, []string{"ls", "rm"}[t.way%2])
	case "traps":
		st.Traps = &domain.Traps{Exit: &domain.Handler{Text: v}}
		if t.way > 5 {
			st.Traps = &domain.Traps{Signals: []domain.SignalTrap{{Signal: "INT", Handler: &domain.Handler{Text: v}}}}
		}
	}
}

var fixedMaker = newMaker(false)

// Equal keys mean equal states, and the other way round; other numbers of symbols change nothing in it.
func TestLawIdentity(t *testing.T) {
	m, other := fixedMaker, newMaker(true)
	all := traits(slices.Concat(plainParts, controls))
	rapid.Check(t, func(t *rapid.T) {
		p := all.Draw(t, "a")
		q := slices.Concat(p, traits(slices.Concat(plainParts, controls)).Draw(t, "more"))
		if rapid.Bool().Draw(t, "apart") {
			q = all.Draw(t, "b")
		}
		how := domain.View{Coarse: rapid.Bool().Draw(t, "rough"), All: rapid.Bool().Draw(t, "all")}
		key := func(m *stateMaker, ts []trait) []byte { return bytes.Clone(m.x.dom.Identity(m.build(ts), how)) }
		equal := bytes.Equal(key(m, p), key(m, q))
		if same := m.x.dom.Same(m.build(p), m.build(q), how); same != equal {
			t.Fatalf("equal keys: %v, equal states: %v", equal, same)
		}
		if renamed := bytes.Equal(key(other, p), key(other, q)); renamed != equal {
			t.Fatalf("equal: %v, with other numbers of symbols: %v", equal, renamed)
		}
	})
}

// allCovered fails where a part of a state is not allowed by what came of it.
func allCovered(t *rapid.T, x *exec, what string, in, st *domain.State, skip ...string) {
	for _, p := range domain.Parts {
		if !slices.Contains(skip, p.Name) && !p.Covers(x.dom, in, st) {
			t.Fatalf("%s: %s is lost", what, p.Name)
		}
	}
}

// A join covers both sides, whatever their order, and that of a state with itself is the state.
func TestLawJoin(t *testing.T) {
	m := fixedMaker
	x := m.x
	rapid.Check(t, func(t *rapid.T) {
		control := traits(controls).Draw(t, "control")
		p := slices.Concat(control, traits(plainParts).Draw(t, "a"))
		q := slices.Concat(control, traits(plainParts).Draw(t, "b"))
		a, b := m.build(p), m.build(q)
		c := x.dom.JoinOf(a, b, nil)
		allCovered(t, x, "the first", c, a)
		allCovered(t, x, "the second", c, b)
		ab := bytes.Clone(x.dom.Identity(c, domain.View{All: true}))
		ba := x.dom.Identity(x.dom.JoinOf(m.build(q), m.build(p), nil), domain.View{All: true})
		if !bytes.Equal(ab, ba) {
			t.Fatalf("the order matters:\n%q\n%q", ab, ba)
		}
		one := bytes.Clone(x.dom.Identity(m.build(p), domain.View{All: true}))
		if twice := x.dom.Identity(x.dom.JoinOf(m.build(p), m.build(p), nil), domain.View{All: true}); !bytes.Equal(one, twice) {
			t.Fatalf("joined with itself it is another state:\n%q\n%q", one, twice)
		}
	})
}

// What may be empty, unset or have a blank on one side may be so after a join.
func TestLawJoinKeepsDanger(t *testing.T) {
	m := fixedMaker
	x := m.x
	rapid.Check(t, func(t *rapid.T) {
		a, b := m.build(traits([]string{"vars", "cons"}).Draw(t, "a")), m.build(traits([]string{"vars", "cons"}).Draw(t, "b"))
		c := x.dom.JoinOf(a, b, nil)
		for _, n := range []string{"a", "b", "c"} {
			k := x.tab.Name(n)
			get := func(st *domain.State) *domain.Variable { v, _ := st.Vars.Get(k); return v }
			d := x.dom.VariableDanger(c, k, get(c))
			for _, st := range []*domain.State{a, b} {
				if worst := x.dom.VariableDanger(st, k, get(st)); !worst.Within(d) {
					t.Fatalf("$%s: %+v became %+v", n, worst, d)
				}
				if domain.MayBeUnset(get(st)) && !domain.MayBeUnset(get(c)) && !get(c).Array {
					t.Fatalf("$%s was perhaps not set, and is now", n)
				}
			}
		}
	})
}

// Widening covers the state behind a loop, and in what a loop can make larger without end the one before it too.
func TestLawWidening(t *testing.T) {
	m := fixedMaker
	x := m.x
	rapid.Check(t, func(t *rapid.T) {
		before, after := m.build(traits(plainParts).Draw(t, "before")), m.build(traits(plainParts).Draw(t, "after"))
		w := after.Fork()
		x.dom.WidenState(before, w)
		allCovered(t, x, "behind the loop", w, after)
		for _, p := range domain.Parts {
			if p.Grows && !p.Covers(x.dom, w, before) {
				t.Fatalf("before the loop: %s is lost", p.Name)
			}
		}
	})
}
