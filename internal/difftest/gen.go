package difftest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// A Case is a generated script and what the generator knows about it.
type Case struct {
	Script
	Seed  uint64
	Mode  Mode
	Flaws []string // the rules of the flaws that were planted
	// Bounds are what the executor is held to; the zero value stands for its own.
	Bounds effects.Bounds
}

// A Mode is how the generator chooses.
type Mode uint8

// The modes.
const (
	Correct Mode = iota // only constructs that are right
	Planted             // one flaw, of which the primary rule is known
	Wild                // anything
)

// A gen is one script in the making.
type gen struct {
	r       *rand.Rand
	bash    bool
	mode    Mode
	errexit bool
	flaws   []string // of each the rules that may be primary, "?" when that is not certain
	funcs   []string // definitions, which stand at the top
	names   int
	site    string
	kind    string // the guard
	noFlaw  int
	mark    int // how many functions there were before the test
	where   int // how the code is placed in the script
	reach   reach
	host    string   // the other machine, of fromHost
	setHost []string // lines that say which one that is
	within  string   // a wrapper through which everything runs in another place of this machine
}

// scope is where code stands that is about one target.
type scope struct {
	target string // the word that names it: "$h"
	fun    bool   // in a function of its own, so that return is an abort of the rest of it
	nested bool   // in a loop within the loop over targets
	loop   bool   // in a loop over targets
}

// An option is one way to write something. A flaw is the rule that finds it, or several between | that are equally
// right; "?" is a flaw whose rule depends on the rest.
type option[T any] struct {
	weight int
	flaw   string
	bash   bool
	make   func() T
}

// pick chooses among options: by weight and, unless anything goes, with at most one flaw per script.
func pick[T any](g *gen, options []option[T]) T {
	flawed := false
	switch g.mode {
	case Planted:
		flawed = len(g.flaws) == 0 && g.noFlaw == 0 && g.r.IntN(100) < 40
	case Wild:
		flawed = g.r.IntN(100) < 30
	case Correct: // never
	}
	choose := func(flawed bool) (option[T], bool) {
		total := 0
		fits := func(o option[T]) bool {
			return (o.flaw != "") == flawed && (!o.bash || g.bash)
		}
		for _, o := range options {
			if fits(o) {
				total += o.weight
			}
		}
		if total == 0 {
			return option[T]{}, false
		}
		n := g.r.IntN(total)
		for _, o := range options {
			if !fits(o) {
				continue
			}
			if n -= o.weight; n < 0 {
				return o, true
			}
		}
		panic("not reached")
	}
	o, ok := choose(flawed)
	if !ok {
		if o, ok = choose(!flawed); !ok {
			panic("no option")
		}
		if o.flaw != "" && (g.mode == Correct || len(g.flaws) > 0) {
			panic("only flawed options")
		}
	}
	if o.flaw != "" {
		g.flaws = append(g.flaws, o.flaw)
	}
	return o.make()
}

func ok[T any](weight int, make func() T) option[T] { return option[T]{weight: weight, make: make} }
func bash[T any](weight int, make func() T) option[T] {
	return option[T]{weight: weight, bash: true, make: make}
}
func flawed[T any](flaw string, weight int, make func() T) option[T] {
	return option[T]{weight: weight, flaw: flaw, make: make}
}
func bashFlawed[T any](flaw string, weight int, make func() T) option[T] {
	return option[T]{weight: weight, flaw: flaw, bash: true, make: make}
}

// is gives a constant.
func is(format string, args ...any) func() string {
	return func() string { return fmt.Sprintf(format, args...) }
}

func (g *gen) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *gen) one(list ...string) string { return list[g.r.IntN(len(list))] }

func (g *gen) name(prefix string) string {
	g.names++
	return fmt.Sprintf("%s%d", prefix, g.names)
}

// Generate makes the scripts of a seed: one in bash, or one that is POSIX, for both shells. Few seeds make none.
func Generate(seed uint64) []Case {
	g := &gen{r: rand.New(rand.NewPCG(seed, 1))}
	g.bash = g.chance(35)
	switch n := g.r.IntN(10); {
	case n < 3:
		g.mode = Correct
	case n < 6:
		g.mode = Planted
	default:
		g.mode = Wild
	}
	body := g.script()
	options := ""
	if g.errexit && g.chance(20) {
		options = " -e"
	} else if g.errexit {
		body = append([]string{g.one("set -e", "set -e", "set -o errexit")}, body...)
	} else if g.chance(6) {
		body = append([]string{"set -u"}, body...)
	}
	if g.bash && g.mode != Planted && g.chance(6) { // which would mend what may be planted
		body = append([]string{"set -o pipefail"}, body...)
	}
	text := strings.Join(append(g.funcs, body...), "\n") + "\n"
	heads := map[string]string{"bash": "#!/bin/bash", "dash": "#!/bin/sh"}
	shells := []string{"bash", "dash"}
	if g.bash {
		shells = shells[:1]
	}
	if g.mode == Wild && g.chance(75) {
		text = mutate(Script{Shell: shells[len(shells)-1], Text: text}, g.r, 1+g.r.IntN(3))
	}
	var out []Case
	for _, shell := range shells {
		sc := Script{Shell: shell, Text: tidy(heads[shell]+options+"\n"+text, shell)}
		if _, err := parse(sc); err != nil {
			continue // what came together is no script: EOF ;; or $((
		}
		out = append(out, Case{Script: sc, Seed: seed, Mode: g.mode, Flaws: g.flaws})
	}
	return out
}
