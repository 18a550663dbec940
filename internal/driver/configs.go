package driver

import (
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/rule"
)

// A settings is what a configuration file comes to.
type settings struct {
	catalog  *catalog.Catalog
	severity map[string]rule.Severity // by rule name
	err      error
}

// A configs finds and reads configuration files, each one once. It is safe for concurrent use.
type configs struct {
	fixed string // the one file for all, if not empty
	known []config.Known
	cache *Cache
	mu    sync.Mutex

	finder config.Finder
	found  map[string]string    // the configuration file by folder
	read   map[string]*settings // by configuration file; "" is none
}

func newConfigs(fixed string, rules []*rule.Rule, cache *Cache) *configs {
	c := &configs{fixed: fixed, cache: cache, found: map[string]string{}, read: map[string]*settings{}}
	for _, r := range rules {
		c.known = append(c.known, config.Known{Name: r.Name(), Code: r.Code})
	}
	return c
}

// of gives the settings for a script.
func (c *configs) of(path string) (*settings, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	file := c.fixed
	if file == "" {
		folder := filepath.Dir(path)
		var ok bool
		if file, ok = c.found[folder]; !ok {
			var err error
			if file, err = c.finder.Find(path); err != nil {
				return nil, err
			}
			file = relative(file)
			c.found[folder] = file
		}
	}
	s, ok := c.read[file]
	if !ok {
		s = c.cache.settings(file, c.load)
		c.read[file] = s
	}
	return s, s.err
}

// relative names a file from the working folder, if it is in it.
func relative(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}

// load reads a configuration file.
func (c *configs) load(file string) *settings {
	if file == "" {
		return &settings{catalog: catalog.Builtin()}
	}
	cfg, err := config.Load(file, c.known)
	if err != nil {
		if !errors.As(err, new(*strict.Error)) {
			err = &fileError{file, err}
		}
		return &settings{err: err}
	}
	return &settings{catalog: catalog.Builtin().With(cfg.Catalog), severity: cfg.Severity}
}

// A fileError is an error about a file, which its own text does not name.
type fileError struct {
	file string
	err  error
}

func (e *fileError) Error() string { return e.file + ": " + reason(e.err) }
func (e *fileError) Unwrap() error { return e.err }

// configErrors takes a configuration's error apart.
func configErrors(err error) []*Error {
	var faults strict.Errors
	if errors.As(err, &faults) {
		var errs []*Error
		for _, f := range faults {
			errs = append(errs, &Error{File: f.File, Line: f.Line, Column: f.Column, Message: f.Message})
		}
		return errs
	}
	var fault *strict.Error
	if errors.As(err, &fault) {
		return []*Error{{File: fault.File, Line: fault.Line, Column: fault.Column, Message: fault.Message}}
	}
	var file *fileError
	if errors.As(err, &file) {
		return []*Error{{File: file.file, Message: reason(file.err)}}
	}
	return []*Error{{Message: err.Error()}}
}

// severityOf tells how bad a finding is. What the user says of a rule outweighs what the rule says of one diagnostic.
func (s *settings) severityOf(r *rule.Rule, category string) rule.Severity {
	if severity, ok := s.severity[r.Name()]; ok {
		return severity
	}
	switch severity := rule.Severity(category); severity {
	case rule.Error, rule.Warning, rule.Note, rule.Off:
		return severity
	}
	return r.Severity
}
