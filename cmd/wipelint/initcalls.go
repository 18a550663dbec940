package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/internal/driver"
)

// A destructiveCandidate is an undeclared command whose words say that it destroys data.
type destructiveCandidate struct {
	*driver.Possible
	uses []*driver.Possible
}

// destructives collects what calls may destroy data by their words, the most used first.
func destructives(results *driver.Results) []*destructiveCandidate {
	byEntry := map[string]*destructiveCandidate{}
	var list []*destructiveCandidate
	for _, p := range results.Possible {
		key := strings.Join(append([]string{p.Command}, p.Options...), "\x00")
		c := byEntry[key]
		if c == nil {
			c = &destructiveCandidate{Possible: p}
			byEntry[key] = c
			list = append(list, c)
		}
		c.uses = append(c.uses, p)
	}
	slices.SortStableFunc(list, func(a, b *destructiveCandidate) int {
		return cmp.Or(cmp.Compare(len(b.uses), len(a.uses)), cmp.Compare(a.Command, b.Command))
	})
	return list
}

// supposing runs the analysis once more as if the commands had been declared, since what decides over them may be guards.
func supposing(cmd *cobra.Command, flags *analysis, folder string, perils []*destructiveCandidate, results *driver.Results) (*driver.Results, error) {
	if len(perils) == 0 {
		return results, nil
	}
	file, err := os.CreateTemp("", "wipelint-*.toml")
	if err != nil {
		return nil, fmt.Errorf("cannot write what is supposed: %w", err)
	}
	defer os.Remove(file.Name())
	var b strings.Builder
	for _, c := range perils {
		b.WriteString(c.entry(0))
	}
	_, err = file.WriteString(b.String())
	if err := cmp.Or(err, file.Close()); err != nil {
		return nil, fmt.Errorf("cannot write %s: %w", file.Name(), err)
	}
	again := *flags
	again.bare, again.config = false, file.Name()
	return again.run(cmd, []string{folder})
}

// entry is what declares the command, with a target if there is one.
func (c *destructiveCandidate) entry(target int) string {
	if c.Runs.Command != "" {
		return c.Wrapper(tomlString(c.Command))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "[[destructive]]\ncommand = %s\n", tomlString(c.Command))
	if len(c.Options) > 0 {
		var options []string
		for _, o := range c.Options {
			options = append(options, tomlString(o))
		}
		fmt.Fprintf(&b, "options = [%s]\n", strings.Join(options, ", "))
	}
	if target > 0 {
		fmt.Fprintf(&b, "target  = %d\n", target)
	}
	b.WriteString("why     = \"destroys data, by its name\"\n")
	return b.String()
}

// writeDestructives writes the entries to confirm.
func writeDestructives(b *strings.Builder, folder string, list []*destructiveCandidate) {
	if len(list) == 0 {
		b.WriteString(noDestructives)
		return
	}
	b.WriteString(someDestructives)
	for _, c := range list {
		b.WriteString("\n")
		target := c.Target
		for i, u := range c.uses {
			if u.Target != target {
				target = 0 // the calls differ in it
			}
			switch {
			case i < shownUses:
				fmt.Fprintf(b, "# at %s: %s\n", where(folder, u.Place), oneLine(u.Call))
			case i == shownUses:
				fmt.Fprintf(b, "# and %d more\n", len(c.uses)-shownUses)
			}
		}
		for line := range strings.Lines(c.entry(target)) {
			b.WriteString("#" + line)
		}
	}
}

const noDestructives = `
# Commands of yours that destroy data.
#[[destructive]]
#command = "reinstall-os"
#target  = 1                        # its first operand is what it destroys
#why     = "reinstalls the operating system"
`

const someDestructives = `
# Commands of yours that destroy data by their names, or are handed words that do. Confirm those that do: target is the operand that
# they destroy; without it they destroy the machine that they run on. A wrapper runs what it is handed.
`
