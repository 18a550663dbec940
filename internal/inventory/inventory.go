// Package inventory looks at the destructive commands of a run as a team does: whose they are, what a branch adds or makes worse, and
// how they have come to be what they are.
package inventory

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/wipelint/wipelint/internal/driver"
)

// verdicts are in the order of danger, the worst first.
var verdicts = []string{"flawed", "unguarded", "possible", "prompted", "guarded"}

// Verdicts are all verdicts, the most dangerous first.
func Verdicts() []string { return slices.Clone(verdicts) }

// rank is the place of a verdict in that order; flawed and unguarded are alike.
func rank(verdict string) int {
	if verdict == "flawed" {
		verdict = "unguarded"
	}
	return slices.Index(verdicts, verdict)
}

// A Change is a command that differs between two states of a repository.
type Change struct {
	Site *driver.Site // as it is now; as it was for one that is gone
	// Was is the verdict before; "" for a command that is new.
	Was string
}

// A Diff is what differs between a base and now.
type Diff struct {
	Base string // the name of the base, as it was asked for
	// Added are new commands, Worse and Better those whose verdict has changed, Removed those that are gone.
	Added, Worse, Better, Removed []Change
	// Same is how many are as they were.
	Same int
}

// Compare says what has become of the commands of a base. A command is known again by its words and its file, also when lines have
// moved; one that is gone from a file and is new in another one has moved.
func Compare(base string, before, now []*driver.Site) *Diff {
	d := &Diff{Base: base}
	type key struct{ file, command string }
	old := map[key][]*driver.Site{}
	for _, s := range before {
		k := key{s.File, normal(s.Command)}
		old[k] = append(old[k], s)
	}
	var added []*driver.Site
	for _, s := range now {
		k := key{s.File, normal(s.Command)}
		if list := old[k]; len(list) > 0 {
			d.pair(list[0], s)
			old[k] = list[1:]
			continue
		}
		added = append(added, s)
	}
	gone := map[string][]*driver.Site{}
	for _, s := range before {
		k := key{s.File, normal(s.Command)}
		if list := old[k]; len(list) > 0 && list[0] == s {
			gone[k.command] = append(gone[k.command], s)
			old[k] = list[1:]
		}
	}
	for _, s := range added {
		c := normal(s.Command)
		if list := gone[c]; len(list) > 0 {
			d.pair(list[0], s)
			gone[c] = list[1:]
			continue
		}
		d.Added = append(d.Added, Change{s, ""})
	}
	for _, s := range before {
		if list := gone[normal(s.Command)]; slices.Contains(list, s) {
			d.Removed = append(d.Removed, Change{s, s.Verdict})
		}
	}
	return d
}

// pair takes in a command that is there before and now.
func (d *Diff) pair(was, is *driver.Site) {
	switch order := cmp.Compare(rank(is.Verdict), rank(was.Verdict)); {
	case order < 0:
		d.Worse = append(d.Worse, Change{is, was.Verdict})
	case order > 0:
		d.Better = append(d.Better, Change{is, was.Verdict})
	default:
		d.Same++
	}
}

// normal puts a command on one line with single blanks.
func normal(command string) string { return strings.Join(strings.Fields(command), " ") }

// A Point is the count of verdicts at a commit.
type Point struct {
	Commit  string
	When    time.Time
	Scripts int
	// Sites is how many destructive commands there were, Counts how many of each verdict.
	Sites  int
	Counts map[string]int
	// Errors is how many problems kept the analysis from its work.
	Errors int
}

// Count makes the point of a run.
func Count(commit string, when time.Time, r *driver.Results) Point {
	p := Point{Commit: commit, When: when, Scripts: r.Scripts, Sites: len(r.Sites), Counts: map[string]int{}, Errors: len(r.Errors)}
	for _, s := range r.Sites {
		p.Counts[s.Verdict]++
	}
	return p
}

// Rebase names the files of a run from another folder: paths below from become those below to.
func Rebase(r *driver.Results, from, to string) {
	rename := func(p *driver.Place) {
		abs := p.File
		if !filepath.IsAbs(abs) {
			return
		}
		if rel, err := filepath.Rel(from, abs); err == nil && filepath.IsLocal(rel) {
			p.File = filepath.ToSlash(filepath.Join(to, rel))
		}
	}
	for _, s := range r.Sites {
		rename(&s.Place)
		rename(&s.Whole)
		for i := range s.Guards {
			rename(&s.Guards[i].Place)
		}
		for i := range s.Approximations {
			rename(&s.Approximations[i].Place)
		}
		for i := range s.Assumptions {
			rename(&s.Assumptions[i].Place)
		}
	}
}
