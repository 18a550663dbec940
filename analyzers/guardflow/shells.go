package guardflow

import (
	"bytes"
	"slices"
	"sort"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/symexec/place"
)

// Shells say which shells a script for sh may be run by. sh is dash on some systems, bash on others, and busybox on small ones; where
// these differ, what any of them does counts.
type Shells uint8

// The choices.
const (
	DashAsSh Shells = iota
	BashAsSh
	EveryShell
)

// worse takes over from a run by bash the sites that dash does not reach, and those that it proves and bash does not. A flaw that only
// one of the two has begins with the shell that it is about.
func (r *Result) worse(bash *Result, s *script.Script) {
	at := map[place.Range]int{}
	for i, site := range r.Sites {
		at[site.At] = i
	}
	seen := map[place.Range]bool{}
	for _, site := range bash.Sites {
		seen[site.At] = true
		i, both := at[site.At]
		switch {
		case !both:
			site.under("bash", s)
			r.Sites = append(r.Sites, site)
		case badness(site) > badness(r.Sites[i]):
			site.under("bash", s)
			r.Sites[i] = site
		case badness(site) < badness(r.Sites[i]):
			r.Sites[i].under("dash", s)
		}
	}
	for _, site := range r.Sites {
		if !seen[site.At] {
			site.under("dash", s)
		}
	}
	sort.SliceStable(r.Sites, func(i, j int) bool {
		a, b := r.Sites[i].At, r.Sites[j].At
		if a.Script != b.Script {
			return a.Script != nil && b.Script != nil && a.Script.Path < b.Script.Path
		}
		return a.Start < b.Start
	})
	known := map[place.Range]bool{}
	for _, o := range r.Opaque {
		known[o.At] = true
	}
	for _, o := range bash.Opaque {
		if !known[o.At] {
			r.Opaque = append(r.Opaque, o)
		}
	}
	r.Steps += bash.Steps
	r.Incomplete, r.Beyond = unitedPlaces(r.Incomplete, bash.Incomplete), unitedPlaces(r.Beyond, bash.Beyond)
}

// unitedPlaces are the places of both lists.
func unitedPlaces(a, b []place.Range) []place.Range {
	for _, at := range b {
		if !slices.Contains(a, at) {
			a = append(a, at)
		}
	}
	return a
}

// badness orders verdicts: the higher, the worse.
func badness(s *Site) int {
	switch s.Verdict {
	case Guarded:
		return 0
	case Prompted:
		return 1
	case Flawed:
		return 2
	case Unguarded:
	}
	return 3
}

// under says of the flaws of a site that they are those of one shell.
func (s *Site) under(shell string, main *script.Script) {
	end := bytes.IndexByte(main.Source, '\n')
	if end < 0 {
		end = len(main.Source)
	}
	at := place.Range{Script: main, Start: 0, End: end}
	for _, f := range s.Flaws {
		if f.way.hit == nil && len(f.Witness) == 0 {
			continue
		}
		f.Witness = append([]Step{{At: at, Text: "here sh is " + shell + ", which differs from others in what follows"}}, f.Witness...)
	}
}
