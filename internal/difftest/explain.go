package difftest

import (
	"fmt"
	"io"
	"strings"
)

// Explain writes disagreements for a person, shrunk and one per cause.
func Explain(w io.Writer, bad []*Result, most int) error {
	box, err := NewSandbox()
	if err != nil {
		return err
	}
	defer box.Close()
	seen := map[string]bool{}
	shown := map[Class]int{}
	for _, r := range bad {
		if r.Class >= Agreed {
			if shown[r.Class] < 3 {
				fmt.Fprintf(w, "\n=== broken (seed %d): %s\n%s", r.Seed, r.Want, r.Text)
			}
			shown[r.Class]++
			continue
		}
		if shown[r.Class] >= most {
			continue
		}
		small := r
		if r.Class != WrongRule {
			small = box.Shrink(r)
		}
		key := small.fingerprint()
		if seen[key] {
			continue
		}
		seen[key] = true
		shown[r.Class]++
		fmt.Fprintf(w, "\n%s", small.Report())
	}
	return nil
}

// Report tells what disagrees.
func (r *Result) Report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "=== %s (seed %d, %s)\n", r.Class, r.Seed, r.Shell)
	if r.Want != "" {
		fmt.Fprintf(&b, "wanted rule: %s\n", r.Want)
	}
	switch {
	case r.Truth == nil:
		b.WriteString("shell: it never runs\n")
	case r.Truth.Unsafe != "":
		var calls []string
		for _, c := range r.Truth.Calls {
			calls = append(calls, c.key())
		}
		fmt.Fprintf(&b, "shell: %s\nworld: %s\ncalls: %s\n", r.Truth.Unsafe, r.Truth.World, strings.Join(calls, "; "))
	default:
		b.WriteString("shell: safe in all worlds\n")
	}
	switch {
	case r.Verdict == nil:
		b.WriteString("analyser: no such site\n")
	default:
		fmt.Fprintf(&b, "analyser: %s %s %s\n", r.Verdict.Verdict, strings.Join(r.Verdict.Kinds, ", "), r.Verdict.Limit)
	}
	b.WriteString("---\n" + r.Whole())
	return b.String()
}

// fingerprint is the same for scripts that differ only in names and constants.
func (r *Result) fingerprint() string {
	text := r.Text
	if r.Class == WrongRule {
		text = r.Want + strings.Join(r.Verdict.Kinds[:1], "") + r.Shell
		return text
	}
	_, text, _ = strings.Cut(text, "\n")
	out := digits.ReplaceAllString(text, "")
	for k := range answers {
		out = strings.ReplaceAll(out, k, "G")
	}
	return r.Class.String() + out
}

// Saved is a script from a file, whose head may say which rule is wanted.
func Saved(text string) Case {
	c := Case{Script: Script{Shell: "dash", Text: text}}
	if strings.HasPrefix(text, "#!/bin/bash") {
		c.Shell = "bash"
	}
	for line := range strings.Lines(text) {
		if rule, ok := strings.CutPrefix(strings.TrimSpace(line), "# rule: "); ok {
			c.Mode, c.Flaws = Planted, []string{rule}
		}
		if args, ok := strings.CutPrefix(strings.TrimSpace(line), "# args:"); ok {
			c.Args = append(c.Args, strings.Fields(args))
		}
	}
	return c
}
