package symexec

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

// Every field of a state is in the table, and every part says what it is to identity, or why it is nothing.
func TestPartsAreAllOfState(t *testing.T) {
	in := map[string]bool{}
	for _, p := range parts {
		for f := range strings.FieldsSeq(p.name) {
			in[f] = true
		}
		if (p.write == nil) != (p.equal == nil) || (p.write == nil) != (p.why != "") {
			t.Errorf("%s: identity has to write it and compare it, or there is a reason not to", p.name)
		}
		if p.join == nil || p.covers == nil {
			t.Errorf("%s: no join, or no order", p.name)
		}
		if p.rename != nil && p.values == nil {
			t.Errorf("%s: symbols are renamed in it, and nobody sees them", p.name)
		}
	}
	s := reflect.TypeFor[state]()
	for i := range s.NumField() {
		if name := s.Field(i).Name; !in[name] {
			t.Errorf("state.%s is in no part", name)
		}
		delete(in, s.Field(i).Name)
	}
	for name := range in {
		t.Errorf("the table has %s, which a state has not", name)
	}
}

// A stateMaker makes states of random descriptions. All variables matter to it and can still be read.
type stateMaker struct {
	x    *exec
	syms []*Sym
	asks []*Ask
	fns  []*function
}

const makerScript = "#!/bin/bash\nf() { :; }\ng() { date; }\nis-idle \"$1\" && reinstall-os \"$1\"\n"

// newMaker makes the symbols in an order: their numbers are no part of what a state means.
func newMaker(backwards bool) *stateMaker {
	s := script.Parse("laws.sh", []byte(makerScript), script.Options{})
	x := newExec(context.Background(), Input{Script: s, Catalog: catalog.Builtin()})
	m := &stateMaker{x: x}
	x.unit = x.scriptUnit(s)
	x.sc = scope{exits: &[]*state{}, first: true}
	x.calls = []call{{unit: x.unit}} // no body: anything may be read
	x.relevant.all, x.static.every, x.liveArgs = true, true, true
	for _, n := range []string{"a", "b", "c"} {
		x.name(n)
	}
	made := []func(){
		func() { m.syms = append(m.syms, x.envSym("e")) },
		func() { m.syms = append(m.syms, x.argSym(0, 1)) },
		func() {
			m.syms = append(m.syms, x.sym("out", func(s *Sym) { s.kind, s.name, s.lines = symOutput, "out", true }))
		},
		func() { m.syms = append(m.syms, x.anyStatusSym("law")) },
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
		a := &Ask{id: uint32(len(x.askList)), asName: x.name("ask" + itoa(i)), Targets: []Target{{V: m.syms[i].value()}}, words: []Value{lit("ask")}}
		a.first, a.place = a, a
		x.askList = append(x.askList, a)
		m.asks = append(m.asks, a)
	}
	m.fns = x.static.funcs
	return m
}

func (s *Sym) value() Value { return symValue(s) }

// A trait changes one part of a state, in one of a few ways.
type trait struct {
	part string
	way  int
}

// controls are the parts in which states that are joined agree.
var controls = []string{"opts", "killed", "fds", "funcs", "alias", "traps"}

var plainParts = []string{"vars", "frame", "args", "status", "pipes", "caps", "stdin", "files", "jobs", "memory", "cons", "facts", "cands", "made", "cwd", "lost", "odd"}

func traits(names []string) *rapid.Generator[[]trait] {
	one := rapid.Custom(func(t *rapid.T) trait {
		return trait{rapid.SampledFrom(names).Draw(t, "part"), rapid.IntRange(0, 11).Draw(t, "way")}
	})
	return rapid.SliceOfN(one, 0, 8)
}

// value is one of a few texts.
func (m *stateMaker) value(way int) Value {
	switch way % 6 {
	case 0:
		return nil
	case 1:
		return lit("/srv/x")
	case 2:
		return lit("two words")
	case 3:
		return symValue(m.syms[0])
	case 4:
		return symValue(m.syms[2]).append(lit("/y"))
	}
	return symValue(m.syms[1])
}

func (m *stateMaker) variable(way int) *variable {
	switch way {
	case 0:
		return nil
	case 1:
		return &variable{}
	case 2:
		return &variable{set: true, array: true, elems: []Value{lit("p"), symValue(m.syms[0])}}
	case 3:
		return &variable{set: true, assoc: true, keys: map[string]Value{"k": lit("v")}}
	case 4:
		return &variable{set: true, array: true, list: m.syms[2]}
	}
	return &variable{set: true, val: m.value(way)}
}

// build makes the state that traits describe.
func (m *stateMaker) build(ts []trait) *state {
	x := m.x
	st := x.start(x.main)
	st.caps, st.frame, st.args = []Value{nil, nil}, &frame{}, &params{open: true}
	st.trace = &Step{}
	for _, t := range ts {
		m.apply(st, t)
	}
	return st
}

func (m *stateMaker) apply(st *state, t trait) {
	x, v := m.x, m.value(t.way)
	name := x.name([]string{"a", "b", "c"}[t.way%3])
	switch t.part {
	case "vars":
		if w := m.variable(t.way); w != nil {
			st.vars = st.vars.set(name, w)
		}
	case "frame":
		f := *st.frame
		f.saved = f.saved.set(name, m.variable(t.way))
		st.frame = &f
	case "args":
		st.args = &params{open: t.way%2 == 0, known: []Value{v, lit("z")}[:1+t.way/6]}
	case "status":
		st.status = status{val: []Value{lit("0"), lit("1"), symValue(m.syms[3])}[t.way%3]}
	case "pipes":
		st.pipes = []status{{val: lit("0")}, {val: lit(itoa(t.way % 3))}}[:1+t.way/6]
	case "caps":
		caps := slices.Clone(st.caps)
		caps[t.way%2] = v
		st.caps = caps
	case "stdin":
		st.stdin, st.elsewhere = &input{text: v}, false
		if t.way > 8 {
			st.stdin, st.elsewhere = nil, t.way > 9
		}
	case "files":
		st.files = st.files.set(name, v)
	case "jobs":
		id := t.way % 3
		st.jobs = &job{id: id, open: t.way == 3, reaped: t.way > 8, status: status{val: lit(itoa(t.way % 2))}, up: st.jobs.without(id)}
		var l []*job // by number, as the join has them
		for j := st.jobs; j != nil; j = j.up {
			l = append(l, j)
		}
		slices.SortFunc(l, func(a, b *job) int { return a.id - b.id })
		st.jobs = nil
		for _, j := range l {
			c := *j
			c.up = st.jobs
			st.jobs = &c
		}
	case "memory":
		st.memory = st.memory.set(uint32(t.way%3), &memo{status: lit(itoa(t.way % 2)), out: v, ask: m.asks[t.way%3]})
	case "cons":
		s := m.syms[t.way%3]
		c := st.con(s)
		st.cons = st.cons.set(s.id, []*con{c.filled(), c.withEq("q"), c.withNe("q"), c.withSaid("?", true)}[t.way/3])
	case "facts":
		st.facts = st.facts.set(m.asks[t.way%3].id, fact{mask: []Outcome{Idle, Active, Failed, Unasked}[t.way/3]})
	case "cands":
		st.cands = st.cands.set(uint32(t.way%3), candMask(1<<(t.way/4)))
	case "made":
		st.made = st.made.set(m.syms[t.way%3].id, 1+t.way/6)
	case "cwd":
		if st.cwd = v; len(v) == 0 {
			st.cwd = lit("/")
		}
	case "lost":
		st.lost = st.lost.set(name, Range{x.main, t.way, t.way + 1})
	case "odd":
		st.odd = t.way > 5
	case "opts":
		st.opts ^= 1 << (t.way % 8)
	case "killed":
		st.killed = []string{"", "TERM", "INT"}[t.way%3]
	case "fds":
		st.setFd(t.way%4, dest{kind: destKind(t.way % 5), path: "x"})
	case "funcs":
		st.funcs = st.funcs.set(x.name("f"), m.fns[t.way%len(m.fns)])
	case "alias":
		st.alias = st.alias.set(name, []string{"ls", "rm"}[t.way%2])
	case "traps":
		st.traps = &trapSet{exit: &handler{text: v}}
		if t.way > 5 {
			st.traps = &trapSet{signals: []signalTrap{{"INT", &handler{text: v}}}}
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
		how := view{rough: rapid.Bool().Draw(t, "rough"), all: rapid.Bool().Draw(t, "all")}
		key := func(m *stateMaker, ts []trait) []byte { return bytes.Clone(m.x.identity(m.build(ts), how)) }
		equal := bytes.Equal(key(m, p), key(m, q))
		if same := m.x.same(m.build(p), m.build(q), how); same != equal {
			t.Fatalf("equal keys: %v, equal states: %v", equal, same)
		}
		if renamed := bytes.Equal(key(other, p), key(other, q)); renamed != equal {
			t.Fatalf("equal: %v, with other numbers of symbols: %v", equal, renamed)
		}
	})
}

// allCovered fails where a part of a state is not allowed by what came of it.
func allCovered(t *rapid.T, x *exec, what string, in, st *state, skip ...string) {
	for _, p := range parts {
		if !slices.Contains(skip, p.name) && !p.covers(x, in, st) {
			t.Fatalf("%s: %s is lost", what, p.name)
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
		c := x.joinOf(a, b, nil)
		allCovered(t, x, "the first", c, a)
		allCovered(t, x, "the second", c, b)
		ab := bytes.Clone(x.identity(c, view{all: true}))
		ba := x.identity(x.joinOf(m.build(q), m.build(p), nil), view{all: true})
		if !bytes.Equal(ab, ba) {
			t.Fatalf("the order matters:\n%q\n%q", ab, ba)
		}
		one := bytes.Clone(x.identity(m.build(p), view{all: true}))
		if twice := x.identity(x.joinOf(m.build(p), m.build(p), nil), view{all: true}); !bytes.Equal(one, twice) {
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
		c := x.joinOf(a, b, nil)
		for _, n := range []string{"a", "b", "c"} {
			k := x.name(n)
			get := func(st *state) *variable { v, _ := st.vars.get(k); return v }
			d := x.variableDanger(c, k, get(c))
			for _, st := range []*state{a, b} {
				if worst := x.variableDanger(st, k, get(st)); !worst.within(d) {
					t.Fatalf("$%s: %+v became %+v", n, worst, d)
				}
				if mayBeUnset(get(st)) && !mayBeUnset(get(c)) && !get(c).array {
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
		w := after.fork()
		x.widenState(before, w)
		allCovered(t, x, "behind the loop", w, after)
		for _, p := range parts {
			if p.grows && !p.covers(x, w, before) {
				t.Fatalf("before the loop: %s is lost", p.name)
			}
		}
	})
}
