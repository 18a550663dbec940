package difftest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A Variant is a change to a script that changes nothing of what it does.
type Variant struct {
	Name string
	Script
}

// variantMakers make the variants, by name. One that finds nothing to change says so.
var variantMakers = []struct {
	name string
	make func(sc Script, r *rand.Rand) (Script, bool)
}{
	{"blank lines and comments", textOf(spaced)},
	{"statements added", textOf(pad)},
	{"renamed variables and functions", textOf(func(sc Script, _ *rand.Rand) (string, bool) { return renamed(sc) })},
	{"wrapped in main", textOf(func(sc Script, _ *rand.Rand) (string, bool) { return wrapped(sc) })},
	{"functions in a file", functionsMoved},
	{"middle in a file", middleMoved},
}

// textOf is for variants of one file.
func textOf(f func(sc Script, r *rand.Rand) (string, bool)) func(sc Script, r *rand.Rand) (Script, bool) {
	return func(sc Script, r *rand.Rand) (Script, bool) {
		text, ok := f(sc, r)
		return Script{Shell: sc.Shell, Text: text}, ok
	}
}

// Variants are changed scripts of which the verdict must be that of the script.
func Variants(sc Script, seed uint64) ([]Variant, error) {
	if !strings.HasPrefix(sc.Text, "#!") || refused(sc) {
		return nil, nil
	}
	var out []Variant
	for i, m := range variantMakers {
		v, ok := m.make(sc, rand.New(rand.NewPCG(seed, uint64(i))))
		if !ok {
			continue
		}
		for _, text := range append([]string{v.Text}, values(v.Files)...) {
			if _, err := parse(Script{Shell: sc.Shell, Text: text}); err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", m.name, err, text)
			}
		}
		out = append(out, Variant{m.name, v})
	}
	return out, nil
}

func values(files map[string]string) []string {
	var out []string
	for _, text := range files {
		out = append(out, text)
	}
	return out
}

// refused tells whether a shell would not run a script: one that does not parse, or has a function whose body is no compound
// command, which the parser reads. In a file of its own such a definition would be the only thing that does not run.
func refused(sc Script) bool {
	f, err := parse(sc)
	if err != nil {
		return true
	}
	found := false
	syntax.Walk(f, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.FuncDecl); ok {
			switch d.Body.Cmd.(type) {
			case *syntax.Block, *syntax.Subshell, *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause:
				found = found || d.Body.Negated
			default:
				found = true
			}
		}
		return !found
	})
	return found
}

// A Difference is a variant with another verdict.
type Difference struct {
	Case          Case
	Variant       Variant
	Before, After map[string][]string
}

// Metamorphic tells which variants of a script have another verdict.
func (c *Command) Metamorphic(k Case, variants []Variant) ([]Difference, error) {
	if len(variants) == 0 {
		return nil, nil
	}
	before, err := c.Analyze(k.Script)
	if err != nil {
		return nil, err
	}
	var out []Difference
	for _, v := range variants {
		after, err := c.Analyze(v.Script)
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", v.Name, err, v.Whole())
		}
		if !same(before, after) {
			out = append(out, Difference{k, v, before, after})
		}
	}
	return out, nil
}

// Shrink makes a difference smaller as long as the same kind of variant has one, first the script and then the change.
func (c *Command) Shrink(d Difference) Difference {
	// again looks for the difference in another script, of which it makes the variant with several choices.
	again := func(text string, choices uint64, shorter bool) (Difference, bool) {
		for seed := range choices {
			k := d.Case
			k.Text, k.Seed = text, d.Case.Seed+seed
			variants, err := Variants(k.Script, k.Seed)
			if err != nil {
				continue
			}
			variants = slices.DeleteFunc(variants, func(v Variant) bool {
				return v.Name != d.Variant.Name || shorter && len(v.Whole()) >= len(d.Variant.Whole())
			})
			if all, err := c.Metamorphic(k, variants); err == nil && len(all) > 0 {
				return all[0], true
			}
		}
		return d, false
	}
	for budget := 300; ; {
		smaller := false
		for _, text := range candidates(d.Case.Script) {
			if len(text) >= len(d.Case.Text) {
				continue
			}
			if budget--; budget < 0 {
				break
			}
			if next, ok := again(text, 4, false); ok {
				d, smaller = next, true
				break
			}
		}
		if !smaller {
			break
		}
	}
	for range 10 {
		next, ok := again(d.Case.Text, 50, true)
		if !ok {
			break
		}
		d = next
	}
	return d
}

// Whole is a script with its files, for a person.
func (sc Script) Whole() string {
	var b strings.Builder
	b.WriteString(sc.Text)
	for name, text := range sc.Files {
		fmt.Fprintf(&b, "--- %s\n%s", name, text)
	}
	return b.String()
}

// String shows script and variant.
func (d Difference) String() string {
	return fmt.Sprintf("=== %s (seed %d, %s): %v before, %v after\n%s--- variant\n%s",
		d.Variant.Name, d.Case.Seed, d.Case.Shell, d.Before, d.After, d.Case.Text, d.Variant.Whole())
}
