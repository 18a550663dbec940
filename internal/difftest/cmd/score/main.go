// Command score runs generated scripts under the shells, compares what happened with the analyser's verdicts, and prints the
// scores as a table in Markdown. It does so too for changes of the scripts that must not change a verdict.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"

	"github.com/wipelint/wipelint/internal/difftest"
)

func main() {
	n := flag.Int("n", 2000, "number of scripts")
	seed := flag.Uint64("seed", 0, "first seed; 0 is a random one")
	show := flag.Int("show", 0, "print that many disagreements, shrunk, one per cause")
	variants := flag.Bool("variants", false, "compare the scripts with their variants and not with the shells")
	quick := flag.Bool("quick", false, "run safe scripts only in the worlds of their guards and commands, not in hostile ones, unless they are flagged")
	suspects := flag.Bool("suspects", false, "run only scripts that are flagged although nothing is wrong that the generator knows of, or pass although something may be")
	size := flag.String("size", "small", "which scripts: small, large (correct ones of real size) mutants (those, changed at a place) or tools (that ask real tools)")
	passed := flag.Bool("passed", false, "run only scripts that the analyser passes")
	smallest := flag.Bool("smallest", false, "hold the executor to its smallest bounds: 1 to 4 states at a point")
	list := flag.Bool("print", false, "print the scripts and compare nothing")
	script := flag.String("script", "", "compare this script only; its # rule: line, if it has one, says which rule is wanted")
	flag.Parse()
	debug.SetGCPercent(800) // as wipelint has it: the analyser's share is that of the command
	if *script != "" {
		if err := one(*script); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	options := difftest.Options{Size: difftest.Size(*size), Smallest: *smallest, Passed: *passed, Quick: *quick, Suspects: *suspects, Found: func(r *difftest.Result) { fmt.Fprint(os.Stderr, r.Report()) }}
	run := func(seed uint64, n, show int) error { return runScripts(seed, n, show, options) }
	if *seed == 0 {
		*seed = uint64(rand.Uint32())
	}
	if *list {
		for _, c := range options.Size.Scripts(*seed, *n) {
			fmt.Print(c.Whole())
		}
		return
	}
	if *variants {
		run = runVariants
	}
	if err := run(*seed, *n, *show); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func runScripts(seed uint64, n, show int, o difftest.Options) error {
	score, err := difftest.Run(seed, n, o)
	if err != nil {
		return err
	}
	options := ""
	if o.Size != difftest.Small {
		options += " -size " + string(o.Size)
	}
	if o.Smallest {
		options += " -smallest"
	}
	if o.Quick {
		options += " -quick"
	}
	if o.Passed {
		options += " -passed"
	}
	if o.Suspects {
		options += " -suspects"
	}
	fmt.Printf("`go run ./internal/difftest/cmd/score -n %d -seed %d%s`\n\n%s", n, seed, options, score.Markdown())
	fmt.Printf("\nmistakes of the generator %d, broken %d, took %s\n", len(score.Mistakes), score.Broken, score.Took)
	if show > 0 {
		for _, r := range score.Mistakes[:min(len(score.Mistakes), 5)] {
			fmt.Printf("\n=== mistake\n%s", r.Report())
		}
		return difftest.Explain(os.Stdout, score.Bad, show)
	}
	return nil
}

func runVariants(seed uint64, n, show int) error {
	score, err := difftest.RunVariants(seed, n)
	if err != nil {
		return err
	}
	fmt.Printf("`go run ./internal/difftest/cmd/score -variants -n %d -seed %d`\n\n%s", n, seed, score.Markdown())
	return score.Explain(os.Stdout, show)
}

func one(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	box, err := difftest.NewSandbox()
	if err != nil {
		return err
	}
	defer box.Close()
	r, _, err := box.Compare(difftest.Saved(string(text)))
	if err != nil {
		return err
	}
	fmt.Print(r.Report())
	return nil
}
