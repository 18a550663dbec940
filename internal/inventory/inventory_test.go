package inventory

import (
	"fmt"
	"slices"
	"testing"

	"github.com/wipelint/wipelint/internal/driver"
)

func site(file, command, verdict string) *driver.Site {
	return &driver.Site{Place: driver.Place{File: file}, Command: command, Verdict: verdict}
}

func told(changes []Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%s %s %s<%s", c.Site.File, c.Site.Command, c.Site.Verdict, c.Was))
	}
	return out
}

func TestCompare(t *testing.T) {
	before := []*driver.Site{
		site("a", "wipe x", "guarded"), site("a", "wipe x", "unguarded"), site("a", "wipe y", "flawed"), site("b", "wipe z", "prompted"), site("c", "gone", "guarded"),
	}
	now := []*driver.Site{
		site("a", "wipe  x", "prompted"), site("a", "wipe x", "flawed"), site("a", "wipe y", "guarded"), site("d", "wipe z", "prompted"), site("d", "new", "possible"),
		site("d", "wipe z", "unguarded"),
	}
	d := Compare("main", before, now)
	for what, pair := range map[string][2][]string{
		"added":   {told(d.Added), {"d new possible<", "d wipe z unguarded<"}},
		"worse":   {told(d.Worse), {"a wipe  x prompted<guarded"}},
		"better":  {told(d.Better), {"a wipe y guarded<flawed"}},
		"removed": {told(d.Removed), {"c gone guarded<guarded"}},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if d.Same != 2 { // the second of a, and what has moved to d
		t.Errorf("%d are the same, want 2", d.Same)
	}
}
