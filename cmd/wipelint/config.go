package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/report"
)

// An effective is the configuration that holds for a path; the JSON field names are stable.
type effective struct {
	Path string `json:"path"`
	// File is the configuration file, "" when there is none.
	File string `json:"file"`
	// Excluded says that the path is left out when folders are searched.
	Excluded bool         `json:"excluded"`
	Values   []configured `json:"values"`
}

// A configured is a value with the place that it comes from; the built-in ones have no file.
type configured struct {
	Key   string   `json:"key"`
	Value []string `json:"value"`
	File  string   `json:"file"`
	Line  int      `json:"line"`
}

func newConfig() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print the configuration that holds for a file or folder, and where it comes from",
		Long: `Print the configuration that holds for a file or folder, by default the current one, and where each value comes from.

For a file the overrides that are for it have been applied.

--explain says what the catalogue and the configuration make of a command instead: what it asks, which answers mean idle and which
active, where its target stands, and the file and line that say so. With operands, in quotes, it is about that call.`,
		Args: cobra.MaximumNArgs(1),
	}
	format := formatFlag(cmd)
	file := cmd.Flags().String("config", "", "use this `FILE` instead of the nearest .wipelint.toml")
	explain := cmd.Flags().String("explain", "", "say what is known of this `COMMAND`: a guard, a destructive command, or one that runs others")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path := "."
		if len(args) > 0 {
			path = args[0]
		}
		if cmd.Flags().Changed("explain") {
			return explainCommand(cmd, path, *file, *explain, format.value)
		}
		out, err := configuration(path, *file)
		if err != nil {
			return configTrouble(cmd, err)
		}
		if format.value == formatJSON {
			return report.WriteJSON(cmd.OutOrStdout(), out)
		}
		return out.text(cmd.OutOrStdout())
	}
	return cmd
}

// configTrouble prints the faults of a configuration, one on a line.
func configTrouble(cmd *cobra.Command, err error) error {
	var faults strict.Errors
	if !errors.As(err, &faults) {
		return err
	}
	for _, f := range faults {
		complain(cmd.ErrOrStderr(), report.Clean(f.Error()))
	}
	return errTrouble
}

// configuration puts together what holds for a path. A file of its own stands in for the nearest configuration.
func configuration(path, file string) (*effective, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	c, folder, err := loaded(path, file)
	if err != nil {
		return nil, err
	}
	file = c.Path
	below, err := pathBelow(folder, path)
	if err != nil {
		return nil, err
	}
	out := &effective{
		Path: filepath.ToSlash(path), File: filepath.ToSlash(file), Values: []configured{},
		Excluded: below != "" && c.Exclude.Match(below, info.IsDir()),
	}
	if info.IsDir() {
		below = "" // overrides are for files
	}
	out.collect(c, below)
	return out, nil
}

// loaded reads the configuration that holds for a path, an empty one where there is none, and names the folder that it is about.
func loaded(path, file string) (c *config.Config, folder string, err error) {
	folder = "."
	if file == "" {
		if file, err = config.Find(path); err != nil {
			return nil, "", err
		}
		folder = filepath.Dir(file)
		file = relativeName(file)
	}
	if file == "" {
		return &config.Config{}, folder, nil
	}
	c, err = config.Load(file, config.KnownOf(analyzers.All()))
	return c, folder, err
}

// pathBelow is a path from a folder, with slashes; "" when it is not below.
func pathBelow(folder, path string) (string, error) {
	absFolder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(absFolder, abs)
	if err != nil {
		return "", err
	}
	if !filepath.IsLocal(rel) || rel == "." {
		return "", nil
	}
	return filepath.ToSlash(rel), nil
}

// collect lists the values.
func (e *effective) collect(c *config.Config, below string) {
	add := func(key, origin string, value ...string) {
		v := configured{Key: key, Value: append([]string{}, value...)}
		if file, line := c.Origin(origin); line > 0 {
			v.File, v.Line = e.named(c, file), line
		}
		e.Values = append(e.Values, v)
	}
	var exclude, base []string
	if c.Exclude != nil {
		exclude = c.Exclude.Patterns
	}
	if c.Baseline != "" {
		base = []string{c.Baseline}
	}
	if len(c.Extends) > 0 {
		add("extend", "extend", c.Extends...)
	}
	add("exclude", "exclude", exclude...)
	add("baseline", "baseline", base...)
	for _, r := range analyzers.All() {
		severity, key, ok := c.SeverityOf(r.Name(), below)
		if !ok {
			severity = r.Severity
		}
		add("severity."+r.Name(), key, string(severity))
	}
	for i, o := range c.Overrides {
		var rules []string
		for name, severity := range o.Severity {
			rules = append(rules, fmt.Sprintf("%s = %s", name, severity))
		}
		slices.Sort(rules)
		key := fmt.Sprintf("override[%d]", i)
		add(key+".paths", key, o.Paths.Patterns...)
		add(key+".severity", key, rules...)
	}
	for _, entry := range c.Entries {
		e.Values = append(e.Values, configured{entry.Kind, []string{entry.Name}, e.named(c, entry.File), entry.Line})
	}
}

// named is the name of a file that a value comes from.
func (e *effective) named(c *config.Config, file string) string {
	if file == c.Path {
		return e.File
	}
	return filepath.ToSlash(file)
}

// text writes the values as a table.
func (e *effective) text(w io.Writer) error {
	from := "no " + config.Name
	if e.File != "" {
		from = report.Clean(e.File)
	}
	if _, err := fmt.Fprintf(w, "# for %s: %s\n", report.Clean(e.Path), from); err != nil {
		return err
	}
	if e.Excluded {
		if _, err := fmt.Fprintln(w, "# it is left out when folders are searched"); err != nil {
			return err
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range e.Values {
		value := report.Clean(strings.Join(v.Value, ", "))
		if len(v.Value) == 0 {
			value = "-"
		}
		origin := "built in"
		if v.Line > 0 {
			origin = fmt.Sprintf("%s:%d", report.Clean(v.File), v.Line)
		}
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", report.Clean(v.Key), value, origin); err != nil {
			return err
		}
	}
	return table.Flush()
}
