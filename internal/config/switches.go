package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/wipelint/wipelint/internal/rule"
)

// A Switch is something by which a configuration changes what is found: a severity, what is left out, a baseline, an entry of the
// catalogue.
type Switch struct {
	// Text says it behind "this change": `switches off the rule unguarded`.
	Text string
	// Key is Text with all that the entry says.
	Key string
	// File is the configuration that says it, or one that it extends.
	File string
	Line int
	// ordered says that what stands before it and behind it matters.
	ordered bool
}

// Order are the keys of those of which the order matters, in that order.
func Order(list []Switch) []string {
	var keys []string
	for _, s := range list {
		if s.ordered {
			keys = append(keys, s.Key)
		}
	}
	return keys
}

// Switches lists them, in the order of the file.
func (c *Config) Switches() []Switch {
	var list []Switch
	ordered := false
	add := func(file string, line int, detail, format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		list = append(list, Switch{text, text + detail, cmp.Or(file, c.Path), line, ordered})
	}
	severities := func(prefix, where string, table map[string]rule.Severity) {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			file, line := c.Origin(prefix + "severity." + name)
			if table[name] == rule.Off {
				add(file, line, "", "switches off the rule %s%s", name, where)
			} else {
				add(file, line, "", "makes the rule %s a matter of severity %s%s", name, table[name], where)
			}
		}
	}
	severities("", "", c.Severity)
	ordered = true
	for i, o := range c.Overrides {
		severities(fmt.Sprintf("override[%d].", i), fmt.Sprintf(" for %q", o.Paths.Patterns), o.Severity)
	}
	if c.Exclude != nil {
		file, line := c.Origin("exclude")
		for _, pattern := range c.Exclude.Patterns {
			add(file, line, "", "leaves out %q", pattern)
		}
	}
	for _, e := range c.Entries {
		add(e.File, e.Line, e.text, "declares the %s %q", e.Kind, e.Name)
	}
	ordered = false
	if c.Baseline != "" {
		file, line := c.Origin("baseline")
		add(file, line, "", "takes what is in the baseline %q for known", c.Baseline)
	}
	if c.Sh != "" {
		add("", 0, "", "lets scripts for sh be run by %s only", c.Sh)
	}
	if file, line := c.Origin("policy.backup"); line > 0 {
		add(file, line, "", "asks for a backup of %q", c.Policy.Backup)
	}
	if file, line := c.Origin("policy.local"); line > 0 {
		add(file, line, "", "sets the policy local to %v", c.Policy.Local)
	}
	slices.SortStableFunc(list, func(a, b Switch) int { return a.Line - b.Line })
	return list
}
