package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// A Reader gives the text of a configuration file.
type Reader func(path string) ([]byte, error)

// A decoder reads a configuration with those that it extends.
type decoder struct {
	known []Known
	read  Reader
	chain []string // the files that are being read, each extended by the one before it
	errs  strict.Errors
	count int // of files that are extended
}

// maxExtended is how many files a configuration may build upon, so that files which name each other twice come to an end.
const maxExtended = 64

// extended reads the files that a configuration extends, the first one first: what they say holds as if it stood at the beginning
// of the file.
func (d *decoder) extended(c *Config, root *strict.Table) {
	if !root.Has("extend") {
		return
	}
	c.lines["extend"] = origin{c.Path, root.Line("extend")}
	names := []string{}
	if one, isString := root.Value("extend").(string); isString {
		names = append(names, root.String("extend"))
		if one == "" {
			root.Fail("extend", `"extend" is empty; name the configuration that this one builds upon, or take it out`)
			return
		}
	} else {
		names = root.Strings("extend")
	}
	for _, name := range names {
		path := filepath.FromSlash(name)
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(c.Path), path)
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, Name)
		}
		c.Extends = append(c.Extends, path)
		if slices.Contains(d.chain, path) {
			root.Fail("extend", "%q extends itself in the end; take it out", name)
			continue
		}
		if d.count++; d.count > maxExtended {
			root.Fail("extend", "more than %d files are extended in all; put some of them together", maxExtended)
			return
		}
		data, err := d.read(path)
		if err != nil {
			root.Fail("extend", "cannot read %q, which this file extends: %s; name a file or a folder with a %s, from the folder of this file", name, reason(err), Name)
			continue
		}
		base, err := d.decode(path, data)
		if err != nil {
			d.errs = append(d.errs, faults(path, err)...)
			continue
		}
		c.inherit(base)
	}
}

// inherit takes over what another configuration says; of what both say the later one counts.
func (c *Config) inherit(base *Config) {
	c.Extends = append(c.Extends, base.Extends...)
	c.Catalog = base.Catalog.Before(c.Catalog)
	c.Entries = append(base.Entries, c.Entries...)
	maps.Copy(c.Severity, base.Severity)
	for key, at := range base.lines {
		if key == "extend" {
			continue
		}
		if i := len(c.Overrides); i > 0 {
			key = renumbered(key, i)
		}
		c.lines[key] = at
	}
	c.Overrides = append(c.Overrides, base.Overrides...)
	c.Exclude = c.Exclude.with(base.Exclude)
	if base.Baseline != "" {
		c.Baseline = base.Baseline
	}
	if base.Sh != "" {
		c.Sh = base.Sh
	}
	if base.lines["policy.backup"].line > 0 {
		c.Policy.Backup = base.Policy.Backup
	}
	if base.lines["policy.local"].line > 0 {
		c.Policy.Local = base.Policy.Local
	}
}

// reason is what an error of a file says without the name of the file.
func reason(err error) string {
	var inner *os.PathError
	if errors.As(err, &inner) {
		return inner.Err.Error()
	}
	return err.Error()
}

// faults are the faults that an error is about.
func faults(path string, err error) strict.Errors {
	if err == nil {
		return nil
	}
	var list strict.Errors
	if errors.As(err, &list) {
		return list
	}
	return strict.Errors{&strict.Error{File: path, Line: 1, Column: 1, Message: err.Error()}}
}

// renumbered is the key of an override behind some more.
func renumbered(key string, by int) string {
	rest, ok := strings.CutPrefix(key, "override[")
	number, rest, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return key
	}
	return fmt.Sprintf("override[%d]%s", n+by, rest)
}
