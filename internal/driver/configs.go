package driver

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/wipelint/wipelint/analyzers/guardflow"
	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/config"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/internal/script"
)

// A settings is what a configuration file comes to.
type settings struct {
	catalog  *catalog.Catalog
	config   *config.Config // nil for none
	folder   string         // absolute: what patterns are relative to
	baseline string         // path, "" for none
	err      error
	outweigh map[string]rule.Severity // Config.Chosen
}

// A configs finds and reads configuration files, each one once. It is safe for concurrent use.
type configs struct {
	fixed string // the one file for all, if not empty
	text  []byte // of fixed; nil for that on disk
	none  bool   // there is none for any
	// folder is what the patterns of the fixed one are about, "" for the working folder.
	folder string
	// chosen are severities that outweigh those of all files.
	chosen map[string]rule.Severity
	trust  *Trust // where they are taken from; nil for beside the scripts
	known  []config.Known
	cache  *Cache
	mu     sync.Mutex

	finder config.Finder
	texts  map[string][]byte    // of configurations that are taken from elsewhere
	found  map[string]string    // the configuration file by folder
	read   map[string]*settings // by configuration file; "" is none
}

func newConfigs(fixed string, rules []*rule.Rule, cache *Cache) *configs {
	return &configs{fixed: fixed, cache: cache, known: config.KnownOf(rules), found: map[string]string{}, read: map[string]*settings{}}
}

// of gives the settings for a script.
func (c *configs) of(path string) (*settings, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	file := c.fixed
	if file == "" && !c.none {
		folder := filepath.Dir(path)
		var ok bool
		if file, ok = c.found[folder]; !ok {
			var err error
			if file, err = c.find(path); err != nil {
				return nil, err
			}
			file = relative(file)
			c.found[folder] = file
		}
	}
	s, ok := c.read[file]
	if !ok {
		s = c.cache.settings(file, c.stamp(file), c.load)
		c.read[file] = s
	}
	return s, s.err
}

// find gives the configuration file for a path, which need not be there where it is taken from elsewhere.
func (c *configs) find(path string) (string, error) {
	if c.trust == nil {
		return c.finder.Find(path)
	}
	real, err := realPath(path)
	if err != nil {
		return "", err
	}
	file, text, err := c.trust.config(filepath.Dir(real))
	if err != nil || file == "" {
		return "", err
	}
	if c.texts == nil {
		c.texts = map[string][]byte{}
	}
	c.texts[relative(file)] = text
	return file, nil
}

// excludes reports whether the configuration of a file or folder leaves it out. One with faults leaves out nothing: the
// faults are reported with the scripts that it holds for.
func (c *configs) excludes(path string, isDir bool) bool {
	holds := path
	if isDir {
		holds = filepath.Join(filepath.Dir(path), config.Name) // any file beside the folder
	}
	s, err := c.of(holds)
	return err == nil && s.excludes(path, isDir)
}

// excludesBelow is excludes for a file, looking at each folder above it as well: each may have a configuration of its own.
func (c *configs) excludesBelow(path string) bool {
	if c.excludes(path, false) {
		return true
	}
	for folder := filepath.Dir(path); folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if c.excludes(folder, true) {
			return true
		}
	}
	return false
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

// stamp is the present state of a configuration file.
func (c *configs) stamp(file string) stamp {
	switch {
	case file == "" || c.cache == nil:
		return stamp{}
	case c.text != nil:
		return stamp{unsaved: true, hash: sha256.Sum256(c.text)}
	}
	return stampOnDisk(file)
}

// load reads a configuration file.
func (c *configs) load(file string) *settings {
	if file == "" {
		return &settings{catalog: catalog.Builtin(), outweigh: c.chosen}
	}
	var cfg *config.Config
	var err error
	switch {
	case c.text != nil:
		cfg, err = config.Decode(file, c.text, c.known)
	case c.trust != nil && c.fixed == "":
		cfg, err = config.DecodeFrom(file, c.texts[file], c.known, c.trust.extended)
	default:
		cfg, err = config.Load(file, c.known)
	}
	if err != nil {
		if !errors.As(err, new(*strict.Error)) {
			err = &fileError{file, err}
		}
		return &settings{err: err}
	}
	out := &settings{catalog: catalog.Builtin().With(cfg.Catalog), config: cfg, outweigh: c.chosen}
	// A file that is named on the command line may lie anywhere, and is about the folder where it is used.
	folder := filepath.Dir(file)
	if c.fixed != "" {
		folder = cmp.Or(c.folder, ".")
	}
	if out.folder, err = filepath.Abs(folder); err != nil {
		return &settings{err: &fileError{file, err}}
	}
	if c.trust != nil && c.trust.Read == nil {
		return out // its baseline lies in what is checked
	}
	if out.baseline = cfg.Baseline; out.baseline != "" && !filepath.IsAbs(out.baseline) {
		out.baseline = relative(filepath.Join(out.folder, out.baseline))
	}
	return out
}

// shells are those that may run a script for sh.
func (s *settings) shells(sc *script.Script) guardflow.Shells {
	switch {
	case sc.Interpreter == "dash" || s.config != nil && s.config.Sh == "dash":
		return guardflow.DashAsSh
	case s.config != nil && s.config.Sh == "bash":
		return guardflow.BashAsSh
	}
	return guardflow.EveryShell
}

// below gives a path relative to the folder that patterns are about, with slashes; false when it is not in it.
func (s *settings) below(name string) (string, bool) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(s.folder, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// excludes reports whether a file or folder is left out.
func (s *settings) excludes(name string, isDir bool) bool {
	if s.config == nil || s.config.Exclude == nil {
		return false
	}
	rel, ok := s.below(name)
	return ok && rel != "." && s.config.Exclude.Match(rel, isDir)
}

// chosen is the severity that the user gives a rule in a file; false when none is given.
func (s *settings) chosen(name, file string) (rule.Severity, bool) {
	outweighs, ok := s.outweigh[name]
	if ok && outweighs != "" {
		return outweighs, true
	}
	severity, given := s.configured(name, file)
	if ok && severity == rule.Off {
		return "", false
	}
	return severity, given
}

// configured is the severity that the configuration gives a rule in a file; false when none is given.
func (s *settings) configured(name, file string) (rule.Severity, bool) {
	if s.config == nil {
		return "", false
	}
	rel := ""
	if len(s.config.Overrides) > 0 {
		rel, _ = s.below(file)
	}
	severity, _, ok := s.config.SeverityOf(name, rel)
	return severity, ok
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

// off reports whether a rule is turned off for a file.
func (s *settings) off(name, file string) bool {
	severity, ok := s.chosen(name, file)
	return ok && severity == rule.Off
}

// severityOf tells how bad a finding is. What the user says of a rule outweighs what the rule says of one diagnostic.
func (s *settings) severityOf(r *rule.Rule, category, file string) rule.Severity {
	if severity, ok := s.chosen(r.Name(), file); ok {
		return severity
	}
	switch severity := rule.Severity(category); severity {
	case rule.Error, rule.Warning, rule.Note, rule.Off:
		return severity
	}
	return r.Severity
}
