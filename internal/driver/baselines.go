package driver

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/wipelint/wipelint/internal/baseline"
	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// What a finding is to the baseline that holds for its file, in the words of SARIF.
const (
	StateNew       = "new"
	StateUnchanged = "unchanged"
)

// A BaselineUse is what came of a baseline.
type BaselineUse struct {
	File string
	// Known is how many findings it keeps out of the list.
	Known int
	// Stale is how many of its entries no longer occur in the files of the run.
	Stale int
}

// A known is a baseline that was read.
type known struct {
	file    string // for display
	folder  string // absolute
	entries map[string]baseline.Entry
	matched map[string]bool
	use     BaselineUse
}

// readBaseline reads a baseline.
func (r *run) readBaseline(file string) (*known, error) {
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	var f *baseline.File
	if r.cfg.Trust != nil && r.cfg.Baseline == "" {
		f, err = r.trustedBaseline(file)
	} else {
		f, err = baseline.Read(file)
	}
	if err != nil {
		return nil, err
	}
	k := &known{file: file, folder: folder, entries: map[string]baseline.Entry{}, matched: map[string]bool{}, use: BaselineUse{File: file}}
	for _, e := range f.Findings {
		k.entries[e.Fingerprint] = e
	}
	return k, nil
}

// trustedBaseline reads a baseline from where configurations are taken from.
func (r *run) trustedBaseline(file string) (*baseline.File, error) {
	real, err := realPath(file)
	if err != nil {
		return nil, err
	}
	text, err := r.cfg.Trust.read(real)
	if err != nil {
		return nil, err
	}
	return baseline.Decode(file, text)
}

// baselineError words an error about a baseline.
func baselineError(file string, err error) *Error {
	var fault *strict.Error
	switch {
	case errors.As(err, &fault):
		return &Error{File: fault.File, Line: fault.Line, Column: fault.Column, Message: fault.Message}
	case errors.Is(err, fs.ErrNotExist):
		return &Error{File: file, Message: "there is no such baseline; write it with 'wipelint baseline'"}
	}
	return &Error{File: file, Message: "cannot read the baseline: " + reason(err)}
}

// baselineOf is the path of the baseline that holds for a file, "" for none.
func (r *run) baselineOf(file string) string {
	if r.cfg.Baseline != "" {
		return r.cfg.Baseline
	}
	s, err := r.configs.of(file)
	if err != nil {
		return ""
	}
	return s.baseline
}

// baselines takes the findings out that baselines have.
func (r *run) baselines(results *Results) {
	if r.cfg.NoBaseline {
		return
	}
	all := map[string]*known{} // nil for one that cannot be read
	get := func(file string) *known {
		path := r.baselineOf(file)
		if path == "" {
			return nil
		}
		k, seen := all[path]
		if !seen {
			var err error
			if k, err = r.readBaseline(path); err != nil {
				results.Errors = append(results.Errors, baselineError(path, err))
			}
			all[path] = k
		}
		return k
	}
	// That of a run with no findings may have entries that are stale.
	for file := range results.own {
		get(file)
	}
	of := map[*Finding]*known{}
	for _, f := range results.all() {
		if k := get(f.File); k != nil {
			of[f] = k
		}
	}
	at := map[Place][]*Site{}
	for _, s := range results.Sites {
		at[s.Place] = append(at[s.Place], s)
	}
	for _, k := range all {
		if k == nil {
			continue
		}
		marks := results.Fingerprints(func(name string) string { return from(k.folder, name) })
		results.Findings = slices.DeleteFunc(results.Findings, func(f *Finding) bool { return of[f] == k && k.take(results, at[f.Place], f, marks[f]) })
		for _, f := range results.Suppressed {
			if _, ok := k.entries[marks[f]]; ok && of[f] == k {
				k.matched[marks[f]] = true // a comment suppresses it by now
			}
		}
		k.stale(results)
		results.Baselines = append(results.Baselines, k.use)
	}
	slices.SortFunc(results.Baselines, func(a, b BaselineUse) int { return cmp.Compare(a.File, b.File) })
	results.sort()
}

// take moves a finding that the baseline has to the suppressed ones.
func (k *known) take(results *Results, sites []*Site, f *Finding, mark string) bool {
	f.State = StateNew
	if _, ok := k.entries[mark]; !ok {
		return false
	}
	f.State = StateUnchanged
	k.matched[mark] = true
	k.use.Known++
	why := Suppression{Kind: External, Place: Place{File: k.file}}
	f.Suppressions = append(f.Suppressions, why)
	results.Suppressed = append(results.Suppressed, f)
	for _, s := range sites {
		s.Suppressions = appendNew(s.Suppressions, why)
	}
	return true
}

// stale counts the entries that no longer occur.
func (k *known) stale(results *Results) {
	for mark, e := range k.entries {
		if !k.matched[mark] && results.judges(filepath.Join(k.folder, filepath.FromSlash(e.File))) {
			k.use.Stale++
		}
	}
}

// from is a file's path from a folder, with slashes.
func from(folder, name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return filepath.ToSlash(name)
	}
	rel, err := filepath.Rel(folder, abs)
	if err != nil {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// judges reports whether the results say all that there is to say of a file: it was analysed, or it is not there any more, or
// the configuration leaves it out.
func (r *Results) judges(path string) bool {
	if r.judged[path] {
		return true
	}
	if _, err := os.Lstat(path); err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return r.excluded != nil && r.excluded(path)
}

// judge notes of which files the results say all.
func (r *run) judge(results *Results) {
	results.judged = map[string]bool{}
	results.excluded = r.configs.excludesBelow // the configurations alone, which hold no syntax trees
	failed := map[string]bool{}
	for _, e := range results.Errors {
		failed[e.File] = true
	}
	for file := range results.own {
		if abs, err := filepath.Abs(file); err == nil && !failed[file] {
			results.judged[abs] = true
		}
	}
}

// NewBaseline makes the baseline of a run, to be written to a path. Entries of the old one, nil for none, stay when they are about
// files that the run says nothing of; kept is how many did.
func (r *Results) NewBaseline(path string, old *baseline.File) (f *baseline.File, kept int, err error) {
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, 0, fmt.Errorf("cannot find the folder of %s: %w", path, err)
	}
	marks := r.Fingerprints(func(name string) string { return from(folder, name) })
	var entries []baseline.Entry
	have := map[string]bool{}
	for _, f := range r.Findings {
		entries = append(entries, baseline.Entry{File: from(folder, f.File), Rule: f.Rule, Command: f.Command(), Fingerprint: marks[f]})
		have[marks[f]] = true
	}
	if old != nil {
		for _, e := range old.Findings {
			if !have[e.Fingerprint] && !r.judges(filepath.Join(folder, filepath.FromSlash(e.File))) {
				entries = append(entries, e)
				kept++
			}
		}
	}
	return baseline.New(entries), kept, nil
}
