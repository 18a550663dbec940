package driver

import (
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/wipelint/wipelint/internal/symexec/effects"
)

// A Cache carries what was found about files from one run to the next, for a program that runs again and again, such as the
// language server: a file is analysed anew only when its text, its settings, or a file that it may source has changed. It
// is safe for concurrent use. The runs that share one have the same rules.
type Cache struct {
	mu       sync.Mutex
	outcomes map[outcomeKey]*kept
	configs  map[string]*keptSettings // by configuration file
}

// NewCache gives an empty Cache.
func NewCache() *Cache {
	return &Cache{outcomes: map[outcomeKey]*kept{}, configs: map[string]*keptSettings{}}
}

// An outcomeKey names a file. Its name is in its findings, so that is a part of it, and whether they have fixes and replays.
type outcomeKey struct {
	real, path     string
	fixes, replays bool
}

// A kept is an outcome with what it depends on.
type kept struct {
	outcome  *outcome
	settings *settings
	stamps   map[string]stamp
}

type keptSettings struct {
	*settings
	stamp stamp
	bases map[string]stamp // of the files that the configuration extends
}

// A stamp tells states of a file apart.
type stamp struct {
	unsaved bool
	hash    [sha256.Size]byte // of the unsaved text
	there   bool
	size    int64
	changed time.Time
	mode    os.FileMode
}

// stampOf gives the present state of a file.
func (r *run) stampOf(path string) stamp {
	if abs, err := filepath.Abs(path); err == nil {
		if text, ok := r.overlay[abs]; ok {
			return stamp{unsaved: true, hash: sha256.Sum256(text)}
		}
	}
	return stampOnDisk(path)
}

func stampOnDisk(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{there: true, size: info.Size(), changed: info.ModTime(), mode: info.Mode()}
}

// A uses collects the files that an outcome depends on, also those that are not there. A nil one collects nothing.
type uses struct {
	mu    sync.Mutex
	paths map[string]bool
}

func (u *uses) add(path string) {
	if u == nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.paths[path] = true
}

// reader is r.read for a file that takes down what it reads.
func (r *run) reader(f *file) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		f.uses.add(path)
		return r.read(path)
	}
}

// remembered gives the outcome of a file, from the cache if there is one and nothing has changed.
func (r *run) remembered(ctx context.Context, f *file) *outcome {
	cache := r.cfg.Cache
	if cache == nil || f.real == "-" || r.cfg.Bounds != (effects.Bounds{}) {
		return r.one(ctx, f)
	}
	key := outcomeKey{f.real, f.path, r.cfg.Fixes, r.cfg.Replay != nil}
	settings, _ := r.configs.of(f.path)
	cache.mu.Lock()
	old := cache.outcomes[key]
	cache.mu.Unlock()
	if old != nil && old.settings == settings && r.fresh(old.stamps) {
		return old.outcome.clone()
	}
	// What changes while the file is analysed must not look as if it had been seen: the stamps of the text are taken before,
	// and those of the sourced files, which are known only afterwards, count if they are older than that.
	before, start := r.stampOf(f.real), time.Now()
	f.wiped = old != nil && len(old.outcome.sites) > 0
	f.uses = &uses{paths: map[string]bool{}}
	o := r.one(ctx, f)
	if ctx.Err() != nil {
		return o
	}
	k := &kept{outcome: o, settings: settings, stamps: map[string]stamp{f.real: before}}
	for path := range f.uses.paths {
		s := r.stampOf(path)
		if s.changed.After(start) {
			return o
		}
		k.stamps[path] = s
	}
	cache.mu.Lock()
	cache.outcomes[key] = k
	cache.mu.Unlock()
	return o.clone()
}

// fresh reports whether all files are as they were.
func (r *run) fresh(stamps map[string]stamp) bool {
	for path, old := range stamps {
		if r.stampOf(path) != old {
			return false
		}
	}
	return true
}

// settings gives what a configuration file comes to: the very same value as long as the file does not change.
func (c *Cache) settings(file string, now stamp, load func(string) *settings) *settings {
	if c == nil {
		return load(file)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.configs[file]; old != nil && old.stamp == now && old.fresh() {
		return old.settings
	}
	s := &keptSettings{load(file), now, map[string]stamp{}}
	if s.config != nil {
		for _, base := range s.config.Extends {
			s.bases[base] = stampOnDisk(base)
		}
	}
	if s.err == nil { // else nobody knows which files it would have extended
		c.configs[file] = s
	}
	return s.settings
}

// fresh reports whether the files that a configuration extends are as they were.
func (s *keptSettings) fresh() bool {
	for base, old := range s.bases {
		if stampOnDisk(base) != old {
			return false
		}
	}
	return true
}

// clone copies what merging outcomes changes.
func (o *outcome) clone() *outcome {
	out := *o
	out.errs = make([]*Error, len(o.errs))
	for i, e := range o.errs {
		c := *e
		out.errs[i] = &c
	}
	out.sites = make([]*Site, len(o.sites))
	copies := make(map[*Site]*Site, len(o.sites))
	for i, s := range o.sites {
		c := *s
		c.Rules, c.Guards, c.Approximations = slices.Clone(s.Rules), slices.Clone(s.Guards), slices.Clone(s.Approximations)
		c.Questions, c.Candidates, c.Assumptions = slices.Clone(s.Questions), slices.Clone(s.Candidates), slices.Clone(s.Assumptions)
		out.sites[i], copies[s] = &c, &c
	}
	out.findings = make([]*found, len(o.findings))
	for i, f := range o.findings {
		c := *f.Finding
		out.findings[i] = &found{Finding: &c, site: copies[f.site]}
	}
	out.noted = make([]*noted, len(o.noted))
	for i, n := range o.noted {
		c := *n
		c.comments = make([]*comment, len(n.comments))
		for k, m := range n.comments {
			d := *m
			d.used, d.more = map[string]bool{}, nil
			c.comments[k] = &d
		}
		out.noted[i] = &c
	}
	return &out
}
