// Package config reads .wipelint.toml, the user's additions to the catalogue and to the severities.
package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
}

// A Known is a rule that a configuration may name.
type Known struct{ Name, Code string }

// Load reads a configuration file. A file with faults is refused whole; the error is then of type strict.Errors, which
// lists them all with their positions. A severity for a rule that known does not have is a fault.
func Load(path string, known []Known) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	return Decode(path, data, known)
}

// Decode is Load for a text that is there already.
func Decode(path string, data []byte, known []Known) (*Config, error) {
	doc, err := strict.Parse(path, data)
	if err != nil {
		return nil, err
	}
	c := &Config{Path: path, Catalog: catalog.DecodeDocument(doc), Severity: map[string]rule.Severity{}}
	if t := doc.Root().Table("severity"); t != nil {
		c.severities(t, known)
	}
	doc.Root().Done()
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

var severities = []string{string(rule.Error), string(rule.Warning), string(rule.Note), string(rule.Off)}

func (c *Config) severities(t *strict.Table, known []Known) {
	for _, key := range t.Keys() {
		name, ok := find(key, known)
		if !ok {
			t.FailKey(key, "unknown rule %q%s", key, suggestion(key, known))
			continue
		}
		if _, twice := c.Severity[name]; twice {
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
		c.Severity[name] = rule.Severity(s)
	}
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
// Outside of a repository every folder above is looked into. It returns "" when there is none. The path may be that of a
// folder, which is then looked into first.
func Find(path string) (string, error) { return (&Finder{}).Find(path) }

// A Finder is Find for many scripts: it looks into each folder once. The zero value is ready; it is not safe for concurrent
// use.
type Finder struct {
	found map[string]found // by folder
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
	return f.In(dir)
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
