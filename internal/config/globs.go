package config

import (
	"path"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
	"github.com/wipelint/wipelint/internal/gitignore"
)

// Globs are patterns of files and folders, as in a .gitignore file beside the configuration.
type Globs struct {
	Patterns []string
	file     *gitignore.File
}

// globs reads a list of patterns; nil when there is none.
func (c *Config) globs(t *strict.Table, key string) *Globs {
	list := t.Strings(key)
	if list == nil {
		return nil
	}
	for _, p := range list {
		switch clean := path.Clean(strings.TrimPrefix(p, "!")); {
		case strings.ContainsAny(p, "\n\r\x00"):
			t.Fail(key, "%q has a pattern with a line break or NUL in it, which matches nothing; take it out", key)
		case strings.HasPrefix(p, "#"):
			t.Fail(key, `%q has the pattern %q, which would be a comment; write \\ before the #`, key, p)
		case clean == "..", strings.HasPrefix(clean, "../"):
			t.Fail(key, "%q has the pattern %q, which leads out of the folder of this file; put a configuration into that folder", key, p)
		case strings.TrimSpace(p) == "":
			t.Fail(key, "%q has a pattern of blanks in it; take it out", key)
		}
	}
	text := strings.Join(list, "\n")
	file, err := gitignore.Bounded(text)
	if err != nil {
		t.Fail(key, "%q has too much in it to compare each path with: %v", key, err)
		return nil
	}
	return &Globs{list, file}
}

// with gives the patterns with others behind them; either may be nil.
func (g *Globs) with(more *Globs) *Globs {
	switch {
	case g == nil:
		return more
	case more == nil:
		return g
	}
	list := slices.Concat(g.Patterns, more.Patterns)
	return &Globs{list, gitignore.Parse(strings.Join(list, "\n"))}
}

// Match reports whether a path, relative to the folder of the configuration and with slashes, or a folder above it matches. The
// nil Globs match nothing.
func (g *Globs) Match(name string, isDir bool) bool {
	if g == nil {
		return false
	}
	for i := range name {
		if name[i] == '/' && g.one(name[:i], true) {
			return true
		}
	}
	return g.one(name, isDir)
}

func (g *Globs) one(name string, isDir bool) bool {
	matched, decided := g.file.Match(name, isDir)
	return matched && decided
}
