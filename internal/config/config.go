// Package config reads .wipelint.toml: the user's additions to the catalogue, severities, and what is left out.
package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/bounded"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/rule"
)

// Name is the name of the configuration file.
const Name = ".wipelint.toml"

// A Config is what a configuration file says.
type Config struct {
	// Path is the file that was read.
	Path string
	// Catalog holds the user's entries alone; Catalog.With puts them before the built-in ones.
	Catalog *catalog.Catalog
	// Severity is by rule name, also where the file gives a code.
	Severity map[string]rule.Severity
	// Exclude are the files and folders that are left out when folders are searched.
	Exclude *Globs
	// Baseline is the path of the baseline as the file has it, "" for none.
	Baseline string
	// Overrides are what holds for some files only; of two that say something of a file the later one counts.
	Overrides []Override
	// Sh is the shell that runs scripts for sh, "" where it may be any.
	Sh string
	// Policy is what is asked of destructive commands beyond a guard.
	Policy catalog.Policy
	// Entries are the user's own entries of the catalogue, in their order.
	Entries []Entry
	// Extends are the files that this one builds upon, all of them.
	Extends []string

	lines map[string]origin
}

// An origin is the place of a key.
type origin struct {
	file string
	line int
}

// An Override is the severities of some files.
type Override struct {
	Paths    *Globs
	Severity map[string]rule.Severity
}

// An Entry is an entry of the catalogue by its kind and its command or function.
type Entry struct {
	Kind, Name string
	File       string
	Line       int

	text string // all that it says
}

// Line gives the line of a key that the file has, such as "severity.failopen" (by the rule's name), "exclude", "baseline",
// "override[0]" and "override[0].severity.failopen"; 0 for one that it has not.
func (c *Config) Line(key string) int { return c.lines[key].line }

// Origin gives the file and the line of such a key; the file is another one than Path for what that extends.
func (c *Config) Origin(key string) (file string, line int) {
	return c.lines[key].file, c.lines[key].line
}

// A Known is a rule that a configuration may name.
type Known struct{ Name, Code string }

// KnownOf lists rules as those that a configuration may name.
func KnownOf(rules []*rule.Rule) []Known {
	var known []Known
	for _, r := range rules {
		known = append(known, Known{r.Name(), r.Code})
	}
	return known
}

// Load reads a configuration file. A file with faults is refused whole; the error is then of type strict.Errors, which
// lists them all with their positions. A severity for a rule that known does not have is a fault.
func Load(path string, known []Known) (*Config, error) {
	data, err := bounded.Read(path, bounded.Config)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	return Decode(path, data, known)
}

// Decode is Load for a text that is there already.
func Decode(path string, data []byte, known []Known) (*Config, error) {
	return DecodeFrom(path, data, known, func(path string) ([]byte, error) { return bounded.Read(path, bounded.Config) })
}

// DecodeFrom is Decode where the files that the configuration extends are read from elsewhere than the disk.
func DecodeFrom(path string, data []byte, known []Known, read Reader) (*Config, error) {
	d := &decoder{known: known, read: read}
	c, err := d.decode(path, data)
	if len(d.errs) > 0 {
		return nil, append(d.errs, faults(path, err)...)
	}
	return c, err
}

// decode reads one file.
func (d *decoder) decode(path string, data []byte) (*Config, error) {
	d.chain = append(d.chain, filepath.Clean(path))
	defer func() { d.chain = d.chain[:len(d.chain)-1] }()
	doc, err := strict.Parse(path, data)
	if err != nil {
		return nil, err
	}
	root := doc.Root()
	c := &Config{Path: path, Severity: map[string]rule.Severity{}, Catalog: &catalog.Catalog{}, lines: map[string]origin{}}
	d.extended(c, root)
	c.Catalog = catalog.DecodeDocument(doc).Before(c.Catalog)
	maps.Copy(c.Severity, c.severities("", root.Table("severity"), d.known))
	if own := c.globs(root, "exclude"); own != nil {
		c.Exclude = c.Exclude.with(own)
		c.lines["exclude"] = origin{path, root.Line("exclude")}
	}
	if root.Has("baseline") {
		c.Baseline = root.String("baseline")
		c.lines["baseline"] = origin{path, root.Line("baseline")}
		if _, isString := root.Value("baseline").(string); isString && c.Baseline == "" {
			root.Fail("baseline", `"baseline" is empty; name the file that 'wipelint baseline' wrote, or take it out`)
		}
	}
	if t := root.Table("wipelint"); t != nil && t.Has("sh") {
		if c.Sh = t.String("sh"); c.Sh != "dash" && c.Sh != "bash" {
			t.Fail("sh", `"sh" is the shell that runs #!/bin/sh: "dash" or "bash"; take it out where it may be either`)
		}
	}
	c.policy(root.Table("policy"))
	c.Catalog.Policy = c.Policy
	for _, t := range root.Tables("override") {
		c.override(fmt.Sprintf("override[%d]", len(c.Overrides)), t, d.known)
	}
	root.Done()
	if err := doc.Err(); err != nil {
		return nil, err
	}
	c.entries(root)
	return c, nil
}

// override reads an [[override]].
func (c *Config) override(key string, t *strict.Table, known []Known) {
	c.lines[key] = origin{c.Path, t.Line("")}
	o := Override{Paths: c.globs(t, "paths"), Severity: c.severities(key+".", t.Table("severity"), known)}
	if !t.Has("paths") {
		t.Fail("", `an override needs "paths", the files that it is for; add paths = ["…"]`)
	}
	if !t.Has("severity") {
		t.Fail("", `an override needs "severity", what holds for its files; add severity = { RULE = "…" }`)
	}
	t.Done()
	c.Overrides = append(c.Overrides, o)
}

// entries lists the entries of the catalogue, of a file without faults.
func (c *Config) entries(root *strict.Table) {
	var own []Entry
	for _, kind := range []string{"destructive", "guard", "wrapper", "creation", "place"} {
		for _, t := range root.Tables(kind) {
			name := t.String("command")
			if name == "" {
				name = t.String("function")
			}
			own = append(own, Entry{kind, name, c.Path, t.Line(""), t.Text()})
		}
	}
	for _, t := range root.Tables("places") {
		own = append(own, Entry{"list of places", t.String("name"), c.Path, t.Line(""), t.Text()})
	}
	slices.SortFunc(own, func(a, b Entry) int { return a.Line - b.Line })
	c.Entries = append(own, c.Entries...)
}

// SeverityOf gives the severity that the file gives a rule for a script, and the key that does so, for Line; false when none does.
// The script is named by its path from the folder that patterns are about, with slashes; "" is one that is not in it.
func (c *Config) SeverityOf(name, script string) (severity rule.Severity, key string, ok bool) {
	for i, o := range slices.Backward(c.Overrides) {
		if severity, ok := o.Severity[name]; ok && script != "" && o.Paths.Match(script, false) {
			return severity, fmt.Sprintf("override[%d].severity.%s", i, name), true
		}
	}
	severity, ok = c.Severity[name]
	return severity, "severity." + name, ok
}

var severities = []string{string(rule.Error), string(rule.Warning), string(rule.Note), string(rule.Off)}

// severities reads a table of severities, which may be nil. Prefix is what its key stands behind.
func (c *Config) severities(prefix string, t *strict.Table, known []Known) map[string]rule.Severity {
	all := map[string]rule.Severity{}
	if t == nil {
		return all
	}
	for _, key := range t.Keys() {
		name, ok := find(key, known)
		if !ok {
			t.FailKey(key, "unknown rule %q%s", key, suggestion(key, known))
			continue
		}
		if _, twice := all[name]; twice {
			t.FailKey(key, "the severity of %q is given twice, by its name and by its code; take one out", name)
			continue
		}
		s := t.String(key)
		if _, isString := t.Value(key).(string); !isString {
			continue // String has said so
		}
		if !slices.Contains(severities, s) {
			t.Fail(key, "unknown severity %q%s; known are %s", s, strict.DidYouMean(s, severities), strings.Join(severities, ", "))
			continue
		}
		all[name] = rule.Severity(s)
		c.lines[prefix+"severity."+name] = origin{c.Path, t.Line(key)}
	}
	return all
}

// find returns the name of the rule that has this name or code.
func find(key string, known []Known) (string, bool) {
	for _, k := range known {
		if key == k.Name || strings.EqualFold(key, k.Code) {
			return k.Name, true
		}
	}
	return "", false
}

func suggestion(key string, known []Known) string {
	var all []string
	for _, k := range known {
		all = append(all, k.Name, k.Code)
	}
	if hint := strict.DidYouMean(key, all); hint != "" {
		return hint
	}
	return ", take it out"
}

// Find looks for the configuration of a script: beside it, then upwards to the repository's root, the folder with .git.
// Outside of a repository the working folder is the last one that is looked into: one above it may be anybody's, and a configuration
// there is an error. It returns "" when there is none. The path may be that of a
// folder, which is then looked into first.
func Find(path string) (string, error) { return (&Finder{}).Find(path) }

// A Finder is Find for many scripts: it looks into each folder once. The zero value is ready; it is not safe for concurrent
// use.
type Finder struct {
	// Named are folders, by their absolute paths, that the user asked for: below them a configuration counts also outside of a
	// repository.
	Named []string

	found      map[string]found // by folder
	repository map[string]bool  // whether a folder is in one
}

type found struct {
	file string
	err  error
}

// Find is the function of that name.
func (f *Finder) Find(path string) (string, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("cannot look for the configuration of %s: %w", path, err)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	file, err := f.In(dir)
	if err != nil || file == "" || filepath.Dir(file) == dir || f.inRepository(dir) {
		return file, err
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("cannot find the working folder: %w", err)
	}
	for _, folder := range append([]string{wd}, f.Named...) {
		if rel, err := filepath.Rel(folder, file); err == nil && filepath.IsLocal(rel) {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s does not count: it lies above a folder that is in no repository; name it with --config, or take it away", file)
}

// inRepository reports whether a folder is in a repository.
func (f *Finder) inRepository(dir string) bool {
	if known, ok := f.repository[dir]; ok {
		return known
	}
	_, err := os.Stat(filepath.Join(dir, ".git"))
	known := err == nil
	if parent := filepath.Dir(dir); !known && parent != dir {
		known = f.inRepository(parent)
	}
	if f.repository == nil {
		f.repository = map[string]bool{}
	}
	f.repository[dir] = known
	return known
}

// In is Find for a folder, given by its absolute path.
func (f *Finder) In(dir string) (string, error) {
	known, ok := f.found[dir]
	if ok {
		return known.file, known.err
	}
	file := filepath.Join(dir, Name)
	switch info, err := os.Stat(file); {
	case err == nil && info.IsDir():
		known.err = fmt.Errorf("%s is a folder; the configuration must be a file", file)
	case err == nil:
		known.file = file
	case !os.IsNotExist(err):
		known.err = fmt.Errorf("cannot look for the configuration: %w", err)
	default:
		_, err := os.Stat(filepath.Join(dir, ".git"))
		if parent := filepath.Dir(dir); err != nil && parent != dir {
			known.file, known.err = f.In(parent)
		}
	}
	if f.found == nil {
		f.found = map[string]found{}
	}
	f.found[dir] = known
	return known.file, known.err
}
